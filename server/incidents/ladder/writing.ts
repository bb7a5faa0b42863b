import type { DutyPart } from "../../deadlines/duty-part.js";
import type { IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import { tellUnwritten } from "../notices.js";
import { whoHolds } from "../rules/who-holds.js";
import type { Office } from "../../regulation/offices.js";

const DAY_MS = 86_400_000;
const DAILY = /^daily\.(\d+)$/;

/** R24-08: a written report that is not there when it is due is asked for every day, and told to `office`, until it is. */
export const writingSteps = (desk: IncidentsDesk, office: Office): Required<Pick<DutyPart, "step">> => ({
  step: async (tx, task, name) => {
    const day = name === "missed" ? 0 : Number(DAILY.exec(name)?.[1] ?? Number.NaN);
    if (Number.isNaN(day)) return;
    if (day > 0) {
      const facts = await loadIncident(desk, tx, task.subjectId);
      await desk.deadlines.askAgain(tx, task, `step:${task.id}:${name}`);
      await tellUnwritten(desk, tx, facts, { task, day, to: whoHolds(facts.people, office) });
    }
    await desk.deadlines.planStep(tx, task, {
      name: `daily.${day + 1}`,
      at: new Date((task.dueAt ?? desk.clock.now()).getTime() + (day + 1) * DAY_MS),
    });
  },
});
