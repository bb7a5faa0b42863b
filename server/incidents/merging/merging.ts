import { IncidentPost } from "../../../entities/incident-lead.js";
import { IncidentMerge, type BeforeMerge, type Owing } from "../../../entities/incident-merge.js";
import { Incident } from "../../../entities/incident.js";
import type { Actor } from "../../identity/actor.js";
import { newId } from "../../kernel/ids.js";
import type { Refusal } from "../../kernel/refusal.js";
import { changeRows, insertRows, rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { alerted } from "../alarm.js";
import { askUnit } from "../assigning.js";
import { recordAct, recordRefusal, subjectOf, type IncidentsDesk } from "../desk.js";
import { loadIncident, type IncidentFacts } from "../facts.js";
import type { Levels } from "../levels.js";
import { tell } from "../notices.js";
import { refuse } from "../refusals.js";
import { isGraver, lastEffective } from "../rules/levels.js";
import { earlier, mergeRefusal } from "../rules/merging.js";
import { isDataCentre, isPublicity } from "../rules/standing.js";
import { adviseMerge } from "./advising.js";
import { carryOver, endDuties, keepEarlier } from "./duties.js";
import { onDutyNow } from "./shifts.js";
import { owing, takenAway } from "./reopening.js";
import { takeOverProposals, takeOverReports } from "./taking-over.js";

/** The reason on record where one tap merges what sounds alike. */
const SOUNDS_ALIKE = "标题相似，经值班人员核对为同一事件";

/** 并入 (R24-12): two incidents that are one go on as one, with the earliest times, the higher level and the earlier due times; everybody is told once. */
export class Merging {
  constructor(
    private readonly desk: IncidentsDesk,
    private readonly levels: Levels,
  ) {}

  /** From the page: a refusal is thrown once it is on record. */
  async merge(actor: Actor, fromId: string, intoId: string, reason: string): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.mergeIn(tx, actor, fromId, intoId, reason));
    if (refusal) throw refusal;
  }

  /** Within the caller's transaction. Returns the refusal, already on record; null: it was done. */
  async mergeIn(tx: Tx, actor: Actor, fromId: string, intoId: string, reason: string): Promise<Refusal | null> {
    const [from, into] = [await loadIncident(this.desk, tx, fromId), await loadIncident(this.desk, tx, intoId)];
    const why = mergeRefusal(from, into, actor.userid);
    if (why) recordRefusal(this.desk, tx, actor, fromId, "merge", why);
    else await this.#merge(tx, actor, from, into, reason);
    return why;
  }

  /** From the card: into the one whose title sounds alike (R24-11); 大数据中心, which gets the same card, advises it. */
  async mergeSimilarIn(tx: Tx, actor: Actor, fromId: string): Promise<Refusal | null> {
    const from = await loadIncident(this.desk, tx, fromId);
    const { similarTo } = from.incident;
    if (similarTo === null) return refuse("nothing-similar", "conflict", "没有疑似同一的事件；需要并入请打开页面选择。");
    if (from.incident.status === "reported" && isDataCentre(from, actor.userid) && !isPublicity(from, actor.userid)) {
      await adviseMerge(this.desk, tx, actor, from, similarTo);
      return null;
    }
    return this.mergeIn(tx, actor, fromId, similarTo.id, SOUNDS_ALIKE);
  }

  async #merge(tx: Tx, actor: Actor, from: IncidentFacts, into: IncidentFacts, reason: string): Promise<void> {
    const [former, others] = [await alerted(tx, from.incident.id), await alerted(tx, into.incident.id)];
    await this.#join(tx, from.incident, into.incident);
    const { ended, tasks } = await endDuties(this.desk, tx, actor, from.incident.id);
    const owed = await owing(this.desk, tx, into.incident.id);
    const known = new Set(owed.map(({ id }) => id));
    const decision = await this.#raise(tx, actor, from, into.incident.id);
    const joined = await this.#askItsUnit(tx, from, into, owed);
    const moved = (await keepEarlier(this.desk, tx, into.incident.id, tasks)).filter(({ id }) => known.has(id));
    const after = await loadIncident(this.desk, tx, into.incident.id);
    const seen = await carryOver(this.desk, tx, actor, from, after);
    const reports = await takeOverReports(this.desk, tx, after, tasks);
    await takeOverProposals(this.desk, tx, actor, from, into.incident.id, tasks);
    const open = await this.desk.deadlines.openOn(tx, subjectOf(into.incident.id));
    const opened = open.filter(({ id }) => !known.has(id));
    const posts = (await rowsWhere(tx, IncidentPost, { incidentId: from.incident.id })).map(({ post }) => post);
    await changeRows(tx, IncidentPost, { incidentId: from.incident.id }, { incidentId: into.incident.id });
    const before = {
      from: fieldsOf(from.incident),
      into: fieldsOf(into.incident),
      ended,
      moved,
      opened: opened.map(({ id }) => id),
      decision,
      posts,
      seen,
      reports,
      joined,
      onDuty: await onDutyNow(this.desk, tx),
      taken: await takenAway(this.desk, tx, owed),
    };
    await this.#keep(tx, actor, from.incident, into.incident, reason, before);
    const asked = joined.flatMap(({ userids }) => userids);
    for (const task of opened) asked.push(...(await this.desk.deadlines.holders(tx, task.id)));
    // whoever had been alerted of the one that took the higher level has learnt of that already
    const told = decision === null ? others : [];
    const to = [...former, ...told, from.incident.reportedBy].filter((userid) => !asked.includes(userid) && userid !== actor.userid);
    await this.#tell(
      tx,
      from,
      after,
      to.filter((userid) => decision === null || !others.includes(userid)),
    );
  }

  /** Throws where one of them was changed at the same moment: then nothing of it is done. */
  async #join(tx: Tx, from: Incident, into: Incident): Promise<void> {
    const now = this.desk.clock.now();
    const ending = { status: "closed" as const, closedAt: now, mergedInto: { id: into.id, number: into.number } };
    const times = {
      occurredAt: earlier(from.occurredAt, into.occurredAt),
      discoveredAt: earlier(from.discoveredAt, into.discoveredAt),
      unitId: into.unitId ?? from.unitId,
    };
    for (const [incident, fields] of [[from, ending] as const, [into, times] as const].sort(([one], [other]) =>
      one.id < other.id ? -1 : 1,
    )) {
      const changed = { ...fields, updatedAt: now, version: incident.version + 1 };
      if ((await changeRows(tx, Incident, { id: incident.id, version: incident.version }, changed)) !== 1)
        throw refuse("changed-meanwhile", "conflict", "事件刚刚被别人处理过，请重新打开后再并入。");
    }
  }

  /** The unit of the merged one is the other's where that had none: its head is asked there. Returns who was added to which of its duties. */
  async #askItsUnit(tx: Tx, from: IncidentFacts, into: IncidentFacts, owed: readonly Owing[]): Promise<NonNullable<BeforeMerge["joined"]>> {
    if (into.incident.unitId !== null || from.incident.unitId === null) return [];
    await askUnit(this.desk, tx, into, await loadIncident(this.desk, tx, into.incident.id));
    const joined: NonNullable<BeforeMerge["joined"]> = [];
    for (const { id, holders } of owed) {
      const userids = (await this.desk.deadlines.holders(tx, id)).filter((userid) => !holders.includes(userid));
      if (userids.length > 0) joined.push({ id, userids });
    }
    return joined;
  }

  /** The higher of the two levels holds. Returns the decision by which it took effect; null: it did already. */
  async #raise(tx: Tx, actor: Actor, from: IncidentFacts, intoId: string): Promise<string | null> {
    const into = await loadIncident(this.desk, tx, intoId);
    const { level, clockFrom, status } = from.incident;
    const running = status === "handling" && level !== null && level !== "none";
    if (running && (into.incident.status !== "handling" || isGraver(into.incident.level, level))) {
      const kind = into.incident.status === "lifted" ? "resume" : into.incident.level === null ? "set" : "raise";
      const reason = `${from.incident.number} 并入`;
      if (!(await this.levels.apply(tx, actor, into, { kind, to: level, reason })))
        throw refuse("changed-meanwhile", "conflict", "事件刚刚被别人处理过，请重新打开后再并入。");
      await changeRows(tx, Incident, { id: intoId }, { clockFrom: earlier(clockFrom, into.incident.clockFrom) });
      return lastEffective(await loadIncident(this.desk, tx, intoId))?.id ?? null;
    }
    if (running && into.incident.level === level)
      await changeRows(tx, Incident, { id: intoId }, { clockFrom: earlier(clockFrom, into.incident.clockFrom) });
    return null;
  }

  async #keep(tx: Tx, actor: Actor, from: Incident, into: Incident, reason: string, before: BeforeMerge): Promise<void> {
    const merge = { id: newId(), fromIncidentId: from.id, intoIncidentId: into.id, openKey: from.id, reason, before };
    const by = { byUserid: actor.userid, byName: actor.name, at: this.desk.clock.now(), undoneAt: null, undoneByUserid: null };
    await insertRows(tx, IncidentMerge, [{ ...merge, ...by }]);
    recordAct(this.desk, tx, actor, from.id, "incidents.merged", { facts: { to: into.number, comment: reason } });
    recordAct(this.desk, tx, actor, into.id, "incidents.took-in", { facts: { from: from.number, title: from.title, comment: reason } });
  }

  #tell(tx: Tx, from: IncidentFacts, into: IncidentFacts, to: readonly string[]): Promise<void> {
    return tell(this.desk, tx, into, `merged:${from.incident.id}:${from.incident.version}`, to, {
      title: `${from.incident.number} 并入本事件`,
      duty: "setLevel",
      rows: [
        { keyname: "并入", value: `${from.incident.number} → ${into.incident.number}` },
        { keyname: "办理", value: "请在本事件办理，原卡片不再有效" },
      ],
    });
  }
}

const fieldsOf = ({
  status,
  closedAt,
  occurredAt,
  discoveredAt,
  unitId,
  level,
  levelSetAt,
  clockFrom,
  liftedAt,
}: Incident): Partial<Incident> => ({
  ...{ status, closedAt, occurredAt, discoveredAt, unitId, level, levelSetAt, clockFrom, liftedAt },
});
