import { Deadline } from "../../entities/deadline.js";
import type { IncidentLevel } from "../../entities/incident.js";
import { dueAt, type Due } from "../kernel/due.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { AlertLevel } from "../regulation/alert-levels.js";
import type { Span } from "../regulation/span.js";
import { INCIDENT, type IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import type { IncidentDutyName } from "./own-duties.js";
import { whoHolds } from "./rules/who-holds.js";
import { orangeLeaders, redLeaders } from "./rules/standing.js";

const RED = 0;
const ORANGE = 1;
const OTHERS = 3;

/** The order in which cards go out. What has no level yet may be anything, so it waits behind red only. */
export const laneOf = (level: IncidentLevel | null): number => {
  if (level === "red") return RED;
  return level === "orange" || level === null ? ORANGE : OTHERS;
};

/** A duty about to be opened; `within` counts from `from`. */
export interface NewTask {
  duty: IncidentDutyName;
  holders: readonly string[];
  within: Span;
  from: Date;
  /** where the number is our setting, the rule's word that it stands for */
  reading?: string;
  /** no card yet: the first comes with a step */
  quiet?: boolean;
}

/** When a task is due, and where the number comes from. */
export const taskDue = (desk: IncidentsDesk, { within, from, reading }: Pick<NewTask, "within" | "from" | "reading">): Due => {
  const counted = dueAt(within, from, desk.calendar);
  return reading === undefined ? counted : { ...counted, words: `${reading}：${counted.words}（设置）` };
};

/** Opens a duty on the incident. Throws where it is open already. */
export const openTask = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, task: NewTask): Promise<Deadline> =>
  desk.deadlines.open(tx, {
    duty: task.duty,
    subject: { type: INCIDENT, id: facts.incident.id, revision: null },
    holders: [...new Set(task.holders)],
    startedAt: task.from,
    due: taskDue(desk, task),
    calendar: desk.calendar,
    lane: laneOf(facts.incident.level),
    ...(task.quiet ? { quiet: true } : {}),
  });

/** 研判: both desks are asked for the level at once (R24-02); 宣传部 sets it, 大数据中心 may say what it thinks. */
export const openLevelSetting = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts): Promise<Deadline> =>
  openTask(desk, tx, facts, {
    duty: "setLevel",
    holders: [...whoHolds(facts.people, "publicityDepartment"), ...whoHolds(facts.people, "dataCentre")],
    within: { minutes: desk.settings.value("incidents.setLevelMinutes") },
    from: desk.clock.now(),
    reading: "第一时间研判定级",
  });

/** What a level orders (第24条（一）至（三）), whom the alert reaches, and from when it counts. */
export const tasksOf = (desk: IncidentsDesk, facts: IncidentFacts, level: AlertLevel, from: Date): NewTask[] => {
  const { people } = facts;
  const [publicityHead, unit] = [whoHolds(people, "publicityHead"), whoHolds(people, "concernedUnit")];
  const publicity = whoHolds(people, "publicityDepartment");
  const value = desk.settings;
  switch (level) {
    case "yellow":
      return [
        {
          duty: "handleYellow",
          holders: [...unit, ...publicity],
          within: value.value("incidents.yellowProgress"),
          from,
          reading: "及时处置",
        },
      ];
    case "orange":
      return [
        { duty: "reportOrange", holders: [...orangeLeaders(facts), ...publicityHead, ...unit], within: { hours: 3 }, from },
        { duty: "acknowledgeAlert", holders: whoHolds(people, "dataCentreHead"), within: "open", from },
        { duty: "writeUpOrange", holders: [...publicity, ...unit], within: "open", from, quiet: true },
      ];
    case "red":
      return redTasks(desk, facts, from);
  }
};

const redTasks = (desk: IncidentsDesk, facts: IncidentFacts, from: Date): NewTask[] => {
  const { people } = facts;
  const [publicityHead, unit] = [whoHolds(people, "publicityHead"), whoHolds(people, "concernedUnit")];
  const publicity = whoHolds(people, "publicityDepartment");
  const alerted = [...people.leaderInCharge, ...people.secretariat, ...publicityHead, ...whoHolds(people, "dataCentreHead"), ...unit];
  const top = redLeaders(facts);
  const upward = { within: desk.settings.value("incidents.reportUpward"), from, reading: "同时报告" };
  return [
    { duty: "reportRed", holders: top, within: "immediately", from },
    { duty: "acknowledgeAlert", holders: alerted.filter((userid) => !top.includes(userid)), within: "open", from },
    { duty: "startEmergencyPlan", holders: [...publicityHead, ...unit], within: { hours: 1 }, from },
    { duty: "reportSuperior", holders: publicity, ...upward },
    { duty: "reportCyberspace", holders: publicity, ...upward },
    { duty: "writeUpRed", holders: [...publicity, ...publicityHead], within: { hours: 24 }, from, quiet: true },
  ];
};

/** The written report on an orange alert is due from now on (Q10), and its first card goes out. */
export const startWriting = async (desk: IncidentsDesk, tx: Tx, task: Deadline, from: Date): Promise<void> => {
  const within = desk.settings.value("incidents.writeUpOrange");
  const due = taskDue(desk, { within, from, reading: "处置完毕后及时书面报告" });
  await changeRows(tx, Deadline, { id: task.id }, { startedAt: from });
  await desk.deadlines.reschedule(tx, { ...task, startedAt: from, openedAt: desk.clock.now() }, due, desk.calendar);
  await desk.deadlines.askAgain(tx, task, `write-up:${task.id}`);
};
