import type { CalendarChangeView, CalendarDayView, CalendarKind } from "../../server/http/contract.js";

export const kindNames: Record<CalendarKind, string> = { holiday: "休假", makeUp: "调休上班", plain: "按星期照常" };
/** One character in a cell of the month. */
export const kindMarks: Record<CalendarKind, string> = { holiday: "休", makeUp: "班", plain: "" };
export const weekdays = ["一", "二", "三", "四", "五", "六", "日"] as const;

/** One cell of a month: empty before the first day. */
export interface DayCell {
  /** YYYY-MM-DD; null: not of this month */
  day: string | null;
  number: number;
  kind: CalendarKind;
  name: string | null;
  weekend: boolean;
}

const two = (n: number): string => String(n).padStart(2, "0");
const utc = (year: number, month: number, day: number): Date => new Date(Date.UTC(year, month - 1, day));

/** The weeks of a month, Monday first, as one list of cells. */
export function monthCells(year: number, month: number, days: readonly CalendarDayView[]): DayCell[] {
  const known = new Map(days.map((each) => [each.day, each]));
  const before = (utc(year, month, 1).getUTCDay() + 6) % 7;
  const count = utc(year, month + 1, 0).getUTCDate();
  const empty: DayCell[] = Array.from({ length: before }, () => ({ day: null, number: 0, kind: "plain", name: null, weekend: false }));
  const cells = Array.from({ length: count }, (_, index): DayCell => {
    const number = index + 1;
    const day = `${year}-${two(month)}-${two(number)}`;
    const found = known.get(day);
    return { day, number, kind: found?.kind ?? "plain", name: found?.name ?? null, weekend: (before + index) % 7 > 4 };
  });
  return [...empty, ...cells];
}

const weekdayOf = (day: string): number => {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return utc(year, month, date).getUTCDay();
};

export const isWeekend = (day: string): boolean => [0, 6].includes(weekdayOf(day));

/** How a day of this kind is spent; an ordinary day as its weekday says. */
export const spentText = (day: string, kind: CalendarKind): string =>
  kind === "plain" ? (isWeekend(day) ? "照常休息" : "照常上班") : kindNames[kind];

/** `2月15日 星期日` */
export function dayText(day: string): string {
  const [, month, date] = day.split("-").map(Number);
  return `${month}月${date}日 星期${"日一二三四五六"[weekdayOf(day)]}`;
}

/** `2月15日`, or `2月15日–23日`, or `9月29日–10月3日` */
export function stretchText(from: string, to: string): string {
  const [, month, day] = from.split("-").map(Number);
  const [, endMonth, endDay] = to.split("-").map(Number);
  if (from === to) return `${month}月${day}日`;
  return `${month}月${day}日–${month === endMonth ? "" : `${endMonth}月`}${endDay}日`;
}

/** Days of one kind and name that follow each other. */
export interface Stretch {
  from: string;
  to: string;
  kind: CalendarKind;
  name: string | null;
  days: number;
}

const next = (day: string): string => {
  const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
  return utc(year, month, date + 1)
    .toISOString()
    .slice(0, 10);
};

/** A year's days gathered into stretches, in order. */
export function stretches(days: readonly CalendarDayView[]): Stretch[] {
  const found: Stretch[] = [];
  for (const { day, kind, name } of days) {
    const last = found[found.length - 1];
    if (last && last.kind === kind && last.name === name && next(last.to) === day) {
      last.to = day;
      last.days += 1;
    } else found.push({ from: day, to: day, kind, name, days: 1 });
  }
  return found;
}

/** What one change did, e.g. `录入 2027 年（31 天）` or `2月14日：休假`. */
export function changeText({ kind, year, days, count }: CalendarChangeView): string {
  if (kind !== "correction") return `${kind === "seed" ? "随程序提供" : "录入"} ${year} 年（${count} 天）`;
  return days.map(({ day, kind: what, name }) => `${stretchText(day, day)}：${kindNames[what]}${name ? `（${name}）` : ""}`).join("；");
}

/** What is said after a change about the deadlines that it moved. */
export const movedText = (moved: number): string =>
  moved === 0 ? "没有未办的时限因此改变" : `${moved} 项未办的时限已重算，办理人和相关负责人会收到说明`;
