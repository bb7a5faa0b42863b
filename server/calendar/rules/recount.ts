import type { Deadline } from "../../../entities/deadline.js";
import { CalendarYearMissing, type WorkingCalendar } from "../../kernel/calendar.js";
import { dueAt, type Due } from "../../kernel/due.js";
import type { Span } from "../../regulation/span.js";

/** What becomes of an open deadline when the calendar is another. `passed`: the corrected moment is over already, so the old one stands. */
export interface Recounted {
  due: Due;
  outcome: "same" | "moved" | "passed";
  /** what the corrected calendar gives */
  counted: Date | null;
}

type Counted = Pick<Deadline, "span" | "startedAt" | "dueAt" | "dueWords" | "provisional">;

/**
 * Counts an open deadline again by the corrected calendar. Only what the old calendar really gives from its start is moved: a due time that a domain
 * reached otherwise stays. Nobody becomes late by a correction.
 */
export function recounted(deadline: Counted, before: WorkingCalendar, after: WorkingCalendar, now: Date): Recounted {
  const { span, startedAt, dueAt: at, dueWords, provisional } = deadline;
  const same: Due = { at, words: dueWords, span: (span as Span | null) ?? "open", provisional, calendarVersion: after.version };
  const was = span && counted(span as Span, startedAt, before);
  const next = span && counted(span as Span, startedAt, after);
  if (!was?.at || !next?.at || at === null || was.at.getTime() !== at.getTime()) return { due: same, outcome: "same", counted: at };
  const moved = next.at.getTime() !== at.getTime();
  if (moved && next.at <= now) return { due: same, outcome: "passed", counted: next.at };
  const words = dueWords.includes(was.words) ? dueWords.replace(was.words, next.words) : next.words;
  return { due: { ...same, at: next.at, words, provisional: next.provisional }, outcome: moved ? "moved" : "same", counted: next.at };
}

/** Null where a plan needs a year that this calendar does not know. */
const counted = (span: Span, startedAt: Date, calendar: WorkingCalendar): Due | null => {
  try {
    return dueAt(span, startedAt, calendar);
  } catch (error) {
    if (error instanceof CalendarYearMissing) return null;
    throw error;
  }
};
