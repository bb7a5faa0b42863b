import type { Refusal } from "../kernel/refusal.js";
import type { DraftFacts } from "./facts.js";
import { actorRefusal } from "./rules.js";

/** What a person may do with a draft; the same words as in the phone's contract. */
export const DRAFT_VERBS = ["edit", "submit", "pass", "sendBack", "nudge", "publish"] as const;
export type DraftVerb = (typeof DRAFT_VERBS)[number];

/** The verbs open to this person now; phones and cards draw exactly these. */
export const verbsOf = (facts: DraftFacts, userid: string, today: string, now: Date): DraftVerb[] => {
  const { draft } = facts;
  const writes = facts.seats.editor.includes(userid);
  const verbs: DraftVerb[] = [];
  if (writes && (draft.status === "draft" || draft.status === "inReview" || draft.status === "approved")) verbs.push("edit");
  if (writes && draft.status === "draft") verbs.push("submit");
  if (writes && draft.status === "inReview") verbs.push("nudge");
  if (draft.status === "inReview" && draft.stage !== null && actorRefusal(facts, userid, draft.stage, today) === null)
    verbs.push("pass", "sendBack");
  if (writes && draft.status === "approved" && facts.permit !== null && facts.account.status === "active" && facts.permit.validUntil >= now)
    verbs.push("publish");
  return verbs;
};

/** Why somebody appointed to the current level cannot decide there; null: they can, or nobody would expect it of them. */
export const explainedRefusal = (facts: DraftFacts, userid: string, today: string): Refusal | null => {
  const { status, stage } = facts.draft;
  if (status !== "inReview" || stage === null || !facts.seats[stage].includes(userid)) return null;
  return actorRefusal(facts, userid, stage, today);
};
