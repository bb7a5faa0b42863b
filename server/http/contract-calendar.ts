import type { Instant } from "./contract.js";

/** 休假 / 调休上班 / 按星期照常 */
export type CalendarKind = "holiday" | "makeUp" | "plain";

export interface CalendarDayView {
  /** YYYY-MM-DD */
  day: string;
  kind: CalendarKind;
  name: string | null;
}
/** One change of the working calendar. */
export interface CalendarChangeView {
  edition: number;
  /** brought along by the program, a year taken over, or days put right */
  kind: "seed" | "import" | "correction";
  year: number;
  document: string;
  reason: string | null;
  by: string;
  at: Instant;
  /** of a correction; else empty */
  days: CalendarDayView[];
  count: number;
}
export interface CalendarView {
  now: Instant;
  year: number;
  /** false: this year's notice has not been taken over */
  covered: boolean;
  /** local day */
  today: string;
  years: { year: number; document: string; at: Instant }[];
  /** what differs from the weekdays, in order */
  days: (CalendarDayView & { document: string })[];
  /** the latest first */
  changes: CalendarChangeView[];
  /** years that should be there by now and are not */
  missing: number[];
  may: ("import" | "correct")[];
}
/** After a change: how many open deadlines were moved. */
export type CalendarChanged = CalendarView & { moved: number };
export interface YearInput {
  year: number;
  /** one line per day or stretch of days (日期,休或班,名称), or the same as JSON */
  text: string;
  document: string;
}
export interface CorrectionInput extends CalendarDayView {
  document: string;
  reason: string;
}
