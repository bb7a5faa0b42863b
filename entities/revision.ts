import { Entity, Unique } from "typeorm";
import { Id, Instant, Int, Json, Key, Ref, Text, Userids } from "./columns.js";

/** Everything that readers will see, besides the title; file references are ids of stored files. */
export interface RevisionContent {
  body: string;
  cover: string | null;
  links: string[];
  files: string[];
}

/** One version of a draft. Frozen once submitted: a verdict is on exactly these words (Article 11, R11-15). */
@Entity("revision")
@Unique("uq_revision", ["draftId", "number"])
export class Revision {
  @Id() id!: string;
  @Ref() draftId!: string;
  @Int() number!: number;
  @Text() title!: string;
  @Json() content!: RevisionContent;
  /** sha256 over account, title, body, cover, links, files and category, made when it was written */
  @Key(64) contentHash!: string;
  /** userids of all who wrote any of it, this version or an earlier one (R11-07) */
  @Userids() editors!: string[];
  @Instant() createdAt!: Date;
  /** null: never submitted, still open to change */
  @Instant({ nullable: true }) submittedAt!: Date | null;
}
