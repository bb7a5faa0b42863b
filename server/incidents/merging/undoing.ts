import { Deadline } from "../../../entities/deadline.js";
import { IncidentPost } from "../../../entities/incident-lead.js";
import { IncidentMerge, type BeforeMerge } from "../../../entities/incident-merge.js";
import { Incident } from "../../../entities/incident.js";
import type { Actor } from "../../identity/actor.js";
import type { Refusal } from "../../kernel/refusal.js";
import { changeRows, rowWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { alerted } from "../alarm.js";
import { keepDecision } from "../decisions.js";
import { recordAct, recordRefusal, subjectOf, type IncidentsDesk } from "../desk.js";
import { loadIncident, type IncidentFacts } from "../facts.js";
import { tell } from "../notices.js";
import { refuse } from "../refusals.js";
import { lastEffective } from "../rules/levels.js";
import { undoRefusal } from "../rules/merging.js";
import { giveBack, reopen } from "./reopening.js";

const moment = (text: string | null): Date | null => (text === null ? null : new Date(text));

/** 撤销并入 (R24-12): within a day both stand as before. What was decided on the other since then stays decided; what has come due meanwhile is made up for. */
export const undoMerge = async (desk: IncidentsDesk, actor: Actor, fromId: string): Promise<void> => {
  const refusal = await desk.uow.run(async (tx): Promise<Refusal | null> => {
    const from = await loadIncident(desk, tx, fromId);
    const merge = await rowWhere(tx, IncidentMerge, { openKey: fromId });
    const into = merge ? await loadIncident(desk, tx, merge.intoIncidentId) : from;
    const why = undoRefusal(into, actor.userid, merge, desk.clock.now());
    if (why || !merge) {
      if (why) recordRefusal(desk, tx, actor, fromId, "undo merge", why);
      return why;
    }
    const undone = { openKey: null, undoneAt: desk.clock.now(), undoneByUserid: actor.userid };
    if ((await changeRows(tx, IncidentMerge, { id: merge.id, openKey: fromId }, undone)) !== 1)
      return refuse("not-merged", "conflict", "并入刚刚已由同事撤销。");
    const to = [...(await alerted(tx, fromId)), ...(await alerted(tx, into.incident.id)), from.incident.reportedBy];
    await restoreOther(desk, tx, actor, into, merge.before, merge.id);
    await restoreMerged(desk, tx, from.incident, merge.before, merge.id);
    recordAct(desk, tx, actor, fromId, "incidents.unmerged", { facts: { from: into.incident.number } });
    recordAct(desk, tx, actor, into.incident.id, "incidents.let-go", { facts: { to: from.incident.number } });
    await tellUndone(
      desk,
      tx,
      from,
      into,
      merge.id,
      to.filter((userid) => userid !== actor.userid),
    );
    return null;
  });
  if (refusal) throw refusal;
};

/** The one that was merged owes again what it owed, with the due times it had. */
const restoreMerged = async (desk: IncidentsDesk, tx: Tx, incident: Incident, before: BeforeMerge, mergeId: string): Promise<void> => {
  const { id, version } = incident;
  const { status } = before.from;
  const fields = {
    status,
    closedAt: moment(stored(before.from.closedAt)),
    mergedInto: null,
    updatedAt: desk.clock.now(),
    version: version + 1,
  };
  if ((await changeRows(tx, Incident, { id, version }, fields)) !== 1)
    throw refuse("changed-meanwhile", "conflict", "事件刚刚被别人处理过，请重新打开后再撤销。");
  for (const post of before.posts) await changeRows(tx, IncidentPost, { post }, { incidentId: id });
  for (const { id: taskId, nextStepAt } of before.ended) {
    const task = await rowWhere(tx, Deadline, { id: taskId, closedHow: "incidents.joined" });
    if (task) await reopen(desk, tx, task, { nextStepAt, key: `unmerged:${mergeId}:${taskId}`, onDuty: before.onDuty });
  }
};

/** The other loses what it had of the merged one, as far as nobody has decided anything on it since. */
const restoreOther = async (
  desk: IncidentsDesk,
  tx: Tx,
  actor: Actor,
  facts: IncidentFacts,
  before: BeforeMerge,
  mergeId: string,
): Promise<void> => {
  const { id, version } = facts.incident;
  const { occurredAt, discoveredAt, unitId, status, level, levelSetAt, clockFrom, liftedAt, closedAt } = before.into;
  const lowered = before.decision !== null && lastEffective(facts)?.id === before.decision;
  const times = {
    occurredAt: moment(stored(occurredAt)),
    discoveredAt: new Date(stored(discoveredAt) ?? facts.incident.discoveredAt),
    unitId,
  };
  const ended = { liftedAt: moment(stored(liftedAt)), closedAt: moment(stored(closedAt)) };
  const back = { status, level, levelSetAt: moment(stored(levelSetAt)), clockFrom: moment(stored(clockFrom)), ...ended };
  const clock = before.decision === null ? { clockFrom: moment(stored(clockFrom)) } : {};
  const fields = { ...times, ...(lowered ? back : clock), updatedAt: desk.clock.now(), version: version + 1 };
  if ((await changeRows(tx, Incident, { id, version }, fields)) !== 1)
    throw refuse("changed-meanwhile", "conflict", "事件刚刚被别人处理过，请重新打开后再撤销。");
  const parting = [...(before.reports ?? []), ...(lowered ? before.opened : [])];
  for (const task of await desk.deadlines.openOn(tx, subjectOf(id)))
    if (parting.includes(task.id)) await desk.deadlines.cancel(tx, task, { by: actor.userid, how: "incidents.parted" });
  if (lowered) await keepDecision(desk, tx, actor, facts, { kind: "settle", to: level ?? "none", reason: "撤销并入，恢复原级别" });
  const decided = before.decision !== null && !lowered;
  await giveBack(desk, tx, id, before, { decided, key: `unmerged:${mergeId}` });
  for (const { id: taskId, dueAt, dueWords, steps, nextStepAt, missed } of before.moved) {
    const due = { dueAt: moment(dueAt), dueWords, steps: steps as Deadline["steps"], nextStepAt: moment(nextStepAt) };
    await changeRows(tx, Deadline, { id: taskId, state: "open" }, { ...due, ...(missed ? {} : { missedAt: null }) });
  }
};

/** A moment of a row as JSON keeps it. */
const stored = (at: Date | string | null | undefined): string | null => (at ? new Date(at).toISOString() : null);

const tellUndone = (
  desk: IncidentsDesk,
  tx: Tx,
  from: IncidentFacts,
  into: IncidentFacts,
  mergeId: string,
  to: readonly string[],
): Promise<void> =>
  tell(desk, tx, from, `unmerged:${mergeId}`, to, {
    title: "撤销并入，恢复单独处置",
    duty: "setLevel",
    rows: [
      { keyname: "本事件", value: from.incident.number },
      { keyname: "原并入", value: into.incident.number },
    ],
  });
