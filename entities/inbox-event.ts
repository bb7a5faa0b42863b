import { Entity, Index } from "typeorm";
import { Instant, Int, Json, Key, PrimaryKey, Text } from "./columns.js";

/** `pending`: stored but not yet decided; the sweep works it off. */
export const INBOX_STATES = ["done", "pending", "dead"] as const;
export type InboxState = (typeof INBOX_STATES)[number];

/** A callback, once: a redelivery finds its row and gets the stored answer. */
@Entity("inbox_event")
@Index("ix_inbox_state", ["state", "receivedAt"])
export class InboxEvent {
  /** hash of the decrypted content */
  @PrimaryKey(64) dedupeKey!: string;
  @Key(24) kind!: string;
  @Key(64) fromUser!: string;
  @Instant() receivedAt!: Date;
  @Key(8) state!: InboxState;
  @Int() attempts!: number;
  /** the event as understood, to decide it later */
  @Json() event!: object;
  /** what was answered; null: nothing */
  @Json({ nullable: true }) answer!: object | null;
  @Text({ nullable: true }) lastError!: string | null;
}
