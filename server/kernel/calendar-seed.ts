import published from "chinese-days/dist/chinese-days.json" with { type: "json" };
import type { SettingValues } from "../regulation/settings.js";
import { workingTimes, type CalendarDay, type CalendarFacts } from "./calendar.js";

/** The notices whose days are seeded: year → day of the State Council General Office's notice. 2027 is published by nobody yet. */
const NOTICES: Readonly<Record<string, string>> = { 2024: "2023-10-25", 2025: "2024-11-12", 2026: "2025-11-04" };

/** The years that a new installation knows. */
export const SEED_YEARS: readonly number[] = Object.keys(NOTICES).map(Number);

/** Names the seed in every due time computed from it, until an administrator's import replaces it. */
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
    const notice = NOTICES[day.slice(0, 4)];
    return notice ? [{ day, kind, source: `国务院办公厅 ${notice} 通知：${name.split(",")[1] ?? name}` }] : [];
  });
}
