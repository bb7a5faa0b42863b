import { Entity, Index, Unique } from "typeorm";
import { Id, Instant, Int, Json, Key, Ref, Text, Userid } from "./columns.js";

/**
 * `duty`: the card of a deadline; `notice`: a card or text that asks nothing (知会); `update`: brings sent copies of a card up to date; `bundle`: one card
 * for all that exceeds one person's pace; `call`: rings one person's phone; `group`: brings the group chat about a subject
 * up to date and speaks in it; `robot`: a line by the robot of the organisation's group.
 */
export const MESSAGE_KINDS = ["duty", "notice", "update", "bundle", "call", "group", "robot"] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];
/** `dropped`: no longer true when its turn came; `dead`: WeCom will never take it; `bundled`: told in bundles to everybody whom it was for. */
export const MESSAGE_STATES = ["pending", "sending", "sent", "dropped", "dead", "bundled"] as const;
export type MessageState = (typeof MESSAGE_STATES)[number];

/** One call to WeCom that is owed, written in the transaction of the fact behind it. Its id is the card's task_id. */
@Entity("outbox_message")
@Unique("uq_outbox_dedupe", ["dedupeKey"])
@Index("ix_outbox_due", ["state", "dueAt"])
@Index("ix_outbox_turn", ["state", "lane", "dueAt", "id"])
@Index("ix_outbox_owner", ["owner"])
@Index("ix_outbox_deadline", ["deadlineId"])
@Index("ix_outbox_subject", ["subjectType", "subjectId"])
export class OutboxMessage {
  @Id() id!: string;
  @Key(8) kind!: MessageKind;
  /** natural key of the effect: writing it twice is impossible */
  @Key(200) dedupeKey!: string;
  /** 0 red, 1 orange, 2 critical review, 3 others */
  @Int() lane!: number;
  /** null: not the card of a deadline */
  @Ref({ nullable: true }) deadlineId!: string | null;
  @Key(24) subjectType!: string;
  @Key(36) subjectId!: string;
  /** what a notice, call or line says; null: a card rendered from the deadline, or a group that is only brought up to date */
  @Json({ nullable: true }) notice!: object | null;
  /** the message whose copies an update brings up to date */
  @Ref({ nullable: true }) updateOf!: string | null;
  @Key(8) state!: MessageState;
  @Instant() createdAt!: Date;
  @Instant() dueAt!: Date;
  @Int() attempts!: number;
  /** claim token of the worker that is sending it */
  @Key(36, { nullable: true }) owner!: string | null;
  /** wall time after which another worker may take it */
  @Instant({ nullable: true }) leaseUntil!: Date | null;
  /** the exact bytes, made when first claimed and resent identically */
  @Text({ nullable: true }) body!: string | null;
  /** the title that was rendered, for the record of who got what */
  @Text({ nullable: true }) title!: string | null;
  @Key(120, { nullable: true }) msgId!: string | null;
  @Instant({ nullable: true }) sentAt!: Date | null;
  @Text({ nullable: true }) lastError!: string | null;
  /** when it was last tried in vain; null: never */
  @Instant({ nullable: true }) triedAt!: Date | null;
  /** the code with which WeCom then refused it; null: none, or no answer came */
  @Int({ nullable: true }) errcode!: number | null;
}

/** `failed`: WeCom said that this person got nothing (invaliduser, unlicensed, refused); `bundled`: told in another message. */
export const RECIPIENT_STATES = ["waiting", "sent", "failed", "bundled"] as const;
export type RecipientState = (typeof RECIPIENT_STATES)[number];

/** One person on a message, with what WeCom really said about them. */
@Entity("recipient")
@Unique("uq_recipient", ["messageId", "userid"])
export class Recipient {
  @Id() id!: string;
  @Ref() messageId!: string;
  @Index("ix_recipient_userid") @Userid() userid!: string;
  @Key(8) state!: RecipientState;
  /** the bundle that tells this person; null: the message itself does */
  @Index("ix_recipient_bundled") @Ref({ nullable: true }) bundledInto!: string | null;
  /** Chinese reason of a failure; null: none */
  @Text({ nullable: true }) detail!: string | null;
  /** when it was known that this person got nothing; null: it is not */
  @Index("ix_recipient_failed") @Instant({ nullable: true }) failedAt!: Date | null;
  /** when somebody saw to it, e.g. had it sent again; null: nobody has, or nothing failed */
  @Instant({ nullable: true }) dealtAt!: Date | null;
}

/** A code with which copies of a card can be changed once, within 72 hours: one comes with sending, one with every tap [94888]. */
@Entity("response_code")
@Index("ix_response_code_message", ["messageId"])
export class ResponseCode {
  @Id() id!: string;
  @Ref() messageId!: string;
  @Key(512) code!: string;
  @Key(8) origin!: "send" | "tap";
  @Instant() receivedAt!: Date;
  /** the update that has taken it; null: it is free */
  @Ref({ nullable: true }) takenFor!: string | null;
  /** null: not used yet */
  @Instant({ nullable: true }) usedAt!: Date | null;
}
