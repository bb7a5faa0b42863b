import { Livestream } from "../../entities/livestream.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import type { Filing } from "./filing.js";
import { changedMeanwhile, refuse } from "./refusals.js";
import { furtherReason, lateReasonNeeded } from "./rules/application.js";
import { agreedAt, SIDES, sidesOf, type Side } from "./rules/standing.js";
import { dropTasks, filingDueOf, openTask, stillAhead } from "./tasks.js";

/** 商定 by the heads of both sides (R14-01). The head of the 发起部门 stands by a late application with the same word (R14-02). */
export class Agreeing {
  constructor(
    private readonly desk: LivestreamDesk,
    private readonly filing: Filing,
  ) {}

  /** Asks the heads who have not agreed to it as it is now; a head who applied has agreed. Safe to do twice. */
  async ask(tx: Tx, actor: Actor, facts: LivestreamFacts): Promise<void> {
    const due = filingDueOf(this.desk, facts.livestream.startAt);
    const holders = SIDES.filter((side) => agreedAt(facts, side) === null).flatMap((side) => facts.people.heads[side]);
    await openTask(this.desk, tx, facts, {
      duty: "agreeLivestream",
      holders: holders.length > 0 ? holders : facts.people.publicity,
      due: stillAhead(this.desk, due.at, due.words, facts.livestream.startAt),
    });
    const own = sidesOf(facts, actor.userid);
    if (own.length > 0) await this.#agree(tx, actor, facts, own);
  }

