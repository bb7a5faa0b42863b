import type { AlertLevel } from "./contract-incidents.js";
import type { Instant, PersonView } from "./contract.js";

/** 线索: one report as it came in. */
export interface LeadView {
  id: string;
  /** the incident it was counted to */
  incident: { id: string; number: string };
  /** the report with which that incident began */
  first: boolean;
  via: "page" | "text" | "import" | "feed" | "system";
  title: string;
  description: string;
  links: string[];
  reporter: PersonView;
  occurredAt: Instant | null;
  discoveredAt: Instant;
  reportedAt: Instant;
  /** the level that the reporter held right; null: not said */
  level: AlertLevel | null;
}
/** 并入另一个事件 / 拆出线索另立事件 */
export type LeadVerb = "merge" | "split";
export interface LeadList {
  now: Instant;
  total: number;
  /** into which it could be merged: those under way, the likest title first; empty where that is not this person's to do */
  others: { id: string; number: string; title: string }[];
  may: LeadVerb[];
  items: LeadView[];
  /** pass as ?before= for the next page; null at the end */
  next: string | null;
}

/** 演练: what is rehearsed. */
export interface NewRehearsal {
  title: string;
  /** what people are to imagine */
  description: string;
  /** the unit that plays 事发部门; absent: left open */
  unitId?: string;
}

/** What a table of leads became. */
export interface LeadsImported {
  leads: number;
  /** of these, about incidents that were known */
  joined: number;
}

/** The door of another system: whether it has a key. */
export interface FeedState {
  made: { at: Instant; by: PersonView; usedAt: Instant | null } | null;
}
/** A new key, shown this once. */
export interface FeedKeyMade extends FeedState {
  key: string;
}

/** 并入: an incident that goes on in another. */
export interface MergedView {
  id: string;
  number: string;
  title: string;
  at: Instant;
  by: PersonView;
  reason: string;
  undoableUntil: Instant;
  may: "undo"[];
}
export interface MergeInput {
  /** the incident that goes on */
  into: string;
  reason: string;
}
/** 拆分 */
export interface SplitInput {
  leadIds: string[];
  title: string;
  reason: string;
}

/** How an incident stands to others, and how often it was reported. */
export interface IncidentKin {
  /** how often it was reported: GET /api/incidents/:id/leads */
  leads: number;
  /** the incident in which this one goes on; null: in itself */
  mergedInto: { id: string; number: string; may: "undo"[] } | null;
  /** what goes on in this one, the latest first; its story is part of the timeline */
  merged: MergedView[];
  /** an open incident whose title sounds alike, as of the report; null: none did */
  similarTo: { id: string; number: string; may: "merge"[] } | null;
}

/** 演练结果: how fast everybody answered, the slowest first. */
export interface RehearsalResult {
  now: Instant;
  items: {
    person: PersonView;
    askedAt: Instant;
    reached: boolean;
    /** null: nothing yet */
    answeredAt: Instant | null;
    seconds: number | null;
    /** how often they were rung */
    calls: number;
  }[];
}
