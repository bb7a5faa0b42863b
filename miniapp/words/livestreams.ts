import type {
  CheckInKind,
  ExpectedState,
  Instant,
  LivestreamFilingView,
  LivestreamListItem,
  LivestreamSide,
  LivestreamStatus,
  LivestreamVerb,
  LivestreamView,
  PatrolInvitationView,
  PatrolRole,
} from "../../server/http/contract.js";
import { personText, type Label } from "./labels.js";
import { KIND_TEXTS } from "./check-ins.js";
import { millis, momentText, pickerParts } from "./moment.js";
import { dayText } from "./rota.js";

export const liveStatusLabels: Record<LivestreamStatus, Label> = {
  draft: { text: "商定中", tone: "grey" },
  agreed: { text: "待备案", tone: "blue" },
  filed: { text: "已备案", tone: "green" },
  ready: { text: "就绪", tone: "green" },
  live: { text: "直播中", tone: "blue" },
  ended: { text: "已下播", tone: "grey" },
  cancelled: { text: "已取消", tone: "grey" },
};
/** The mark of a late application, wherever it is shown. */
export const lateLabel: Label = { text: "逾期申报", tone: "red" };
export const roleNames: Record<PatrolRole, string> = { lead: "组长", member: "组员", reserve: "候补" };
export const sideNames: Record<LivestreamSide, string> = { initiating: "发起部门", operating: "运营部门" };
export const expectedLabels: Record<ExpectedState, Label> = {
  expected: { text: "待打卡", tone: "grey" },
  done: { text: "已打卡", tone: "green" },
  missed: { text: "漏打卡", tone: "red" },
  cancelled: { text: "不再需要", tone: "grey" },
};
export const invitationLabels: Record<PatrolInvitationView["state"], Label> = {
  asked: { text: "等答复", tone: "blue" },
  accepted: { text: "已接受", tone: "green" },
  declined: { text: "不能参加", tone: "orange" },
  lapsed: { text: "未答复", tone: "orange" },
  withdrawn: { text: "已撤回", tone: "grey" },
};

/** 到岗, 巡查（第 2 次） */
export const checkInName = (kind: CheckInKind, round: number): string =>
  `${KIND_TEXTS[kind]}${kind === "round" ? `（第 ${round} 次）` : ""}`;

/** `12月8日 周二 15:00–16:30`, the day of the end where it is another, the year where it is another one. */
export function airTimeText({ startAt, endAt }: { startAt: Instant; endAt: Instant }, nowMs: number): string {
  const [from, to] = [pickerParts(millis(startAt)), pickerParts(millis(endAt))];
  const year = from.day.slice(0, 4);
  const other = pickerParts(nowMs).day.startsWith(year) ? "" : `${year}年`;
  const until = from.day === to.day ? to.clock : momentText(endAt, nowMs);
  return `${other}${dayText(from.day)} ${from.clock}–${until}`;
}

/** What a person is asked for, the most pressing first. */
const asked: readonly [LivestreamVerb, string][] = [
  ["joinPatrol", "请您答复巡查邀请"],
  ["agree", "请您商定"],
  ["confirmLate", "请您确认逾期申报"],
  ["fileLate", "请您补报备案"],
  ["file", "请您备案"],
  ["registerVenue", "请您登记报备"],
  ["train", "请您确认巡查培训"],
  ["end", "下播后请登记"],
  ["summarise", "请您提交巡查小结"],
];
const awaited: Record<LivestreamStatus, string> = {
  draft: "等双方主要负责人商定",
  agreed: "等宣传部备案",
  filed: "备案后还有准备没有就绪",
  ready: "可以开播",
  live: "直播中，巡查进行",
  ended: "",
  cancelled: "",
};
/** The one thing that comes next with a livestream, and whether it is asked of the reader. */
export function nextStep({ may, status }: Pick<LivestreamListItem, "may" | "status">): { text: string; mine: boolean } {
  const own = asked.find(([verb]) => may.includes(verb));
  return own ? { text: own[1], mine: true } : { text: awaited[status], mine: false };
}

/** The same on its own page, where it is known that 宣传部 sent it back. */
export function nextStepOf(view: LivestreamView): { text: string; mine: boolean } {
  if (view.status !== "draft" || lastFiling(view)?.decision !== "sendBack") return nextStep(view);
  return view.may.includes("change") ? { text: "请补正后再报备案", mine: true } : { text: "退回补正，等申请人补正", mine: false };
}

/** What the list shows: not over yet, over, called off, or a month. */
export type LivestreamScope = "open" | "ended" | "cancelled" | "month";

/** The query of a page of livestreams. */
export const livestreamQuery = (scope: Exclude<LivestreamScope, "month">, before: string | null): string =>
  `status=${scope}${before === null ? "" : `&before=${encodeURIComponent(before)}`}`;

export interface LivestreamGroup {
  key: string;
  title: string;
  items: LivestreamListItem[];
}
/** On air first, then what is to come by its start, then what is over, the latest first; empty groups are left out. */
export function groupLivestreams(items: readonly LivestreamListItem[]): LivestreamGroup[] {
  const of = (...statuses: LivestreamStatus[]) => items.filter(({ status }) => statuses.includes(status));
  const soonest = (one: LivestreamListItem, other: LivestreamListItem): number => millis(one.startAt) - millis(other.startAt);
  const groups = [
    { key: "live", title: "直播中", items: of("live") },
    { key: "coming", title: "将要直播", items: of("draft", "agreed", "filed", "ready").sort(soonest) },
    { key: "ended", title: "已下播", items: of("ended") },
    { key: "cancelled", title: "已取消", items: of("cancelled") },
  ];
  return groups.filter((group) => group.items.length > 0);
}

