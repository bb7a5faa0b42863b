import type { Deadline } from "../../entities/deadline.js";
import { Draft } from "../../entities/draft.js";
import { Permit } from "../../entities/permit.js";
import { Verdict } from "../../entities/verdict.js";
import type { Actor } from "../identity/actor.js";
import { newId } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { nextNumber } from "../kernel/numbers.js";
import { changeRows, insertRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { REVIEW_CHAIN, STAGES, type Stage } from "../regulation/review-chain.js";
import { DECISION_TRIES, recordAct, recordRefusal, today, type ReviewDesk } from "./desk.js";
import { permitEnd } from "./drafting.js";
import { leaveFacts, loadDraft, type DraftFacts } from "./facts.js";
import { tellEarlierLevels, tellObjection, tellObjector, tellPassed } from "./notices.js";
import { refuse } from "./refusals.js";
import { allGates, judge, type Judgement, type VerdictWish } from "./rules.js";
import { refill } from "./refilling.js";
import { openPublishing, openRevising, openStage } from "./tasks.js";

/** Verdicts of the three levels (R11-02 … R11-09, R11-17). One door for the page and for the card. */
export class Judging {
  constructor(private readonly desk: ReviewDesk) {}

  /** From the page: a refusal is thrown once it is on record. */
  async give(actor: Actor, draftId: string, wish: VerdictWish): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.giveIn(tx, actor, draftId, wish));
    if (refusal) throw refusal;
  }

  /** Within the caller's transaction: the callback decides here, with the task whose card was `tapped`. Returns the refusal, already on record; null: it was done, or done before. */
  async giveIn(tx: Tx, actor: Actor, draftId: string, wish: VerdictWish, tapped: Deadline | null = null): Promise<Refusal | null> {
    for (let tries = 0; tries < DECISION_TRIES; tries += 1) {
      const facts = await loadDraft(this.desk, tx, draftId);
      const judgement = judge(facts, actor.userid, wish, today(this.desk));
      const outcome = await this.#carryOut(tx, actor, facts, wish, judgement, tapped);
      if (outcome !== "lost the race") return outcome;
    }
    return refuse("changed-meanwhile", "conflict", "稿件正在被别人处理，请稍后重新打开。");
  }

  async #carryOut(
    tx: Tx,
    actor: Actor,
    facts: DraftFacts,
    wish: VerdictWish,
    judgement: Judgement,
    tapped: Deadline | null,
  ): Promise<Refusal | null | "lost the race"> {
    switch (judgement.kind) {
      case "repeated":
        return null;
      case "refused":
        recordRefusal(this.desk, tx, actor, facts, wish.verdict, judgement.refusal);
        if (judgement.refusal.code === "review.not-qualified") await refill(this.desk, tx, facts);
        return judgement.refusal;
      case "objection":
        await this.#object(tx, actor, facts, wish, judgement.stage);
        return null;
      case "decided":
        return this.#decide(tx, actor, facts, wish, judgement.stage, tapped);
    }
  }

  async #decide(
    tx: Tx,
    actor: Actor,
    facts: DraftFacts,
    wish: VerdictWish,
    stage: Stage,
    tapped: Deadline | null,
  ): Promise<null | "lost the race"> {
    const { draft } = facts;
    const next = wish.verdict === "pass" ? (STAGES[STAGES.indexOf(stage) + 1] ?? null) : null;
    const status = wish.verdict === "sendBack" ? ("draft" as const) : next === null ? ("approved" as const) : ("inReview" as const);
    const fields = {
      status,
      stage: next,
      sentBack: wish.verdict === "sendBack",
      updatedAt: this.desk.clock.now(),
      version: draft.version + 1,
    };
    const won = await changeRows(tx, Draft, { id: draft.id, version: draft.version }, fields);
    if (won !== 1) return "lost the race";
    const verdict = this.#verdict(actor, facts, wish, stage, wish.verdict);
    await insertRows(tx, Verdict, [verdict]);
    const { duty } = REVIEW_CHAIN.stages[stage];
    const task = tapped?.state === "open" && tapped.duty === duty ? tapped : await this.desk.deadlines.openOne(tx, duty, draft.id);
    const how = wish.verdict === "pass" ? "review.passed" : "review.sent-back";
    if (task)
      await this.desk.deadlines.discharge(tx, task, { by: actor.userid, how, except: actor.via === "card" ? actor.userid : undefined });
    const particulars = {
      stage,
      gates: verdict.gates,
      comment: verdict.comment,
      openedFullText: verdict.openedFullText,
      round: draft.round,
    };
    recordAct(this.desk, tx, actor, facts, how, { facts: particulars });
    await this.#follow(tx, actor, { ...facts, draft: { ...draft, ...fields }, verdicts: [...facts.verdicts, verdict] }, verdict, next);
    return null;
  }

  /** What a decision begins: the next level, the permit, or the editor's task; and who is told. */
  async #follow(tx: Tx, actor: Actor, facts: DraftFacts, verdict: Verdict, next: Stage | null): Promise<void> {
    leaveFacts(tx, facts);
    if (verdict.verdict === "sendBack") {
      await openRevising(this.desk, tx, facts);
      return tellEarlierLevels(this.desk, tx, facts, verdict);
    }
    if (next === null) return this.#permit(tx, actor, facts);
    await openStage(this.desk, tx, facts, next);
    await tellPassed(this.desk, tx, facts, verdict);
  }

  /** R11-04: leave to publish exactly this version; the final reviewer bears 主要责任. */
  async #permit(tx: Tx, actor: Actor, facts: DraftFacts): Promise<void> {
    const now = this.desk.clock.now();
    const permit: Permit = {
      id: newId(),
      number: await permitNumber(tx, localDay(now).slice(0, 4)),
      draftId: facts.draft.id,
      revision: facts.draft.revision,
      contentHash: facts.draft.contentHash,
      issuedAt: now,
      validUntil: permitEnd(this.desk, facts.draft.plannedAt),
      issuedBy: actor.userid,
      accountableUserid: facts.unit.headUserid ?? actor.userid,
      voidedAt: null,
      voidedFor: null,
      usedAt: null,
      standingKey: facts.draft.id,
    };
    await tx.insert(Permit, permit);
    recordAct(this.desk, tx, actor, facts, "review.permitted", {
      facts: {
        number: permit.number,
        validUntil: permit.validUntil,
        accountable: permit.accountableUserid,
        responsibility: "终审责任人对信息的真实性和合规性负主要责任",
      },
    });
    await openPublishing(this.desk, tx, { ...facts, permit });
  }

  /** R11-17: a 退回 after a colleague's 通过 does not undo it; the next level decides with it in view. */
  async #object(tx: Tx, actor: Actor, facts: DraftFacts, wish: VerdictWish, stage: Stage): Promise<void> {
    const verdict = this.#verdict(actor, facts, wish, stage, "objection");
    await tx.insert(Verdict, verdict);
    recordAct(this.desk, tx, actor, facts, "review.objected", { facts: { stage, gates: verdict.gates, comment: verdict.comment } });
    const current = facts.draft.stage;
    const task = current ? await this.desk.deadlines.openOne(tx, REVIEW_CHAIN.stages[current].duty, facts.draft.id) : null;
    if (task) await tellObjection(this.desk, tx, facts, verdict, await this.desk.deadlines.holders(tx, task.id));
    await tellObjector(this.desk, tx, facts, verdict);
  }

  #verdict(actor: Actor, { draft, readers }: DraftFacts, wish: VerdictWish, stage: Stage, verdict: Verdict["verdict"]): Verdict {
    const decisionKey = `${draft.id}:${draft.round}:${stage}${verdict === "objection" ? `:${actor.userid}` : ""}`;
    return {
      id: newId(),
      draftId: draft.id,
      revision: draft.revision,
      round: draft.round,
      stage,
      verdict,
      byUserid: actor.userid,
      byName: actor.name,
      byPost: actor.post,
      onBehalfOf: null,
      at: this.desk.clock.now(),
      via: wish.via,
      openedFullText: readers.has(actor.userid),
      gates: verdict === "pass" ? { ...allGates } : wish.gates,
      comment: wish.comment?.trim() ? wish.comment.trim() : null,
      decisionKey,
    };
  }
}

/** Numbers run per year and never repeat. */
const permitNumber = async (tx: Tx, year: string): Promise<string> =>
  `${year}-${String(await nextNumber(tx, `permit:${year}`)).padStart(5, "0")}`;
