import { CalendarYearMissing, type WorkingCalendar } from "../../kernel/calendar.js";
import { dueAt } from "../../kernel/due.js";
import { addDays, dayWords, instantOf, localDay } from "../../kernel/local-time.js";
import { DUTIES } from "../../regulation/duties.js";
import type { Span } from "../../regulation/span.js";

/** The last moment at which something owed before a livestream is in time. */
export interface LastMoment {
  /** the local day on which it ends */
  day: string;
  at: Date;
  /** Chinese, how it was counted */
  words: string;
}

/** 提前 7 天: natural days unless 宣传部 has decided for working days (Q13). */
export type DaysCount = "自然日" | "工作日";

const AHEAD = DUTIES.fileLivestream.within as Extract<Span, { before: unknown }>;
const DAYS = "days" in AHEAD.before ? AHEAD.before.days : AHEAD.before.workingDays;

/**
 * Until when a livestream that starts then has to be agreed and reported for filing (Article 14). The day of the start does not count. Throws
 * CalendarYearMissing where the year of the start is not known: a plan is never guessed.
 */
export const filingDue = (startAt: Date, counts: DaysCount, calendar: WorkingCalendar): LastMoment => {
  const day = localDay(startAt);
  if (!calendar.covers(day)) throw new CalendarYearMissing(Number(day.slice(0, 4)));
  const span: Span = { before: counts === "自然日" ? { days: DAYS } : { workingDays: DAYS } };
  const due = dueAt(span, startAt, calendar);
  const at = due.at ?? startAt;
  return { day: localDay(new Date(at.getTime() - 1)), at, words: `开播日 ${due.words}` };
};

/**
 * When the patrol team has to stand: on the day before the start, or the last working day before it where that is a day off (R14-05). Throws
 * CalendarYearMissing where a year on the way is not known.
 */
export const patrolDue = (startAt: Date, formedBy: string, calendar: WorkingCalendar): LastMoment => {
  const eve = addDays(localDay(startAt), -1);
  const day = calendar.lastWorkingDayOnOrBefore(eve);
  const shifted = day === eve ? "" : `，前 1 天为休息日，提前到 ${dayWords(day)}`;
  return {
    day,
    at: instantOf(day, formedBy),
    words: `${dayWords(localDay(startAt))}开播，提前 1 天组建${shifted}（${dayWords(day)} ${formedBy} 前）`,
  };
};
