import { Deadline } from "../../entities/deadline.js";
import type { Actor } from "../identity/actor.js";
import { localClock } from "../kernel/local-time.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { REVIEW_CHAIN } from "../regulation/review-chain.js";
import { recordAct, recordRefusal, type ReviewDesk } from "./desk.js";
import { loadDraft, type DraftFacts } from "./facts.js";
import { notInReview, refuse } from "./refusals.js";

const MINUTE_MS = 60_000;

/** 催办: the editor asks the level's reviewers once more (R11-06). It passes and skips nothing. */
export class Nudging {
  constructor(private readonly desk: ReviewDesk) {}

  /** Sends the card of the current level again. Refused to others than the account's editors, and more often than the setting allows. */
  async nudge(actor: Actor, draftId: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadDraft(this.desk, tx, draftId);
      const why = await this.#nudgeIn(tx, actor, facts);
      if (why) recordRefusal(this.desk, tx, actor, facts, "nudge", why);
      return why;
    });
    if (refusal) throw refusal;
  }

  async #nudgeIn(tx: Tx, actor: Actor, facts: DraftFacts) {
    const { draft, account, seats } = facts;
    if (!seats.editor.includes(actor.userid))
      return refuse("not-editor", "forbidden", `您不是「${account.name}」的责任编辑，不能催办。`, "editorQualifies");
    if (draft.status !== "inReview" || draft.stage === null) return notInReview();
    const { name, duty } = REVIEW_CHAIN.stages[draft.stage];
    const task = await this.desk.deadlines.openOne(tx, duty, draft.id);
    if (!task) return notInReview();
    const [now, pause] = [this.desk.clock.now(), this.desk.settings.value("review.nudgeMinutes")];
    const free = task.nudgedAt === null ? null : new Date(task.nudgedAt.getTime() + pause * MINUTE_MS);
    if (free !== null && free > now)
      return refuse("nudged-already", "conflict", `${name}刚催办过，每 ${pause} 分钟可催办一次，请在 ${localClock(free)} 以后再催。`, duty);
    const won = await changeRows(tx, Deadline, { id: task.id, state: "open", nudgedAt: task.nudgedAt }, { nudgedAt: now });
    if (won !== 1) return refuse("nudged-already", "conflict", `${name}刚由同事催办过，不用再催。`, duty);
    const asked = await this.desk.deadlines.askAgain(tx, task, `nudge:${task.id}:${now.getTime()}`);
    recordAct(this.desk, tx, actor, facts, "review.nudged", { facts: { stage: draft.stage, asked } });
    return null;
  }
}
