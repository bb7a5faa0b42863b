import type { Verdict } from "../../entities/verdict.js";
import type { Refusal } from "../kernel/refusal.js";
import { GATE_NAMES, GATES, nextState, STAGES, type ChainState, type Gate, type Stage } from "../regulation/review-chain.js";
import type { DraftFacts } from "./facts.js";
import { accountRefusal, decidedAt, editorRefusal, neededAt, noReviewer, reviewerShortcoming, vacantStage } from "./qualification.js";
import {
  alreadyDecided,
  gatesMissing,
  neededLater,
  notInReview,
  notYourStage,
  ownWork,
  readFirst,
  reasonTooShort,
  refuse,
  superseded,
  twoLevels,
} from "./refusals.js";

/** What a reviewer wants to do; `stage` is known where it came by a card. */
export interface VerdictWish {
  revision: number;
  verdict: "pass" | "sendBack";
  via: "card" | "page";
  stage: Stage | null;
  gates: Partial<Record<Gate, boolean>> | null;
  comment: string | null;
}

/** `repeated`: the same person's same verdict again, which changes nothing; `objection`: R11-17. */
export type Judgement =
  | { kind: "refused"; refusal: Refusal }
  | { kind: "repeated"; verdict: Verdict }
  | { kind: "objection"; stage: Stage }
  | { kind: "decided"; stage: Stage; to: ChainState };

const refused = (refusal: Refusal): Judgement => ({ kind: "refused", refusal });

const inThisRound = (facts: DraftFacts): readonly Verdict[] =>
  facts.verdicts.filter((verdict) => verdict.revision === facts.draft.revision && verdict.round === facts.draft.round);

const winnerAt = (facts: DraftFacts, stage: Stage): Verdict | undefined =>
  inThisRound(facts).find((verdict) => verdict.stage === stage && verdict.verdict !== "objection");

/** Article 11: what comes of a verdict somebody wants to give now. Pure; `today` is the local day. */
export const judge = (facts: DraftFacts, userid: string, wish: VerdictWish, today: string): Judgement => {
  if (wish.revision !== facts.draft.revision) return refused(superseded(facts.draft.revision));
  const stage = wish.stage ?? stageMeant(facts, userid);
  const own = inThisRound(facts).find((verdict) => verdict.byUserid === userid && (stage === null || verdict.stage === stage));
  if (own)
    return own.verdict === wish.verdict || own.verdict === "objection" ? { kind: "repeated", verdict: own } : refused(alreadyDecided(own));
  const late = stage === null ? null : tooLate(facts, userid, stage, wish, today);
  if (late) return late;
  if (facts.draft.status !== "inReview" || facts.draft.stage === null) return refused(lastWord(facts));
  if (stage !== facts.draft.stage) return refused(notYourStage(facts.draft.stage));
  const refusal = actorRefusal(facts, userid, stage, today) ?? wishRefusal(facts, userid, stage, wish);
  if (refusal) return refused(refusal);
  const to = nextState(stage, wish.verdict);
  return to === null ? refused(notInReview()) : { kind: "decided", stage, to };
};

/** The level a page meant: the current one for somebody appointed there, else the last decided one at which they sit. */
const stageMeant = (facts: DraftFacts, userid: string): Stage | null => {
  const current = facts.draft.stage;
  if (current && facts.seats[current].includes(userid)) return current;
  const seated = STAGES.filter((stage) => facts.seats[stage].includes(userid) && winnerAt(facts, stage));
  return seated.at(-1) ?? current;
};

/** A verdict on a level that somebody else has decided: an objection where it may still be weighed, else too late. */
const tooLate = (facts: DraftFacts, userid: string, stage: Stage, wish: VerdictWish, today: string): Judgement | null => {
  const winner = winnerAt(facts, stage);
  if (!winner) return null;
  const weighable = facts.draft.status === "inReview" && wish.verdict === "sendBack" && winner.verdict === "pass";
  if (weighable && actorRefusal(facts, userid, stage, today) === null) return { kind: "objection", stage };
  return refused(alreadyDecided(winner));
};

const lastWord = (facts: DraftFacts): Refusal => {
  const last = inThisRound(facts)
    .filter((verdict) => verdict.verdict !== "objection")
    .at(-1);
  return last ? alreadyDecided(last) : notInReview();
};

