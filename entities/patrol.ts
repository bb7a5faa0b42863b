import { Entity, Index, Unique } from "typeorm";
import { Flag, Id, Instant, Int, Json, Key, Ref, Text, Userid } from "./columns.js";

/** 组长, 组员, 候补 */
export const PATROL_ROLES = ["lead", "member", "reserve"] as const;
export type PatrolRole = (typeof PATROL_ROLES)[number];

/** Somebody who has accepted to patrol a livestream (巡查队伍). Whoever leaves the team keeps the row. */
@Entity("patrol_member")
@Unique("uq_patrol_member", ["livestreamId", "userid"])
@Index("ix_patrol_member_userid", ["userid"])
export class PatrolMember {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  @Userid() userid!: string;
  @Key(12) role!: PatrolRole;
  @Instant() joinedAt!: Date;
  /** null: on the team */
  @Instant({ nullable: true }) leftAt!: Date | null;
  /** when 大数据中心 confirmed the training for this livestream; null: not, and then they cannot check in */
  @Instant({ nullable: true }) trainedAt!: Date | null;
  @Userid({ nullable: true }) trainedByUserid!: string | null;
  /** whom a reserve stands in for (我来接替); null: nobody */
  @Userid({ nullable: true }) standsInForUserid!: string | null;
}

export const INVITATION_STATES = ["asked", "accepted", "declined", "lapsed", "withdrawn"] as const;
export type InvitationState = (typeof INVITATION_STATES)[number];

/** One person asked to join one patrol team; who says no, or nothing in time, is followed by the next. */
@Entity("patrol_invitation")
@Unique("uq_patrol_invitation_open", ["openKey"])
@Index("ix_patrol_invitation_livestream", ["livestreamId", "askedAt"])
export class PatrolInvitation {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  @Index("ix_patrol_invitation_userid") @Userid() userid!: string;
  @Key(12) role!: PatrolRole;
  @Key(12) state!: InvitationState;
  @Instant() askedAt!: Date;
  /** null: the program, in the place of somebody who said no */
  @Userid({ nullable: true }) askedByUserid!: string | null;
  @Instant() answerBy!: Date;
  @Instant({ nullable: true }) answeredAt!: Date | null;
  /** why not; null: nothing said */
  @Text({ nullable: true }) reason!: string | null;
  /** livestream and person while asked, null after: nobody is asked twice at once */
  @Key(101, { nullable: true }) openKey!: string | null;
}

/** 到岗, 开播, 巡查, 结束, 下播确认 */
export const CHECK_IN_KINDS = ["arrival", "start", "round", "end", "offAir"] as const;
export type CheckInKind = (typeof CHECK_IN_KINDS)[number];

/** `expected`: to come, or being chased; `done`; `missed`: told of as missed; `cancelled`: no longer expected. */
export const EXPECTED_STATES = ["expected", "done", "missed", "cancelled"] as const;
export type ExpectedState = (typeof EXPECTED_STATES)[number];

/** One check-in that one patroller owes at one moment (Article 14, R14-07). */
@Entity("expected_check_in")
@Unique("uq_expected_check_in", ["livestreamId", "userid", "kind", "round"])
@Index("ix_expected_check_in_due", ["state", "dueAt"])
export class ExpectedCheckIn {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  @Userid() userid!: string;
  @Key(12) kind!: CheckInKind;
  /** counts the rounds of a livestream from 1; 0 for every other kind */
  @Int() round!: number;
  @Instant() dueAt!: Date;
  @Key(12) state!: ExpectedState;
  /** the check-in that met it; null: none has */
  @Ref({ nullable: true }) checkInId!: string | null;
  /** when it was first told of as missed; a check-in made up for later (补传) does not take it back */
  @Instant({ nullable: true }) missedAt!: Date | null;
}

export const FINDING_LEVELS = ["normal", "remind", "correct", "interrupt"] as const;
/** 正常, 提醒, 须立即纠正, 建议中断 */
export type FindingLevel = (typeof FINDING_LEVELS)[number];

/** What a patroller reported from the venue or the screen. The server's time counts; the phone's is kept beside it. */
@Entity("check_in")
@Unique("uq_check_in_client", ["userid", "clientId"])
@Index("ix_check_in_livestream", ["livestreamId", "receivedAt"])
export class CheckIn {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  @Userid() userid!: string;
  /** made by the phone, so that sending it again is harmless */
  @Key(64) clientId!: string;
  @Key(12) kind!: CheckInKind;
  /** the expected check-in that it met; null: none, e.g. one more than owed */
  @Ref({ nullable: true }) expectedId!: string | null;
  @Key(12) finding!: FindingLevel;
  /** item of the checklist → true where it is in order; absent: it was not looked at, or is not asked at this kind */
  @Json() checklist!: Record<string, boolean>;
  /** 沿用上次: the checklist stands as the check-in before left it; null: made before that was asked */
  @Flag({ nullable: true }) carriedOver!: boolean | null;
  @Text({ nullable: true }) note!: string | null;
  /** ids of stored files, as JSON */
  @Json() files!: string[];
  /** coarse, and only with consent; null: not given */
  @Json({ nullable: true }) place!: { latitude: number; longitude: number; accuracy: number } | null;
  /** by the phone's clock */
  @Instant() deviceAt!: Date;
  @Instant() receivedAt!: Date;
  /** by the server's clock: when it came, less the time it waited in the phone's queue */
  @Instant() madeAt!: Date;
  /** hash of what was said, so that the same id cannot stand for something else */
  @Key(64) saidHash!: string;
  /** 补传: it came after its moment was told of as missed, or from a queue */
  @Flag() madeUp!: boolean;
}

/** `open`: to be answered; `settled`: 已纠正, or a 提醒 that was seen; `interrupted`: 已中断; `continued`: 不中断, with a reason. */
export const FINDING_STATES = ["open", "settled", "interrupted", "continued"] as const;
export type FindingState = (typeof FINDING_STATES)[number];
/** 直播间管理 is the operating unit's, 内容和现场 the initiating unit's (Article 14). */
export const PARTIES = ["room", "content"] as const;
export type Party = (typeof PARTIES)[number];

/** A problem that a patroller found (R14-10), with who has to answer for it and what came of it. */
@Entity("patrol_finding")
@Index("ix_patrol_finding_livestream", ["livestreamId", "foundAt"])
export class PatrolFinding {
  @Id() id!: string;
  @Ref() livestreamId!: string;
  /** null: offered to 宣传部 because a check-in was missed */
  @Ref({ nullable: true }) checkInId!: string | null;
  @Key(12) level!: Exclude<FindingLevel, "normal">;
  @Key(12) party!: Party;
  @Text() words!: string;
  @Userid() foundByUserid!: string;
  @Instant() foundAt!: Date;
  @Key(12) state!: FindingState;
  @Instant({ nullable: true }) answeredAt!: Date | null;
  @Userid({ nullable: true }) answeredByUserid!: string | null;
  /** what was done, or why it goes on */
  @Text({ nullable: true }) answer!: string | null;
  /** the incident that was reported from it (Article 24); null: none */
  @Ref({ nullable: true }) incidentId!: string | null;
  @Int() version!: number;
}
