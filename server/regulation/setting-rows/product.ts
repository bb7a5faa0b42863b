import { settingsOf, type WorkingPeriod } from "../setting-rule.js";

const { product, question } = settingsOf();
const later = { accounts: settingsOf("accounts"), incidents: settingsOf("incidents") };

const WORKING_HOURS: readonly WorkingPeriod[] = [
  { start: "08:30", end: "12:00" },
  { start: "14:30", end: "18:00" },
];
const REMINDER_HOURS: WorkingPeriod = { start: "08:30", end: "18:00" };

/** Time, sessions and delivery: what every part of the program stands on. */
export const PRODUCT_SETTINGS = {
  "calendar.workingDayEndsAt": question("Q1", "15", "§2.1", "按工作日计算的期限在当日几时届满", "18:00"),
  "calendar.workingHours": product("11", "§2.1", "工作时间", WORKING_HOURS),
  "reminder.workingHours": product("15", "§2.1", "按工作日计算的提醒在什么时间内发出", REMINDER_HOURS),
  "session.hours": product("18", "§2.2", "登录有效时间", 12, "小时"),
  "session.sensitiveActMinutes": product("18", "§2.2", "敏感操作前多久内须重新登录", 5, "分钟"),
  "card.updatableHours": product("11", "§2.2", "企业微信卡片可更新的时间", 72, "小时"),
  "delivery.perMemberPerMinute": product("24", "§2.3", "每人每分钟最多发送的消息", 20, "条"),
  "delivery.reachableWithinDays": later.incidents.product("24", "§2.3", "多久未打开应用视为可能联系不上", 30, "天"),
  "delivery.fallbackChannel": later.incidents.product("24", "OPS-01", "企业微信不可用时通知管理员的渠道", "电子邮件或短信"),
  "record.headSentAt": product("26", "§2.4", "每天几时把前一天的记录链头发给机关纪委", "08:35"),
  "contacts.missingAtMost": product("18", "OPS-01", "核对通讯录时一次少了多少人以内才按离任处理", 20, "%"),
  "contacts.reachCheckAt": product("24", "§4", "工作日几时自查警报能否送达每个人", "08:20"),
  "people.leagueAgeLimit": product("11", "R11-09", "共青团员资格到期年龄", 28, "周岁"),
  "monthly.reportToSecretariat": later.accounts.product("3", "R03-01", "每月向书记班子报送审核、逾期、警报和追责数量", true),
  "rights.publicityChangesSettings": product("5", "R05-01", "宣传部可更改各项设置；大数据中心可查看、提醒，不可更改他部门审核人", true),
  "units.contractEndNoticeDays": later.accounts.product("6", "R06-01", "第三方合同到期前多久提醒主要负责人", 30, "天"),
} as const;
