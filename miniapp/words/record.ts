import type { RecordedAct, SealView } from "../../server/http/contract.js";
import type { Label } from "./labels.js";
import { localDay, millis, momentText, pickerParts } from "./moment.js";

/** Which acts are shown; an empty text means whichever. */
export interface RecordFilter {
  /** `type:id` */
  subject: string;
  /** how the subject is called */
  subjectTitle: string;
  person: string;
  article: string;
  /** YYYY-MM-DD */
  day: string;
  scope: RecordScope;
}

/** What people did about their work, that and logins, or only what was attempted and refused. */
export type RecordScope = "work" | "all" | "refused";

export const noFilter: RecordFilter = { subject: "", subjectTitle: "", person: "", article: "", day: "", scope: "work" };

/** The query of a page of acts. */
export function recordQuery(filter: RecordFilter, before: number | null): string {
  const asked: [string, string][] = [
    ["subject", filter.subject],
    ["person", filter.person.trim()],
    ["article", filter.article],
    ["day", filter.day],
    ["refused", filter.scope === "refused" ? "true" : ""],
    ["logins", filter.scope === "work" ? "false" : ""],
    ["before", before === null ? "" : String(before)],
  ];
  return asked
    .filter(([, value]) => value !== "")
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join("&");
}

/** `11月22日` of 2026-11-22 */
export const dayWords = (day: string): string => `${Number(day.slice(5, 7))}月${Number(day.slice(8, 10))}日`;

/** What of a filter is set, in words, each with what takes it back. */
export function filterWords(filter: RecordFilter): { key: string; text: string; without: RecordFilter }[] {
  const set: { key: string; text: string; without: Partial<RecordFilter> }[] = [];
  if (filter.subject) set.push({ key: "subject", text: filter.subjectTitle || "一件事", without: { subject: "", subjectTitle: "" } });
  if (filter.person) set.push({ key: "person", text: filter.person, without: { person: "" } });
  if (filter.day) set.push({ key: "day", text: dayWords(filter.day), without: { day: "" } });
  if (filter.article) set.push({ key: "article", text: `第${filter.article}条`, without: { article: "" } });
  return set.map(({ key, text, without }) => ({ key, text, without: { ...filter, ...without } }));
}

const weekdays = ["日", "一", "二", "三", "四", "五", "六"];

/** 今天, 昨天, or 11月22日 周日. */
function dayTitle(ms: number, nowMs: number): string {
  const days = localDay(ms) - localDay(nowMs);
  if (days === 0) return "今天";
  if (days === -1) return "昨天";
  const { day } = pickerParts(ms);
  const year = day.slice(0, 4) === pickerParts(nowMs).day.slice(0, 4) ? "" : `${day.slice(0, 4)}年`;
  return `${year}${dayWords(day)} 周${weekdays[(localDay(ms) + 4) % 7] ?? ""}`;
}

/** Acts by local day, in the order given. */
export function groupByDay(acts: readonly RecordedAct[], nowMs: number): { title: string; acts: RecordedAct[] }[] {
  const groups: { title: string; acts: RecordedAct[] }[] = [];
  for (const act of acts) {
    const title = dayTitle(millis(act.at), nowMs);
    const last = groups[groups.length - 1];
    if (last?.title === title) last.acts.push(act);
    else groups.push({ title, acts: [act] });
  }
  return groups;
}

/** The seal in one glance. */
export function sealLabel({ last, walking }: Pick<SealView, "last" | "walking">): Label {
  if (last?.broken) return { text: "已断开", tone: "red" };
  if (last) return { text: "完整", tone: "green" };
  return { text: walking ? "正在核对" : "还没有核对过", tone: "grey" };
}

/** When and by whom it was looked through last. */
export function checkedText(last: SealView["last"], nowMs: number): string {
  if (last === null) return "每天凌晨自动核对一次，也可以现在核对。";
  return `${momentText(last.at, nowMs)} 由 ${last.by?.name ?? "系统"} 核对${last.broken ? "" : `，共 ${last.entries} 条`}`;
}

/** The subject of an act under its sentence; empty where the sentence names it already. */
export const aboutText = ({ sentence, subject: { title } }: Pick<RecordedAct, "sentence" | "subject">): string =>
  title === null || sentence.includes(title) ? "" : title;
