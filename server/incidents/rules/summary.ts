import type { Deadline } from "../../../entities/deadline.js";
import type { Incident } from "../../../entities/incident.js";
import { ALERT_LEVELS, type AlertLevel } from "../../regulation/alert-levels.js";

/** True for an incident that is one (第24条), and no rehearsal (R24-15). What was done on it counts also where it was merged. */
export const isReal = ({ level, rehearsal }: Pick<Incident, "level" | "rehearsal">): boolean => level !== "none" && !rehearsal;

/** True for what counts in figures as an incident: one that is merged into another is counted there (R24-12). */
export const isCounted = (incident: Pick<Incident, "level" | "rehearsal" | "mergedInto">): boolean =>
  isReal(incident) && incident.mergedInto === null;

type Task = Pick<Deadline, "state" | "dueAt" | "closedAt" | "missedAt">;

/** True where it was not done by its time; also while it is still owed, and where it ended otherwise after that. */
export const wasLate = ({ state, dueAt, closedAt, missedAt }: Task, now: Date): boolean => {
  if (missedAt !== null) return true;
  if (dueAt === null || state === "cancelled") return false;
  return (closedAt ?? now) > dueAt;
};

/**
 * Without what ended by a merge and was late, where the incident that goes on was late with the same duty: that is one delay. `into`: the incident
 * into which that of a task was merged; null: none.
 */
export const withoutDoubles = <T extends Task & Pick<Deadline, "subjectId" | "duty" | "closedHow">>(
  tasks: readonly T[],
  into: (subjectId: string) => string | null,
  now: Date,
): T[] =>
  tasks.filter((task) => {
    const other = task.closedHow === "incidents.joined" ? into(task.subjectId) : null;
    return other === null || !tasks.some((each) => each.subjectId === other && each.duty === task.duty && wasLate(each, now));
  });

const MINUTE_MS = 60_000;

/** By how many whole minutes; 0 for what has no time. */
export const lateBy = ({ dueAt, closedAt }: Task, now: Date): number =>
  dueAt === null ? 0 : Math.max(0, Math.floor(((closedAt ?? now).getTime() - dueAt.getTime()) / MINUTE_MS));

/** How a level fared in a month. */
export interface LevelFigures {
  level: AlertLevel;
  incidents: number;
  closed: number;
  duties: number;
  onTime: number;
  late: number;
}

/** What the figures of a month are counted from. */
export interface MonthFacts {
  /** reported in the month, those that count only */
  incidents: readonly Pick<Incident, "level" | "status">[];
  /** duties whose time ended in the month by now, each with the level of its incident */
  duties: readonly { task: Task; level: Incident["level"] }[];
}

/** The figures of each level, and the share done in time over all; null: nothing fell due. */
export const figuresOf = ({ incidents, duties }: MonthFacts, now: Date): { levels: LevelFigures[]; onTimeRate: number | null } => {
  const levels = ALERT_LEVELS.map((level) => {
    const own = incidents.filter((each) => each.level === level);
    const owed = duties.filter((each) => each.level === level).map(({ task }) => task);
    const late = owed.filter((task) => wasLate(task, now)).length;
    const closed = own.filter(({ status }) => status === "closed").length;
    return { level, incidents: own.length, closed, duties: owed.length, onTime: owed.length - late, late };
  });
  const late = duties.filter(({ task }) => wasLate(task, now)).length;
  return { levels, onTimeRate: duties.length === 0 ? null : (duties.length - late) / duties.length };
};
