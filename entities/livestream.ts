import { Entity, Index, Unique } from "typeorm";
import { Flag, Id, Instant, Int, Key, LocalDay, Ref, Text, Userid } from "./columns.js";

/**
 * `draft`: the heads have not both agreed, or 宣传部 sent it back; `agreed`: with 宣传部 for filing; `filed`: 已备案; `ready`: nothing is missing any
 * more (就绪); `live`: begun; `ended`: 已下播.
 */
export const LIVESTREAM_STATUSES = ["draft", "agreed", "filed", "ready", "live", "ended", "cancelled"] as const;
export type LivestreamStatus = (typeof LIVESTREAM_STATUSES)[number];
/** Neither over nor cancelled. */
export const COMING_STATUSES = ["draft", "agreed", "filed", "ready", "live"] as const satisfies readonly LivestreamStatus[];

/** A livestream (直播活动) on one account, from its application form to its summary (Article 14). */
@Entity("livestream")
@Unique("uq_livestream_living", ["livingId"])
@Index("ix_livestream_start", ["status", "startAt"])
@Index("ix_livestream_account", ["accountId", "startAt"])
export class Livestream {
  @Id() id!: string;
  /** 直2026-00012 */
  @Key(24) number!: string;
  @Text() title!: string;
  @Key(64) accountId!: string;
  /** 发起部门（单位） */
  @Key(64) initiatingUnitId!: string;
  /** 新媒体运营部门（单位）: the account's, as of the application */
  @Key(64) operatingUnitId!: string;
  @Key(16) status!: LivestreamStatus;
  @Instant() startAt!: Date;
  /** planned */
  @Instant() endAt!: Date;
  /** when it began; null: nobody has said so */
  @Instant({ nullable: true }) startedAt!: Date | null;
  /** 下播; null: not yet */
  @Instant({ nullable: true }) endedAt!: Date | null;
  /** in the office area (办公区域) */
  @Flag() inOffice!: boolean;
  /** with office equipment (办公设备) */
  @Flag() officeEquipment!: boolean;
  /** where, and on what other equipment; null: nothing to add */
  @Text({ nullable: true }) venueNote!: string | null;
  /** who answers for what: a name, and the userid where it is somebody of the organisation */
  @Text() host!: string;
  @Userid({ nullable: true }) hostUserid!: string | null;
  /** 现场负责人 of the 发起部门 */
  @Text() onSite!: string;
  @Userid({ nullable: true }) onSiteUserid!: string | null;
  /** 评论区管控 */
  @Text() commentControl!: string;
  @Userid({ nullable: true }) commentControlUserid!: string | null;
  /** who can cut the stream (停播) */
  @Text() stopButton!: string;
  @Userid({ nullable: true }) stopButtonUserid!: string | null;
  @Text({ nullable: true }) guests!: string | null;
  @Instant({ nullable: true }) rehearsalAt!: Date | null;
  /** 应急预案 */
  @Text() contingency!: string;
  /** the draft whose review is that of the script (Article 11); null: none named yet */
  @Index("ix_livestream_script") @Ref({ nullable: true }) scriptDraftId!: string | null;
  /** of WeCom's 企业直播; null: on another platform */
  @Key(64, { nullable: true }) livingId!: string | null;
  @Userid() applicantUserid!: string;
  /** 特殊情况说明; null: none given */
  @Text({ nullable: true }) lateReason!: string | null;
  /** 逾期申报: fewer days before a start than the rule wants; a later start takes it back no more */
  @Flag() late!: boolean;
  /** 发起部门主要负责人 stands by the late application; null: not, or not needed */
  @Instant({ nullable: true }) lateConfirmedAt!: Date | null;
  @Userid({ nullable: true }) lateConfirmedByUserid!: string | null;
  /** 商定 by the head of each side; null: not yet, or a change asked for it anew */
  @Instant({ nullable: true }) initiatingAgreedAt!: Date | null;
  @Userid({ nullable: true }) initiatingAgreedByUserid!: string | null;
  @Instant({ nullable: true }) operatingAgreedAt!: Date | null;
  @Userid({ nullable: true }) operatingAgreedByUserid!: string | null;
  /** 已备案; null: not, or not for what it is now */
  @Instant({ nullable: true }) filedAt!: Date | null;
  /** why 宣传部 lets it run without a patrol team; null: there has to be one */
  @Text({ nullable: true }) patrolWaiver!: string | null;
  /** why it was cancelled */
  @Text({ nullable: true }) cancelReason!: string | null;
  /** when the photos of one that was never summed up were cleared, their term being over; null: not, or its summary says so */
  @Instant({ nullable: true }) photosClearedAt!: Date | null;
  @Instant() createdAt!: Date;
  @Instant() updatedAt!: Date;
  /** raised by every conditional update; whoever reads an older one loses the race */
  @Int() version!: number;
}

/** One version of a livestream's dates: the plan as it was applied for, and every change of it. Only ever added to. */
@Entity("livestream_date")
@Unique("uq_livestream_date", ["livestreamId", "revision"])
export class LivestreamDate {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  /** from 1 */
  @Int() revision!: number;
  @Instant() startAt!: Date;
  @Instant() endAt!: Date;
  /** the last local day on which filing is in time for this start */
  @LocalDay() filingDueOn!: string;
  /** how that day was counted, in Chinese */
  @Text() filingDueWords!: string;
  /** true: this version came after that day */
  @Flag() late!: boolean;
  /** why it was changed; null: the first */
  @Text({ nullable: true }) reason!: string | null;
  @Userid() setByUserid!: string;
  @Instant() setAt!: Date;
}

export const FILING_DECISIONS = ["file", "sendBack", "withdrawn"] as const;
export type FilingDecision = (typeof FILING_DECISIONS)[number];

/** One time that a livestream was reported to 宣传部 for filing (备案), with what came of it. */
@Entity("livestream_filing")
@Unique("uq_livestream_filing", ["livestreamId", "round"])
export class LivestreamFiling {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  /** from 1 */
  @Int() round!: number;
  /** the version of the dates that was filed */
  @Int() dateRevision!: number;
  @Instant() handedInAt!: Date;
  /** true: handed in after the last day that is in time */
  @Flag() late!: boolean;
  /** null: with 宣传部; `withdrawn`: a change or a cancellation was faster */
  @Key(12, { nullable: true }) decision!: FilingDecision | null;
  /** what is to be put right, or a remark */
  @Text({ nullable: true }) note!: string | null;
  @Userid({ nullable: true }) decidedByUserid!: string | null;
  @Instant({ nullable: true }) decidedAt!: Date | null;
}

export const VENUE_STATES = ["asked", "registered", "adjust", "void"] as const;
export type VenueState = (typeof VENUE_STATES)[number];

/** 报备 of a livestream outside the office area or on other equipment (Article 14), with 宣传部's answer. */
@Entity("venue_report")
@Index("ix_venue_report_livestream", ["livestreamId", "askedAt"])
export class VenueReport {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  @Flag() inOffice!: boolean;
  @Flag() officeEquipment!: boolean;
  /** 特殊情况 */
  @Text() reason!: string;
  /** `adjust`: 要求调整; `void`: the venue was changed meanwhile */
  @Key(12) state!: VenueState;
  @Instant() askedAt!: Date;
  @Userid() askedByUserid!: string;
  @Instant({ nullable: true }) answeredAt!: Date | null;
  @Userid({ nullable: true }) answeredByUserid!: string | null;
  /** what 宣传部 wants different; null: nothing */
  @Text({ nullable: true }) note!: string | null;
}
