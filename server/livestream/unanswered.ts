import { PatrolFinding } from "../../entities/patrol.js";
import type { Actor } from "../identity/actor.js";
import { changeRows, rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { closedByProgram, recordAct, type LivestreamDesk } from "./desk.js";
import { FINDING } from "./rules/finding.js";
import { FINDING_NAMES } from "./words.js";

/** Closes the findings that nobody had answered when the livestream ended: there is nothing left to correct or to interrupt. Safe to do twice. */
export const closeUnanswered = async (desk: LivestreamDesk, tx: Tx, actor: Actor | null, livestreamId: string): Promise<void> => {
  for (const { id, version, level } of await rowsWhere(tx, PatrolFinding, { livestreamId, state: "open" }, ["foundAt", "id"])) {
    const over = { state: "settled" as const, answer: "到下播未答复", answeredAt: desk.clock.now(), version: version + 1 };
    if ((await changeRows(tx, PatrolFinding, { id, version, state: "open" }, over)) !== 1) continue;
    recordAct(desk, tx, actor, { id: livestreamId }, "livestream.finding-over", { level: FINDING_NAMES[level] });
    for (const task of await desk.deadlines.openOn(tx, { type: FINDING, id }))
      await desk.deadlines.cancel(tx, task, closedByProgram("livestream.over"));
  }
};