/** Why this person may not decide at this level of this version, whatever they want to decide; null: they may (R11-02 … R11-09). */
export const actorRefusal = (facts: DraftFacts, userid: string, stage: Stage, today: string): Refusal | null => {
  if (facts.revision.editors.includes(userid)) return ownWork();
  if (!facts.seats[stage].includes(userid)) return notYourStage(stage);
  const done = decidedAt(facts, userid);
  if (done !== null && done !== stage) return twoLevels(done);
  const shortcoming = reviewerShortcoming(stage, facts, userid, today);
  if (shortcoming !== null)
    return refuse(
      "not-qualified",
      "forbidden",
      `您${shortcoming}，现在不能审核。任务已转给其他符合条件的审核人，或请联系${facts.unit.name}。`,
    );
  const later = neededAt(stage, facts, userid, today);
  return later === null ? null : neededLater(later);
};

/** What the verdict itself lacks; null: nothing (R11-02, R11-04, R11-05). */
const wishRefusal = (facts: DraftFacts, userid: string, stage: Stage, wish: VerdictWish): Refusal | null => {
  if (wish.verdict === "sendBack") {
    const least = facts.settings.value("review.sendBackMinimum");
    return wish.via === "page" && [...(wish.comment ?? "").trim()].length < least ? reasonTooShort(least) : null;
  }
  if (wish.via === "card") {
    const allowed = facts.settings.value(`review.cardPassWithoutReading.${stage}`) || facts.readers.has(userid);
    return allowed && stage !== "final" ? null : readFirst(stage);
  }
  const implied = stage === "final" ? {} : wish.gates === null ? allGates : {};
  const given = { ...implied, ...wish.gates };
  const open = GATES.filter((gate) => given[gate] !== true);
  return open.length === 0 ? null : gatesMissing(open.map((gate) => GATE_NAMES[gate]).join("、"));
};

/** 五关全部通过 */
export const allGates: Readonly<Record<Gate, true>> = { political: true, legal: true, policy: true, confidentiality: true, content: true };

/** Why a draft cannot go to review now; null: it can (R11-01). The message names what is missing and whom to ask. */
export const submissionRefusal = (facts: DraftFacts, today: string): Refusal | null =>
  submittedRefusal(facts) ?? conditionRefusal(facts, today);

/** The refusal of a draft that was submitted before; null: it was not, or came back. */
export const submittedRefusal = ({ draft }: DraftFacts): Refusal | null =>
  draft.status === "draft" ? null : refuse("already-submitted", "conflict", "稿件已经提交，请在流程页查看进度。");

/** The standing conditions of every submission, also of a new version that goes straight back into review. */
export const conditionRefusal = (facts: DraftFacts, today: string): Refusal | null => {
  const empty =
    facts.revision.content.body.trim() === "" && facts.revision.content.links.length + facts.revision.content.files.length === 0;
  if (empty) return refuse("empty", "invalid", "稿件没有正文、链接或附件，请补充后再提交。");
  const vacant = vacantStage(facts, today);
  return (
    accountRefusal(facts) ?? editorRefusal(facts, facts.draft.editorUserid, today) ?? (vacant === null ? null : noReviewer(vacant, facts))
  );
};

/** Why a publication cannot be confirmed as compliant; null: it can (R11-20). All times are instants. */
export const publicationRefusal = (facts: DraftFacts, published: { publishedAt: Date }, now: Date): Refusal | null => {
  const { permit } = facts;
  if (facts.draft.status === "published") return refuse("already-published", "conflict", "发布已经登记过，不用再登记。");
  if (facts.draft.status !== "approved" || !permit)
    return refuse("no-permit", "conflict", "稿件没有有效的发布许可，不能登记发布。请先完成三级审核。");
  if (facts.account.status !== "active") return accountRefusal(facts);
  if (published.publishedAt > now) return refuse("published-in-future", "invalid", "发布时间晚于现在，请核对。");
  if (published.publishedAt < permit.issuedAt) {
    return refuse(
      "published-before-permit",
      "invalid",
      "发布时间早于终审通过时间，属于未审先发，不能登记为合规发布。请联系宣传部。",
      "unreviewedPublication",
    );
  }
  if (published.publishedAt > permit.validUntil) {
    return refuse("permit-expired", "invalid", "发布时间超出发布许可有效期，不能登记为合规发布。请重新提交审核。", "unreviewedPublication");
  }
  return null;
};
