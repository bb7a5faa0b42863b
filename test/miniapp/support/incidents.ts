import type { IncidentDutyView, IncidentListItem, IncidentView } from "../../../server/http/contract.js";
import { after, now } from "./fixtures.js";

export const dutyView = (given: Partial<IncidentDutyView> = {}): IncidentDutyView => ({
  ...{
    taskId: "task-plan",
    duty: "startEmergencyPlan",
    article: "24",
    title: "启动应急处置方案",
    quote: "1小时内启动应急处置方案",
    source: "rule",
  },
  ...{ to: null, state: "open", startedAt: after(-20), dueAt: after(40.5), dueWords: "自 10:16 起 1 小时" },
  ...{ dischargedAt: null, dischargedBy: null, closedWords: null, late: false, lateMinutes: 0 },
  ...{ holders: [{ userid: "pub.head", name: "宣传部负责人" }], steps: [], evidence: [], may: [] },
  ...given,
});

/** A red alert of twenty minutes ago, with one duty open. */
export const incidentView = (given: Partial<IncidentView> = {}): IncidentView => ({
  ...{ id: "incident-1", now, number: "舆2026-00001", rehearsal: false, title: "网传某活动现场安全问题", description: "现场拥挤。" },
  links: ["https://weibo.com/1/N"],
  files: [],
  ...{ level: "red", status: "handling", unit: { id: "school", name: "学校部" } },
  reporter: { userid: "pub.1", name: "宣传部值班" },
  times: {
    ...{ occurredAt: null, discoveredAt: after(-20), reportedAt: after(-18), levelSetAt: after(-16) },
    ...{ handledAt: null, liftedAt: null, closedAt: null },
  },
  clock: { from: after(-20), words: "自发现时起算（发现或报告，取早）" },
  ...{ leads: 1, similarTo: null, mergedInto: null, merged: [] },
  duties: [dutyView()],
  decisions: [],
  reach: [],
  timeline: [],
  deliveries: [],
  criteria: [
    { level: "yellow", name: "黄色警报", grade: "一般", criteria: ["影响范围较小"] },
    { level: "orange", name: "橙色警报", grade: "重大", criteria: ["影响范围较大"] },
    { level: "red", name: "红色警报", grade: "特别重大", criteria: ["社会公众普遍关注"] },
  ],
  commanders: [{ userid: "lead.top", name: "主要领导" }],
  quote: { article: "24", text: "评估事件性质、舆情走势和风险隐患" },
  may: [],
  ...given,
});

export const incidentItem = (given: Partial<IncidentListItem> = {}): IncidentListItem => ({
  ...{ id: "incident-1", number: "舆2026-00001", rehearsal: false, title: "网传某活动现场安全问题", level: "red", status: "handling" },
  ...{ unit: null, reportedAt: after(-18), updatedAt: after(-3), openDuties: 5, lateDuties: 0, leads: 1, may: [] },
  nextDue: { duty: "startEmergencyPlan", title: "启动应急处置方案", dueAt: after(40.5), late: false },
  ...given,
});
