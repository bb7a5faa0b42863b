import type { Instant, PersonView, TimelineEntry } from "./contract.js";

/** An act of the record, wherever it was done. */
export interface RecordedAct extends TimelineEntry {
  /** `title` null: nobody knows what it was called */
  subject: { type: string; id: string; title: string | null };
}
export interface RecordPage {
  now: Instant;
  /** newest first */
  items: RecordedAct[];
  /** pass as ?before= for the next page; null at the end */
  next: number | null;
  /** the page is not full although more may follow: looked through back to here; else null */
  searchedTo: Instant | null;
}
/** Whether the record is whole. Heads are written as in messages, e.g. 10342:a1b2c3d4e5f67890. */
export interface SealView {
  now: Instant;
  /** the last check that came to its end; null: none yet. `by` null: the program at night */
  last: { at: Instant; by: PersonView | null; entries: number; head: string; broken: { seq: number; why: string } | null } | null;
  /** a check under way */
  walking: { startedAt: Instant; walked: number; of: number } | null;
  /** where the record ends now */
  head: string;
  /** the head kept in a file outside the database; null: none yet */
  outside: string | null;
  /** the heads sent to the discipline office, newest first; `day` YYYY-MM-DD */
  sent: { day: string; head: string; acts: number; sentAt: Instant }[];
}
/** What the record says to a head that somebody kept; `against` null: it still holds it. */
export interface HeadComparison {
  now: Instant;
  head: string;
  against: string | null;
}
