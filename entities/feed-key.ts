import { Entity } from "typeorm";
import { Instant, Int, Key, PrimaryKey, Userid } from "./columns.js";

/** The key by which another system hands in leads (R23-01): one at a time, kept as a hash only. */
@Entity("feed_key")
export class FeedKey {
  /** whose door it opens: `leads` */
  @PrimaryKey(16) id!: string;
  /** SHA-256 of the key, which was shown once */
  @Key(64) hash!: string;
  @Instant() madeAt!: Date;
  @Userid() madeByUserid!: string;
  @Instant({ nullable: true }) usedAt!: Date | null;
  /** the minute (real time) whose calls are counted, and how many there were */
  @Key(16, { nullable: true }) minute!: string | null;
  @Int() calls!: number;
}
