import { Entity, Unique } from "typeorm";
import { Flag, Id, Instant, Int, Key, Ref, Text, Userid } from "./columns.js";
import type { IncidentLevel } from "./incident.js";

/**
 * `set` the first level, `raise`; `proposal` 申请升级 and `keep` 维持现级, its refusal; `advice` and `dissent` come from the data centre; `settle` decides a
 * dissent; `lower`, `lift`, `falseAlarm` need two persons; `resume`: raised again within a day of lifting.
 */
export const DECISION_KINDS = [
  "set",
  "raise",
  "proposal",
  "keep",
  "advice",
  "dissent",
  "settle",
  "lower",
  "lift",
  "falseAlarm",
  "resume",
] as const;
export type DecisionKind = (typeof DECISION_KINDS)[number];
export const DECISION_STATES = ["effective", "proposed", "declined", "overtaken"] as const;
export type DecisionState = (typeof DECISION_STATES)[number];

/** One word spoken on the level of an incident (R24-02, R24-09, R24-10). Never changed but for the second person and the consultation. */
@Entity("level_decision")
@Unique("uq_level_decision", ["incidentId", "number"])
@Unique("uq_level_proposal", ["openKey"])
export class LevelDecision {
  @Id() id!: string;
  @Ref() incidentId!: string;
  /** from 1 within the incident */
  @Int() number!: number;
  @Key(12) kind!: DecisionKind;
  @Key(12) state!: DecisionState;
  /** the incident while a proposal waits for its second person, else null: one proposal at a time */
  @Key(36, { nullable: true }) openKey!: string | null;
  @Key(8, { nullable: true }) fromLevel!: IncidentLevel | null;
  @Key(8) toLevel!: IncidentLevel;
  /** null: 未填写说明 */
  @Text({ nullable: true }) reason!: string | null;
  @Instant() at!: Date;
  @Userid() byUserid!: string;
  /** name and post as of then */
  @Key(120) byName!: string;
  @Key(120) byPost!: string;
  @Key(8) via!: string;
  /** the second person of a lowering; null: none yet */
  @Userid({ nullable: true }) secondUserid!: string | null;
  @Key(120, { nullable: true }) secondName!: string | null;
  @Key(120, { nullable: true }) secondPost!: string | null;
  @Instant({ nullable: true }) secondAt!: Date | null;
  @Text({ nullable: true }) secondNote!: string | null;
  /** what the data centre said to it (会商); null: nothing yet */
  @Flag({ nullable: true }) agreed!: boolean | null;
  @Key(8, { nullable: true }) advisedLevel!: IncidentLevel | null;
  @Text({ nullable: true }) advice!: string | null;
  @Userid({ nullable: true }) consultedUserid!: string | null;
  @Key(120, { nullable: true }) consultedName!: string | null;
  @Key(120, { nullable: true }) consultedPost!: string | null;
  @Instant({ nullable: true }) consultedAt!: Date | null;
}
