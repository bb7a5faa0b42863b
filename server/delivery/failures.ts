/** Why somebody did not get a message that WeCom took for others, as it is kept with the person. */
export const UNREACHED = {
  invalid: "不在企业微信可见范围内，未收到",
  unlicensed: "没有企业微信接口许可，未收到",
} as const;
