import { Deadline, DeadlineHolder } from "../../../entities/deadline.js";
import { IncidentEvidence } from "../../../entities/incident-evidence.js";
import type { BeforeMerge, Owing } from "../../../entities/incident-merge.js";
import { changeRows, rowsWhere, rowWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { keepDecision } from "../decisions.js";
import { subjectOf, type IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import { acknowledgementsOf } from "../rules/discharge.js";
import { openProposals } from "../rules/levels.js";
import { afterShifts } from "./shifts.js";

/** What an incident owes now, and who owes it. */
export const owing = async (desk: IncidentsDesk, tx: Tx, incidentId: string): Promise<Owing[]> => {
  const found: Owing[] = [];
  for (const { id, nextStepAt } of await desk.deadlines.openOn(tx, subjectOf(incidentId)))
    found.push({ id, nextStepAt: nextStepAt && nextStepAt.toISOString(), holders: await desk.deadlines.holders(tx, id) });
  return found;
};

/** Of what was owed before, what a merge ended, with how, or released somebody from. */
export const takenAway = async (desk: IncidentsDesk, tx: Tx, before: readonly Owing[]): Promise<NonNullable<BeforeMerge["taken"]>> => {
  const rows = new Map((await rowsWhere(tx, Deadline, { id: before.map(({ id }) => id) })).map((row) => [row.id, row]));
  const taken: NonNullable<BeforeMerge["taken"]> = [];
  for (const each of before) {
    const how = rows.get(each.id)?.closedHow ?? null;
    const left = how === null ? await desk.deadlines.holders(tx, each.id) : [];
    if (how !== null || each.holders.some((userid) => !left.includes(userid))) taken.push({ ...each, how });
  }
  return taken;
};

/** How a duty that a merge ended is owed again. */
export interface Reopening {
  nextStepAt: string | null;
  /** the same key twice is one card */
  key: string;
  /** who sat at the duty desks when it ended */
  onDuty: BeforeMerge["onDuty"];
}

/** A duty that a merge ended is owed again by those who owed it, or by the shift that has followed theirs; they get its card anew, unless its time has not begun. */
export const reopen = async (desk: IncidentsDesk, tx: Tx, task: Deadline, { nextStepAt, key, onDuty }: Reopening): Promise<void> => {
  const openKey = `${task.duty}:${task.subjectId}`;
  if (await rowWhere(tx, Deadline, { openKey })) return;
  const step = nextStepAt === null ? null : new Date(nextStepAt);
  const open = { state: "open" as const, closedAt: null, closedBy: null, closedHow: null, nextStepAt: step };
  await changeRows(tx, Deadline, { id: task.id }, { ...open, openKey });
  await changeRows(tx, DeadlineHolder, { deadlineId: task.id, releasedAt: null }, { owes: true });
  const holders = await afterShifts(desk, tx, task.subjectId, await desk.deadlines.holders(tx, task.id), onDuty);
  await desk.deadlines.reassign(tx, { ...task, ...open }, holders, true);
  if (task.duty !== "writeUpOrange" || task.dueAt !== null) await desk.deadlines.askAgain(tx, { ...task, ...open }, key);
};

/**
 * Gives back to the incident in which another went on what the merge took from it: 收到 that came from the other is none here, and what ended is owed
 * again. `decided`: somebody has decided on its level since then, so that only what had been done for the other is given back.
 */
export const giveBack = async (
  desk: IncidentsDesk,
  tx: Tx,
  incidentId: string,
  { seen = [], taken = [], joined = [], decision, onDuty }: BeforeMerge,
  { decided, key }: { decided: boolean; key: string },
): Promise<void> => {
  if (seen.length > 0) await tx.delete(IncidentEvidence, seen);
  const known = acknowledgementsOf(await loadIncident(desk, tx, incidentId)).map(({ byUserid }) => byUserid);
  for (const { id, userids } of joined) {
    const task = await desk.deadlines.held(tx, id);
    if (task) await desk.deadlines.reassign(tx, task, without(await desk.deadlines.holders(tx, id), userids));
  }
  for (const { id, nextStepAt, holders, how } of taken) {
    const task = await rowWhere(tx, Deadline, { id });
    // a lowering that was asked for is overtaken: whoever wants it asks anew
    if (!task || task.duty === "agreeLowering" || task.closedHow !== how) continue;
    if (how === null) {
      const missing = (await afterShifts(desk, tx, incidentId, holders, onDuty)).filter((userid) => !known.includes(userid));
      await desk.deadlines.reassign(tx, task, [...new Set([...(await desk.deadlines.holders(tx, id)), ...missing])]);
    } else if (!decided || how === "incidents.done-before") {
      await reopen(desk, tx, task, { nextStepAt, key: `${key}:${id}`, onDuty });
      if (task.duty === "setLevel" && decision !== null) await proposeAgain(desk, tx, incidentId, decision);
    }
  }
};

const without = (all: readonly string[], some: readonly string[]): string[] => all.filter((each) => !some.includes(each));

/** What was asked for before the merge decided the level waits for its answer again. */
const proposeAgain = async (desk: IncidentsDesk, tx: Tx, incidentId: string, decisionId: string): Promise<void> => {
  const { decisions } = await loadIncident(desk, tx, incidentId);
  const before = decisions.slice(
    0,
    decisions.findIndex(({ id }) => id === decisionId),
  );
  for (const { byUserid: userid, byName: name, byPost: post, toLevel: to, reason } of openProposals({ decisions: before }))
    await keepDecision(desk, tx, { userid, name, post, via: "system" }, await loadIncident(desk, tx, incidentId), {
      kind: "proposal",
      to,
      reason,
    });
};
