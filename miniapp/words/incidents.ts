import type {
  AlertLevel,
  IncidentDutyView,
  IncidentLevel,
  IncidentListItem,
  IncidentStatus,
  IncidentView,
  PersonView,
  Platform,
  ReachView,
} from "../../server/http/contract.js";
import type { Due } from "./due.js";
import { personText, platformNames, type Label, type Tone } from "./labels.js";
import { millis } from "./moment.js";

/** How an alert is coloured; the word stands beside it always. */
export const alertTones: Record<AlertLevel, Tone> = { yellow: "yellow", orange: "orange", red: "red" };
const levelNames: Record<IncidentLevel, string> = { yellow: "黄色警报", orange: "橙色警报", red: "红色警报", none: "非舆情" };
const grades: Record<AlertLevel, string> = { yellow: "一般", orange: "重大", red: "特别重大" };

/** 红色警报, 非舆情, 待研判 */
export const levelName = (level: IncidentLevel | null): string => (level === null ? "待研判" : levelNames[level]);
/** 红色警报（特别重大） */
export const levelTitle = (level: IncidentLevel | null): string =>
  level === null || level === "none" ? levelName(level) : `${levelName(level)}（${grades[level]}）`;
/** The tag of a level. */
export const levelLabel = (level: IncidentLevel | null): Label => {
  if (level === null) return { text: "待研判", tone: "blue" };
  return { text: levelName(level), tone: level === "none" ? "grey" : alertTones[level] };
};

export const statusLabels: Record<IncidentStatus, Label> = {
  reported: { text: "待研判", tone: "blue" },
  handling: { text: "处置中", tone: "blue" },
  lifted: { text: "已解除，待办结", tone: "green" },
  closed: { text: "已办结", tone: "grey" },
  dismissed: { text: "非舆情", tone: "grey" },
};

/** True for the duty of a written report. */
export const isWriting = (duty: string): boolean => duty === "writeUpOrange" || duty === "writeUpRed";

const sites: readonly [RegExp, Platform][] = [
  [/(^|\.)(weibo\.(com|cn)|t\.cn)$/, "weibo"],
  [/^(channels|finder)\.weixin\.qq\.com$/, "wechatChannels"],
  [/(^|\.)weixin\.qq\.com$/, "wechat"],
  [/(^|\.)(bilibili\.com|b23\.tv)$/, "bilibili"],
  [/(^|\.)(douyin|iesdouyin)\.com$/, "douyin"],
  [/(^|\.)kuaishou\.com$/, "kuaishou"],
  [/(^|\.)(xiaohongshu\.com|xhslink\.com)$/, "xiaohongshu"],
];

/** The site of an address; empty where it is none. */
export const siteOf = (link: string): string => (/^https?:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(link.trim())?.[1] ?? "").toLowerCase();
/** The platform that an address belongs to; null: none that is known. */
export const platformOf = (link: string): Platform | null => sites.find(([site]) => site.test(siteOf(link)))?.[1] ?? null;
/** 微博, else the site itself. */
export const platformText = (link: string): string => {
  const platform = platformOf(link);
  return platform === null ? siteOf(link) : platformNames[platform];
};

/** One sentence on whom the alert has reached: 9人中8人已送达，1人未送达：…（原因）。 */
export function reachText(reach: readonly ReachView[]): string {
  if (reach.length === 0) return "还没有发给任何人。";
  const of = (state: ReachView["state"]): ReachView[] => reach.filter((each) => each.state === state);
  const [seen, sent, waiting, failed] = [of("acknowledged"), of("sent"), of("waiting"), of("failed")];
  const arrived = seen.length + sent.length;
  const parts = [arrived === reach.length ? `${reach.length}人全部送达` : `${reach.length}人中${arrived}人已送达`];
  if (seen.length > 0) parts.push(`${seen.length}人已点收到`);
  if (waiting.length > 0) parts.push(`${waiting.length}人正在发送`);
  const missing = failed.map(({ person, detail }) => `${person.name}${detail ? `（${detail}）` : ""}`);
  if (failed.length > 0) parts.push(`${failed.length}人未送达：${missing.join("、")}`);
  return `${parts.join("，")}。`;
}

export const reachLabels: Record<ReachView["state"], Label> = {
  acknowledged: { text: "已收到", tone: "green" },
  sent: { text: "未点收到", tone: "grey" },
  waiting: { text: "正在发送", tone: "grey" },
  failed: { text: "未送达", tone: "red" },
};

/** 3 分钟, 2 小时 5 分, 1 天 2 小时 */
export function minutesText(minutes: number): string {
  if (minutes < 60) return `${minutes} 分钟`;
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return `${hours} 小时${minutes % 60 > 0 ? ` ${minutes % 60} 分` : ""}`;
  return `${Math.floor(hours / 24)} 天${hours % 24 > 0 ? ` ${hours % 24} 小时` : ""}`;
}

const ownersShown = 3;
/** Whose a duty is: 您 first, a few by name, the rest by their number; empty where it is nobody's. */
export function ownersText(holders: readonly PersonView[], userid: string): string {
  const others = holders.filter((holder) => holder.userid !== userid).map(personText);
  const names = [...(others.length < holders.length ? ["您"] : []), ...others];
  return names.length > ownersShown ? `${names.slice(0, ownersShown).join("、")}等 ${names.length} 人` : names.join("、");
}

