import type { Deadline } from "../../entities/deadline.js";
import type { IncidentLevel } from "../../entities/incident.js";
import { dueAt, type Due } from "../kernel/due.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { INCIDENT, type IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { whoHolds } from "./people.js";

const RED = 0;
const ORANGE = 1;
const OTHERS = 3;

/** The order in which cards go out. What has no level yet may be anything, so it waits behind red only. */
export const laneOf = (level: IncidentLevel | null): number => {
  if (level === "red") return RED;
  return level === "orange" || level === null ? ORANGE : OTHERS;
};

export const subjectOfTask = (facts: IncidentFacts) => ({ type: INCIDENT, id: facts.incident.id, revision: null });

/** 研判: both desks are asked for the level at once (R24-02); 宣传部 sets it, 大数据中心 may say what it thinks. */
export const openLevelSetting = async (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts): Promise<Deadline> => {
  const now = desk.clock.now();
  const counted = dueAt({ minutes: desk.settings.value("incidents.setLevelMinutes") }, now, desk.calendar);
  const due: Due = { ...counted, words: `第一时间研判定级：${counted.words}（设置）` };
  const holders = [...new Set([...whoHolds(facts.people, "publicityDepartment"), ...whoHolds(facts.people, "dataCentre")])];
  return desk.deadlines.open(tx, {
    duty: "setLevel",
    subject: subjectOfTask(facts),
    holders,
    startedAt: now,
    due,
    calendar: desk.calendar,
    lane: laneOf(facts.incident.level),
  });
};
