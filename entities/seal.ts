import { Entity, Index } from "typeorm";
import { Id, Instant, Int, Key, PrimaryKey, Ref, Text, Userid } from "./columns.js";

/** The chain's head at the end of one day, as it was sent to the discipline office. */
@Entity("sent_head")
export class SentHead {
  /** the local day that it closes */
  @PrimaryKey(10) day!: string;
  @Int() seq!: number;
  @Key(64) hash!: string;
  /** acts recorded on that day */
  @Int() acts!: number;
  @Instant() sentAt!: Date;
}

/** One walk along the whole record, with what it found. */
@Entity("verification")
@Index("ix_verification_started", ["startedAt"])
export class Verification {
  @Id() id!: string;
  /** userid, or `system:<component>` */
  @Userid({ length: 80 }) byUserid!: string;
  /** name and post as of then */
  @Key(120) byName!: string;
  @Key(120) byPost!: string;
  @Instant() startedAt!: Date;
  /** wall time of its last sign of life, so that one whose process is gone holds up no other */
  @Instant() aliveAt!: Date;
  /** null: still walking, or its process is gone */
  @Instant({ nullable: true }) finishedAt!: Date | null;
  /** links walked so far */
  @Int() walked!: number;
  /** links there were when it began */
  @Int() total!: number;
  /** hash of the last of them */
  @Key(64) headHash!: string;
  /** the first link that does not fit; null: whole, or not finished */
  @Int({ nullable: true }) brokenSeq!: number | null;
  /** why it does not fit, in Chinese */
  @Text({ nullable: true }) brokenWhy!: string | null;
  /** the verification that first found this break since the record was last whole; null: not broken */
  @Ref({ nullable: true }) finding!: string | null;
}
