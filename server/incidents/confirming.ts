import type { Tx } from "../kernel/unit-of-work.js";
import type { IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
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
