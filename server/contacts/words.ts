/** How the program learned that somebody left, and what the record and the card say of it. */
export const WHYS = {
  unsubscribed: "不在应用可见范围内，或账号已停用",
  deleted: "已从企业微信通讯录删除",
  disabled: "企业微信账号已停用",
  missing: "核对通讯录时已不在其中",
  contractEnded: "合同期满",
} as const;

export type Why = keyof typeof WHYS;
