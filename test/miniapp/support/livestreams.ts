import type { LivestreamListItem, LivestreamView, PatrolMemberView } from "../../../server/http/contract.js";
import { now } from "./fixtures.js";

const person = (userid: string, name: string) => ({ userid, name });

export const livestreamItem = (given: Partial<LivestreamListItem> = {}): LivestreamListItem => ({
  ...{ id: "live-1", number: "直2026-00001", title: "五四云课堂", status: "draft", late: false, may: [] },
  ...{ account: { id: "wx", name: "示范公众号" }, initiatingUnit: { id: "school", name: "学校部" } },
  ...{ startAt: "2026-12-08T15:00:00+08:00", endAt: "2026-12-08T16:30:00+08:00" },
  ...given,
});

export const patroller = (userid: string, given: Partial<PatrolMemberView> = {}): PatrolMemberView => ({
  ...{ person: person(userid, `巡查员${userid}`), unit: "宣传部", role: "member", trainedAt: now, standsInFor: null, may: [] },
  ...given,
});

/** An application that nobody has agreed to, two weeks ahead, in the office. */
export const livestreamView = (given: Partial<LivestreamView> = {}): LivestreamView => ({
  ...livestreamItem(),
  ...{ now, operatingUnit: { id: "media", name: "新媒体中心" }, applicant: person("school.ed", "责任编辑") },
  ...{ startedAt: null, endedAt: null, venue: { inOffice: true, officeEquipment: true, note: null } },
  host: { userid: null, name: "主持人" },
  onSite: person("school.first", "现场负责人"),
  commentControl: person("first.1", "评论管控"),
  stopButton: person("second.1", "停播操作"),
  ...{ guests: null, rehearsalAt: null, contingency: "断流时切换备用线路。", script: null, livingId: null },
  ...{ lateReason: null, lateConfirmedAt: null, agreed: { initiating: null, operating: null } },
  ...{ filingDueOn: "2026-12-01", filingDueWords: "开播日 12月8日提前 7 天（12月1日 24:00 前）" },
  ...{ patrolDueAt: "2026-12-07T18:00:00+08:00", patrolDueWords: "12月8日开播，提前 1 天组建（12月7日 18:00 前）" },
  ...{ dates: [], filings: [], venueReport: null, cancelReason: null, patrolWaiver: null, team: [], invitations: [] },
  ...{ lacks: ["尚未备案", "巡查人员还差 2 人"], expected: [], summary: null, followUps: [], timeline: [], deliveries: [] },
  counts: { patrollers: 2, expected: 10, done: 9, missed: 1, madeUp: 1, remind: 2, correct: 0, interrupt: 0 },
  quote: { article: "14", text: "一般提前 7 天以上商定" },
  ...given,
});
