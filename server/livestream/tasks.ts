import type { Deadline } from "../../entities/deadline.js";
import type { Due } from "../kernel/due.js";
import { localMoment } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { about, closedByProgram, dueBy, HOUR_MS, LANE, type LivestreamDesk } from "./desk.js";
import type { LivestreamFacts } from "./facts.js";
import type { LivestreamDutyName } from "./own-duties.js";
import { filingDue, patrolDue, type DaysCount, type LastMoment } from "./rules/filing-days.js";

/** Where the moment that the rule names is over, this long is left, but never past the start. */
const LATE_HOURS = 4;

/** The moment itself while it is ahead; else a few hours from now, at the latest the start. `words` of the first. */
export const stillAhead = (desk: LivestreamDesk, at: Date, words: string, startAt: Date): Due => {
  const now = desk.clock.now();
  if (at > now) return dueBy(desk, at, words);
  const soon = new Date(Math.max(now.getTime(), Math.min(now.getTime() + LATE_HOURS * HOUR_MS, startAt.getTime())));
  return dueBy(desk, soon, `${words}，已过；请在 ${localMoment(soon)} 前办理`);
};

/** Until when a livestream that starts then has to be agreed and filed. Throws CalendarYearMissing where its year is not known. */
export const filingDueOf = (desk: LivestreamDesk, startAt: Date): LastMoment =>
  filingDue(startAt, desk.settings.value("livestream.filingCounts") as DaysCount, desk.calendar);

/** By when the patrol team of a livestream that starts then has to stand. Throws CalendarYearMissing as above. */
export const patrolDueOf = (desk: LivestreamDesk, startAt: Date): LastMoment =>
  patrolDue(startAt, desk.settings.value("livestream.patrolFormedBy"), desk.calendar);

/** Opens a duty on a livestream; nothing where it is open already or nobody holds it. */
export const openTask = async (
  desk: LivestreamDesk,
  tx: Tx,
  { livestream }: Pick<LivestreamFacts, "livestream">,
  { duty, holders, due, lane = LANE }: { duty: LivestreamDutyName; holders: readonly string[]; due: Due; lane?: number },
): Promise<Deadline | null> => {
  const open = await desk.deadlines.openOne(tx, duty, livestream.id);
  if (open) return open;
  if (holders.length === 0) return null;
  return desk.deadlines.open(tx, {
    duty,
    subject: { ...about(livestream), revision: null },
    holders: [...new Set(holders)],
    startedAt: desk.clock.now(),
    due,
    calendar: desk.calendar,
    lane,
  });
};

/** Takes duties back that are no longer owed; absent `duties`: everything that is open on the livestream. */
export const dropTasks = async (
  desk: LivestreamDesk,
  tx: Tx,
  livestreamId: string,
  how: string,
  duties?: readonly LivestreamDutyName[],
): Promise<void> => {
  for (const task of await desk.deadlines.openOn(tx, about({ id: livestreamId })))
    if (!duties || (duties as readonly string[]).includes(task.duty)) await desk.deadlines.cancel(tx, task, closedByProgram(how));
};
