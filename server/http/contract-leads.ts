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
export interface LeadList {
  now: Instant;
  total: number;
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
