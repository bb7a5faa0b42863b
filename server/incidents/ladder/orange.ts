import type { Deadline } from "../../../entities/deadline.js";
import type { DutyPart } from "../../deadlines/duty-part.js";
import { namesOf } from "../../identity/actor.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { recordAct, type IncidentsDesk } from "../desk.js";
import { keepEvidence } from "../evidence.js";
import { loadIncident, type IncidentFacts } from "../facts.js";
import { orangeState } from "../rules/discharge.js";
import { orangeLeaders } from "../rules/standing.js";
import { heardOf, LADDER, ring } from "./calling.js";

const MINUTE_MS = 60_000;
const LEADER = /^leader\.(\d+)$/;

/** R24-04: when the leader is rung who has not tapped 收到 by then. */
export const startOrange = (desk: IncidentsDesk, tx: Tx, task: Deadline): Promise<boolean> => planLeader(desk, tx, task, 1);

const planLeader = (desk: IncidentsDesk, tx: Tx, task: Deadline, turn: number): Promise<boolean> => {
  const pause = desk.settings.value("incidents.orangeLeaderMinutes") * MINUTE_MS;
  return desk.deadlines.planStep(tx, task, { name: `leader.${turn}`, at: new Date(desk.clock.now().getTime() + pause) });
};

/** R24-04: a leader whom neither card nor call reaches is followed by the next of 书记班子, on record as 联系不上. */
export const orangeSteps = (desk: IncidentsDesk): Required<Pick<DutyPart, "step" | "unreachable" | "called">> => ({
  step: async (tx, task, name) => {
    const turn = LEADER.exec(name)?.[1];
    if (turn === undefined) return;
    const facts = await loadIncident(desk, tx, task.subjectId);
    const leader = orangeLeaders(facts).at(-1);
    if (leader === undefined || orangeState(facts, task).heard) return;
    await ring(desk, tx, task, { key: name, userids: [leader], words: "橙色警报：请查看并点收到" });
  },
  called: async (tx, task, call) => {
    await heardOf(desk).called(tx, task, call);
    if (call.state !== "answered") await standIn(desk, tx, task, [call.userid]);
  },
  unreachable: async (tx, task, userids, by) => {
    await heardOf(desk).unreachable(tx, task, userids, by);
    if (by !== "notice") await standIn(desk, tx, task, userids);
  },
});

/** The next of 书记班子 takes the place of the leader who was to hear of it last, if that is whom nothing reached. */
const standIn = async (desk: IncidentsDesk, tx: Tx, task: Deadline, unreached: readonly string[]): Promise<void> => {
  const facts = await loadIncident(desk, tx, task.subjectId);
  const leaders = orangeLeaders(facts);
  const leader = leaders.at(-1);
  if (leader === undefined || !unreached.includes(leader) || orangeState(facts, task).heard) return;
  const next = following(facts, leaders);
  if (next === undefined) return;
  const particulars = { leader: leaders[0] ?? leader, standIn: next };
  await keepEvidence(desk, tx, LADDER, facts.incident.id, { kind: "standIn", task, particulars, onceKey: `stand-in:${task.id}:${next}` });
  const name = await namesOf(tx, [leader, next]);
  recordAct(desk, tx, LADDER, facts.incident.id, "incidents.stood-in", { facts: { from: name(leader).name, to: name(next).name } });
  const holders = await desk.deadlines.holders(tx, task.id);
  await desk.deadlines.reassign(tx, task, [...new Set([...holders, next])]);
  await planLeader(desk, tx, task, leaders.length + 1);
};

const following = ({ people }: IncidentFacts, leaders: readonly string[]): string | undefined =>
  [...people.secretariat, ...people.topLeader].find((userid) => !leaders.includes(userid));
