import type { FollowUpView, LivestreamVerb, LivestreamView } from "../../server/http/contract.js";
import { moment, text, type Act, type ActField, type Option } from "./act.js";
import { lastFiling, roleNames } from "./livestreams.js";
import { momentText } from "./moment.js";

/** What the acts name people and units from. */
export interface LivestreamReader {
  userid: string;
  units: readonly Option[];
  /** ms */
  now: number;
}

const words = (key: string, label: string, placeholder: string, most: number, more: { phrases?: readonly string[] } = {}): ActField => ({
  ...{ key, kind: "words", label, placeholder, most },
  ...more,
});
const optionalWords = (label: string): ActField => ({
  ...{ key: "note", kind: "words", label, placeholder: "可以不填", most: 1000, optional: true },
});
/** An act that asks for nothing. */
const plain = (key: string, button: string, path: string, body: unknown, done: string): Act => ({
  ...{ key, button, title: "", hint: "", fields: [], send: "", path, done },
  body: () => body,
});
const note = (values: Parameters<Act["body"]>[0]): string | null => text(values, "note") ?? null;

const agree = ({ late, lateReason }: LivestreamView): Act => ({
  ...plain("agree", "同意，商定", "agreement", {}, "已商定"),
  hint: late && lateReason ? "这场直播是逾期申报；发起部门主要负责同志商定，即确认特殊情况属实。" : "",
});

const confirmLate = ({ lateReason, filingDueWords, quote }: LivestreamView): Act => ({
  ...{ key: "confirmLate", button: "确认逾期申报", title: "确认逾期申报", send: "确认并报备案", path: "late-confirmation", quote },
  hint: `逾期：${filingDueWords}。由发起部门主要负责同志确认特殊情况属实，申请标明「逾期申报」。`,
  fields: [words("reason", "特殊情况说明", "为什么没有提前 7 天报备案", 1000)],
  given: { reason: lateReason ?? "" },
  body: (values) => ({ reason: text(values, "reason") }),
  done: "已确认，已报宣传部备案",
});

const fileLate = ({ filingDueWords, quote }: LivestreamView): Act => ({
  ...{ key: "fileLate", button: "补报备案", title: "开播后补报备案", send: "补报备案", path: "late-filing", quote },
  hint: `已经开播，还没有备案：${filingDueWords}。补报后标明「逾期申报」，由宣传部补办备案。`,
  fields: [words("reason", "特殊情况说明", "为什么没有在开播前备案", 1000)],
  body: (values) => ({ reason: text(values, "reason") }),
  done: "已补报宣传部备案",
});

const file = (): Act => ({
  ...{ key: "file", button: "备案", title: "备案", send: "备案", path: "filing" },
  hint: "备案是登记，不是审批；材料不齐的请退回补正。",
  fields: [optionalWords("备案意见")],
  body: (values) => ({ decision: "file", note: note(values) }),
  done: "已备案，申请人和双方负责人会收到",
});

const sendBack = (): Act => ({
  ...{ key: "sendBack", button: "退回补正", title: "退回补正", send: "退回补正", path: "filing" },
  hint: "申请人补正后再次报备案，不用重新商定。",
  fields: [
    words("note", "要补正什么", "缺什么，怎样补", 1000, { phrases: ["请补充应急预案。", "请写明停播操作人员。", "请补充嘉宾情况。"] }),
  ],
  body: (values) => ({ decision: "sendBack", note: note(values) }),
  done: "已退回，申请人会收到要补正的内容",
});

const registerVenue = (view: LivestreamView): Act => ({
  ...{ key: "registerVenue", button: "报备登记", title: "场地设备报备登记", send: "登记", path: "venue" },
  hint: `特殊情况：${view.venueReport?.reason ?? ""}`,
  fields: [optionalWords("说明")],
  body: (values) => ({ answer: "register", note: note(values) }),
  done: "已登记报备",
});

const adjustVenue = (view: LivestreamView): Act => ({
  ...{ key: "adjustVenue", button: "要求调整", title: "要求调整场地设备", send: "要求调整", path: "venue" },
  hint: `特殊情况：${view.venueReport?.reason ?? ""}`,
  fields: [words("note", "怎样调整", "换到哪里，用什么设备", 1000)],
  body: (values) => ({ answer: "adjust", note: note(values) }),
  done: "已要求调整，申请人会收到",
});

