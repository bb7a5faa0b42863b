import { Deadline } from "../../entities/deadline.js";
import type { Incident, IncidentLevel } from "../../entities/incident.js";
import type { LevelDecision } from "../../entities/level-decision.js";
import { VoiceCall } from "../../entities/voice-call.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { AlertLevel } from "../regulation/alert-levels.js";
import { alerted, startLadder, type Sounded } from "./alarm.js";
import { INCIDENT, recordAct, subjectOf, type Acting, type IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { sayInGroup } from "./group.js";
import { loweredWords, tellLowered } from "./level-notices.js";
import { rowOf } from "./own-duties.js";
import { laneOf, openTask, startWriting, tasksOf } from "./tasks.js";
import { drillMark } from "./words.js";

/** What is asked about the level itself, and ends with it. */
const ON_THE_LEVEL = ["acknowledgeAlert", "setLevel", "consultLevel", "settleLevel", "agreeLowering"];

/** The duties that each level brings of its own; written reports stay owed whatever happens to the level (R24-10). */
const BROUGHT: Readonly<Record<IncidentLevel, readonly string[]>> = {
  none: [],
  yellow: ["handleYellow"],
  orange: ["reportOrange"],
  red: ["reportRed", "reportRedByHand", "startEmergencyPlan", "reportSuperior", "reportCyberspace"],
};

/** Lets a lower level take effect (R24-10): what only the higher one ordered is cancelled one by one, and everybody alerted learns of it. */
export const standDown = async (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  { to, actor, decision }: Pick<Sounded, "to" | "actor"> & { decision: LevelDecision },
): Promise<void> => {
  const { incident } = facts;
  const everybody = await alerted(tx, incident.id);
  const gone = [...BROUGHT.red, ...(to === "orange" ? [] : BROUGHT.orange), ...(to === "none" ? BROUGHT.yellow : []), ...ON_THE_LEVEL];
  // nothing else would end it: a false alarm is over without 办结
  if (decision.kind === "falseAlarm") gone.push("confirmTold");
  for (const task of await desk.deadlines.openOn(tx, { type: INCIDENT, id: incident.id }))
    if (gone.includes(task.duty)) await cancelled(desk, tx, actor, task, decision);
  const asked = to === "none" ? [] : await openLower(desk, tx, facts, to);
  const writing = incident.handledAt === null ? null : await desk.deadlines.openOne(tx, "writeUpOrange", incident.id);
  if (writing?.dueAt === null) await startWriting(desk, tx, writing, incident.handledAt ?? desk.clock.now());
  const rest = everybody.filter((userid) => !asked.includes(userid) && userid !== actor.userid);
  await tellLowered(desk, tx, facts, decision, rest);
  await ringAgain(desk, tx, incident, decision);
  await sayInGroup(desk, tx, facts, { key: "lowered", text: `${loweredWords(decision)}。理由见事件页面。` });
};

/** The reason of the lowering is the reason of each. */
const cancelled = async (desk: IncidentsDesk, tx: Tx, actor: Acting, task: Deadline, decision: LevelDecision): Promise<void> => {
  await desk.deadlines.cancel(tx, task, { by: actor.userid, how: `incidents.by-${decision.kind}` });
  if (!ON_THE_LEVEL.includes(task.duty))
    recordAct(desk, tx, actor, task.subjectId, "incidents.cancelled", { facts: { title: rowOf(task.duty).title, kind: decision.kind } });
};

/** What the lower level orders and was not done yet; whom the graver alert reached need not say again that they know. */
const openLower = async (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, to: AlertLevel): Promise<string[]> => {
  const { id, clockFrom } = facts.incident;
  const asked: string[] = [];
  for (const task of tasksOf(desk, facts, to, clockFrom ?? desk.clock.now())) {
    if (task.duty === "acknowledgeAlert" || task.holders.length === 0 || (await isDone(tx, id, task.duty))) continue;
    await startLadder(desk, tx, await openTask(desk, tx, facts, task), facts);
    if (!task.quiet) asked.push(...task.holders);
  }
  return asked;
};

/** As loudly as the alert: whoever was rung for it is rung again. */
const ringAgain = async (desk: IncidentsDesk, tx: Tx, incident: Incident, decision: LevelDecision): Promise<void> => {
  const deciders = [decision.byUserid, decision.secondUserid];
  const calls = await rowsWhere(tx, VoiceCall, { subjectType: INCIDENT, subjectId: incident.id });
  const rung = calls.filter((call) => call.placedAt !== null && !deciders.includes(call.userid)).map((call) => call.userid);
  const call = { key: `lowered:${decision.id}`, subject: subjectOf(incident.id), userids: rung };
  await desk.outbox.call(tx, { ...call, lane: laneOf(decision.fromLevel), words: `${drillMark(incident)}${loweredWords(decision)}` });
};

/** By which graver duties a duty is done with, too. */
const GRAVER: Readonly<Record<string, readonly string[]>> = { reportOrange: ["reportRed"], writeUpOrange: ["writeUpRed"] };

/** True where the duty is open or was discharged, also by a graver one: whoever told 主要领导 need not tell it again one level lower. */
const isDone = async (tx: Tx, incidentId: string, duty: string): Promise<boolean> => {
  const same = [duty, ...(GRAVER[duty] ?? [])];
  const known = await rowsWhere(tx, Deadline, { subjectType: INCIDENT, subjectId: incidentId, duty: same, state: ["open", "discharged"] });
  return known.length > 0;
};
