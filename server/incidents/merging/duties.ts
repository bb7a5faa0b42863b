import { Deadline } from "../../../entities/deadline.js";
import type { BeforeMerge } from "../../../entities/incident-merge.js";
import { closing } from "../../deadlines/closing.js";
import type { Actor } from "../../identity/actor.js";
import { changeRows, rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { Span } from "../../regulation/span.js";
import { INCIDENT, subjectOf, type Acting, type IncidentsDesk } from "../desk.js";
import { keepEvidence } from "../evidence.js";
import type { IncidentFacts } from "../facts.js";
import { acknowledgementsOf } from "../rules/discharge.js";
import { isGraver, lastEffective } from "../rules/levels.js";
import { redLeaders } from "../rules/standing.js";

const iso = (at: Date | null): string | null => at && at.toISOString();

/** Ends what was open on the merged incident: 并入. Already missed stays missed there. */
export const endDuties = async (
  desk: IncidentsDesk,
  tx: Tx,
  actor: Actor,
  fromId: string,
): Promise<{ ended: BeforeMerge["ended"]; tasks: Deadline[] }> => {
  const tasks = await desk.deadlines.openOn(tx, subjectOf(fromId));
  const ended = tasks.map(({ id, nextStepAt }) => ({ id, nextStepAt: iso(nextStepAt) }));
  for (const task of tasks) await desk.deadlines.cancel(tx, { ...task }, closing(actor, "incidents.joined"));
  return { ended, tasks };
};

/** Of each duty that both had, the earlier due time holds from now on, and one that had been missed is missed. */
export const keepEarlier = async (
  desk: IncidentsDesk,
  tx: Tx,
  intoId: string,
  tasks: readonly Deadline[],
): Promise<BeforeMerge["moved"]> => {
  const moved: BeforeMerge["moved"] = [];
  for (const mine of await desk.deadlines.openOn(tx, subjectOf(intoId))) {
    const theirs = tasks.find(({ duty }) => duty === mine.duty);
    if (!theirs?.dueAt || (mine.dueAt !== null && mine.dueAt <= theirs.dueAt)) continue;
    const { id, dueWords, steps, missedAt } = mine;
    moved.push({ id, dueAt: iso(mine.dueAt), dueWords, steps, nextStepAt: iso(mine.nextStepAt), missed: missedAt !== null });
    const { dueAt: at, provisional, calendarVersion } = theirs;
    const due = {
      at,
      words: `${theirs.dueWords}（取两事件中较早的）`,
      span: (theirs.span ?? "open") as Span,
      provisional,
      calendarVersion,
    };
    await desk.deadlines.reschedule(tx, mine, due, desk.calendar);
    if (theirs.missedAt !== null) await changeRows(tx, Deadline, { id, missedAt: null }, { missedAt: theirs.missedAt });
  }
  return moved;
};

/**
 * What was done for the merged incident need not be done again for the other: who has seen it has seen it, unless the other's alert is graver, and
 * what is discharged is done. Returns the ids of what was kept of 收到.
 */
export const carryOver = async (
  desk: IncidentsDesk,
  tx: Tx,
  actor: Acting,
  from: IncidentFacts,
  into: IncidentFacts,
): Promise<string[]> => {
  const { id } = into.incident;
  const seen: string[] = [];
  const copies: string[] = [];
  for (const said of isGraver(from.incident.level, into.incident.level ?? "none") ? [] : acknowledgementsOf(from)) {
    const onceKey = `ack:${id}:${lastEffective(into)?.number ?? 0}:${said.byUserid}`;
    const who: Acting = { userid: said.byUserid, name: said.byName, post: said.byPost, via: "system" };
    const evidence = { kind: "acknowledgement" as const, at: said.at, note: `在 ${from.incident.number} 已点收到`, onceKey };
    const copy = await keepEvidence(desk, tx, who, id, evidence);
    if (!copy) continue;
    seen.push(said.byUserid);
    copies.push(copy.id);
  }
  const done = await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: from.incident.id, state: "discharged" });
  for (const task of await desk.deadlines.openOn(tx, subjectOf(id))) {
    const leaderKnows = task.duty === "reportRed" && redLeaders(into).some((userid) => seen.includes(userid));
    if (leaderKnows || done.some(({ duty }) => duty === task.duty && BY_EVENT.includes(duty)))
      await desk.deadlines.cancel(tx, task, { by: actor.userid, how: "incidents.done-before" });
    else if (task.duty === "acknowledgeAlert") await released(desk, tx, actor, task, seen);
  }
  return copies;
};

/** What is done for the event, whichever number it bears. */
const BY_EVENT: readonly string[] = ["reportRed", "startEmergencyPlan", "reportSuperior", "reportCyberspace", "reportOrange"];

const released = async (desk: IncidentsDesk, tx: Tx, actor: Acting, task: Deadline, seen: readonly string[]): Promise<void> => {
  const holders = await desk.deadlines.holders(tx, task.id);
  const rest = holders.filter((userid) => !seen.includes(userid));
  if (rest.length === 0) await desk.deadlines.cancel(tx, task, { by: actor.userid, how: "incidents.done-before" });
  else if (rest.length < holders.length) await desk.deadlines.reassign(tx, task, rest);
};
