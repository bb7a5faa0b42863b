import { Entity, Index, Unique } from "typeorm";
import { Flag, Id, Instant, Int, Json, Key, Ref, Text, Userid } from "./columns.js";

export const DEADLINE_STATES = ["open", "discharged", "cancelled"] as const;
export type DeadlineState = (typeof DEADLINE_STATES)[number];

/** One duty of the rule running against the clock for one subject: somebody owes something by a moment until it is discharged. */
@Entity("deadline")
@Unique("uq_deadline_open", ["openKey"])
@Index("ix_deadline_next", ["state", "nextStepAt"])
@Index("ix_deadline_subject", ["subjectType", "subjectId"])
@Index("ix_deadline_duty", ["duty", "state"])
@Index("ix_deadline_closed", ["closedBy", "closedAt"])
@Index("ix_deadline_calendar", ["state", "calendarVersion"])
export class Deadline {
  @Id() id!: string;
  /** name of the row in regulation/duties.ts */
  @Key(40) duty!: string;
  @Key(8) article!: string;
  /** number of the rule under which it was opened; a later amendment never moves it */
  @Key(40) rule!: string;
  @Key(24) subjectType!: string;
  @Key(36) subjectId!: string;
  /** version of the subject it was opened on; null: not bound to a version */
  @Int({ nullable: true }) subjectRevision!: number | null;
  @Key(12) state!: DeadlineState;
  @Instant() openedAt!: Date;
  /** the instant from which the clock runs */
  @Instant() startedAt!: Date;
  /** null: open, no moment given (及时、定期) */
  @Instant({ nullable: true }) dueAt!: Date | null;
  /** how the due time was reached, in Chinese */
  @Text() dueWords!: string;
  /** 暂定: the year's calendar was not known */
  @Flag() provisional!: boolean;
  @Key(40) calendarVersion!: string;
  /** the edition that really gives `dueAt`, where that of `calendarVersion` gave a moment that was over already; null: `calendarVersion` does */
  @Key(40, { nullable: true }) countedVersion!: string | null;
  /** what was counted (regulation/span.ts), so that a corrected calendar can count it again; null: not kept */
  @Json({ nullable: true }) span!: object | null;
  /** what follows while it stays open: instants (ISO) that strictly rise, `was` where a step was brought forward; null: the due time only */
  @Json({ nullable: true }) steps!: { name: string; at: string; was?: string }[] | null;
  /** when the sweep has to look again; null: never */
  @Instant({ nullable: true }) nextStepAt!: Date | null;
  /** when its holders were last asked again by hand (催办); null: never */
  @Instant({ nullable: true }) nudgedAt!: Date | null;
  /** set once, when the due time passed while open; never taken back */
  @Instant({ nullable: true }) missedAt!: Date | null;
  @Instant({ nullable: true }) closedAt!: Date | null;
  @Userid({ nullable: true }) closedBy!: string | null;
  /** how it was discharged or why it was cancelled, e.g. review.passed */
  @Key(60, { nullable: true }) closedHow!: string | null;
  /** duty and subject while open, null after: one open deadline of a duty per subject */
  @Key(120, { nullable: true }) openKey!: string | null;
  /** order in which its cards are sent: 0 red … 3 others */
  @Int() lane!: number;
}

/** A person who owes a deadline. */
@Entity("deadline_holder")
@Unique("uq_deadline_holder", ["deadlineId", "userid"])
@Index("ix_deadline_holder_owes", ["userid", "owes"])
export class DeadlineHolder {
  @Id() id!: string;
  @Ref() deadlineId!: string;
  @Index("ix_deadline_holder_userid") @Userid() userid!: string;
  /** null: it never moved on from them to somebody else */
  @Instant({ nullable: true }) releasedAt!: Date | null;
  /** true: they owe it now; null: it is closed, or moved on */
  @Flag({ nullable: true }) owes!: boolean | null;
}
