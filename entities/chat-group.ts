import { Entity, Unique } from "typeorm";
import { Id, Instant, Key, Ref, Text, Userid, Userids } from "./columns.js";

/** `wanted`: not made yet; `there`: WeCom has it; `gone`: disbanded, or refused for good: nothing more is said in it. */
export const GROUP_STATES = ["wanted", "there", "gone"] as const;
export type GroupState = (typeof GROUP_STATES)[number];

/** The group chat (应用群聊) about one subject: who should be in it, and who is as far as WeCom said. */
@Entity("chat_group")
@Unique("uq_chat_group_subject", ["subjectType", "subjectId"])
export class ChatGroup {
  @Id() id!: string;
  @Key(24) subjectType!: string;
  @Ref() subjectId!: string;
  @Text() name!: string;
  /** null: WeCom chooses one of the members */
  @Userid({ nullable: true }) owner!: string | null;
  /** userids who should be in it */
  @Userids() wanted!: string[];
  /** userids whom WeCom has in it */
  @Userids() members!: string[];
  @Key(8) state!: GroupState;
  /** Chinese, why it is gone or not everybody is in it; null: all is well */
  @Text({ nullable: true }) detail!: string | null;
  @Instant() createdAt!: Date;
}
