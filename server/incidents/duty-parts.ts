import { In } from "typeorm";
import type { Deadline } from "../../entities/deadline.js";
import { Incident } from "../../entities/incident.js";
import type { DutyAbout, DutyPart, DutyParts, TodoFacts } from "../deadlines/duty-part.js";
import { short } from "../kernel/short.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";
import { levelCard } from "./cards.js";
import type { IncidentsDesk } from "./desk.js";
import { loadIncident } from "./facts.js";
import { whoHolds } from "./people.js";
import { verbsOf } from "./verbs.js";
import { incidentWords, levelName } from "./words.js";

/** Everything the mechanism needs to show, press and list the duties of Article 24. */
export const incidentDuties = (desk: IncidentsDesk): DutyParts => ({ setLevel: levelPart(desk) });

const levelPart = (desk: IncidentsDesk): DutyPart => {
  const draw = async (tx: Tx, deadline: Deadline) => {
    const { incident, unit } = await loadIncident(desk, tx, deadline.subjectId);
    const closedText = deadline.state === "open" ? null : incident.level === null ? "已办结" : `已定为${levelName(incident.level)}`;
    return levelCard({ incident, unit, dueAt: deadline.dueAt, link: desk.link("incident", incident.id), closedText });
  };
  return { ...spoken(desk), card: draw, closedCard: draw, presses: {} };
};

/** What the steps of any duty on an incident say, to whom, and how it looks in a list. */
const spoken = (desk: IncidentsDesk): Pick<DutyPart, "about" | "audience" | "todo"> => ({
  about: async (tx, deadline): Promise<DutyAbout> => {
    const { incident, unit } = await loadIncident(desk, tx, deadline.subjectId);
    return { title: short(incident.title, 26), subtitle: incidentWords(incident, unit), link: desk.link("incident", incident.id) };
  },
  audience: async (tx, deadline, office) => whoHolds((await loadIncident(desk, tx, deadline.subjectId)).people, office),
  todo: (tx, deadlines, userid) => todoOf(desk, tx, deadlines, userid),
});

const todoOf = async (
  desk: IncidentsDesk,
  tx: Tx,
  deadlines: readonly Deadline[],
  userid: string,
): Promise<ReadonlyMap<string, TodoFacts>> => {
  const incidents = await tx.findBy(Incident, { id: In(deadlines.map((deadline) => deadline.subjectId)) });
  const known = new Set(incidents.map((incident) => incident.id));
  const entries: [string, TodoFacts][] = [];
  for (const deadline of deadlines.filter((candidate) => known.has(candidate.subjectId))) {
    const facts = await loadIncident(desk, tx, deadline.subjectId);
    const { incident, unit } = facts;
    const level = incident.level === null ? "待研判" : levelName(incident.level);
    entries.push([
      deadline.id,
      {
        title: `${DUTIES[deadline.duty as DutyName].title}：${incident.title}`,
        note: `${level} · ${incidentWords(incident, unit)}`,
        may: verbsOf(facts, userid),
      },
    ]);
  }
  return new Map(entries);
};
