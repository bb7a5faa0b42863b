import type { CalendarChange, CalendarKind } from "../../entities/calendar.js";

/** 休假, 调休上班, 按星期照常 */
export const KIND_WORDS: Readonly<Record<CalendarKind, string>> = { holiday: "休假", makeUp: "调休上班", plain: "按星期照常" };

/** What changed the calendar, e.g. 2027 年工作日历录入. */
export const causeWords = ({ kind, year }: Pick<CalendarChange, "kind" | "year">): string =>
  `${year} 年工作日历${kind === "correction" ? "更正" : "录入"}`;
