import type { Deadline } from "../../../entities/deadline.js";
import type { Incident } from "../../../entities/incident.js";
import { addDays, localDay, weekday } from "../../kernel/local-time.js";
import { ALERT_LEVELS, type AlertLevel } from "../../regulation/alert-levels.js";
import { isCounted } from "./summary.js";

/** What of an incident is counted. */
export type CountedIncident = Pick<Incident, "id" | "level" | "status" | "reportedAt" | "rehearsal" | "mergedInto">;
/** What of a deadline is counted. */
export type CountedDeadline = Pick<Deadline, "subjectId" | "duty" | "state" | "dueAt" | "closedAt" | "missedAt">;

/** The Monday of the week in which a local day falls. */
export const mondayOf = (day: string): string => addDays(day, -((weekday(day) + 6) % 7));

/** The Mondays of the last weeks, that of `today` last. */
export const mondays = (today: string, weeks: number): string[] =>
  Array.from({ length: weeks }, (_, index) => addDays(mondayOf(today), (index + 1 - weeks) * 7));

/** Those that count: no rehearsal, nothing that turned out to be none, and nothing that goes on in another (R24-12). */
export const counted = <T extends CountedIncident>(incidents: readonly T[]): T[] =>
  incidents.filter((each) => isCounted(each) && each.status !== "dismissed");

type Level = AlertLevel | null;
const levels: readonly Level[] = [...[...ALERT_LEVELS].reverse(), null];
const levelOf = ({ level }: CountedIncident): Level => (level === "none" ? null : level);

/** How many of each level, the gravest first; those without a level last. */
export const byLevel = (incidents: readonly CountedIncident[]): { level: Level; count: number }[] =>
  levels.map((level) => ({ level, count: incidents.filter((each) => levelOf(each) === level).length }));

/** How many were reported in each week, by level. */
export const byWeek = (incidents: readonly CountedIncident[], weeks: readonly string[]) =>
  weeks.map((from) => {
    const own = incidents.filter(({ reportedAt }) => mondayOf(localDay(reportedAt)) === from);
    const of = (level: Level): number => own.filter((each) => levelOf(each) === level).length;
    return { from, red: of("red"), orange: of("orange"), yellow: of("yellow"), unset: of(null) };
  });

/** Whether a duty was kept: missed stays missed, however it ended; null: it has no time, or was taken back before it was due. */
const keptOf = ({ state, dueAt, closedAt, missedAt }: CountedDeadline, now: Date): "onTime" | "late" | "running" | null => {
  if (dueAt === null) return null;
  if (missedAt !== null || (state !== "cancelled" && (closedAt ?? now) > dueAt)) return "late";
  if (state === "open") return "running";
  return state === "discharged" ? "onTime" : null;
};

/**
 * Duties owed at once have no time that could be kept. They are counted by the last step of their ladder: done within so many minutes of being opened
 * is in time (R24-06: until then the program still looks for somebody to reach).
 */
export const withAtOnce = <T extends Pick<Deadline, "duty" | "dueAt" | "openedAt">>(deadlines: readonly T[], minutes: number): T[] =>
  deadlines.map((each) =>
    each.duty === AT_ONCE && each.dueAt === null ? { ...each, dueAt: new Date(each.openedAt.getTime() + minutes * 60_000) } : each,
  );

/** The duty that the article orders at once (立即). */
export const AT_ONCE = "reportRed";

/** Per duty how often it was kept, in the order of `duties`; those that were never owed are left out. */
export const kept = <D extends string>(deadlines: readonly CountedDeadline[], duties: readonly D[], now: Date) =>
  duties
    .map((duty) => {
      const own = deadlines.filter((each) => each.duty === duty).map((each) => keptOf(each, now));
      const of = (wanted: "onTime" | "late" | "running"): number => own.filter((each) => each === wanted).length;
      return { duty, onTime: of("onTime"), late: of("late"), running: of("running") };
    })
    .filter(({ onTime, late, running }) => onTime + late + running > 0);
