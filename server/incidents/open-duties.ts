import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { INCIDENT } from "./desk.js";

/** The duties of an incident with those who still owe them. */
export const openDuties = async (tx: Tx, incidentId: string): Promise<{ deadlines: Deadline[]; holders: DeadlineHolder[] }> => {
  const deadlines = await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: incidentId }, ["openedAt", "id"]);
  return { deadlines, holders: await rowsWhere(tx, DeadlineHolder, { deadlineId: deadlines.map(({ id }) => id), releasedAt: null }) };
};
