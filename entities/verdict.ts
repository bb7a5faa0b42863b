import { Entity, Index, Unique } from "typeorm";
import { Flag, Id, Instant, Int, Json, Key, Ref, Text, Userid } from "./columns.js";

/** `objection`: a 退回 that came after a colleague's 通过 on the same level (R11-17). */
export const VERDICTS = ["pass", "sendBack", "objection"] as const;
export type VerdictKind = (typeof VERDICTS)[number];
export const GATES = ["political", "legal", "policy", "confidentiality", "content"] as const;
export type Gate = (typeof GATES)[number];

/** What one reviewer decided on one version at one level (Article 11). Never changed. */
@Entity("verdict")
@Index("ix_verdict_draft", ["draftId", "at"])
@Unique("uq_verdict_decision", ["decisionKey"])
export class Verdict {
  @Id() id!: string;
  @Ref() draftId!: string;
  @Int() revision!: number;
  @Int() round!: number;
  @Key(8) stage!: "first" | "second" | "final";
  @Key(16) verdict!: VerdictKind;
  @Userid() byUserid!: string;
  /** name and post as of then */
  @Key(120) byName!: string;
  @Key(120) byPost!: string;
  /** null: in their own right; else the final reviewer who authorised them */
  @Userid({ nullable: true }) onBehalfOf!: string | null;
  @Instant() at!: Date;
  @Key(8) via!: "card" | "page";
  /** had opened the full text of this version before deciding (R11-05) */
  @Flag() openedFullText!: boolean;
  /** null: 退回 without naming a gate */
  @Json({ nullable: true }) gates!: Partial<Record<Gate, boolean>> | null;
  /** null: 未填写说明 */
  @Text({ nullable: true }) comment!: string | null;
  /** `draft:round:stage` for a decision, with the person added for an objection: two decisions on one level cannot both be stored */
  @Key(160) decisionKey!: string;
}
