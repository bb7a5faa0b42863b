import { Entity } from "typeorm";
import { Instant, Int, Json, Key, PrimaryKey } from "./columns.js";

/** The first answer to a write that carried an Idempotency-Key, kept for whoever repeats it. */
@Entity("idempotent_answer")
export class IdempotentAnswer {
  /** hash of person, key */
  @PrimaryKey(64) id!: string;
  /** hash of method, path and body: the same key for another request is refused */
  @Key(64) requestHash!: string;
  @Instant() startedAt!: Date;
  /** null: still being worked on */
  @Int({ nullable: true }) status!: number | null;
  @Json({ nullable: true }) body!: object | null;
  /** the subject of what was done, noted in the transaction that did it; null: nothing is done yet */
  @Key(64, { nullable: true }) actedOn!: string | null;
}

/** A running number, such as that of the permits of a year. */
@Entity("counter")
export class Counter {
  @PrimaryKey(40) name!: string;
  @Int() value!: number;
}

/** How far the adjustable clock stands ahead of real time. */
@Entity("clock_offset")
export class ClockOffset {
  @PrimaryKey(16) id!: string;
  /** milliseconds, as text because they may exceed 2^31 */
  @Key(20) offsetMs!: string;
}

/** A run of a job that one process has taken, so that no other runs it too. */
@Entity("cron_lease")
export class CronLease {
  /** job and planned moment */
  @PrimaryKey(120) key!: string;
  @Instant() takenAt!: Date;
}
