import { Entity, Index, Unique } from "typeorm";
import { Id, Instant, Json, Key, Ref, Text, Userid } from "./columns.js";

/** What a summary counts by itself, as of when it was handed in. */
export interface PatrolCounts {
  patrollers: number;
  expected: number;
  done: number;
  missed: number;
  madeUp: number;
  remind: number;
  correct: number;
  interrupt: number;
}

/** 巡查小结: the lead's word on a livestream that is over (R14-11). */
@Entity("patrol_summary")
@Unique("uq_patrol_summary", ["livestreamId"])
export class PatrolSummary {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  @Json() counts!: PatrolCounts;
  @Text() words!: string;
  @Userid() submittedByUserid!: string;
  @Instant() submittedAt!: Date;
  /** when the photos of the check-ins were cleared because their term was over; null: not yet */
  @Instant({ nullable: true }) photosClearedAt!: Date | null;
}

export const FOLLOW_UP_STATES = ["open", "done"] as const;
export type FollowUpState = (typeof FOLLOW_UP_STATES)[number];

/** Something that a unit has to put right after a livestream. */
@Entity("patrol_follow_up")
@Index("ix_patrol_follow_up_livestream", ["livestreamId"])
export class PatrolFollowUp {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  @Key(64) unitId!: string;
  @Text() words!: string;
  @Key(12) state!: FollowUpState;
  @Instant() openedAt!: Date;
  @Instant({ nullable: true }) doneAt!: Date | null;
  @Userid({ nullable: true }) doneByUserid!: string | null;
  /** what was done */
  @Text({ nullable: true }) answer!: string | null;
}
