import { Entity } from "typeorm";
import { Instant, Int, PrimaryKey, Text } from "./columns.js";

/** Ways to people beside the cards, which an enterprise may not have, or lose. */
export const CHANNELS = ["voice", "group", "robot"] as const;
export type ChannelName = (typeof CHANNELS)[number];

/** How one channel stands, as WeCom last said. */
@Entity("channel")
export class Channel {
  @PrimaryKey(8) name!: ChannelName;
  /** WeCom's errcode while it is shut; null: it is open */
  @Int({ nullable: true }) errcode!: number | null;
  /** Chinese, what an administrator can do; null: it is open */
  @Text({ nullable: true }) reason!: string | null;
  /** since when it has been as it is */
  @Instant() since!: Date;
}
