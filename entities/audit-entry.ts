import { Entity, Index, PrimaryColumn } from "typeorm";
import { Flag, Instant, Int, Key, PrimaryKey, Text } from "./columns.js";

/** One act in the record: who, on whose behalf, when, on which version. Rows are chained by hash and refuse change. */
@Entity("audit_entry")
@Index("ix_audit_subject", ["subjectType", "subjectId", "seq"])
@Index("ix_audit_actor", ["actor", "seq"])
export class AuditEntry {
  @PrimaryColumn({ type: "int" }) seq!: number;
  @Instant() at!: Date;
  /** dotted, past tense */
  @Key(60) action!: string;
  @Key(24) subjectType!: string;
  @Key(64) subjectId!: string;
  /** userid, or `system:<component>` */
  @Key(80) actor!: string;
  /** name and post as of then */
  @Key(120) actorName!: string;
  @Key(120) actorPost!: string;
  @Key(64, { nullable: true }) onBehalfOf!: string | null;
  /** card, page, text, command, system */
  @Key(16) via!: string;
  @Key(8, { nullable: true }) article!: string | null;
  @Int({ nullable: true }) revision!: number | null;
  @Key(64, { nullable: true }) contentHash!: string | null;
  /** true: was attempted and refused */
  @Flag() refused!: boolean;
  /** JSON text with the act's particulars; kept as text because it is hashed */
  @Text() facts!: string;
  @Key(64) previousHash!: string;
  @Key(64) hash!: string;
}

/** The chain's last link; one row, locked last in every transaction that records. */
@Entity("audit_head")
export class AuditHead {
  @PrimaryKey(16) id!: string;
  @Int() seq!: number;
  @Key(64) hash!: string;
}
