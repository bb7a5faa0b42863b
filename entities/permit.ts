import { Entity, Index, Unique } from "typeorm";
import { Id, Instant, Int, Key, Ref, Userid } from "./columns.js";

/** Leave to publish exactly one version (先审后发, Article 11). */
@Entity("permit")
@Unique("uq_permit_number", ["number"])
@Unique("uq_permit_standing", ["standingKey"])
export class Permit {
  @Id() id!: string;
  @Key(40) number!: string;
  @Index("ix_permit_draft") @Ref() draftId!: string;
  @Int() revision!: number;
  @Key(64) contentHash!: string;
  @Instant() issuedAt!: Date;
  @Instant() validUntil!: Date;
  /** who gave the final pass */
  @Userid() issuedBy!: string;
  /** 终审责任人, who bears 主要责任 for truth and compliance */
  @Userid() accountableUserid!: string;
  /** null: not void */
  @Instant({ nullable: true }) voidedAt!: Date | null;
  @Key(64, { nullable: true }) voidedFor!: string | null;
  /** null: nothing published under it yet */
  @Instant({ nullable: true }) usedAt!: Date | null;
  /** the draft's id while the permit stands; null once void: one standing permit per draft */
  @Key(36, { nullable: true }) standingKey!: string | null;
}
