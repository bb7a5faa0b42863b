import { In } from "typeorm";
import type { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import type { LevelDecision } from "../../entities/level-decision.js";
import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import { StoredFile } from "../../entities/stored-file.js";
import { fileView, type FileLink } from "../files/view.js";
import type { FileView, IncidentView, LevelDecisionView, PersonView, ReachView } from "../http/contract.js";
import { namesOf } from "../identity/actor.js";
import { localIso } from "../kernel/local-time.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { ALERT_LEVEL_RULES, ALERT_LEVELS } from "../regulation/alert-levels.js";
import { DUTIES } from "../regulation/duties.js";
import { INCIDENT } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { dutyView } from "./duty-views.js";
import { leadCounts } from "./leads/views.js";
import { openDuties } from "./open-duties.js";

export type Names = (userid: string) => PersonView;
export type FilesById = ReadonlyMap<string, FileView>;

const iso = (at: Date | null): string | null => at && localIso(at);

/** Everything around an incident that its page shows beside the facts. */
export interface IncidentSurroundings {
  deadlines: readonly Deadline[];
  holders: readonly DeadlineHolder[];
  names: Names;
  files: FilesById;
  reach: readonly ReachView[];
  leads: number;
}

/** Loads what the page shows besides the facts, in a handful of queries however many duties there are. `merged`: ids of what goes on in it. */
export const loadSurroundings = async (
  tx: Tx,
  facts: IncidentFacts,
  link: FileLink,
  merged: readonly string[],
): Promise<IncidentSurroundings> => {
  const { incident, evidence } = facts;
  const { deadlines, holders } = await openDuties(tx, incident.id);
  const copies = await copiesOf(tx, incident.id);
  const names = await namesOf(tx, [
    ...commandersOf(facts),
    ...holders.map((holder) => holder.userid),
    ...deadlines.flatMap((each) => each.closedBy ?? []),
    ...copies.map((copy) => copy.userid),
    ...evidence.flatMap(({ particulars, confirmedBy }) => [particulars.commander ?? [], confirmedBy ?? []].flat()),
  ]);
  const ids = [...new Set([...incident.files, ...evidence.flatMap((each) => each.files)])];
  const stored = ids.length === 0 ? [] : await tx.findBy(StoredFile, { id: In(ids) });
  const files = new Map(stored.map((file) => [file.id, fileView(file, link)]));
  const counts = await leadCounts(tx, [incident.id, ...merged]);
  const leads = [...counts.values()].reduce((sum, count) => sum + count, 0);
  return { deadlines, holders, names, files, reach: reachOf(facts, copies, names), leads };
};

/** Leaders and heads, each once. */
const commandersOf = ({ people }: IncidentFacts): string[] => [
  ...new Set([
    ...people.topLeader,
    ...people.leaderInCharge,
    ...people.secretariat,
    ...people.publicityHead,
    ...people.dataCentreHead,
    ...people.unitHead,
    ...people.publicityDuty,
  ]),
];

interface Copy {
  userid: string;
  state: Recipient["state"];
  detail: string | null;
  sentAt: Date | null;
}

/** Every card with which somebody was asked for something on this incident. */
const copiesOf = async (tx: Tx, incidentId: string): Promise<Copy[]> => {
  const cards = await rowsWhere(tx, OutboxMessage, { subjectType: INCIDENT, subjectId: incidentId, kind: "duty" }, ["createdAt", "id"]);
  const sentAt = new Map(cards.map((card) => [card.id, card.sentAt]));
  const copies = await rowsWhere(tx, Recipient, { messageId: cards.map((card) => card.id) });
  return copies.map(({ userid, state, detail, messageId }) => ({ userid, state, detail, sentAt: sentAt.get(messageId) ?? null }));
};

/** Per person whether anything reached them: 9 人中 8 人已送达，这一位未送达. */
const reachOf = ({ evidence }: IncidentFacts, copies: readonly Copy[], names: Names): ReachView[] =>
  [...new Set(copies.map((copy) => copy.userid))].map((userid) => {
    const own = copies.filter((copy) => copy.userid === userid);
    const said = evidence.find((each) => each.kind === "acknowledgement" && each.byUserid === userid);
    const arrived = own.find((copy) => copy.state === "sent" || copy.state === "bundled");
    const failed = own.find((copy) => copy.state === "failed");
    const state = said ? "acknowledged" : arrived ? "sent" : failed ? "failed" : "waiting";
    const at = said?.at ?? arrived?.sentAt ?? null;
    return { person: names(userid), state, at: iso(at), detail: state === "failed" ? (failed?.detail ?? "") : "" };
  });

const decisionView = (each: LevelDecision): LevelDecisionView => ({
  id: each.id,
  at: localIso(each.at),
  kind: each.kind,
  state: each.state,
  from: each.fromLevel,
  to: each.toLevel,
  by: { userid: each.byUserid, name: each.byName, post: each.byPost },
  reason: each.reason,
  second:
    each.secondUserid === null || each.secondAt === null
      ? null
      : {
          by: { userid: each.secondUserid, name: each.secondName ?? each.secondUserid, post: each.secondPost ?? "" },
          at: localIso(each.secondAt),
          note: each.secondNote,
        },
  consultation:
    each.consultedUserid === null || each.consultedAt === null
      ? null
      : {
          agree: each.agreed === true,
          level: each.advisedLevel,
          note: each.advice,
          by: { userid: each.consultedUserid, name: each.consultedName ?? each.consultedUserid, post: each.consultedPost ?? "" },
          at: localIso(each.consultedAt),
        },
});

/** What of the page depends on nothing but the incident; names every field that leaves the building. */
export const incidentView = (
  facts: IncidentFacts,
  around: IncidentSurroundings,
  userid: string,
  now: Date,
): Omit<IncidentView, "timeline" | "deliveries" | "may" | "merged" | "mergedInto" | "similarTo"> => {
  const { incident, unit } = facts;
  return {
    id: incident.id,
    now: localIso(now),
    number: incident.number,
    rehearsal: incident.rehearsal === true,
    title: incident.title,
    description: incident.description,
    links: incident.links,
    files: incident.files.flatMap((id) => around.files.get(id) ?? []),
    level: incident.level,
    status: incident.status,
    unit: unit && { id: unit.id, name: unit.name },
    reporter: { userid: incident.reportedBy, name: incident.reporterName, post: incident.reporterPost },
    leads: around.leads,
    times: {
      occurredAt: iso(incident.occurredAt),
      discoveredAt: localIso(incident.discoveredAt),
      reportedAt: localIso(incident.reportedAt),
      levelSetAt: iso(incident.levelSetAt),
      handledAt: iso(incident.handledAt),
      liftedAt: iso(incident.liftedAt),
      closedAt: iso(incident.closedAt),
    },
    clock: incident.clockFrom && { from: localIso(incident.clockFrom), words: clockWords(facts) },
    duties: around.deadlines.map((deadline) => dutyView(facts, deadline, around, userid, now)),
    decisions: facts.decisions.map(decisionView),
    reach: [...around.reach],
    criteria: ALERT_LEVELS.map((level) => ({
      level,
      name: ALERT_LEVEL_RULES[level].name,
      grade: ALERT_LEVEL_RULES[level].grade,
      criteria: [...ALERT_LEVEL_RULES[level].criteria],
    })),
    commanders: commandersOf(facts).map(around.names),
    quote: { article: DUTIES.setLevel.article, text: DUTIES.setLevel.text },
  };
};

/** Why the times run from where they do (Q9). */
const clockWords = ({ incident }: IncidentFacts): string => {
  const from = incident.clockFrom?.getTime();
  if (from === incident.discoveredAt.getTime()) return "自发现时起算（发现或报告，取早）";
  return from === incident.reportedAt.getTime() ? "自报告时起算（发现或报告，取早）" : "自升级时起算";
};
