import { Draft } from "../../entities/draft.js";
import { Revision } from "../../entities/revision.js";
import type { Actor } from "../identity/actor.js";
import type { Refusal } from "../kernel/refusal.js";
import { recordAct, recordRefusal, today, type ReviewDesk } from "./desk.js";
import { loadDraft, type DraftFacts } from "./facts.js";
import { refuse, superseded } from "./refusals.js";
import { submissionRefusal, submittedRefusal } from "./rules.js";
import { takeOver } from "./taking-over.js";
import { openStage } from "./tasks.js";

/** The editor hands a draft to first review (R11-01). */
export class Submission {
  constructor(private readonly desk: ReviewDesk) {}

  /** Freezes the version and puts the first reviewers' card on the way. Refused attempts stay on record. */
  async submit(actor: Actor, draftId: string, revision: number | null): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const found = await loadDraft(this.desk, tx, draftId);
      const early = this.#early(found, actor, revision);
      const facts = early ? found : await takeOver(this.desk, tx, actor, found);
      const { draft } = facts;
      const why = early ?? submissionRefusal(facts, today(this.desk));
      if (why) {
        recordRefusal(this.desk, tx, actor, facts, "submit", why);
        return why;
      }
      const now = this.desk.clock.now();
      const fields = {
        status: "inReview" as const,
        stage: "first" as const,
        round: draft.round + 1,
        sentBack: false,
        updatedAt: now,
        version: draft.version + 1,
      };
      const won = await tx.update(Draft, { id: draft.id, version: draft.version }, fields);
      if (won.affected !== 1) return refuse("already-submitted", "conflict", "稿件刚刚已经提交，请在流程页查看进度。");
      await tx.update(Revision, { id: facts.revision.id }, { submittedAt: now });
      const submitted = await loadDraft(this.desk, tx, draftId);
      const revising = await this.desk.deadlines.openOne(tx, "reviseDraft", draftId);
      if (revising) await this.desk.deadlines.discharge(tx, revising, { by: actor.userid, how: "review.submitted" });
      await openStage(this.desk, tx, submitted, "first");
      recordAct(this.desk, tx, actor, submitted, "review.submitted", { facts: { round: submitted.draft.round } });
      return null;
    });
    if (refusal) throw refusal;
  }

  /** What refuses before anybody's name is put to the draft. */
  #early(facts: DraftFacts, actor: Actor, revision: number | null): Refusal | null {
    if (!facts.seats.editor.includes(actor.userid)) {
      return refuse("not-editor", "forbidden", `您不是「${facts.account.name}」的责任编辑，不能提交。`, "editorQualifies");
    }
    if (revision !== null && revision !== facts.draft.revision) return superseded(facts.draft.revision);
    return submittedRefusal(facts);
  }
}
