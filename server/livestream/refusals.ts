import { localMoment } from "../kernel/local-time.js";
import { Refusal, type RefusalKind } from "../kernel/refusal.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";

/** A refusal that rests on a row of the rule: its article and words go with it. */
export const refuse = (code: string, kind: RefusalKind, detail: string, duty: DutyName = "fileLivestream"): Refusal =>
  new Refusal({ code: `livestream.${code}`, kind, detail, article: DUTIES[duty].article, text: DUTIES[duty].text });

export const livestreamNotFound = (): Refusal => refuse("not-found", "notFound", "没有找到这场直播，可能链接不完整。请从直播列表打开。");

export const changedMeanwhile = (): Refusal =>
  refuse("changed-meanwhile", "conflict", "这场直播刚被别人办理过，本次操作未生效。请刷新后再看。");

/** True where somebody else's write came first, and nothing was done: what does not ask about the state that a person saw may be done again. */
export const isOvertaken = (error: unknown): boolean => error instanceof Refusal && error.code === changedMeanwhile().code;

export const notYoursToRead = (): Refusal =>
  new Refusal({
    code: "livestream.not-yours-to-read",
    kind: "forbidden",
    detail: "这场直播不涉及您的部门，您也不在巡查队伍中，不能查看。需要了解情况请联系宣传部值班。",
    article: "19",
  });

export const alreadyDecided = (by: string, at: Date, what: string): Refusal =>
  refuse("decided-already", "conflict", `${by} 已于 ${localMoment(at)} ${what}，本次操作未生效。`);

export const over = (status: "ended" | "cancelled"): Refusal =>
  refuse("over", "conflict", status === "ended" ? "这场直播已经下播，不能再改。" : "这场直播已经取消，不能再办理。");