  /** The verb for the page; `side` null: every side that the person heads. */
  async agree(actor: Actor, livestreamId: string, side: Side | null): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.agreeIn(tx, actor, livestreamId, side && [side]));
    if (refusal) throw refusal;
  }

  /** Agrees for one side or, on the card, for every side that the person heads. Agreeing again changes nothing. */
  async agreeIn(tx: Tx, actor: Actor, livestreamId: string, sides: readonly Side[] | null): Promise<Refusal | null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const own = sidesOf(facts, actor.userid);
    const wanted = sides ?? own;
    if (wanted.length === 0 || wanted.some((side) => !own.includes(side))) return notHead(facts, wanted[0] ?? "initiating");
    if (wanted.every((side) => agreedAt(facts, side) !== null)) return null;
    if (facts.livestream.status !== "draft") return refuse("not-to-agree", "conflict", "这场直播现在不需要商定。", "agreeLivestream");
    return this.#agree(tx, actor, facts, wanted);
  }

  /** 确认逾期申报 by the head of the 发起部门, with the words that are still missing. */
  async confirmLate(actor: Actor, livestreamId: string, reason: string | null): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.confirmLateIn(tx, actor, livestreamId, reason));
    if (refusal) throw refusal;
  }

  async confirmLateIn(tx: Tx, actor: Actor, livestreamId: string, reason: string | null): Promise<Refusal | null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    const { livestream } = facts;
    if (!sidesOf(facts, actor.userid).includes("initiating")) return notHead(facts, "initiating");
    if (livestream.lateConfirmedAt !== null) return null;
    if (livestream.status !== "draft" || !livestream.late)
      return refuse("not-late", "conflict", "这场直播没有逾期，或已报备案，不需要确认。");
    const at = this.desk.clock.now();
    const lateReason = reason === null ? livestream.lateReason : furtherReason(livestream.lateReason, reason, at);
    if (lateReason === null) return lateReasonNeeded(filingDueOf(this.desk, livestream.startAt));
    const confirmed = { lateReason, lateConfirmedAt: at, lateConfirmedByUserid: actor.userid };
    if (!(await this.#change(tx, livestream, confirmed))) return changedMeanwhile();
    recordAct(this.desk, tx, actor, livestream, "livestream.late-confirmed", { comment: lateReason });
    const task = await this.desk.deadlines.openOne(tx, "confirmLateFiling", livestream.id);
    if (task) await this.desk.deadlines.discharge(tx, task, closing(actor, "livestream.late-confirmed"));
    return this.#further(tx, actor, livestream.id);
  }

  async #agree(tx: Tx, actor: Actor, facts: LivestreamFacts, sides: readonly Side[]): Promise<Refusal | null> {
    const { livestream } = facts;
    const at = this.desk.clock.now();
    const confirms = sides.includes("initiating") && livestream.late && livestream.lateReason !== null;
    const agreed = {
      ...(sides.includes("initiating") ? { initiatingAgreedAt: at, initiatingAgreedByUserid: actor.userid } : {}),
      ...(sides.includes("operating") ? { operatingAgreedAt: at, operatingAgreedByUserid: actor.userid } : {}),
      ...(confirms ? { lateConfirmedAt: at, lateConfirmedByUserid: actor.userid } : {}),
    };
    if (!(await this.#change(tx, livestream, agreed))) return changedMeanwhile();
    recordAct(this.desk, tx, actor, livestream, "livestream.agreed", { sides, late: livestream.late, lateConfirmed: confirms });
    const after = await loadLivestream(this.desk, tx, livestream.id);
    await this.#settle(tx, actor, after);
    return this.#further(tx, actor, livestream.id);
  }

  /** The question goes on to the side that is still missing, or ends. */
  async #settle(tx: Tx, actor: Actor, facts: LivestreamFacts): Promise<void> {
    const task = await this.desk.deadlines.openOne(tx, "agreeLivestream", facts.livestream.id);
    const missing = SIDES.filter((side) => agreedAt(facts, side) === null);
    if (!task) return;
    if (missing.length === 0) await this.desk.deadlines.discharge(tx, task, closing(actor, "livestream.agreed"));
    else await this.desk.deadlines.reassign(tx, task, [...new Set(missing.flatMap((side) => facts.people.heads[side]))]);
  }

  /** Reports it for filing once both sides have agreed and nothing of a late application is missing. */
  async #further(tx: Tx, actor: Actor, livestreamId: string): Promise<null> {
    const facts = await loadLivestream(this.desk, tx, livestreamId);
    if (SIDES.some((side) => agreedAt(facts, side) === null)) return null;
    const task = await this.desk.deadlines.openOne(tx, "completeLivestream", livestreamId);
    if (!task) await this.handIn(tx, actor, facts);
    return null;
  }

  /** Reports it to 宣传部. One that has become late meanwhile first needs the word of the head of the 发起部门. */
  async handIn(tx: Tx, actor: Actor, facts: LivestreamFacts): Promise<void> {
    const due = filingDueOf(this.desk, facts.livestream.startAt);
    const late = facts.livestream.late || this.desk.clock.now() > due.at;
    if (late && !facts.livestream.late) await this.#change(tx, facts.livestream, { late });
    await dropTasks(this.desk, tx, facts.livestream.id, "livestream.handed-in", ["completeLivestream"]);
    const now = await loadLivestream(this.desk, tx, facts.livestream.id);
    if (late && now.livestream.lateConfirmedAt === null) {
      const [head] = now.people.heads.initiating;
      const soon = stillAhead(this.desk, this.desk.clock.now(), "逾期申报由发起部门主要负责同志确认后报备案", now.livestream.startAt);
      await openTask(this.desk, tx, now, {
        duty: "confirmLateFiling",
        holders: head === undefined ? now.people.publicity : [head],
        due: soon,
      });
      return;
    }
    await this.filing.take(tx, actor, now);
  }

  async #change(tx: Tx, { id, version }: Livestream, changes: Partial<Livestream>): Promise<boolean> {
    const after = { ...changes, updatedAt: this.desk.clock.now(), version: version + 1 };
    return (await changeRows(tx, Livestream, { id, version }, after)) === 1;
  }
}

const notHead = ({ units, people }: LivestreamFacts, side: Side): Refusal => {
  const vacant =
    people.heads[side].length === 0 ? "该部门主要负责同志空缺，请管理员在组织与岗位中补上。" : "请由本人在卡片或直播页上点「商定」。";
  const which = side === "initiating" ? "发起部门" : "运营部门";
  return refuse("not-head", "forbidden", `商定由${which}（${units[side].name}）主要负责同志确认。${vacant}`, "agreeLivestream");
};
