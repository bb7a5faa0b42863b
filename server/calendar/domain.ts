import type { Domain, Foundation } from "../domain.js";
import { CALENDAR_DUTIES, importPart } from "./duty.js";
import { calendarRoutes } from "./routes.js";
import type { Calendars } from "./service.js";
import type { YearWatch } from "./watch.js";

interface ActFacts {
  year: number;
  document: string;
  days: number;
  day?: string;
  to?: string;
}

/** The working calendar as the program takes it in. `page`: the address of its page. */
export const calendarDomain = (desk: Foundation, calendars: Calendars, watch: YearWatch, page: string): Domain => ({
  rows: CALENDAR_DUTIES,
  parts: { importCalendar: importPart(desk, page) },
  sentence,
  titles: { calendar: (_tx, ids) => Promise.resolve(new Map(ids.map((id) => [id, `${id} 年工作日历`]))) },
  routes: calendarRoutes(calendars),
  rounds: watch,
});

const sentence = (action: string, who: string, facts: object): string | null => {
  const { year, document, days, day, to } = facts as ActFacts;
  switch (action) {
    case "calendar.imported":
      return `${who} 录入 ${year} 年工作日历（${document}，写入 ${days} 天）`;
    case "calendar.corrected":
      return `${who} 将 ${day} 更正为${to}（${document}）`;
    default:
      return null;
  }
};
