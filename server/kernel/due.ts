import { spanWords, type Span } from "../regulation/span.js";
import type { WorkingCalendar } from "./calendar.js";
import { addDays, dayWords, instantOf, isLocalDay, localDay, localMoment } from "./local-time.js";

/** When a duty is due, and how that was computed. */
export interface Due {
  /** null: the span has no clock (立即 is due at once and stays owed, 及时 and a gate have no moment). */
  readonly at: Date | null;
  /** Chinese, how it was computed, e.g. 自 10月2日 22:10 起 3 小时. */
  readonly words: string;
  /** what was counted, so that the moment can be found again when the calendar is corrected */
  readonly span: Span;
  /** true: a year was not known, `at` is the earliest it can be, and is fixed when the calendar arrives. */
  readonly provisional: boolean;
  readonly calendarVersion: string;
}

const HOUR_MS = 3_600_000;

/**
 * When something that began at `startedAt` is due. For a `before` span `startedAt` is the planned moment, and a year that is not known throws
 * CalendarYearMissing; for a duty that has begun it makes the answer provisional instead.
 */
export function dueAt(span: Span, startedAt: Date, calendar: WorkingCalendar): Due {
  const endsAt = calendar.workingDayEndsAt;
  const day = localDay(startedAt);
  const known = (at: Date | null, words: string): Due => ({ at, words, span, provisional: false, calendarVersion: calendar.version });
  const since = `自 ${localMoment(startedAt)} 起`;
  if (typeof span === "string") return known(null, spanWords(span));
  if ("minutes" in span) return known(new Date(startedAt.getTime() + span.minutes * 60_000), `${since} ${spanWords(span)}`);
  if ("hours" in span) return known(new Date(startedAt.getTime() + span.hours * HOUR_MS), `${since} ${spanWords(span)}`);
  if ("workingHours" in span) {
    return counted(calendar.addWorkingHours(startedAt, span.workingHours, "earliest"), `${since} ${spanWords(span)}`, span, day, calendar);
  }
  if ("workingDays" in span) {
    const last = calendar.addWorkingDays(day, span.workingDays, "earliest");
    return counted(
      instantOf(last, endsAt),
      `${dayWords(day)}后第 ${span.workingDays} 个工作日（${dayWords(last)}）${endsAt} 前`,
      span,
      day,
      calendar,
    );
  }
  if ("before" in span) {
    const last = latestBefore(day, span, calendar);
    const clock = "workingDays" in span.before ? endsAt : "24:00";
    return known(instantOf(last, clock), `${dayWords(day)}${spanWords(span)}（${dayWords(last)} ${clock} 前）`);
  }
  if ("sameDay" in span) return known(instantOf(day, "24:00"), `${dayWords(day)}当天 24:00 前`);
  const last = "days" in span ? addDays(day, span.days) : sameDateAfter(day, span.years);
  return known(instantOf(last, "24:00"), `自 ${dayWords(day)} 起 ${spanWords(span)}（${dayWords(last)} 24:00 前）`);
}

/** The latest local day on which something owed before a planned day may be done. Throws CalendarYearMissing where working days are unknown. */
export function latestBefore(planDay: string, span: Extract<Span, { before: unknown }>, calendar: WorkingCalendar): string {
  return "workingDays" in span.before
    ? calendar.subtractWorkingDays(planDay, span.before.workingDays)
    : addDays(planDay, -span.before.days);
}

function counted(at: Date, words: string, span: Span, from: string, calendar: WorkingCalendar): Due {
  // The last moment that still belongs to the deadline: an end at 24:00 is not the next day.
  const to = localDay(new Date(at.getTime() - 1));
  const provisional = !calendar.coversAll(from, to);
  const note = provisional ? `（暂定：${calendar.covers(to) ? from.slice(0, 4) : to.slice(0, 4)} 年工作日历尚未录入）` : "";
  return { at, words: words + note, span, provisional, calendarVersion: calendar.version };
}

/** The same date so many years later; 29 February becomes the 28th where there is none. */
function sameDateAfter(day: string, years: number): string {
  const same = `${Number(day.slice(0, 4)) + years}${day.slice(4)}`;
  return isLocalDay(same) ? same : `${same.slice(0, 8)}28`;
}
