import { Entity, Index, Unique } from "typeorm";
import { Flag, Id, Instant, Int, Json, Key, Text, Userid } from "./columns.js";

/** 黄色、橙色、红色警报（第24条）; `none`: 非舆情. */
export const INCIDENT_LEVELS = ["yellow", "orange", "red", "none"] as const;
export type IncidentLevel = (typeof INCIDENT_LEVELS)[number];
/** 待研判, 处置中, 已解除, 已办结, 非舆情. An incident is never deleted; the last two are closed with a reason. */
export const INCIDENT_STATUSES = ["reported", "handling", "lifted", "closed", "dismissed"] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

/** 网络舆情事件 (Article 21, 24): reported by anybody, its level set by 宣传部, its duties running as deadlines. */
@Entity("incident")
@Unique("uq_incident_number", ["number"])
@Index("ix_incident_updated", ["updatedAt"])
@Index("ix_incident_reporter", ["reportedBy", "updatedAt"])
@Index("ix_incident_unit", ["unitId", "updatedAt"])
export class Incident {
  @Id() id!: string;
  /** e.g. 舆2026-00001, of a rehearsal 演2026-00001; each runs per year and never repeats */
  @Key(40) number!: string;
  /** 演练 (R24-15): the same ladder, said to be one in every card and call, and counted nowhere; else null */
  @Flag({ nullable: true }) rehearsal!: true | null;
  @Text() title!: string;
  @Text() description!: string;
  /** addresses of the posts, as reported */
  @Json() links!: string[];
  /** ids of stored files */
  @Json() files!: string[];
  /** 事发部门（单位）; null: not known yet */
  @Key(64, { nullable: true }) unitId!: string | null;
  /** userid, or `system:<component>` where another part of the program reported it */
  @Userid({ length: 80 }) reportedBy!: string;
  /** name and post as of then */
  @Key(120) reporterName!: string;
  @Key(120) reporterPost!: string;
  @Key(64, { nullable: true }) reporterUnitId!: string | null;
  /** 并入: the incident in which this one goes on; null: in itself */
  @Json({ nullable: true }) mergedInto!: { id: string; number: string } | null;
  /** an open incident whose title sounds like this one's, as of the report; null: none did */
  @Json({ nullable: true }) similarTo!: { id: string; number: string } | null;
  /** null: not known */
  @Instant({ nullable: true }) occurredAt!: Date | null;
  @Instant() discoveredAt!: Date;
  @Instant() reportedAt!: Date;
  @Key(12) status!: IncidentStatus;
  /** null: not set yet */
  @Key(8, { nullable: true }) level!: IncidentLevel | null;
  /** when the present level was set */
  @Instant({ nullable: true }) levelSetAt!: Date | null;
  /** from when the times of the present level run; null: no level */
  @Instant({ nullable: true }) clockFrom!: Date | null;
  /** 处置完毕 */
  @Instant({ nullable: true }) handledAt!: Date | null;
  @Instant({ nullable: true }) liftedAt!: Date | null;
  @Instant({ nullable: true }) closedAt!: Date | null;
  @Instant() updatedAt!: Date;
  /** raised by every conditional update; whoever reads an older one loses the race */
  @Int() version!: number;
}