/** Who owes a duty and to whom; the one owed at once ends with the leader's own word. */
export const partiesText = ({ duty, to }: Pick<IncidentDutyView, "duty" | "to">, owners: string): string => {
  if (duty === atOnce && owners !== "") return `等 ${owners} 点「收到」，或由他人当面、电话报告后登记`;
  return [...(owners === "" ? [] : [`办理：${owners}`]), ...(to === null ? [] : [`报：${to}`])].join(" · ");
};

/** Where a duty stands, for the mark before it. */
export type DutyMark = "done" | "doneLate" | "late" | "open" | "ended";
export const dutyMark = ({ state, late }: Pick<IncidentDutyView, "state" | "late">): DutyMark => {
  if (state === "open") return late ? "late" : "open";
  if (state === "cancelled") return "ended";
  return late ? "doneLate" : "done";
};

/** How a duty that is not open ended, with what it was late by. */
export const endText = ({ closedWords, late, lateMinutes, state }: IncidentDutyView): string =>
  `${closedWords ?? ""}${late && state === "discharged" && lateMinutes > 0 ? `，超时 ${minutesText(lateMinutes)}` : ""}`;

/** The duty that the article orders at once: it has no time that it could wait for. */
const atOnce = "reportRed";
/** By when a duty is owed. */
export const dutyDue = ({ duty, dueAt, late, startedAt }: Pick<IncidentDutyView, "duty" | "dueAt" | "late" | "startedAt">): Due => ({
  dueAt,
  late,
  ...(duty === atOnce ? { since: startedAt } : {}),
});
const order = ({ duty, dueAt }: IncidentDutyView): number => (duty === atOnce ? 0 : dueAt === null ? Infinity : millis(dueAt));
const byDue = (one: IncidentDutyView, other: IncidentDutyView): number => order(one) - order(other) || 0;

/** What is owed first, by due time; then what is done. */
export const sortedDuties = (duties: readonly IncidentDutyView[]): { open: IncidentDutyView[]; ended: IncidentDutyView[] } => ({
  open: duties.filter(({ state }) => state === "open").sort(byDue),
  ended: duties.filter(({ state }) => state !== "open"),
});

export interface IncidentGroup {
  key: IncidentStatus;
  title: string;
  items: IncidentListItem[];
}
const gravity = ({ level }: IncidentListItem): number => ["red", "orange", "yellow", null].indexOf(level === "none" ? null : level);

/** Incidents by what they need: without a level first, then those under way by what is due next; empty groups are left out. */
export function groupIncidents(items: readonly IncidentListItem[]): IncidentGroup[] {
  return (Object.keys(statusLabels) as IncidentStatus[])
    .map((key) => ({ key, title: statusLabels[key].text, items: items.filter(({ status }) => status === key) }))
    .filter((group) => group.items.length > 0)
    .map((group) => ({ ...group, items: group.key === "closed" || group.key === "dismissed" ? group.items : group.items.sort(byNeed) }));
}
const dueOf = ({ nextDue }: IncidentListItem): number => (nextDue === null ? Infinity : millis(nextDue.dueAt));
const byNeed = (one: IncidentListItem, other: IncidentListItem): number => dueOf(one) - dueOf(other) || gravity(one) - gravity(other);

/** The moments of an incident that are known, in the order in which they happened to it. */
export function momentsOf({ times }: Pick<IncidentView, "times">): { key: string; title: string; at: string }[] {
  const rows: [string, string, string | null][] = [
    ["occurred", "发生", times.occurredAt],
    ["discovered", "发现", times.discoveredAt],
    ["reported", "报告", times.reportedAt],
    ["levelSet", "定级", times.levelSetAt],
    ["handled", "处置完毕", times.handledAt],
    ["lifted", "解除", times.liftedAt],
    ["closed", "办结", times.closedAt],
  ];
  return rows.flatMap(([key, title, at]) => (at === null ? [] : [{ key, title, at }]));
}

/** What a list is narrowed to; an empty text means whichever. */
export interface IncidentFilter {
  /** under way, ended, or whichever */
  scope: "open" | "ended" | "";
  level: AlertLevel | "";
  words: string;
}

/** The query of a page of incidents. */
export const incidentQuery = ({ scope, level, words }: IncidentFilter, before: string | null): string =>
  [
    ["status", scope],
    ["level", level],
    ["words", words.trim()],
    ["before", before ?? ""],
  ]
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name ?? ""}=${encodeURIComponent(value ?? "")}`)
    .join("&");

/** Whether a written report is owed, in a few words. */
export function writtenReportText({ duties, level, times }: Pick<IncidentView, "duties" | "level" | "times">): string {
  const task = [...duties].reverse().find(({ duty }) => isWriting(duty));
  if (task === undefined) return level === "yellow" ? "黄色警报不要求书面报告" : "级别确定后才知道是否须书面报告";
  if (task.state === "discharged") return "书面报告已报出";
  if (task.state === "cancelled") return `书面报告：${task.closedWords ?? "不再需要"}`;
  return task.dueAt === null && times.handledAt === null ? "处置完毕后及时书面报告" : "书面报告待报出";
}
