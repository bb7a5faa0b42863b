import { Entity, Index, Unique } from "typeorm";
import { Flag, Id, Instant, Key, Text } from "./columns.js";

/** One running process of the program. Times are wall time. */
@Entity("program_presence")
export class ProgramPresence {
  @Id() id!: string;
  /** machine and process number, e.g. desk-1:4312 */
  @Key(120) name!: string;
  @Key(40) version!: string;
  @Instant() startedAt!: Date;
  /** its last sign of life */
  @Instant() beatAt!: Date;
}

/**
 * What a finding is about: a step of a duty, a message or a job that is late, a duty that nobody owes, an office that nobody holds so that what it is
 * owed stays untold, WeCom itself, a message that nobody got, a tap that could not be decided,
 * somebody whom an alert would not reach.
 */
export const FINDING_KINDS = ["step", "message", "job", "ownerless", "vacant", "wecom", "letter", "tap", "reach"] as const;
export type FindingKind = (typeof FINDING_KINDS)[number];

/** Something that the program found not to be as it should, from when it was found until it is so no more. */
@Entity("finding")
@Unique("uq_finding_open", ["openKey"])
@Index("ix_finding_found", ["foundAt"])
export class Finding {
  @Id() id!: string;
  @Key(12) kind!: FindingKind;
  /** kind and subject while it lasts, null after: one open finding per subject */
  @Key(120, { nullable: true }) openKey!: string | null;
  /** Chinese, without personal data beyond posts and titles */
  @Text() words!: string;
  /** of an alert, so that it is told without waiting */
  @Flag() urgent!: boolean;
  @Instant() foundAt!: Date;
  /** when the administrators were told; null: not yet */
  @Instant({ nullable: true }) toldAt!: Date | null;
  /** null: it lasts */
  @Instant({ nullable: true }) endedAt!: Date | null;
}
