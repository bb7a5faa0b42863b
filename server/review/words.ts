import type { Platform } from "../../entities/account.js";
import type { Category } from "../../entities/draft.js";

export { short } from "../kernel/short.js";

/** 分级分类 */
export const CATEGORY_NAMES: Readonly<Record<Category, string>> = { normal: "一般", important: "重要", major: "重大" };

export const PLATFORM_NAMES: Readonly<Record<Platform, string>> = {
  wechat: "公众号",
  weibo: "微博",
  bilibili: "B站",
  douyin: "抖音",
  kuaishou: "快手",
  xiaohongshu: "小红书",
  wechatChannels: "视频号",
  other: "其他平台",
};

/** The account as people call it: 公众号·学校部, without saying the platform twice. */
export const accountWords = (account: { platform: Platform; name: string }): string => {
  const platform = PLATFORM_NAMES[account.platform];
  return account.name.includes(platform) ? account.name : `${platform}·${account.name}`;
};
