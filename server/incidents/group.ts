import type { Tx } from "../kernel/unit-of-work.js";
import { subjectOf, type IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { whoHolds } from "./rules/who-holds.js";
import { laneOf } from "./tasks.js";
import { drillMark, levelName } from "./words.js";

/** R24-05: everybody alerted and both desks together in one chat. The duties do not depend on it: what is done there is entered on the page. */
export const gather = async (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, alerted: readonly string[]): Promise<void> => {
  const { incident, people } = facts;
  const desks = [...whoHolds(people, "publicityDepartment"), ...whoHolds(people, "dataCentre")];
  const [owner] = whoHolds(people, "publicityHead");
  await desk.outbox.group(tx, {
    key: `group:${incident.id}:${facts.decisions.length}`,
    lane: laneOf(incident.level),
    subject: subjectOf(incident.id),
    name: `${drillMark(incident)}${levelName(incident.level ?? "none")} ${incident.number}`,
    ...(owner === undefined ? {} : { owner }),
    userids: [...new Set([...alerted, ...desks])],
  });
  await sayInGroup(desk, tx, facts, {
    key: "begin",
    text: `已拉响${levelName(incident.level ?? "none")}。请在本群联络，办理情况以事件页面为准：[打开](${desk.link("incident", incident.id)})`,
  });
};

/** A line in the incident's group, where it has one; nothing of the incident's own words, since it stands on every phone. */
export const sayInGroup = (
  desk: IncidentsDesk,
  tx: Tx,
  { incident, decisions }: IncidentFacts,
  { key, text }: { key: string; text: string },
): Promise<void> =>
  desk.outbox.inGroup(tx, {
    key: `group-said:${incident.id}:${decisions.length}:${key}`,
    subject: subjectOf(incident.id),
    lane: laneOf(incident.level),
    words: { kind: "markdown", text: `${drillMark(incident)}${text}` },
  });
