import published from "chinese-days/dist/chinese-days.json" with { type: "json" };
import type { SettingValues } from "../regulation/settings.js";
import { workingTimes, type CalendarDay, type CalendarFacts } from "./calendar.js";

/** The notices whose days are seeded, by year: the State Council General Office's, with its day. 2027 is published by nobody yet. */
export const SEED_NOTICES: Readonly<Record<string, string>> = {
  2024: "国务院办公厅 2023-10-25 通知",
  2025: "国务院办公厅 2024-11-12 通知",
  2026: "国务院办公厅 2025-11-04 通知",
};

/** The years that a new installation knows. */
export const SEED_YEARS: readonly number[] = Object.keys(SEED_NOTICES).map(Number);

/** Names the seed in a due time that was counted before the database had a calendar of its own. */
export const SEED_VERSION = "chinese-days-1.5.7";

/**
 * The days off and make-up days of the seeded years. The table of chinese-days is read, never its functions: those answer for unknown years
 * without a word and read days in the machine's zone.
 */
export const SEED_DAYS: readonly CalendarDay[] = [...seeded("holiday", published.holidays), ...seeded("makeUp", published.workdays)].sort(
  (one, other) => one.day.localeCompare(other.day),
);

/** What is counted by until the database's own table is read. */
export const seedFacts = (settings: SettingValues): CalendarFacts => ({
  days: SEED_DAYS,
  years: SEED_YEARS,
  version: SEED_VERSION,
  working: workingTimes(settings),
});

/** The table names each day "English,中文,days off". */
function seeded(kind: CalendarDay["kind"], table: Readonly<Record<string, string>>): CalendarDay[] {
  return Object.entries(table).flatMap(([day, name]) => {
    return day.slice(0, 4) in SEED_NOTICES ? [{ day, kind, name: name.split(",")[1] ?? name }] : [];
  });
}
