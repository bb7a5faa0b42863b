import { Entity, Unique } from "typeorm";
import { Id, Instant, Int, Key, Text, Userid } from "./columns.js";

/** One change of one setting (第27条). Rows are only added: the newest of a key is in force. */
@Entity("setting_change")
@Unique("uq_setting_change", ["key", "number"])
export class SettingChange {
  @Id() id!: string;
  /** a key of regulation/settings.ts */
  @Key(60) key!: string;
  /** 1 for the first change of this key; two changes at once cannot both have the same */
  @Int() number!: number;
  /** JSON; null: back to the default of the release */
  @Text({ nullable: true }) value!: string | null;
  /** JSON of what was in force before */
  @Text() previous!: string;
  /** Chinese, why */
  @Text() reason!: string;
  /** what it rests on, e.g. a document number; null: none given */
  @Key(200, { nullable: true }) document!: string | null;
  @Userid() byUserid!: string;
  /** as of then */
  @Key(120) byName!: string;
  @Instant() at!: Date;
}
