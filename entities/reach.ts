import { Entity } from "typeorm";
import { Instant, Int, Key, PrimaryKey, Text, Userid } from "./columns.js";

/** A morning on which it was looked at whether an alert would reach everybody. */
@Entity("reach_round")
export class ReachRound {
  /** local day */
  @PrimaryKey(10) day!: string;
  @Instant() checkedAt!: Date;
  /** for how many WeCom gave an answer */
  @Int() answered!: number;
}

/** Somebody whom an alert would not reach, as of the last look; gone once it would. */
@Entity("unreachable_person")
export class UnreachablePerson {
  @PrimaryKey(36) id!: string;
  @Userid() userid!: string;
  @Key(120) name!: string;
  /** Chinese, why, and what to do */
  @Text() why!: string;
  @Instant() since!: Date;
}