const joinPatrol = (view: LivestreamView, { userid, now }: LivestreamReader): Act[] => {
  const own = view.invitations.find(({ person, state }) => person.userid === userid && state === "asked");
  const role = own ? roleNames[own.role] : "";
  const by = own ? `请在 ${momentText(own.answerBy, now)} 前答复。` : "";
  const decline: Act = {
    ...{ key: "declinePatrol", button: "不能参加", title: "不能参加巡查", send: "答复", path: "patrol/acceptance" },
    hint: `${by}不能参加的，系统会改请他人。`,
    fields: [words("reason", "原因", "一句话写明", 200, { phrases: ["当天已有其他公务。", "当天请假。"] })],
    body: (values) => ({ answer: "decline", reason: text(values, "reason") }),
    done: "已答复不能参加，系统会改请他人",
  };
  const accept = plain("joinPatrol", `接受担任${role}`, "patrol/acceptance", { answer: "accept" }, `已接受担任巡查${role}`);
  return [{ ...accept, hint: by }, decline];
};

const waivePatrol = (): Act => ({
  ...{ key: "waivePatrol", button: "写明不派巡查队伍的原因", title: "不派巡查队伍", send: "写明原因", path: "patrol/waiver" },
  hint: "办法要求直播设巡查队伍；确实不能派的，由宣传部写明原因，存入记录。",
  fields: [words("reason", "原因", "为什么这场直播不派巡查队伍", 500)],
  body: (values) => ({ reason: text(values, "reason") }),
  done: "原因已记录",
});

const EVERYBODY = "*";
const train = (view: LivestreamView, { userid }: LivestreamReader): Act => {
  const untrained = view.team.filter(({ trainedAt, person }) => trainedAt === null && person.userid !== userid);
  const names = untrained.map(({ person }) => person.name).join("、");
  const all = untrained.length > 1 ? [{ key: EVERYBODY, text: `全部 ${untrained.length} 人`, hint: names }] : [];
  return {
    ...{ key: "train", button: "确认已培训", title: "确认巡查培训", send: "确认已完成培训", path: "training" },
    hint: "由培训人确认，不能自己确认自己；没有确认的不能打卡。",
    fields: [
      {
        ...{ key: "who", kind: "choice", label: "谁已完成培训" },
        options: [...all, ...untrained.map(({ person, role }) => ({ key: person.userid, text: `${person.name}（${roleNames[role]}）` }))],
      },
    ],
    given: { who: all.length > 0 ? EVERYBODY : (untrained[0]?.person.userid ?? "") },
    body: (values) => {
      const who = text(values, "who");
      return { members: who === EVERYBODY ? untrained.map(({ person }) => person.userid) : [who] };
    },
    done: "已确认培训",
  };
};

const at = (label: string): ActField => ({ key: "at", kind: "moment", label, optional: true });
const start = (view: LivestreamView, { now }: LivestreamReader): Act => ({
  ...{ key: "start", button: "登记开播", title: "登记开播", send: "登记开播", path: "start" },
  hint:
    view.status === "ready"
      ? `计划 ${momentText(view.startAt, now)} 开播。`
      : `还没有就绪：${view.lacks.join("、")}。确已开播的照实登记，巡查照常进行。`,
  fields: [at("开播时间")],
  body: (values) => ({ at: moment(values, "at") ?? null }),
  done: "已登记开播，巡查人员按计划打卡",
});
const end = (): Act => ({
  ...{ key: "end", button: "登记下播", title: "登记下播", send: "登记下播", path: "end" },
  hint: "确认直播画面已经停止后再登记。",
  fields: [at("下播时间"), optionalWords("说明")],
  body: (values) => ({ at: moment(values, "at") ?? null, note: note(values) }),
  done: "已登记下播",
});
const interrupt = (): Act => ({
  ...{ key: "interrupt", button: "登记中断", title: "登记直播中断", send: "登记中断", path: "interruption" },
  hint: "直播因故提前停止时登记；之后不再要求巡查打卡。",
  fields: [at("中断时间"), words("note", "原因", "为什么中断，现场怎样处置", 1000)],
  body: (values) => ({ at: moment(values, "at") ?? null, note: note(values) }),
  done: "已登记中断",
});

const COUNTS = ["0", "1", "2", "3"] as const;
const followUpFields = (units: readonly Option[]): ActField[] =>
  COUNTS.slice(1).flatMap((place): ActField[] => {
    const only = { key: "count", is: COUNTS.filter((count) => count >= place) };
    return [
      { key: `unit${place}`, kind: "pick", label: `责任部门 ${place}`, options: units, only },
      { key: `words${place}`, kind: "words", label: `整改事项 ${place}`, placeholder: "发现了什么，要改成怎样", most: 5000, only },
    ];
  });
