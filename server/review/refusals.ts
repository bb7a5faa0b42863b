import type { Verdict } from "../../entities/verdict.js";
import { localMoment } from "../kernel/local-time.js";
import { Refusal, type RefusalKind } from "../kernel/refusal.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";
import { REVIEW_CHAIN, type Stage } from "../regulation/review-chain.js";

/** A refusal that rests on a row of the rule: its article and words go with it. */
export const refuse = (code: string, kind: RefusalKind, detail: string, duty: DutyName = "reviewBeforePublish"): Refusal =>
  new Refusal({ code: `review.${code}`, kind, detail, article: DUTIES[duty].article, text: DUTIES[duty].text });

const stageName = (stage: Stage): string => REVIEW_CHAIN.stages[stage].name;
const dutyOf = (stage: Stage): DutyName => REVIEW_CHAIN.stages[stage].duty;

export const draftNotFound = (): Refusal =>
  new Refusal({ code: "review.not-found", kind: "notFound", detail: "没有找到这份稿件，可能链接不完整。请从待办或稿件列表打开。" });

export const superseded = (current: number): Refusal =>
  refuse("superseded", "conflict", `稿件已更新至第 ${current} 版，请重新打开后再处理。`);

export const alreadyDecided = (winner: Pick<Verdict, "byName" | "verdict" | "at" | "stage">): Refusal =>
  refuse(
    "already-decided",
    "conflict",
    `${stageName(winner.stage)}已由 ${winner.byName} 于 ${localMoment(winner.at)} ${winner.verdict === "pass" ? "通过" : "退回"}，本次操作未生效。`,
    dutyOf(winner.stage),
  );

export const notInReview = (): Refusal => refuse("not-in-review", "conflict", "稿件现在不在审核中，无需处理。");

export const notYourStage = (stage: Stage): Refusal =>
  refuse(
    "not-your-stage",
    "forbidden",
    `现在是${stageName(stage)}，您不是该账号的${DUTIES[dutyOf(stage)].title}人，不能审核。`,
    dutyOf(stage),
  );

export const ownWork = (): Refusal =>
  refuse("own-work", "forbidden", "您是本版本的责任编辑或修改者，不能审核自己的稿件，请由其他审核人处理。");

export const twoLevels = (done: Stage): Refusal =>
  refuse("two-levels", "forbidden", `您已在${stageName(done)}处理过本版本，同一版本三级审核须由不同的人完成。`);

export const neededLater = (later: Stage): Refusal =>
  refuse("needed-later", "forbidden", `您是本稿后续${stageName(later)}唯一可用的审核人，请由其他审核人完成这一级。`, dutyOf(later));

export const readFirst = (stage: Stage): Refusal =>
  refuse("read-first", "invalid", `${stageName(stage)}请先查看全文，在页面上逐项确认五关后通过。`, dutyOf(stage));

export const gatesMissing = (names: string): Refusal =>
  refuse("gates-missing", "invalid", `还有未确认的关口：${names}。五关全部通过才能通过，否则请退回。`);

export const reasonTooShort = (least: number): Refusal =>
  refuse("reason-too-short", "invalid", `请写明退回原因，至少 ${least} 个字，方便责任编辑修改。`);
