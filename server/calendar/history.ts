import { CalendarChange, CalendarDayRow } from "../../entities/calendar.js";
import { SEED_VERSION } from "../kernel/calendar-seed.js";
import { WorkingCalendar, workingTimes, type CalendarDay, type CalendarFacts } from "../kernel/calendar.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";

const VERSION = /^calendar-(\d+)$/;

/** How a due time names the edition of the calendar by which it was counted. */
export const versionOf = (edition: number): string => `calendar-${edition}`;

/** Every change of the working calendar, as the database has it at this moment. */
export class CalendarHistory {
  private constructor(
    readonly changes: readonly CalendarChange[],
    private readonly rows: readonly CalendarDayRow[],
  ) {}

  static async read(tx: Tx): Promise<CalendarHistory> {
    const changes = await tx.find(CalendarChange, { order: { edition: "ASC" } });
    return new CalendarHistory(changes, await tx.find(CalendarDayRow, { order: { edition: "ASC", day: "ASC" } }));
  }

  /** The edition in force; null while there is none. */
  get edition(): number | null {
    return this.changes.at(-1)?.edition ?? null;
  }

  /** The years taken over so far. */
  get years(): readonly number[] {
    return yearsIn(this.changes);
  }

  /** The days that differ from their weekday, as they stand now, in order. */
  get days(): readonly CalendarDayRow[] {
    return standing(this.rows);
  }

  /** The rows that one change wrote. */
  daysOf(edition: number): readonly CalendarDayRow[] {
    return this.rows.filter((row) => row.edition === edition);
  }

  /** The change by which a due time counted by this version would differ now: the last one after it; null: none came after it. */
  since(version: string): CalendarChange | null {
    const last = this.changes.at(-1);
    return last && last.edition > this.#edition(version) ? last : null;
  }

  /** The calendar as it is now, with the working day of these settings. Throws while there is none. */
  now(settings: SettingValues): WorkingCalendar {
    return new WorkingCalendar(this.facts(settings));
  }

  /** The calendar by which a due time of this version was counted. */
  at(version: string, settings: SettingValues): WorkingCalendar {
    return new WorkingCalendar(factsOf(this.changes, this.rows, this.#edition(version), settings));
  }

  /** What the calendar is made of now. */
  facts(settings: SettingValues): CalendarFacts {
    return factsOf(this.changes, this.rows, this.edition ?? 0, settings);
  }

  /** A version of before this table existed was counted by what the program brought along. */
  #edition(version: string): number {
    const [, number] = VERSION.exec(version) ?? [];
    if (number !== undefined) return Number(number);
    const seeded = this.changes.filter(({ kind }) => kind === "seed");
    return version === SEED_VERSION ? (seeded.at(-1)?.edition ?? 0) : 0;
  }
}

const yearsIn = (changes: readonly CalendarChange[]): number[] => [
  ...new Set(changes.filter(({ kind }) => kind !== "correction").map(({ year }) => year)),
];

const standing = (rows: readonly CalendarDayRow[]): CalendarDayRow[] => {
  const newest = new Map(rows.map((row) => [row.day, row]));
  return [...newest.values()].filter(({ kind }) => kind !== "plain").sort((one, other) => one.day.localeCompare(other.day));
};

const factsOf = (
  changes: readonly CalendarChange[],
  rows: readonly CalendarDayRow[],
  edition: number,
  settings: SettingValues,
): CalendarFacts => ({
  days: standing(rows.filter((row) => row.edition <= edition)).map(asDay),
  years: yearsIn(changes.filter((change) => change.edition <= edition)),
  version: versionOf(edition),
  working: workingTimes(settings),
});

const asDay = ({ day, kind, name }: CalendarDayRow): CalendarDay => ({ day, kind: kind as CalendarDay["kind"], name: name ?? "" });
