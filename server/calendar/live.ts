import { seedFacts } from "../kernel/calendar-seed.js";
import { WorkingCalendar, workingTimes, type CalendarFacts } from "../kernel/calendar.js";
import type { Editions } from "../kernel/editions.js";
import type { LiveSettings } from "../settings/live.js";
import { CalendarHistory } from "./history.js";

/**
 * The one calendar of a program. It follows the database's table and the settings of the working day; until there is a table it counts by what the
 * program brings along.
 */
export const liveCalendar = (editions: Editions, settings: LiveSettings): WorkingCalendar => {
  let facts: CalendarFacts = seedFacts(settings);
  const calendar = new WorkingCalendar(facts);
  editions.follow("calendar", async (tx) => {
    const history = await CalendarHistory.read(tx);
    return () => {
      if (history.edition === null) return;
      facts = history.facts(settings);
      calendar.adopt(facts);
    };
  });
  settings.onChange(() => calendar.adopt({ ...facts, working: workingTimes(settings) }));
  return calendar;
};
