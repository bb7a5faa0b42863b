import type { Act } from "../audit/record.js";
import type { Deadlines } from "../deadlines/service.js";
import type { Foundation } from "../domain.js";
import { recorded, type Actor } from "../identity/actor.js";
import { localDay } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { DraftFacts } from "./facts.js";

/** What every verb of review stands on: it opens duties of the rule only. */
export interface ReviewDesk extends Omit<Foundation, "link"> {
  deadlines: Deadlines;
  link: (page: "review" | "timeline", draftId: string) => string;
}

/** The local day now. */
export const today = (desk: ReviewDesk): string => localDay(desk.clock.now());

/** Puts an act on a draft on record, with article, version and hash. */
export const recordAct = (
  desk: ReviewDesk,
  tx: Tx,
  actor: Actor,
  facts: DraftFacts,
  action: string,
  particulars: Partial<Act> = {},
): void => {
  desk.audit.record(tx, {
    action,
    subject: { type: "draft", id: facts.draft.id },
    actor: recorded(actor),
    via: actor.via,
    article: "11",
    revision: facts.draft.revision,
    contentHash: facts.draft.contentHash,
    ...particulars,
  });
};

/** Puts a refused attempt on record: who tried what, and why it was refused. */
export const recordRefusal = (desk: ReviewDesk, tx: Tx, actor: Actor, facts: DraftFacts, attempted: string, refusal: Refusal): void => {
  recordAct(desk, tx, actor, facts, "review.refused", {
    refused: true,
    article: refusal.article ?? "11",
    facts: { attempted, code: refusal.code, detail: refusal.detail },
  });
};

/** Tries of a decision whose draft was changed by somebody else at the same moment. */
export const DECISION_TRIES = 5;
