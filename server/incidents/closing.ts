import { Incident } from "../../entities/incident.js";
import type { Deadline } from "../../entities/deadline.js";
import type { Actor } from "../identity/actor.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { INCIDENT, recordAct, recordRefusal, type IncidentsDesk } from "./desk.js";
import { keepEvidence, knownFiles } from "./evidence.js";
import { loadIncident, type IncidentFacts } from "./facts.js";
import { rowOf } from "./own-duties.js";
import { whoHolds } from "./rules/who-holds.js";
import { refuse } from "./refusals.js";
import { NAMED_DUTIES, type NamedDuty } from "./rules/discharge.js";
import { closingRefusal, reviewRefusal } from "./rules/lowering.js";
import { openTask } from "./tasks.js";

/** Why duties that were not discharged are not owed any more. */
export type Explanations = Partial<Record<NamedDuty, string>>;

/** 办结 and 复盘 (R24-14): closed once every duty is discharged or explained; then somebody looks back at how it went. */
export class Closing {
  constructor(private readonly desk: IncidentsDesk) {}

  async close(actor: Actor, incidentId: string, reason: string, explanations: Explanations): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadIncident(this.desk, tx, incidentId);
      const open = await this.#owed(tx, incidentId);
      const unexplained = open.filter((task) => !explanations[task.duty as NamedDuty]).map((task) => rowOf(task.duty).title);
      const why = closingRefusal(facts, actor.userid, unexplained);
      if (why) {
        recordRefusal(this.desk, tx, actor, incidentId, "close", why);
        return why;
      }
      const { version } = facts.incident;
      const now = this.desk.clock.now();
      const fields = { status: "closed" as const, closedAt: now, updatedAt: now, version: version + 1 };
      if ((await changeRows(tx, Incident, { id: incidentId, version }, fields)) !== 1)
        return refuse("changed-meanwhile", "conflict", "事件刚刚被别人处理过，请重新打开。");
      for (const task of open) await this.#explained(tx, actor, task, explanations[task.duty as NamedDuty] ?? "");
      recordAct(this.desk, tx, actor, incidentId, "incidents.closed", { facts: { comment: reason } });
      await this.#lookBack(tx, actor, facts);
      return null;
    });
    if (refusal) throw refusal;
  }

  /** 复盘: how it went, and what is to be better. */
  async review(actor: Actor, incidentId: string, { note, files }: { note: string; files: readonly string[] }): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await loadIncident(this.desk, tx, incidentId);
      const task = await this.desk.deadlines.openOne(tx, "reviewIncident", incidentId);
      const why = reviewRefusal(facts, actor.userid, task !== null);
      if (why || !task) {
        if (why) recordRefusal(this.desk, tx, actor, incidentId, "review", why);
        return why;
      }
      await knownFiles(tx, files, "setLevel");
      if (!(await this.desk.deadlines.discharge(tx, task, { by: actor.userid, how: "incidents.reviewed" })))
        return refuse("already-reviewed", "conflict", "复盘刚刚已由同事提交。");
      await keepEvidence(this.desk, tx, actor, incidentId, { kind: "discharge", task, note, files });
      recordAct(this.desk, tx, actor, incidentId, "incidents.reviewed", { facts: { comment: note } });
      return null;
    });
    if (refusal) throw refusal;
  }

  async #owed(tx: Tx, incidentId: string): Promise<Deadline[]> {
    const open = await this.desk.deadlines.openOn(tx, { type: INCIDENT, id: incidentId });
    return open.filter((task) => NAMED_DUTIES.some((duty) => duty === task.duty));
  }

  async #explained(tx: Tx, actor: Actor, task: Deadline, words: string): Promise<void> {
    await this.desk.deadlines.cancel(tx, task, { by: actor.userid, how: "incidents.explained" });
    recordAct(this.desk, tx, actor, task.subjectId, "incidents.explained", { facts: { title: rowOf(task.duty).title, comment: words } });
  }

  /** What else is open ends with the incident; 复盘 begins. */
  async #lookBack(tx: Tx, actor: Actor, facts: IncidentFacts): Promise<void> {
    const { id } = facts.incident;
    for (const task of await this.desk.deadlines.openOn(tx, { type: INCIDENT, id }))
      await this.desk.deadlines.cancel(tx, task, { by: actor.userid, how: "incidents.closed" });
    await openTask(this.desk, tx, facts, {
      duty: "reviewIncident",
      holders: [...whoHolds(facts.people, "publicityDepartment"), ...whoHolds(facts.people, "concernedUnit")],
      within: { workingDays: this.desk.settings.value("incidents.reviewWorkingDays") },
      from: this.desk.clock.now(),
      reading: "办结后复盘",
    });
  }
}
