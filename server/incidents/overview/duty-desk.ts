import { In } from "typeorm";
import { Deadline, DeadlineHolder } from "../../../entities/deadline.js";
import type { DeskDutyView, DutyDeskView, IncidentName, KnockView } from "../../http/contract.js";
import { namesOf, type Actor } from "../../identity/actor.js";
import { localIso } from "../../kernel/local-time.js";
import { rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { INCIDENT, type IncidentsDesk } from "../desk.js";
import { stepViews } from "../duty-views.js";
import { loadIncident, type IncidentFacts } from "../facts.js";
import { rowOf } from "../own-duties.js";
import { mayDischarge } from "../rules/discharge.js";
import { redLeaders } from "../rules/standing.js";
import { dutyVerbsOf } from "../rules/verbs.js";
import type { Names } from "../views.js";

const DESKS = ["publicity", "dataCentre"] as const;

/** Everything that is owed on incidents now, loaded at once. */
interface Owed {
  tasks: readonly Deadline[];
  facts: ReadonlyMap<string, IncidentFacts>;
  holdersOf: (task: Deadline) => string[];
  names: Names;
}

/** 值班台, as somebody sees it who can do something about it. */
export const dutyDesk = async (tx: Tx, desk: IncidentsDesk, actor: Actor): Promise<DutyDeskView> => {
  const onDuty = await Promise.all(DESKS.map(async (name) => ({ desk: name, people: [...(await desk.onDuty(tx, name))] })));
  const owed = await loadOwed(
    tx,
    desk,
    onDuty.flatMap(({ people }) => people),
  );
  const now = desk.clock.now();
  const view = (task: Deadline): DeskDutyView[] => {
    const facts = owed.facts.get(task.subjectId);
    return facts ? [dutyView(task, facts, owed, actor.userid, now)] : [];
  };
  const isUnset = (task: Deadline): boolean => task.duty === "setLevel";
  return {
    now: localIso(now),
    onDuty: onDuty.map(({ desk: name, people }) => ({ desk: name, people: people.map(owed.names) })),
    unset: owed.tasks.filter(isUnset).flatMap(view),
    knocks: owed.tasks.filter(({ duty }) => duty === "reportRedByHand").flatMap((task) => knockView(task, owed, actor.userid)),
    duties: owed.tasks.filter((task) => !isUnset(task) && task.duty !== "reportRedByHand").flatMap(view),
  };
};

const loadOwed = async (tx: Tx, desk: IncidentsDesk, people: readonly string[]): Promise<Owed> => {
  const tasks = (await rowsWhere(tx, Deadline, { subjectType: INCIDENT, state: "open" })).sort(
    (one, other) => momentOf(one) - momentOf(other),
  );
  const holders = await tx.findBy(DeadlineHolder, { deadlineId: In(tasks.map(({ id }) => id)), owes: true });
  const facts = new Map<string, IncidentFacts>();
  for (const id of new Set(tasks.map(({ subjectId }) => subjectId))) facts.set(id, await loadIncident(desk, tx, id));
  const leaders = [...facts.values()].flatMap((each) => [...redLeaders(each)]);
  return {
    tasks,
    facts,
    holdersOf: (task) => holders.filter(({ deadlineId }) => deadlineId === task.id).map(({ userid }) => userid),
    names: await namesOf(tx, [...people, ...leaders, ...holders.map(({ userid }) => userid)]),
  };
};

/** What is owed at once comes first, what has no time last. */
const momentOf = ({ duty, dueAt, startedAt }: Deadline): number => {
  if (rowOf(duty).within === "immediately") return startedAt.getTime();
  return dueAt?.getTime() ?? Number.MAX_SAFE_INTEGER;
};

const nameOf = ({ incident: { id, number, title, level, rehearsal } }: IncidentFacts): IncidentName => ({
  ...{ id, number, title, level },
  rehearsal: rehearsal === true,
});

const dutyView = (
  task: Deadline,
  facts: IncidentFacts,
  { holdersOf, names }: Pick<Owed, "holdersOf" | "names">,
  userid: string,
  now: Date,
): DeskDutyView => {
  const ahead = stepViews(task).find(({ state }) => state === "ahead");
  return {
    taskId: task.id,
    duty: task.duty,
    title: rowOf(task.duty).title,
    incident: nameOf(facts),
    startedAt: localIso(task.startedAt),
    dueAt: task.dueAt && localIso(task.dueAt),
    late: task.missedAt !== null || (task.dueAt !== null && task.dueAt < now),
    holders: holdersOf(task).map(names),
    next: ahead ? { at: ahead.at, words: ahead.words } : null,
    may: dutyVerbsOf(facts, task, userid),
  };
};

const knockView = (task: Deadline, { facts, holdersOf, names }: Owed, userid: string): KnockView[] => {
  const about = facts.get(task.subjectId);
  if (!about) return [];
  return [
    {
      incident: nameOf(about),
      since: localIso(task.openedAt),
      leaders: redLeaders(about).map(names),
      asked: holdersOf(task).map(names),
      mayRecord: mayDischarge(about, "reportRed", userid) && !redLeaders(about).includes(userid),
    },
  ];
};
