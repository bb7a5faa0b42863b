import { Entity, Index } from "typeorm";
import { Flag, Id, Instant, Json, Key, PrimaryKey, Ref, Text, Userid } from "./columns.js";
import type { IncidentLevel } from "./incident.js";

/** By page, by message 「报舆情」, by a table, by the feed of another system, by another part of the program. */
export const LEAD_VIAS = ["page", "text", "import", "feed", "system"] as const;
export type LeadVia = (typeof LEAD_VIAS)[number];

/** 线索 (R24-11): one report as it came in, kept as it was said. Several of them may be about one incident. */
@Entity("incident_lead")
@Index("ix_incident_lead_incident", ["incidentId", "reportedAt"])
@Index("ix_incident_lead_reporter", ["reporterUserid"])
@Index("ix_incident_lead_untold", ["untold", "incidentId"])
export class IncidentLead {
  @Id() id!: string;
  @Ref() incidentId!: string;
  /** true: the report with which its incident began */
  @Flag() first!: boolean;
  @Key(8) via!: LeadVia;
  @Text() title!: string;
  @Text() description!: string;
  @Json() links!: string[];
  /** ids of stored files */
  @Json() files!: string[];
  /** userid, or `system:<component>` */
  @Userid({ length: 80 }) reporterUserid!: string;
  /** name and post as of then */
  @Key(120) reporterName!: string;
  @Key(120) reporterPost!: string;
  /** null: not known */
  @Instant({ nullable: true }) occurredAt!: Date | null;
  @Instant() discoveredAt!: Date;
  @Instant() reportedAt!: Date;
  /** the level that the reporter holds right; null: not said */
  @Key(8, { nullable: true }) proposedLevel!: Exclude<IncidentLevel, "none"> | null;
  /** true until a digest has told the desks of it; null: told, or the report that they were asked about anyway */
  @Flag({ nullable: true }) untold!: true | null;
}

/** Which incident a post is about: the second report of the same post finds it here. */
@Entity("incident_post")
@Index("ix_incident_post_incident", ["incidentId"])
export class IncidentPost {
  /** hash of what its links lead to (`postOf`) */
  @PrimaryKey(64) post!: string;
  @Ref() incidentId!: string;
}
