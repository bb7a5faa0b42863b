import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import type { IncidentLevel } from "../../entities/incident.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { INCIDENT, type Acting, type IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { tellLowered, tellRaised } from "./notices.js";
import { ALERTING } from "./rules/verbs.js";
import { openTask, tasksOf } from "./tasks.js";

/** What a stricter duty covers (R24-09): shown as 并入, and owed no longer by itself. */
const COVERED: Readonly<Partial<Record<IncidentLevel, readonly string[]>>> = {
  orange: ["handleYellow"],
  red: ["handleYellow", "reportOrange", "writeUpOrange"],
};

/** A level that has just taken effect. */
export interface Sounded {
  from: IncidentLevel | null;
  to: IncidentLevel;
  actor: Acting;
}

/** Lets a level take effect: what it covers is merged, what it orders is opened, and everybody alerted before learns of it. `facts` as after the change. */
export const soundAlarm = async (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, { from, to, actor }: Sounded): Promise<void> => {
  const { incident } = facts;
  const former = await alerted(tx, incident.id);
  const covered = [...(COVERED[to] ?? []), "acknowledgeAlert"];
  for (const task of await desk.deadlines.openOn(tx, { type: INCIDENT, id: incident.id }))
    if (covered.includes(task.duty)) await desk.deadlines.cancel(tx, task, { by: actor.userid, how: `incidents.merged-${to}` });
  if (to === "none") return;
  const asked: string[] = [];
  for (const task of tasksOf(desk, facts, to, incident.clockFrom ?? desk.clock.now())) {
    if (task.holders.length === 0 || (await isSettled(tx, incident.id, task.duty))) continue;
    await openTask(desk, tx, facts, task);
    if (!task.quiet) asked.push(...task.holders);
  }
  if (from !== null && from !== "none")
    await tellRaised(
      desk,
      tx,
      facts,
      from,
      former.filter((userid) => !asked.includes(userid)),
    );
};

/** The duties that each level brings of its own; written reports stay owed whatever happens to the level (R24-10). */
const BROUGHT: Readonly<Record<IncidentLevel, readonly string[]>> = {
  none: [],
  yellow: ["handleYellow"],
  orange: ["reportOrange"],
  red: ["reportRed", "reportRedByHand", "startEmergencyPlan", "reportSuperior", "reportCyberspace"],
};

/** Lets a lower level take effect (R24-10): what only the higher one ordered is cancelled one by one, and everybody alerted learns of it. */
export const standDown = async (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, { from, to, actor }: Sounded): Promise<void> => {
  const { incident } = facts;
  const everybody = await alerted(tx, incident.id);
  const gone = [
    ...(from === null ? [] : BROUGHT[from]),
    ...(to === "none" ? [...BROUGHT.orange, ...BROUGHT.yellow] : []),
    "acknowledgeAlert",
  ];
  for (const task of await desk.deadlines.openOn(tx, { type: INCIDENT, id: incident.id }))
    if (gone.includes(task.duty)) await desk.deadlines.cancel(tx, task, { by: actor.userid, how: `incidents.lowered-${to}` });
  const asked: string[] = [];
  if (to !== "none") {
    for (const task of tasksOf(desk, facts, to, incident.clockFrom ?? desk.clock.now())) {
      // whom the graver alert reached need not say again that they know
      if (task.duty === "acknowledgeAlert" || task.holders.length === 0 || (await isSettled(tx, incident.id, task.duty))) continue;
      await openTask(desk, tx, facts, task);
      if (!task.quiet) asked.push(...task.holders);
    }
  }
  const rest = everybody.filter((userid) => !asked.includes(userid) && userid !== actor.userid);
  await tellLowered(desk, tx, facts, from ?? "none", rest);
};

/** True where the duty is open, or was discharged before: it is not asked for a second time. */
const isSettled = async (tx: Tx, incidentId: string, duty: string): Promise<boolean> => {
  if (duty === "acknowledgeAlert") return false;
  // whoever has reported an alert to 主要领导 need not report it again one level lower
  const same = duty === "reportOrange" ? [duty, "reportRed"] : [duty];
  const known = await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: incidentId, duty: same, state: ["open", "discharged"] });
  return known.length > 0;
};

/** Everybody whom an alert of this incident was ever sent to. */
export const alerted = async (tx: Tx, incidentId: string): Promise<string[]> => {
  const tasks = await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: incidentId, duty: [...ALERTING] });
  const holders = await rowsWhere(tx, DeadlineHolder, { deadlineId: tasks.map((task) => task.id) });
  return [...new Set(holders.map((holder) => holder.userid))];
};
