import { Entity, Index, Unique } from "typeorm";
import { Id, Instant, Json, Key, Ref, Text, Userid, Userids } from "./columns.js";

/**
 * `acknowledgement` 收到; `opinion` 处置意见; `told`: reported by mouth to a leader; `discharge`: what discharged any other duty; `instruction` 批示;
 * `convening` 召集会商; `standIn`: a leader could not be reached and another of 书记班子 takes their place; `upward`: 请示报告 to a body outside that
 * discharged nothing by itself.
 */
export const EVIDENCE_KINDS = ["acknowledgement", "opinion", "told", "discharge", "instruction", "convening", "standIn", "upward"] as const;
export type EvidenceKind = (typeof EVIDENCE_KINDS)[number];
/** 在本系统、口头、电话、当面、书面、其他 */
export const HOWS = ["page", "oral", "phone", "inPerson", "written", "other"] as const;
export type How = (typeof HOWS)[number];

/** What is known besides the words; each only where it applies. */
export interface EvidenceParticulars {
  /** the body outside that was reported to */
  to?: string;
  contact?: string;
  receipt?: string;
  /** 总指挥, userid */
  commander?: string;
  documentNumber?: string;
  /** of the written report: which version, its hash */
  revision?: number;
  hash?: string;
  /** the leader to whom something was told by mouth, or who could not be reached; userid */
  leader?: string;
  /** who stands in for that leader, userid */
  standIn?: string;
}

/** What somebody said or showed towards a duty of an incident (R24-03 … R24-08). Never changed, only confirmed. */
@Entity("incident_evidence")
@Index("ix_incident_evidence_incident", ["incidentId", "enteredAt"])
@Index("ix_incident_evidence_at", ["kind", "at"])
@Unique("uq_incident_evidence_once", ["onceKey"])
export class IncidentEvidence {
  @Id() id!: string;
  @Ref() incidentId!: string;
  /** the deadline it is evidence for; null: said on the incident as a whole */
  @Ref({ nullable: true }) deadlineId!: string | null;
  @Key(40, { nullable: true }) duty!: string | null;
  @Key(16) kind!: EvidenceKind;
  /** null: 未填写说明 */
  @Text({ nullable: true }) note!: string | null;
  @Key(12) how!: How;
  /** when it happened, as entered */
  @Instant() at!: Date;
  @Instant() enteredAt!: Date;
  /** who entered it, name and post as of then */
  @Userid() byUserid!: string;
  @Key(120) byName!: string;
  @Key(120) byPost!: string;
  @Key(8) via!: string;
  @Userids() particulars!: EvidenceParticulars;
  /** ids of stored files */
  @Json() files!: string[];
  /** the leader's own tap on what was entered as told by mouth; null: not confirmed */
  @Instant({ nullable: true }) confirmedAt!: Date | null;
  @Userid({ nullable: true }) confirmedBy!: string | null;
  /** what can be said once only, e.g. one person's 收到 of one alert; null: may be said again */
  @Key(160, { nullable: true }) onceKey!: string | null;
}
