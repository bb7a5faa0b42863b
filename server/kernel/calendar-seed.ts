import chineseDays from "chinese-days";
import type { CalendarDay } from "./calendar.js";
import { addDays } from "./local-time.js";

/** The notices whose days are seeded: year → day of the State Council General Office's notice. 2027 is published by nobody yet. */
const NOTICES: Readonly<Record<number, string>> = { 2024: "2023-10-25", 2025: "2024-11-12", 2026: "2025-11-04" };

/** The years that a new installation knows. */
export const SEED_YEARS: readonly number[] = Object.keys(NOTICES).map(Number);

/** Names the seed in every due time computed from it, until an administrator's import replaces it. */
export const SEED_VERSION = "chinese-days-1.5.7";

/** The days off and make-up days of the seeded years. chinese-days answers for any year without a word, so only known years are asked. */
export const SEED_DAYS: readonly CalendarDay[] = SEED_YEARS.flatMap(daysOf);

function daysOf(year: number): CalendarDay[] {
  const days: CalendarDay[] = [];
  for (let day = `${year}-01-01`; day <= `${year}-12-31`; day = addDays(day, 1)) {
    const { work, name } = chineseDays.getDayDetail(day);
    // A day named in a notice is called "English,中文,days"; an ordinary one by its weekday alone.
    const festival = name.split(",")[1];
    if (festival === undefined) continue;
    days.push({ day, kind: work ? "makeUp" : "holiday", source: `国务院办公厅 ${NOTICES[year]} 通知：${festival}` });
  }
  return days;
}
