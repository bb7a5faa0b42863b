import { Entity, Index, PrimaryColumn, Unique } from "typeorm";
import { Id, Instant, Int, Key, LocalDay, Text, Userid } from "./columns.js";

/** `holiday` a day off by notice, `makeUp` a weekend day worked in exchange (调休), `plain` again as its weekday says. */
export const CALENDAR_KINDS = ["holiday", "makeUp", "plain"] as const;
export type CalendarKind = (typeof CALENDAR_KINDS)[number];

/** One change of the working calendar: a year taken over, or single days put right. Rows are only added. */
@Entity("calendar_change")
export class CalendarChange {
  /** the edition of the calendar that it made; every due time names the edition it was counted by */
  @PrimaryColumn({ type: "int" }) edition!: number;
  /** `seed`: what the program brought along */
  @Key(12) kind!: "seed" | "import" | "correction";
  @Int() year!: number;
  /** number of the notice it rests on */
  @Key(200) document!: string;
  /** Chinese, why a day was put right; null: none given */
  @Text({ nullable: true }) reason!: string | null;
  @Userid({ length: 80 }) byUserid!: string;
  /** as of then */
  @Key(120) byName!: string;
  @Instant() at!: Date;
}

/** A day as one change has it; the newest of a day is in force, no row is an ordinary day. */
@Entity("calendar_day")
@Unique("uq_calendar_day", ["edition", "day"])
export class CalendarDayRow {
  @Id() id!: string;
  @Int() edition!: number;
  @Index("ix_calendar_day_day") @LocalDay() day!: string;
  @Key(8) kind!: CalendarKind;
  /** e.g. 春节; null: none given */
  @Key(40, { nullable: true }) name!: string | null;
}
