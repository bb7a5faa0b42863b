import { Entity, Index, Unique } from "typeorm";
import { Id, Instant, Int, Json, Key, Ref, Text, Userid } from "./columns.js";

/** 起草, 宣传部负责人复核, 领导同意, 待报出, 已报出. */
export const REPORT_STATUSES = ["drafting", "checking", "agreeing", "agreed", "issued"] as const;
export type ReportStatus = (typeof REPORT_STATUSES)[number];
/** `head`: 宣传部负责人; `leader`: 分管领导 or 主要领导, 同意报出 */
export const SIGN_OFF_STAGES = ["head", "leader"] as const;
export type SignOffStage = (typeof SIGN_OFF_STAGES)[number];

/** The written report that Article 24 orders, one for each such duty; its id is that of the duty's deadline (R24-08). */
@Entity("written_report")
@Index("ix_written_report_incident", ["incidentId"])
@Unique("uq_written_report_number", ["documentNumber"])
export class WrittenReport {
  @Id() id!: string;
  @Ref() incidentId!: string;
  @Key(12) status!: ReportStatus;
  /** of the present version, from 1 */
  @Int() revision!: number;
  /** 文号; null: not issued */
  @Key(80, { nullable: true }) documentNumber!: string | null;
  @Instant({ nullable: true }) issuedAt!: Date | null;
  @Instant() updatedAt!: Date;
  /** raised by every conditional update; whoever reads an older one loses the race */
  @Int() version!: number;
}

/** One version of a written report. Never changed: a sign-off is on exactly these words. */
@Entity("written_report_version")
@Unique("uq_written_report_version", ["reportId", "revision"])
export class WrittenReportVersion {
  @Id() id!: string;
  @Ref() reportId!: string;
  @Int() revision!: number;
  @Text() title!: string;
  /** 主送 */
  @Text() addressee!: string;
  @Text() body!: string;
  /** 发文机关署名 */
  @Text() signature!: string;
  /** ids of stored files */
  @Json() files!: string[];
  /** sha256 over title, addressee, body, signature and the hashes of the files, made when it was written */
  @Key(64) hash!: string;
  /** who wrote it, name and post as of then */
  @Userid() byUserid!: string;
  @Key(120) byName!: string;
  @Key(120) byPost!: string;
  @Instant() at!: Date;
}

/** What one person decided on one version at one stage. Never changed. */
@Entity("report_sign_off")
@Unique("uq_report_sign_off", ["reportId", "revision", "stage"])
export class ReportSignOff {
  @Id() id!: string;
  @Ref() reportId!: string;
  @Int() revision!: number;
  @Key(64) hash!: string;
  @Key(8) stage!: SignOffStage;
  @Key(12) verdict!: "pass" | "sendBack";
  /** null: 未填写说明 */
  @Text({ nullable: true }) note!: string | null;
  @Userid() byUserid!: string;
  @Key(120) byName!: string;
  @Key(120) byPost!: string;
  @Key(8) via!: string;
  @Instant() at!: Date;
}