const summarise = ({ counts }: LivestreamView, { units }: LivestreamReader): Act => ({
  ...{ key: "summarise", button: "提交巡查小结", title: "巡查小结", send: "提交小结", path: "summary" },
  hint: "提交后不能更改；列出的整改事项会转成责任部门的待办。",
  fields: [
    words("words", "小结", "直播过程、发现的问题、怎样处置的", 5000),
    {
      key: "count",
      kind: "choice",
      label: "需要整改的事项",
      options: COUNTS.map((key) => ({ key, text: key === "0" ? "没有" : `${key} 项` })),
    },
    ...followUpFields(units),
  ],
  given: {
    words: `巡查 ${counts.patrollers} 人，应打卡 ${counts.expected} 次，按时 ${counts.done} 次，漏 ${counts.missed} 次，补传 ${counts.madeUp} 次；发现提醒 ${counts.remind} 项、须立即纠正 ${counts.correct} 项、建议中断 ${counts.interrupt} 项。`,
    count: "0",
  },
  body: (values) => ({
    words: text(values, "words"),
    followUps: COUNTS.slice(1)
      .filter((place) => place <= (text(values, "count") ?? "0"))
      .map((place) => ({ unitId: text(values, `unit${place}`), words: text(values, `words${place}`) })),
  }),
  done: "小结已提交",
});

/** 我来接替, for one who is silent; the board answers it. */
export const STAND_INS = "stand-ins";
export const standInAct = (userid: string): Act => plain("standIn", "我来接替", STAND_INS, { userid }, "已接替，请按计划打卡");

/** 已整改, for one follow-up. */
export const followUpAct = ({ id, words: owed }: FollowUpView): Act => ({
  ...{ key: `followUp.${id}`, button: "办结整改", title: "办结整改", send: "办结", path: "follow-up" },
  hint: owed,
  fields: [words("answer", "整改情况", "怎样改的，现在怎样", 5000)],
  body: (values) => ({ id, answer: text(values, "answer") }),
  done: "整改已办结",
});

const change = ({ status, filings }: LivestreamView): Act => {
  const back = lastFiling({ filings })?.decision === "sendBack";
  const button = status === "live" ? "延长结束时间" : back ? "补正并再报备案" : "修改或改期";
  return { ...plain("change", button, "changes", {}, ""), hint: status === "live" || back ? "" : "改动时间、场地后须重新商定、重新备案。" };
};
const cancel = (): Act => ({
  ...{ key: "cancel", button: "取消直播", title: "取消直播", send: "取消直播", path: "cancellation" },
  hint: "取消后不能恢复，要办须重新申请；已经知道的人都会收到。",
  fields: [words("reason", "原因", "为什么取消", 500)],
  body: (values) => ({ reason: text(values, "reason") }),
  done: "已取消",
});
/** 在企业微信建立直播 is open to whoever may change it, while the host is of the organisation and it has none. */
export const livingAct = (view: LivestreamView, { now }: LivestreamReader): Act[] => {
  const fits = view.livingId === null && view.host.userid !== null && Date.parse(view.startAt) > now;
  if (!view.may.includes("change") || !fits) return [];
  const made = plain("living", "在企业微信建立直播", "living", {}, "已在企业微信建立直播，开播和下播会自动登记");
  return [{ ...made, hint: `由 ${view.host.name} 主播；建立后开播、下播自动登记。` }];
};

const acts: Readonly<Record<LivestreamVerb, (view: LivestreamView, reader: LivestreamReader) => Act | Act[]>> = {
  ...{
    agree,
    confirmLate,
    fileLate,
    file,
    sendBack,
    registerVenue,
    adjustVenue,
    change,
    cancel,
    waivePatrol,
    joinPatrol,
    train,
    start,
    end,
  },
  ...{ interrupt, summarise },
  formPatrol: ({ team }) => plain("formPatrol", team.length === 0 ? "组建巡查队伍" : "调整巡查队伍", "patrol", {}, "巡查邀请已发出"),
};

/** What a verb on the livestream asks for and sends; 接受 brings 不能参加 with it. */
export const livestreamActs = (view: LivestreamView, verb: LivestreamVerb, reader: LivestreamReader): Act[] =>
  [acts[verb](view, reader)].flat();
