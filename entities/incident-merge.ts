import { Entity, Index, Unique } from "typeorm";
import { Id, Instant, Json, Key, Ref, Text, Userid } from "./columns.js";
import type { Incident } from "./incident.js";

/** An open duty as it stood, and who owed it. */
export interface Owing {
  id: string;
  nextStepAt: string | null;
  holders: string[];
}

/** What an undone merge puts back: rows as they were, without their id. */
export interface BeforeMerge {
  from: Partial<Incident>;
  into: Partial<Incident>;
  /** of the one that was merged: what of its open duties ended */
  ended: { id: string; nextStepAt: string | null }[];
  /** of the other: what had an earlier due time put on it */
  moved: { id: string; dueAt: string | null; dueWords: string; steps: object[] | null; nextStepAt: string | null; missed: boolean }[];
  /** of the other: what was opened by the higher level */
  opened: string[];
  /** the decision by which the other took the higher level; null: it was high enough */
  decision: string | null;
  posts: string[];
  /** of the other: the copies of 收到 that came from the merged one; absent in merges of before */
  seen?: string[];
  /** of the other: the written reports that the merged one owed; absent in merges of before */
  reports?: string[];
  /** of the other: who was added to which of its open duties as head of the merged one's unit; absent in merges of before */
  joined?: { id: string; userids: string[] }[];
  /** who sat at each duty desk then, so that undoing it in a later shift gives their part to who sits there now; absent in merges of before */
  onDuty?: Record<"publicity" | "dataCentre", string[]>;
  /** of the other: which of its duties the merge ended, and how; null: it only released somebody from it. Absent in merges of before */
  taken?: (Owing & { how: string | null })[];
}

/** 并入 (R24-12): one incident went on in another, until it is undone. */
@Entity("incident_merge")
@Unique("uq_incident_merge_open", ["openKey"])
@Index("ix_incident_merge_into", ["intoIncidentId"])
export class IncidentMerge {
  @Id() id!: string;
  @Ref() fromIncidentId!: string;
  @Ref() intoIncidentId!: string;
  /** the merged incident while it is merged, else null: into one at a time */
  @Key(36, { nullable: true }) openKey!: string | null;
  @Instant() at!: Date;
  @Userid() byUserid!: string;
  @Key(120) byName!: string;
  @Text() reason!: string;
  @Json() before!: BeforeMerge;
  @Instant({ nullable: true }) undoneAt!: Date | null;
  @Userid({ nullable: true }) undoneByUserid!: string | null;
}
