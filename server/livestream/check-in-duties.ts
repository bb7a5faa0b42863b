import { OURS, type DutyRule } from "../regulation/duty-rule.js";

/** What Article 14 needs while a livestream runs (R14-09, R14-10): that a patroller who is silent is chased, and that a problem found is answered. */
export const CHECK_IN_DUTIES = {
  patrolCheckIn: {
    ...OURS,
    article: "14",
    title: "巡查打卡",
    text: "巡查人员按计划打卡；漏打的先提醒本人，再电话本人并请候补接替，仍无人巡查的报宣传部值班和现场负责人，由宣传部决定是否建议中断",
    force: "must",
    by: "patroller",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "计划打卡时间",
    steps: [
      { name: "late", at: { fromStart: 3 }, words: "巡查打卡未收到", holders: "ask" },
      { name: "call", at: { fromStart: 5 }, words: "巡查打卡仍未收到", holders: "call", tell: ["patrolLead", "patrolReserve"] },
      { name: "desk", at: { fromStart: 10 }, words: "巡查漏打卡 10 分钟", tell: ["publicityDepartment", "livestreamStaff"] },
      { name: "stop", at: { fromStart: 15 }, words: "巡查漏打卡 15 分钟，可建议中断", tell: ["publicityDepartment"] },
    ],
  },
  heedReminder: {
    ...OURS,
    article: "14",
    title: "处理巡查提醒",
    text: "巡查发现可以当场改进的问题，提醒现场负责人和直播间管理人员处理",
    force: "must",
    by: "livestreamStaff",
    to: "patroller",
    within: "open",
    startsFrom: "巡查人员提醒",
  },
  correctFinding: {
    ...OURS,
    article: "14",
    title: "立即纠正",
    text: "巡查发现须立即纠正的问题，由现场负责人、直播间管理人员和发起部门主要负责同志在时限内纠正并点「已纠正」",
    force: "must",
    by: "livestreamStaff",
    to: "patroller",
    within: "open",
    startsFrom: "巡查人员上报",
    steps: [
      { name: "due", at: { ofTime: 1 }, words: "须立即纠正的问题仍未纠正", holders: "ask", tell: ["publicityDepartment", "patrolLead"] },
    ],
  },
  answerInterruption: {
    ...OURS,
    article: "14",
    title: "建议中断直播",
    text: "收到中断建议，由发起部门、运营部门主要负责同志和宣传部值班在时限内决定：中断，或写明不中断的理由",
    force: "must",
    by: "initiatingUnit",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "提出中断建议",
    steps: [{ name: "due", at: { ofTime: 1 }, words: "中断建议仍未答复", holders: "call", tell: ["publicityHead"] }],
  },
} as const satisfies Record<string, DutyRule>;
