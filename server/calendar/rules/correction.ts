import type { CalendarKind } from "../../../entities/calendar.js";
import { isLocalDay, weekday } from "../../kernel/local-time.js";
import type { Refusal } from "../../kernel/refusal.js";
import { refuse } from "./refusals.js";

const FIRST_YEAR = 2024;

interface Standing {
  day: string;
  kind: CalendarKind;
  name: string | null;
}

/** How a day stands now, of those that differ from their weekday. */
export const dayNow = (days: readonly Standing[], day: string): Pick<Standing, "kind" | "name"> =>
  days.find((each) => each.day === day) ?? { kind: "plain", name: null };

/** Why a year cannot be taken over; null: it can. `same`: the list holds what the table holds. `today` is a local day. */
export const yearRefusal = (year: number, today: string, same: boolean): Refusal | null => {
  const latest = Number(today.slice(0, 4)) + 2;
  if (year < FIRST_YEAR || year > latest)
    return refuse("year-too-far", "invalid", `只能录入 ${FIRST_YEAR} 年到 ${latest} 年的放假安排，请核对年份。`);
  return same ? refuse("unchanged", "conflict", `${year} 年的工作日历与这份安排相同，不用再导入。`) : null;
};

/** Why a day cannot be put right; null: it can. */
export const correctionRefusal = (
  wanted: { day: string; kind: CalendarKind; name: string | null },
  facts: { years: readonly number[]; now: Pick<Standing, "kind" | "name"> },
): Refusal | null => {
  const { day, kind, name } = wanted;
  if (!isLocalDay(day)) return refuse("no-such-day", "invalid", `没有 ${day.slice(0, 20)} 这一天，请按 2027-01-01 的形式填写。`);
  const year = Number(day.slice(0, 4));
  if (!facts.years.includes(year)) return refuse("year-missing", "conflict", `${year} 年的工作日历尚未录入，请先导入整年的放假安排。`);
  const ofWeek = weekday(day);
  if (kind === "makeUp" && ofWeek !== 0 && ofWeek !== 6)
    return refuse("works-anyway", "invalid", `${day} 不是周末，本来就上班；要取消放假请选“按星期照常”。`);
  if (facts.now.kind === kind && (facts.now.name ?? "") === (name ?? ""))
    return refuse("unchanged", "conflict", `${day} 现在就是这样，不用更正。`);
  return null;
};
