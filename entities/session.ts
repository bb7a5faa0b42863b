import { Entity, Index } from "typeorm";
import { Instant, PrimaryKey, Userid } from "./columns.js";

/** A login. The token itself is never stored, only its keyed hash, so that the table gives nobody access. */
@Entity("session")
export class Session {
  @PrimaryKey(64) tokenHash!: string;
  @Index("ix_session_userid") @Userid() userid!: string;
  @Instant() startedAt!: Date;
  @Instant() expiresAt!: Date;
  /** null: still open; ended by logout or because the person left */
  @Instant({ nullable: true }) endedAt!: Date | null;
}
