import type { Deadline } from "../../entities/deadline.js";
import type { Leaver } from "../deadlines/duty-part.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { recordAct, type IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { LADDER } from "./ladder/calling.js";
import { rowOf } from "./own-duties.js";
import { openTask } from "./tasks.js";

/** What somebody else entered as told by mouth waits for the word of these leaders themselves, and is chased (R24-04, R24-06). */
export const askToConfirm = async (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, leaders: readonly string[]): Promise<void> => {
  const open = await desk.deadlines.openOne(tx, "confirmTold", facts.incident.id);
  if (open) {
    const holders = await desk.deadlines.holders(tx, open.id);
    await desk.deadlines.reassign(tx, open, [...new Set([...holders, ...leaders])]);
  } else if (leaders.length > 0)
    await openTask(desk, tx, facts, { duty: "confirmTold", holders: leaders, within: "open", from: desk.clock.now() });
};

/** The leader has left: nobody can say it for them, so that nobody is asked any more, and the record stays unconfirmed. */
export const confirmerLeft = async (desk: IncidentsDesk, tx: Tx, task: Deadline, { userid, name }: Leaver): Promise<void> => {
  const rest = (await desk.deadlines.holders(tx, task.id)).filter((holder) => holder !== userid);
  if (rest.length > 0) {
    await desk.deadlines.reassign(tx, task, rest);
    return;
  }
  await desk.deadlines.cancel(tx, task, { by: LADDER.userid, how: "incidents.leader-left" });
  recordAct(desk, tx, LADDER, task.subjectId, "incidents.unconfirmed", { facts: { title: rowOf("confirmTold").title, to: name } });
};