/** One thing that has to stand before a livestream goes on air. */
export interface LivestreamStep {
  key: string;
  title: string;
  state: string;
  mark: "done" | "open" | "late";
  lines: string[];
}

const mark = (done: boolean): "done" | "open" => (done ? "done" : "open");

function agreementStep({ agreed, initiatingUnit, operatingUnit }: LivestreamView, nowMs: number): LivestreamStep {
  const units = { initiating: initiatingUnit.name, operating: operatingUnit.name };
  const stands = (side: LivestreamSide): string => {
    const word = agreed[side];
    return word === null ? "待主要负责人商定" : `${personText(word.by)} ${momentText(word.at, nowMs)} 已商定`;
  };
  const one = initiatingUnit.id === operatingUnit.id && stands("initiating") === stands("operating");
  const lines = one
    ? [`发起并运营（${units.initiating}）：${stands("initiating")}`]
    : (["initiating", "operating"] as const).map((side) => `${sideNames[side]}（${units[side]}）：${stands(side)}`);
  const both = agreed.initiating !== null && agreed.operating !== null;
  return { key: "agreement", title: "双方商定", state: both ? "已商定" : "待商定", mark: mark(both), lines };
}

function lateStep({ lateReason, lateConfirmedAt }: LivestreamView, nowMs: number): LivestreamStep {
  const state = lateConfirmedAt === null ? "待发起部门主要负责同志确认" : `${momentText(lateConfirmedAt, nowMs)} 已确认`;
  return {
    ...{ key: "late", title: "逾期申报", state, mark: lateConfirmedAt === null ? "late" : "done" },
    lines: [`特殊情况说明：${lateReason ?? "还没有填写"}`],
  };
}

/** The latest 备案 round; null: it was never reported. */
export const lastFiling = (view: Pick<LivestreamView, "filings"> | null): LivestreamFilingView | null =>
  view?.filings[view.filings.length - 1] ?? null;

const decided: Record<NonNullable<LivestreamFilingView["decision"]>, string> = {
  file: "已备案",
  sendBack: "退回补正",
  withdrawn: "改动后作废",
};
function filingStep({ filings, filingDueWords }: LivestreamView, nowMs: number): LivestreamStep {
  const last = lastFiling({ filings });
  const state = last === null ? "还没有报备案" : last.decision === null ? "已报宣传部，待备案" : decided[last.decision];
  const lines = filings.map(({ round, handedInAt, late, decision, decidedBy, decidedAt, note }) => {
    const answer =
      decision === null ? "" : `；${decidedBy?.name ?? ""} ${decidedAt ? momentText(decidedAt, nowMs) : ""} ${decided[decision]}`;
    return `第 ${round} 次：${momentText(handedInAt, nowMs)} 报备案${late ? "（逾期）" : ""}${answer}${note ? `：${note}` : ""}`;
  });
  return {
    ...{ key: "filing", title: "宣传部备案", state, mark: mark(last?.decision === "file") },
    lines: [`期限：${filingDueWords}`, ...lines],
  };
}

function venueStep({ venueReport: report }: LivestreamView, nowMs: number): LivestreamStep[] {
  if (report === null) return [];
  const states = { asked: "待宣传部登记", registered: "已登记", adjust: "宣传部要求调整" };
  const answer = report.answeredBy === null ? [] : [`${report.answeredBy.name} ${momentText(report.answeredAt ?? "", nowMs)} 答复`];
  return [
    {
      ...{ key: "venue", title: "场地设备报备", state: states[report.state], mark: mark(report.state === "registered") },
      lines: [`特殊情况：${report.reason}`, ...answer, ...(report.note ? [`宣传部：${report.note}`] : [])],
    },
  ];
}

function teamStep({ team, patrolDueWords, patrolWaiver, lacks }: LivestreamView): LivestreamStep {
  if (patrolWaiver !== null)
    return { key: "patrol", title: "巡查队伍", state: "不派巡查队伍", mark: "done", lines: [`宣传部写明的原因：${patrolWaiver}`] };
  const missing = lacks.some((lack) => /巡查人员|组长|候补/.test(lack));
  const untrained = team.filter(({ trainedAt }) => trainedAt === null).map(({ person }) => personText(person));
  const state = team.length === 0 ? "还没有组建" : `${team.length} 人${missing ? "，还不齐" : untrained.length > 0 ? "，培训待确认" : ""}`;
  const training = untrained.length === 0 ? [] : [`培训待大数据中心确认，未确认不能打卡：${untrained.join("、")}`];
  return {
    ...{ key: "patrol", title: "巡查队伍", state, mark: mark(team.length > 0 && !missing && untrained.length === 0) },
    lines: [patrolDueWords, ...training],
  };
}

/** What has to stand before it goes on air, in the order of Article 14. */
export function stepsOf(view: LivestreamView, nowMs: number): LivestreamStep[] {
  const over = view.status === "live" || view.status === "ended";
  const ready = over || view.status === "ready";
  const readiness: LivestreamStep = {
    ...{ key: "ready", title: "就绪", state: ready ? "已就绪" : "还没有就绪", mark: mark(ready) },
    lines: ready ? [] : view.lacks.map((lack) => `还差：${lack}`),
  };
  return [
    agreementStep(view, nowMs),
    ...(view.late ? [lateStep(view, nowMs)] : []),
    filingStep(view, nowMs),
    ...venueStep(view, nowMs),
    teamStep(view),
    ...(over ? [] : [readiness]),
  ];
}
