import { Refusal, type RefusalKind } from "../kernel/refusal.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";

/** A refusal that rests on a row of the rule: its article and words go with it. */
export const refuse = (code: string, kind: RefusalKind, detail: string, duty: DutyName = "yearlyRota"): Refusal =>
  new Refusal({ code: `rota.${code}`, kind, detail, article: DUTIES[duty].article, text: DUTIES[duty].text });

export const shiftNotFound = (): Refusal => refuse("shift-not-found", "notFound", "没有找到这个班次，可能还没有公布。请从值班页重新打开。");

export const changedMeanwhile = (): Refusal =>
  refuse("changed-meanwhile", "conflict", "这个班次刚被同事改动，本次操作未生效。请刷新后再看。");

export const notYourShift = (): Refusal => refuse("not-your-shift", "forbidden", "这不是您的班次，您也不是替班人员，不能办理。");

export const notYet = (opensAt: string): Refusal => refuse("not-yet", "conflict", `还没到时间，请在 ${opensAt} 以后再点。`, "arriveOnDuty");

export const shiftOver = (): Refusal => refuse("shift-over", "conflict", "这个班次已经结束，不能再改。如需更正，请写在交班说明里。");

export const arrivedAlready = (): Refusal => refuse("arrived-already", "conflict", "这个班次已经到岗，不用再点。", "arriveOnDuty");

export const takenOverAlready = (by: string, at: string): Refusal =>
  refuse("taken-over-already", "conflict", `${by} 已于 ${at} 接班，本次操作未生效。`, "takeOverShift");

export const nothingToTakeOver = (): Refusal =>
  refuse("nothing-to-take-over", "conflict", "现在没有需要接的班：上一班没有人，或由同一人连续值班。", "takeOverShift");
