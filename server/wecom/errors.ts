/**
 * What the caller does about an errcode: a closed set. `alarm` needs an administrator, nothing that we send helps; `unavailable` needs one too, but
 * only this channel (calls, groups, robot) is shut and the work goes on without it; `gone`: this group is no more, or never was ours.
 */
export const ERROR_ACTIONS = [
  "retry",
  "refreshToken",
  "wait",
  "giveUp",
  "alarm",
  "dropRecipient",
  "alreadySent",
  "notUpdatable",
  "badCode",
  "unavailable",
  "gone",
] as const;
export type ErrorAction = (typeof ERROR_ACTIONS)[number];

/** `meaning` in the vendor's sense; `advice` for the administrator, in Chinese. */
export interface ErrorEntry {
  action: ErrorAction;
  meaning: string;
  advice: string;
}

const row = (action: ErrorAction, meaning: string, advice: string): ErrorEntry => ({ action, meaning, advice });

const FAULT = "程序提交的参数有误，请把错误码告知维护人员";
const SETTING = "请在企业微信管理后台核对本应用的配置";

/** [90313] and the help texts of its error query tool; only `errcode` decides, `errmsg` may change at any time. */
export const WECOM_ERRORS: Readonly<Record<number, ErrorEntry>> = {
  [-1]: row("retry", "system busy", "企业微信系统繁忙，稍后自动重试"),
  6000: row("retry", "data version conflict", "企业微信数据版本冲突，稍后自动重试"),
  45033: row("retry", "too many concurrent calls", "并发调用过多，稍后自动重试"),
  45035: row("retry", "conflicting operation", "操作冲突，稍后自动重试"),
  301057: row("retry", "internal error of the approval app", "企业微信审批应用内部错误，稍后自动重试"),
  40001: row("refreshToken", "credential not valid", "应用凭证无效：请核对应用 Secret 是否已重置、应用是否被停用"),
  40014: row("refreshToken", "access_token not valid", "访问凭证无效，已自动更换；若反复出现，请核对应用 Secret 与应用标识"),
  42001: row("refreshToken", "access_token expired", "访问凭证已过期，已自动更换"),
  45009: row("wait", "call frequency limit reached", "调用频率超过企业微信限制，等待限制解除后自动继续"),
  40013: row("alarm", "corp id not valid", "企业标识（CorpID）不正确，请核对 WECOM_CORP_ID"),
  41002: row("alarm", "corp id missing", "缺少企业标识（CorpID），请核对 WECOM_CORP_ID"),
  41004: row("alarm", "secret missing", "缺少应用 Secret，请核对 WECOM_SECRET"),
  40091: row("alarm", "secret of another corp", "应用 Secret 不属于本企业，请核对 WECOM_SECRET"),
  40056: row("alarm", "agentid not valid", "应用标识（AgentId）不正确，请核对 WECOM_AGENT_ID"),
  41011: row("alarm", "agentid missing", "缺少应用标识（AgentId），请核对 WECOM_AGENT_ID"),
  301002: row("alarm", "token belongs to another app than agentid", "Secret 与 AgentId 不是同一个应用的，请一并核对"),
  43012: row("alarm", "app has no callback url", "应用尚未配置接收消息服务器，无法发送可回调的卡片，请在应用的“接收消息”中配置"),
  48001: row("alarm", "api not authorised", `接口未获授权，${SETTING}`),
  48002: row("alarm", "api forbidden for this app", `应用无权调用该接口，${SETTING}`),
  60031: row("alarm", "api calls switched off", `接口调用已被关闭，${SETTING}`),
  50001: row("alarm", "redirect domain not trusted", "网页授权域名不在可信域名内，请在应用的“网页授权及JS-SDK”中设置可信域名"),
  50003: row("alarm", "app disabled", "应用已被停用，请在管理后台启用"),
  60020: row("alarm", "caller ip not allowed", "服务器出口IP不在应用的“企业可信IP”中，请添加后约1分钟生效"),
  85005: row("alarm", "trusted domain not verified", "可信域名尚未通过校验，请在管理后台完成校验"),
  42014: row("alreadySent", "task_id used before, empty or too long", "该卡片此前已经送达企业微信，不再重复发送"),
  40003: row("dropRecipient", "userid not valid", "成员账号无效，请核对通讯录"),
  60111: row("dropRecipient", "userid not in contacts or range", "成员不存在或不在应用可见范围内，请调整应用的可见范围"),
  60011: row("dropRecipient", "member outside visible range", "成员不在应用可见范围内，请调整应用的可见范围"),
  60021: row("dropRecipient", "userid outside visible range", "成员不在应用可见范围内，请调整应用的可见范围"),
  60030: row("dropRecipient", "target outside visible range", "对象不在应用可见范围内，请调整应用的可见范围"),
  50002: row("dropRecipient", "member out of permission", "成员不在应用权限范围内，请调整应用的可见范围"),
  81013: row("dropRecipient", "all recipients invalid", "全部接收人无效或不在应用可见范围内，请核对通讯录与可见范围"),
  60140: row("notUpdatable", "response_code invalid, used or expired", "卡片更新凭据已使用或超过72小时，卡片无法再更新"),
  42015: row("notUpdatable", "card was sent by another app", "卡片由其他应用发出，无法更新"),
  42016: row("notUpdatable", "task_id not found", "找不到原卡片，无法更新"),
  82101: row("notUpdatable", "no target given for the update", "没有可更新的卡片接收人"),
  82102: row("notUpdatable", "target did not get the message", "该成员没有收到过这张卡片，无法更新"),
  40029: row("badCode", "oauth code not valid", "登录凭据无效，请重新进入应用"),
  42003: row("badCode", "oauth code expired", "登录凭据已过期，请重新进入应用"),
  42022: row("badCode", "oauth code used", "登录凭据已使用，请重新进入应用"),
  42013: row("badCode", "mini program session over", "小程序登录已失效，请重新进入应用"),
  301049: row("unavailable", "app not listed for calls", "应用未列入“紧急通知”的可调用接口的应用，请在管理后台添加"),
  301050: row("unavailable", "calls not switched on", "企业尚未开通“紧急通知”，请在管理后台开通"),
  301051: row("unavailable", "balance for calls used up", "“紧急通知”余额不足，请充值"),
  93000: row("unavailable", "webhook not valid or robot removed", "群机器人地址无效，或机器人已被移出群，请重新添加并更换地址"),
  93004: row("unavailable", "robot disabled", "群机器人已被停用，请在群里启用"),
  40050: row("gone", "chatid does not exist", "群不存在"),
  49008: row("gone", "group disbanded", "群已被解散"),
  86003: row("gone", "chatid not known", "群不存在"),
  86008: row("gone", "group of others", "群不是本应用创建的，无法使用"),
  86001: row("giveUp", "chatid not valid", FAULT),
  86006: row("giveUp", "too few or too many group members", "群成员人数不符合企业微信的要求（2 至 2000 人）"),
  86207: row("giveUp", "owner is no member of the group", FAULT),
  86215: row("giveUp", "chatid used before", "群标识已被使用"),
  86216: row("giveUp", "a group member is not valid", "拟加入群的人员中有无效账号，请核对通讯录与可见范围"),
  41001: row("giveUp", "access_token missing", FAULT),
  40008: row("giveUp", "message type not valid", FAULT),
  40032: row("giveUp", "more than 1000 users", FAULT),
  40035: row("giveUp", "parameter not valid", FAULT),
  40058: row("giveUp", "parameter not valid or too long", FAULT),
  40063: row("giveUp", "parameter empty", FAULT),
  44004: row("giveUp", "text empty", FAULT),
  45002: row("giveUp", "message too large", "消息过长，企业微信不予接收"),
  81012: row("giveUp", "no recipient", FAULT),
  82001: row("giveUp", "no recipient", FAULT),
  82002: row("giveUp", "more than 100 parties", FAULT),
  82003: row("giveUp", "more than 100 tags", FAULT),
  82004: row("giveUp", "unsafe content", "企业微信判定内容不安全，拒绝发送，请修改内容"),
};

/** The row of a code; a code that the table does not know is given up, because repeating what is not understood does harm. */
export function errorEntry(errcode: number): ErrorEntry {
  return WECOM_ERRORS[errcode] ?? row("giveUp", "unknown errcode", "企业微信返回未知错误码，请在企业微信“错误码查询工具”中查询");
}

/**
 * What the administrator reads: the code and the advice. Of `errmsg`, which may repeat what we sent, only the caller's address is
 * taken, and only where it is the thing to be entered in the console.
 */
export function errorWords(errcode: number, errmsg?: unknown): string {
  const ip = errcode === 60020 && typeof errmsg === "string" ? /from ip: ?([0-9a-fA-F.:]{7,39})/.exec(errmsg)?.[1] : undefined;
  return `企业微信返回 ${errcode}：${errorEntry(errcode).advice}${ip === undefined ? "" : `（当前出口IP：${ip}）`}`;
}
