import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import type { IncidentLevel } from "../../entities/incident.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { INCIDENT, type Acting, type IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { gather } from "./group.js";
import { startOrange } from "./ladder/orange.js";
import { startRed } from "./ladder/red.js";
import { startYellow } from "./ladder/yellow.js";
import { tellRaised } from "./level-notices.js";
import { ALERTING } from "./rules/verbs.js";
import type { IncidentDutyName } from "./own-duties.js";
import { stopAsking } from "./reports/signing-tasks.js";
import { underWay } from "./reports/storage.js";
import { openTask, tasksOf } from "./tasks.js";

/** What a stricter duty covers (R24-09): shown as 并入, and owed no longer by itself. */
const COVERED: Readonly<Partial<Record<IncidentLevel, readonly string[]>>> = {
  orange: ["handleYellow"],
  red: ["handleYellow", "reportOrange", "writeUpOrange"],
};

/** A level that has just taken effect; `none`: nothing is an alert any more. */
export interface Sounded {
  from: IncidentLevel | null;
  to: IncidentLevel;
  actor: Acting;
}

/** Lets a level take effect: what it covers is merged, what it orders is opened, and everybody alerted before learns of it. `facts` as after the change. */
export const soundAlarm = async (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, { from, to, actor }: Sounded): Promise<void> => {
  const { incident } = facts;
  const former = await alerted(tx, incident.id);
  const covered = [...(COVERED[to] ?? []), "acknowledgeAlert", "agreeLowering"];
  for (const task of await desk.deadlines.openOn(tx, { type: INCIDENT, id: incident.id }))
    if (covered.includes(task.duty)) await merged(desk, tx, task, { by: actor.userid, how: `incidents.merged-${to}` });
  if (to === "none") return;
  const asked: string[] = [];
  for (const task of tasksOf(desk, facts, to, incident.clockFrom ?? desk.clock.now())) {
    if (task.holders.length === 0 || (await isOpen(desk, tx, incident.id, task.duty))) continue;
    await startLadder(desk, tx, await openTask(desk, tx, facts, task), facts);
    if (!task.quiet) asked.push(...task.holders);
  }
  if (to === "red") await gather(desk, tx, facts, [...former, ...asked]);
  const rest = former.filter((userid) => !asked.includes(userid) && userid !== actor.userid);
  if (rest.length > 0) await tellRaised(desk, tx, facts, from, rest);
};

/** A written report that is covered is not signed any more either. */
const merged = async (desk: IncidentsDesk, tx: Tx, task: Deadline, closing: { by: string; how: string }): Promise<void> => {
  if ((await underWay(tx, task.subjectId))?.id === task.id) await stopAsking(desk, tx, task.subjectId, closing);
  await desk.deadlines.cancel(tx, task, closing);
};

/** True where the duty is open. */
const isOpen = async (desk: IncidentsDesk, tx: Tx, incidentId: string, duty: IncidentDutyName): Promise<boolean> =>
  (await desk.deadlines.openOne(tx, duty, incidentId)) !== null;

/** What follows of a duty by itself while nobody answers. */
export const startLadder = async (desk: IncidentsDesk, tx: Tx, task: Deadline, facts: IncidentFacts): Promise<void> => {
  if (task.duty === "reportRed") await startRed(desk, tx, task, facts);
  if (task.duty === "reportOrange") await startOrange(desk, tx, task);
  if (task.duty === "handleYellow") await startYellow(desk, tx, task);
};

/** Everybody whom an alert of this incident was ever sent to. */
export const alerted = async (tx: Tx, incidentId: string): Promise<string[]> => {
  const tasks = await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: incidentId, duty: [...ALERTING] });
  const holders = await rowsWhere(tx, DeadlineHolder, { deadlineId: tasks.map((task) => task.id) });
  return [...new Set(holders.map((holder) => holder.userid))];
};
