import type { CalendarChange } from "../../entities/calendar.js";
import type { CalendarChangeView, CalendarView } from "../http/contract.js";
import { localIso } from "../kernel/local-time.js";
import type { CalendarHistory } from "./history.js";
import { wantedYears } from "./rules/missing.js";

const CHANGES_SHOWN = 60;

/** One year of the calendar, the years there are, and what changed. `mayWrite`: whether the reader may import and correct. */
export const calendarView = (history: CalendarHistory, year: number, today: string, mayWrite: boolean): Omit<CalendarView, "now"> => {
  const documents = new Map(history.changes.map(({ edition, document }) => [edition, document]));
  return {
    year,
    covered: history.years.includes(year),
    today,
    years: [...history.years].sort().map((each) => {
      const last = history.changes.filter((change) => change.year === each && change.kind !== "correction").at(-1);
      return { year: each, document: last?.document ?? "", at: last ? localIso(last.at) : "" };
    }),
    days: history.days
      .filter(({ day }) => day.startsWith(`${year}-`))
      .map(({ day, kind, name, edition }) => ({ day, kind, name, document: documents.get(edition) ?? "" })),
    changes: [...history.changes]
      .reverse()
      .slice(0, CHANGES_SHOWN)
      .map((change) => changeView(history, change)),
    missing: wantedYears(today).filter((each) => !history.years.includes(each)),
    may: mayWrite ? ["import", "correct"] : [],
  };
};

const changeView = (
  history: CalendarHistory,
  { edition, kind, year, document, reason, byName, at }: CalendarChange,
): CalendarChangeView => {
  const days = history.daysOf(edition);
  return {
    edition,
    kind,
    year,
    document,
    reason,
    by: byName,
    at: localIso(at),
    days: kind === "correction" ? days.map(({ day, kind: what, name }) => ({ day, kind: what, name })) : [],
    count: days.length,
  };
};
