import type { SettingValues, WorkingPeriod } from "../regulation/settings.js";
import { addDays, instantOf, localDay, minutesOfDay, weekday } from "./local-time.js";
import { Refusal } from "./refusal.js";

/** One day that differs from its weekday: a day off by the State Council's notice, or a weekend day worked in exchange (调休). */
export interface CalendarDay {
  /** YYYY-MM-DD in Asia/Shanghai. */
  readonly day: string;
  readonly kind: "holiday" | "makeUp";
  /** e.g. 春节; empty: none given */
  readonly name: string;
}

/** What to do where a year is not known: a plan is refused, a duty takes the earliest day that could be a working day. */
export type Unknown = "refuse" | "earliest";

/** Thrown when a plan needs a year whose holidays have not been published or imported; never guessed. */
export class CalendarYearMissing extends Refusal {
  constructor(readonly year: number) {
    super({
      code: "calendar.year-missing",
      kind: "invalid",
      detail: `${year} 年的工作日历尚未录入，无法推算工作日。请先导入国务院办公厅的放假安排，再安排这一计划。`,
    });
    this.name = "CalendarYearMissing";
  }
}

export interface CalendarFacts {
  readonly days: readonly CalendarDay[];
  /** The years whose notice is in `days`. */
  readonly years: readonly number[];
  /** Stored with every due time computed from this calendar. */
  readonly version: string;
  readonly working: WorkingTimes;
}

/** The organisation's working day, which no notice gives. */
export interface WorkingTimes {
  readonly hours: readonly WorkingPeriod[];
  /** Local clock time at which a deadline counted in working days ends. */
  readonly dayEndsAt: string;
}

/** The working day that the settings give. */
export const workingTimes = (settings: SettingValues): WorkingTimes => ({
  hours: settings.value("calendar.workingHours"),
  dayEndsAt: settings.value("calendar.workingDayEndsAt"),
});

/** What a calendar looks up, made once from its facts. */
interface Table {
  readonly version: string;
  readonly days: ReadonlyMap<string, CalendarDay>;
  readonly years: ReadonlySet<number>;
  readonly periods: readonly { start: number; end: number }[];
  readonly dayEndsAt: string;
}

const tableOf = ({ days, years, version, working }: CalendarFacts): Table => ({
  version,
  days: new Map(days.map((each) => [each.day, each])),
  years: new Set(years),
  periods: periodsOf(working.hours),
  dayEndsAt: working.dayEndsAt,
});

const yearOf = (day: string): number => Number(day.slice(0, 4));

/** The working days of the organisation: the same facts always give the same answers. */
export class WorkingCalendar {
  #table: Table;

  constructor(facts: CalendarFacts) {
    this.#table = tableOf(facts);
  }

  /** Counts by these facts from now on. The one calendar of a program follows its database; whatever was counted keeps its version. */
  adopt(facts: CalendarFacts): void {
    this.#table = tableOf(facts);
  }

  /** Stored with every due time computed from this calendar. */
  get version(): string {
    return this.#table.version;
  }

  /** Local clock time at which a deadline counted in working days ends. */
  get workingDayEndsAt(): string {
    return this.#table.dayEndsAt;
  }

  /** The local day (YYYY-MM-DD) in which the instant falls. */
  localDay(instant: Date): string {
    return localDay(instant);
  }

  /** The instant of a local clock time; "24:00" is the end of the day. */
  instantOf(day: string, clock: string): Date {
    return instantOf(day, clock);
  }

  /** Whether the day's year has been published and imported. */
  covers(day: string): boolean {
    return this.#table.years.has(yearOf(day));
  }

  /** Whether every year from one day to the other (in either order) is known. */
  coversAll(one: string, other: string): boolean {
    const [from, to] = [yearOf(one), yearOf(other)].sort((a, b) => a - b) as [number, number];
    for (let year = from; year <= to; year++) if (!this.#table.years.has(year)) return false;
    return true;
  }

  /** How a day differs from its weekday, by the notice; null: it does not, or its year is not known. */
  exception(day: string): CalendarDay | null {
    return this.#table.days.get(day) ?? null;
  }

  /** Throws CalendarYearMissing for an unknown year, unless asked for the earliest: there any day may turn out to be a working day. */
  isWorkingDay(day: string, unknown: Unknown = "refuse"): boolean {
    if (!this.covers(day)) {
      if (unknown === "refuse") throw new CalendarYearMissing(yearOf(day));
      return true;
    }
    const kind = this.#table.days.get(day)?.kind;
    if (kind !== undefined) return kind === "makeUp";
    const ofWeek = weekday(day);
    return ofWeek !== 0 && ofWeek !== 6;
  }

  /** The n-th working day after the day; the day itself does not count. */
  addWorkingDays(day: string, n: number, unknown: Unknown = "refuse"): string {
    return this.#step(day, n, 1, unknown);
  }

  /** The n-th working day before the day; the day itself does not count. Plans count this way, so an unknown year is always refused. */
  subtractWorkingDays(day: string, n: number): string {
    return this.#step(day, n, -1, "refuse");
  }

  /** The day itself if it is a working day, else the last one before it. */
  lastWorkingDayOnOrBefore(day: string): string {
    let current = day;
    while (!this.isWorkingDay(current)) current = addDays(current, -1);
    return current;
  }

  /** The instant at which so many working hours have run since the start; time outside working hours does not count. */
  addWorkingHours(startedAt: Date, hours: number, unknown: Unknown = "refuse"): Date {
    let left = hours * 3_600_000;
    let from = startedAt.getTime();
    for (let day = localDay(startedAt); ; day = addDays(day, 1)) {
      if (!this.isWorkingDay(day, unknown)) continue;
      const midnight = instantOf(day, "00:00").getTime();
      for (const { start, end } of this.#table.periods) {
        from = Math.max(from, midnight + start * 60_000);
        const available = midnight + end * 60_000 - from;
        if (available <= 0) continue;
        if (left <= available) return new Date(from + left);
        left -= available;
      }
    }
  }

  #step(day: string, n: number, direction: 1 | -1, unknown: Unknown): string {
    if (!Number.isInteger(n) || n < 0) throw new RangeError(`工作日数须为非负整数：${n}`);
    let current = day;
    for (let left = n; left > 0;) {
      current = addDays(current, direction);
      if (this.isWorkingDay(current, unknown)) left--;
    }
    return current;
  }
}

/** Working periods as minutes of the day, in order. Throws RangeError when there is none, or they overlap or run backwards. */
function periodsOf(periods: readonly WorkingPeriod[]): readonly { start: number; end: number }[] {
  const minutes = periods.map(({ start, end }) => ({ start: minutesOfDay(start), end: minutesOfDay(end) }));
  const ordered = minutes.every(({ start, end }, index) => start < end && start >= (minutes[index - 1]?.end ?? 0));
  if (minutes.length === 0 || !ordered) throw new RangeError("工作时间须按先后排列且互不重叠");
  return minutes;
}
