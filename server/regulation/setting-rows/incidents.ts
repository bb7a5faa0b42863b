import { settingsOf, type WorkingPeriod } from "../setting-rule.js";
import type { Span } from "../span.js";

const { product, question } = settingsOf();
const later = settingsOf("incidents");

/** From when 第24条 counts its hours. */
export type ClockStart = "发现或报告，取早" | "发现" | "报告" | "定级";

const NIGHT: WorkingPeriod = { start: "22:00", end: "07:00" };

/** 第22至24条. */
export const INCIDENT_SETTINGS = {
  "incidents.feedPerMinute": product("23", "R23-01", "线索接口每分钟最多提交的条数", 60, "条"),
  "incidents.digestAt": product("23", "R23-01", "工作日舆情日报的发送时间", "17:10"),
  "incidents.digestToLeader": product("23", "R23-01", "舆情日报同时发给分管领导", false),
  "incidents.digestWhenNothing": product("23", "R23-01", "没有舆情时也发日报（零报告）", false),
  "incidents.monthlyAt": product("23", "R03-01", "每月第一个工作日发送上月舆情月报的时间", "09:00"),
  "incidents.setLevelMinutes": product("24", "R24-02", "研判定级的时限（其后告知宣传部负责人）", 10, "分钟"),
  "incidents.setLevelLeaderMinutes": product("24", "R24-02", "仍未定级时告知分管领导的时间", 20, "分钟"),
  "incidents.consultMinutes": product("24", "R24-02", "大数据中心会商、宣传部负责人裁定级别的提醒时间", 30, "分钟"),
  "incidents.redBeforeConsultation": question("Q8", "24", "R24-02", "宣传部可先拉响红色警报，会商随后", true),
  "incidents.clockStart": question<ClockStart>("Q9", "24", "R24-02", "各时限从何时起算（升级的从升级时起算）", "发现或报告，取早"),
  "incidents.yellowAcknowledgeMinutes": later.product("24", "R24-03", "黄色警报白天点收到的时限", 60, "分钟"),
  "incidents.night": later.product("24", "R24-03", "夜间时段（黄色警报顺延至次日 08:00）", NIGHT),
  "incidents.yellowProgress": product<Span>("24", "R24-03", "黄色警报处置情况的报送时限", { workingDays: 1 }),
  "incidents.writeUpOrange": question<Span>("Q10", "24", "R24-04", "橙色警报处置完毕后“及时”书面报告的时限", { hours: 24 }),
  "incidents.redReportByTopLeader": product("24", "R24-08", "红色警报书面报告只由主要领导同意报出（否则分管领导也可以）", false),
  "incidents.signReportMinutes": product("24", "R24-08", "书面报告待复核、待同意、待登记时再次提醒的时间", 60, "分钟"),
  "incidents.reportTo.orange": product("24", "R24-08", "橙色警报书面报告的主送", "团省委"),
  "incidents.reportSignature": product("24", "R24-08", "书面报告的发文机关署名", "共青团广东省委员会宣传部"),
  "incidents.orangeLeaderMinutes": later.product("24", "R24-04", "分管领导未点收到时打电话的时间", 20, "分钟"),
  "incidents.nextLeaderMinutes": later.product("24", "R24-06", "依次联系下一位书记班子成员的间隔", 5, "分钟"),
  "incidents.redSecondCallMinutes": product("24", "R24-06", "红色警报第二次电话的时间", 3, "分钟"),
  "incidents.redOthersMinutes": later.product("24", "R24-06", "主要领导未确认时通知分管领导和宣传部负责人的时间", 5, "分钟"),
  "incidents.redThirdCallMinutes": product("24", "R24-06", "红色警报第三次电话的时间", 8, "分钟"),
  "incidents.redByHandMinutes": later.product("24", "R24-06", "值班员改用办公电话或当面报告的时间", 15, "分钟"),
  "incidents.reportUpward": question<Span>("Q11", "24", "R24-07", "“同时”向上级主管部门和网信部门报告的时限", { hours: 1 }),
  "incidents.superiorDepartments": question<readonly string[]>("Q14", "24", "R22-01", "红色警报的上级主管部门", [
    "团中央宣传部",
    "省委宣传部",
  ]),
  "incidents.planMeansActivated": later.question("Q15", "24", "R24-07", "“启动”指方案已启用并指定总指挥", true),
  "incidents.lowerNeedsTwo": later.product("24", "R24-10", "降级或解除须两人同意（红：宣传部负责人与主要领导；橙：与分管领导）", true),
  "incidents.digestMinutes.red": product("24", "R24-11", "红色事件后续线索汇总间隔", 10, "分钟"),
  "incidents.digestMinutes.orange": product("24", "R24-11", "橙色事件后续线索汇总间隔", 30, "分钟"),
  "incidents.digestMinutes.yellow": product("24", "R24-11", "黄色事件后续线索汇总间隔", 120, "分钟"),
  "incidents.reviewWorkingDays": later.product("24", "R24-14", "复盘时限", 5, "个工作日"),
  "incidents.rehearsalMonths": product("24", "R24-15", "演练提醒间隔", 3, "个月"),
} as const;
