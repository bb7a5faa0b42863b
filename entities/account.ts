import { Entity } from "typeorm";
import { Key, LocalDay, PrimaryKey } from "./columns.js";

export const PLATFORMS = ["wechat", "weibo", "bilibili", "douyin", "kuaishou", "xiaohongshu", "wechatChannels", "other"] as const;
export type Platform = (typeof PLATFORMS)[number];
export const ACCOUNT_STATUSES = ["unregistered", "active", "frozen", "closed"] as const;
export type AccountStatus = (typeof ACCOUNT_STATUSES)[number];

/** A new-media account (新媒体账号) in the register; drafts are for exactly one. */
@Entity("account")
export class Account {
  @PrimaryKey(64) id!: string;
  @Key(24) platform!: Platform;
  @Key(120) name!: string;
  /** 运营部门（单位） */
  @Key(64) unitId!: string;
  @Key(16) status!: AccountStatus;
  /** 认证主体; null: not recorded */
  @Key(200, { nullable: true }) certifiedAs!: string | null;
  /** null: no publication known */
  @LocalDay({ nullable: true }) lastPublishedOn!: string | null;
}
