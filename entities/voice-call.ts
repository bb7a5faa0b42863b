import { Entity, Index } from "typeorm";
import { Id, Instant, Int, Key, Ref, Text, Userid } from "./columns.js";

/**
 * `placing`: WeCom is being asked to ring; `ringing`: it does; then what came of it. `notPlaced`: WeCom would not ring this person; `overLimit`: we did not
 * ask, because WeCom would refuse; `unavailable`: calls are not enabled here, or the balance is used up.
 */
export const CALL_STATES = ["placing", "ringing", "answered", "unanswered", "notPlaced", "overLimit", "unavailable"] as const;
export type VoiceCallState = (typeof CALL_STATES)[number];

/** One voice call to one person, with what really came of it. Its id is its message's: one message is one call. */
@Entity("voice_call")
@Index("ix_voice_call_userid", ["userid"])
@Index("ix_voice_call_subject", ["subjectType", "subjectId"])
export class VoiceCall {
  @Id() id!: string;
  @Userid() userid!: string;
  /** null: about no deadline */
  @Ref({ nullable: true }) deadlineId!: string | null;
  @Key(24) subjectType!: string;
  @Key(36) subjectId!: string;
  /** Chinese, why they were rung */
  @Text() words!: string;
  @Key(12) state!: VoiceCallState;
  /** when WeCom began to ring; null: it did not */
  @Instant({ nullable: true }) placedAt!: Date | null;
  /** WeCom's id of the call; null: none was placed */
  @Key(120, { nullable: true }) callId!: string | null;
  /** how often WeCom was asked what became of it */
  @Int() checks!: number;
  /** WeCom's code of how it ended [91628], or the errcode with which it was not placed; null: not known yet */
  @Int({ nullable: true }) reason!: number | null;
  /** null: nobody answered */
  @Int({ nullable: true }) talkSeconds!: number | null;
  /** Chinese for what came of it; null: not known yet */
  @Text({ nullable: true }) result!: string | null;
  /** null: not over yet */
  @Instant({ nullable: true }) settledAt!: Date | null;
}
