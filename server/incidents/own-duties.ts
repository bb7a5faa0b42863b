import { OURS, type DutyRule } from "../regulation/duty-rule.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";
import { REPORT_DUTIES } from "./reports/rows.js";

/** What Article 24 needs besides its own duties: that an alert is seen, that the data centre is heard, that somebody goes in person, that two agree. */
export const OWN_DUTIES = {
  ...REPORT_DUTIES,
  acknowledgeAlert: {
    ...OURS,
    article: "24",
    title: "收到警报",
    text: "收到警报后点「收到」，以便值班人员知道谁已知悉、谁还没有联系上",
    force: "must",
    by: "concernedUnit",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "拉响警报",
  },
  consultLevel: {
    ...OURS,
    article: "24",
    title: "会商定级",
    text: "大数据中心对宣传部所定级别提出会商意见；意见不一致时先按较高级别处置，由宣传部负责人决定",
    force: "must",
    by: "dataCentre",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "定级",
    steps: [
      { name: "again", at: { fromOpening: "incidents.consultMinutes" }, words: "尚未会商", holders: "ask", tell: ["dataCentreHead"] },
    ],
  },
  settleLevel: {
    ...OURS,
    article: "24",
    title: "裁定级别",
    text: "宣传部与大数据中心对级别意见不一致时，由宣传部负责人决定；决定前按较高级别处置",
    force: "must",
    by: "publicityHead",
    to: "dataCentre",
    within: "open",
    startsFrom: "会商意见不一致",
    steps: [{ name: "again", at: { fromOpening: "incidents.consultMinutes" }, words: "级别尚未裁定", holders: "ask" }],
  },
  reportRedByHand: {
    ...OURS,
    article: "24",
    title: "当面或电话报告主要领导",
    text: "主要领导未确认收到红色警报时，由分管领导、宣传部负责人和值班人员当面或电话报告，并登记",
    force: "must",
    by: "publicityDepartment",
    to: "topLeader",
    within: "open",
    startsFrom: "主要领导未确认",
  },
  confirmTold: {
    ...OURS,
    article: "24",
    title: "确认已听取口头报告",
    text: "他人登记已向领导口头、电话或当面报告的，由领导本人点「确认」；确认之前，记录为未经领导本人确认",
    force: "must",
    by: "topLeader",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "登记口头报告",
    steps: [
      { name: "again", at: { fromOpening: 30 }, words: "口头报告尚未经您本人确认", holders: "ask" },
      {
        ...{ name: "unconfirmed", at: { fromOpening: 120 }, words: "口头报告未经领导本人确认" },
        ...{ holders: "ask", tell: ["publicityDepartment", "publicityHead"] },
      },
      { name: "nextDay", at: { fromOpening: 1440 }, words: "口头报告尚未经您本人确认", holders: "ask" },
    ],
  },
  agreeLowering: {
    ...OURS,
    article: "24",
    title: "同意降级或解除",
    text: "降级、解除或取消误报须写明理由并由两人同意：红色为宣传部负责人与主要领导，橙色为宣传部负责人与分管领导，黄色由宣传部同意",
    force: "must",
    by: "publicityHead",
    to: "publicityDepartment",
    within: "open",
    startsFrom: "提出降级或解除",
    steps: [{ name: "again", at: { fromOpening: 60 }, words: "降级或解除尚未答复", holders: "ask" }],
  },
  reviewIncident: {
    ...OURS,
    article: "24",
    title: "复盘",
    text: "事件办结后，宣传部会同事发部门复盘处置过程，提出改进措施",
    force: "must",
    by: "publicityDepartment",
    to: "leaderInCharge",
    within: "open",
    startsFrom: "办结",
    steps: [
      { name: "half", at: { ofTime: 0.5 }, words: "复盘时限已过半", holders: "remind" },
      { name: "due", at: { ofTime: 1 }, words: "复盘已到时限", holders: "ask", tell: ["publicityHead"] },
    ],
  },
} as const satisfies Record<string, DutyRule>;

export type OwnDuty = keyof typeof OWN_DUTIES;
/** Every duty that this domain opens. */
export type IncidentDutyName = DutyName | OwnDuty;

/** The row of a duty on an incident, of the rule or of our own. Whatever is owed on an incident was opened by this domain. */
export const rowOf = (duty: string): DutyRule => ({ ...DUTIES, ...OWN_DUTIES })[duty as IncidentDutyName];
