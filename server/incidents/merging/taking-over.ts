import { Deadline } from "../../../entities/deadline.js";
import { rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { Span } from "../../regulation/span.js";
import { INCIDENT, type Acting, type IncidentsDesk } from "../desk.js";
import { loadIncident, type IncidentFacts } from "../facts.js";
import { proposeLevel, wantedLevel } from "../leads/joining.js";
import { openProposals } from "../rules/levels.js";
import { laneOf } from "../tasks.js";

/** By which written reports one is done with: itself, and a graver one. */
const DONE_BY: Readonly<Record<string, readonly string[]>> = { writeUpOrange: ["writeUpOrange", "writeUpRed"], writeUpRed: ["writeUpRed"] };

/** A written report that the merged incident owed is owed on the other, by the same people and the same time, unless one is owed or was made there. Returns what was opened. */
export const takeOverReports = async (desk: IncidentsDesk, tx: Tx, into: IncidentFacts, tasks: readonly Deadline[]): Promise<string[]> => {
  const { id, level } = into.incident;
  const opened: string[] = [];
  for (const task of tasks) {
    const same = DONE_BY[task.duty] ?? [];
    if (same.length === 0) continue;
    const state: Deadline["state"][] = ["open", "discharged"];
    if ((await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: id, duty: [...same], state })).length > 0) continue;
    const { dueAt: at, dueWords: words, provisional, calendarVersion, startedAt } = task;
    const its = await desk.deadlines.open(tx, {
      duty: task.duty as "writeUpOrange" | "writeUpRed",
      subject: { type: INCIDENT, id, revision: null },
      holders: await desk.deadlines.holders(tx, task.id),
      startedAt,
      due: { at, words, span: (task.span ?? "open") as Span, provisional, calendarVersion },
      calendar: desk.calendar,
      lane: laneOf(level),
      ...(at === null ? { quiet: true } : {}),
    });
    opened.push(its.id);
  }
  return opened;
};

/** What was asked for on the merged incident and nobody had answered is asked for on the other, where its level does not answer it. */
export const takeOverProposals = async (
  desk: IncidentsDesk,
  tx: Tx,
  actor: Acting,
  from: IncidentFacts,
  intoId: string,
  tasks: readonly Deadline[],
): Promise<void> => {
  if (!tasks.some(({ duty }) => duty === "setLevel")) return;
  const proposals = openProposals(from);
  const asked = proposals.map(({ byUserid: userid, byName: name, byPost: post, toLevel }) => ({
    who: { userid, name, post, via: "system" as const },
    to: toLevel === "none" ? null : toLevel,
  }));
  for (const { who, to } of asked.length > 0 ? asked : [{ who: actor, to: null }]) {
    const into = await loadIncident(desk, tx, intoId);
    const level = wantedLevel(into, to);
    if (level !== null) await proposeLevel(desk, tx, who, into, level);
  }
};
