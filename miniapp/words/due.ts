import type { Instant } from "../../server/http/contract.js";
import { localDay, millis, momentText } from "./moment.js";

const minute = 60_000;
const hour = 60 * minute;

/** How a due time is drawn: `over` red, `soon` orange, `calm` grey, `none` not at all. */
export type DueTone = "over" | "soon" | "calm" | "none";
export interface DueText {
  text: string;
  tone: DueTone;
}
export interface Due {
  dueAt: Instant | null;
  /** the server's own finding; it wins over the countdown */
  late: boolean;
  /** owed at once, from then on; where there is no due time */
  since?: Instant;
  /** the calendar of that year is not known yet */
  provisional?: boolean;
}

function overText(over: number): string {
  if (over < minute) return "刚刚逾期";
  if (over < hour) return `超 ${Math.floor(over / minute)} 分钟`;
  if (over < 24 * hour) return `超 ${Math.floor(over / hour)} 小时`;
  return `超 ${Math.floor(over / (24 * hour))} 天`;
}

const sinceText = (waited: number): string =>
  waited < minute ? "立即" : waited < hour ? `已等 ${Math.floor(waited / minute)} 分钟` : `已等 ${Math.floor(waited / hour)} 小时`;

function leftText(left: number, dueAt: Instant, nowMs: number): string {
  if (left < minute) return "剩不到 1 分钟";
  if (left < hour) return `剩 ${Math.floor(left / minute)} 分钟`;
  const minutes = Math.floor((left % hour) / minute);
  if (left < 3 * hour) return `剩 ${Math.floor(left / hour)} 小时${minutes > 0 ? ` ${minutes} 分` : ""}`;
  if (left < 12 * hour) return `剩 ${Math.floor(left / hour)} 小时`;
  return localDay(millis(dueAt)) === localDay(nowMs) ? `今天 ${momentText(dueAt, nowMs)}` : momentText(dueAt, nowMs);
}

/** The countdown of a duty at the server's moment `nowMs`. */
export function dueText(due: Due, nowMs: number): DueText {
  if (due.dueAt === null && due.since !== undefined) return { text: sinceText(nowMs - millis(due.since)), tone: "over" };
  if (due.dueAt === null) return due.late ? { text: "已逾期", tone: "over" } : { text: "", tone: "none" };
  const left = millis(due.dueAt) - nowMs;
  if (left <= 0 || due.late) return { text: overText(Math.max(0, -left)), tone: "over" };
  const text = leftText(left, due.dueAt, nowMs);
  return { text: due.provisional ? `${text}（暂定）` : text, tone: left < hour ? "soon" : "calm" };
}
