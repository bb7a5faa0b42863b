import type { Deadline } from "../../../entities/deadline.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { INCIDENT, type IncidentsDesk } from "../desk.js";
import { laneOf, taskDue } from "../tasks.js";
import { SIGNING_DUTIES, type ReportFacts, type SigningDuty } from "../rules/written-report.js";

/** Asks people for their part in exactly the present version. */
export const askFor = (
  desk: IncidentsDesk,
  tx: Tx,
  facts: ReportFacts,
  duty: SigningDuty,
  holders: readonly string[],
): Promise<Deadline> => {
  const { incident } = facts.incident;
  const from = desk.clock.now();
  return desk.deadlines.open(tx, {
    duty,
    subject: { type: INCIDENT, id: incident.id, revision: facts.report?.revision ?? null },
    holders: [...new Set(holders)],
    startedAt: from,
    due: taskDue(desk, { within: "open", from }),
    calendar: desk.calendar,
    lane: laneOf(incident.level),
  });
};

/** Nobody is asked any more for their part in the report of this incident, e.g. since it was changed or is not needed. */
export const stopAsking = async (desk: IncidentsDesk, tx: Tx, incidentId: string, closing: { by: string; how: string }): Promise<void> => {
  for (const duty of SIGNING_DUTIES) {
    const task = await desk.deadlines.openOne(tx, duty, incidentId);
    if (task) await desk.deadlines.cancel(tx, task, closing);
  }
};
