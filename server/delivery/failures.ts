/** Why somebody did not get a message that WeCom took for others, as it is kept with the person. */
export const UNREACHED = {
  invalid: "不在企业微信可见范围内，未收到",
  unlicensed: "没有企业微信接口许可，未收到",
} as const;

/** What an administrator does about somebody who got nothing, by the reason that was kept. */
export const adviceOn = (detail: string | null): string => {
  if (detail === UNREACHED.invalid) return "请在企业微信管理后台把此人加入本应用的可见范围，并核对账号是否停用";
  if (detail === UNREACHED.unlicensed) return "请在企业微信管理后台给此人分配接口许可";
  return "请当面或电话告知，并按提示核对企业微信后台";
};
