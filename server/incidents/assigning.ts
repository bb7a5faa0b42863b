import { Incident } from "../../entities/incident.js";
import type { Unit } from "../../entities/unit.js";
import type { Actor } from "../identity/actor.js";
import { directoryOf } from "../identity/directory.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { recordAct, recordRefusal, type IncidentsDesk } from "./desk.js";
import { loadIncident, type IncidentFacts } from "./facts.js";
import { whoHolds } from "./rules/who-holds.js";
import { refuse } from "./refusals.js";
import { isPublicity } from "./rules/standing.js";
import { tasksOf } from "./tasks.js";

/** Names the unit concerned (事发部门), which a report need not know. Its head is asked from then on; the clock does not start anew. */
export class Assigning {
  constructor(private readonly desk: IncidentsDesk) {}

  async assign(actor: Actor, incidentId: string, unitId: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const before = await loadIncident(this.desk, tx, incidentId);
      const unit = (await directoryOf(tx)).unit(unitId);
      const why = assignRefusal(before, actor.userid, unit);
      if (why || !unit) {
        if (why) recordRefusal(this.desk, tx, actor, incidentId, "assign", why);
        return why;
      }
      if (before.incident.unitId === unitId) return null;
      const { version } = before.incident;
      const fields = { unitId, updatedAt: this.desk.clock.now(), version: version + 1 };
      if ((await changeRows(tx, Incident, { id: incidentId, version }, fields)) !== 1)
        return refuse("changed-meanwhile", "conflict", "事件刚刚被别人处理过，请重新打开。");
      recordAct(this.desk, tx, actor, incidentId, "incidents.assigned", { facts: { from: before.unit?.name ?? null, to: unit.name } });
      await askUnit(this.desk, tx, before, await loadIncident(this.desk, tx, incidentId));
      return null;
    });
    if (refusal) throw refusal;
  }
}

/** The head of the unit is asked for what is open; whoever was asked in their place only is asked no longer. */
export const askUnit = async (desk: IncidentsDesk, tx: Tx, before: IncidentFacts, after: IncidentFacts): Promise<void> => {
  const { level, id, clockFrom, handledAt } = after.incident;
  const [head] = after.people.unitHead;
  if (head === undefined || level === null || level === "none") return;
  const stays = [...whoHolds(after.people, "publicityHead"), ...whoHolds(after.people, "publicityDepartment")];
  const leaves = before.people.unitHead.filter((userid) => userid !== head && !stays.includes(userid));
  for (const { duty, holders, quiet } of tasksOf(desk, after, level, clockFrom ?? desk.clock.now())) {
    const task = holders.includes(head) ? await desk.deadlines.openOne(tx, duty, id) : null;
    if (!task) continue;
    const asked = (await desk.deadlines.holders(tx, task.id)).filter((userid) => !leaves.includes(userid));
    await desk.deadlines.reassign(tx, task, [...new Set([...asked, head])], quiet === true && handledAt === null);
  }
};

const assignRefusal = (facts: IncidentFacts, userid: string, unit: Unit | null): Refusal | null => {
  if (!isPublicity(facts, userid)) return refuse("not-publicity", "forbidden", "事发部门（单位）由宣传部值班或宣传部负责人确定。");
  if (!unit) return refuse("unit-unknown", "invalid", "事发部门（单位）不在组织名单中，请从列表中选择。");
  const over = facts.incident.status === "closed" || facts.incident.status === "dismissed";
  return over ? refuse("over", "conflict", "事件已经办结，不能再改事发部门。") : null;
};
