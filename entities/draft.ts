import { Entity, Index } from "typeorm";
import { Flag, Id, Instant, Int, Key, Text, Userid } from "./columns.js";

export const DRAFT_STATUSES = ["draft", "inReview", "consulting", "approved", "published", "withdrawn", "takenDown"] as const;
export type DraftStatus = (typeof DRAFT_STATUSES)[number];
export const CATEGORIES = ["normal", "important", "major"] as const;
export type Category = (typeof CATEGORIES)[number];
export const URGENCIES = ["normal", "urgent", "critical"] as const;
export type Urgency = (typeof URGENCIES)[number];

/** A piece for one account on its way 初审 → 二审 → 终审 → 发布 (Article 11). What is read and approved stands in its revisions. */
@Entity("draft")
@Index("ix_draft_editor", ["editorUserid", "updatedAt"])
export class Draft {
  @Id() id!: string;
  @Index("ix_draft_account") @Key(64) accountId!: string;
  /** 责任编辑 */
  @Userid() editorUserid!: string;
  @Key(16) status!: DraftStatus;
  /** the level at which it waits; null: not in review */
  @Key(8, { nullable: true }) stage!: "first" | "second" | "final" | null;
  /** the current version, from 1 */
  @Int() revision!: number;
  /** hash of the current version's content */
  @Key(64) contentHash!: string;
  /** title of the current version, for lists */
  @Text() title!: string;
  @Key(16) category!: Category;
  @Key(16) urgency!: Urgency;
  @Instant() plannedAt!: Date;
  /** how often it was submitted; a verdict counts for its round only */
  @Int() round!: number;
  /** true: the last review sent it back and the editor has not submitted since */
  @Flag() sentBack!: boolean;
  @Instant() createdAt!: Date;
  @Instant() updatedAt!: Date;
  /** raised by every conditional update; whoever reads an older one loses the race */
  @Int() version!: number;
}
