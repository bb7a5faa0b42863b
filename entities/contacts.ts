import { Entity, Index } from "typeorm";
import { Id, Instant, Int, Key, LocalDay, PrimaryKey, Text, UseridKey } from "./columns.js";

/** `stopped`: so many were missing that nothing was believed; `failed`: WeCom did not answer all questions. Neither changed anything. */
export const WALK_RESULTS = ["done", "stopped", "failed"] as const;
export type WalkResult = (typeof WALK_RESULTS)[number];

/** One comparison of our people with WeCom's address book. */
@Entity("contact_walk")
@Index("ix_contact_walk_day", ["day", "finishedAt"])
export class ContactWalk {
  @Id() id!: string;
  @LocalDay() day!: string;
  @Instant() finishedAt!: Date;
  @Key(8) result!: WalkResult;
  /** our people who had not left before */
  @Int() known!: number;
  /** those of them whom WeCom does not show as active */
  @Int() missing!: number;
  /** why it failed, in Chinese; null: it did not */
  @Text({ nullable: true }) detail!: string | null;
}

/** A userid under which WeCom knew somebody before an administrator changed it. */
@Entity("former_userid")
export class FormerUserid {
  @PrimaryKey(64) former!: string;
  /** whose it was, by today's userid */
  @Key(64) userid!: string;
  @Instant() changedAt!: Date;
}

/** One of our people whom WeCom has shown as active at least once: only those can be missed by a walk. */
@Entity("shown_member")
export class ShownMember {
  @UseridKey() userid!: string;
  @Instant() firstShownAt!: Date;
}
