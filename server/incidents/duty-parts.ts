import { In } from "typeorm";
import type { Deadline } from "../../entities/deadline.js";
import { Incident, INCIDENT_LEVELS } from "../../entities/incident.js";
import type { DutyAbout, DutyPart, Press, TodoFacts } from "../deadlines/duty-part.js";
import { namesOf } from "../identity/actor.js";
import { short } from "../kernel/short.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Card } from "../wecom/card.js";
import { advisedLevel, alertCard, consultationCard, loweringCard, settlementCard, taskCard, type IncidentCardFacts } from "./cards.js";
import { closingWords } from "./closings.js";
import { confirmerLeft } from "./confirming.js";
import type { IncidentsDesk } from "./desk.js";
import { loadIncident, type IncidentFacts } from "./facts.js";
import { levelCard } from "./level-card.js";
import { loweredWords } from "./level-notices.js";
import { openDuties } from "./open-duties.js";
import { heardOf, seenAlert } from "./ladder/calling.js";
import { orangeSteps } from "./ladder/orange.js";
import { byHandCalls, redSteps } from "./ladder/red.js";
import { yellowSteps } from "./ladder/yellow.js";
import { rowOf, type IncidentDutyName } from "./own-duties.js";
import { reportParts } from "./reports/duty-parts.js";
import { ownOffices, whoHolds } from "./rules/who-holds.js";
import type { NamedDuty } from "./rules/discharge.js";
import { lastEffective, openProposals } from "./rules/levels.js";
import { verbsOf } from "./rules/verbs.js";
import type { IncidentVerbs } from "./service.js";
import { byHandCard, confirmationCard } from "./told-cards.js";
import { toldPresses } from "./told-presses.js";
import { drillMark, incidentWords, levelName, stepWords } from "./words.js";

/** The buttons of the domain's cards. */
type Presses = Readonly<Record<string, Press>>;

/** Draws a card; pure, from what was loaded. */
type Draw = (card: IncidentCardFacts, facts: IncidentFacts) => Card;

/** Everything the mechanism needs to show, press and list the duties of Article 24. */
export const incidentDuties = (desk: IncidentsDesk, verbs: IncidentVerbs): Partial<Record<IncidentDutyName, DutyPart>> => {
  const level = levelPresses(desk, verbs);
  const acknowledge: Press = (tx, actor, task) => verbs.acknowledging.acknowledgeIn(tx, actor, task.subjectId);
  const convene: Press = (tx, actor, task) => verbs.acknowledging.instructIn(tx, actor, task.subjectId, { kind: "convene", note: null });
  const part = (draw: Draw, presses: Presses = {}): DutyPart => ({ ...drawn(desk, draw), ...spoken(desk), ...heardOf(desk), presses });
  const onPage = (duty: NamedDuty, linkText: string): DutyPart => part((card) => taskCard(card, rowOf(duty), linkText));
  return {
    setLevel: { ...part((card, facts) => levelCard(card, openProposals(facts).at(-1)), level), desks: ["publicity", "dataCentre"] },
    consultLevel: part((card, facts) => consultationCard(card, lastEffective(facts)?.byName ?? ""), consultPresses(verbs)),
    settleLevel: part((card, facts) => settlementCard(card, rowOf("settleLevel"), lastEffective(facts)), level),
    agreeLowering: { ...part((card, facts) => loweringOf(card, facts), answerPresses(verbs)), desks: ["publicity"] },
    reviewIncident: part((card) => taskCard(card, rowOf("reviewIncident"), "填写复盘")),
    acknowledgeAlert: part((card) => alertCard(card), { acknowledge }),
    handleYellow: {
      ...part((card) => alertCard(card, { linkText: "处置情况" }), { acknowledge }),
      ...yellowSteps(desk),
      desks: ["publicity"],
    },
    reportOrange: { ...part((card) => alertCard(card, { linkText: "查看并处置" }), { acknowledge }), ...orangeSteps(desk) },
    reportRed: {
      ...part((card) => alertCard(card, { convene: true, linkText: "查看并批示" }), { acknowledge, convene }),
      ...redSteps(desk),
    },
    reportRedByHand: {
      ...part(byHandCard, toldPresses(desk, verbs.discharging)),
      ...byHandCalls(desk),
      acknowledged: seenAlert(desk),
    },
    confirmTold: {
      ...part((card, { evidence }) => confirmationCard(card, evidence.filter(({ kind }) => kind === "told").at(-1)), {
        // a card that is done with says so by itself
        confirm: async (tx, actor, task) => (task.state === "open" ? verbs.acknowledging.confirmIn(tx, actor, task.subjectId) : null),
      }),
      holderLeft: (tx, task, leaver) => confirmerLeft(desk, tx, task, leaver),
    },
    startEmergencyPlan: onPage("startEmergencyPlan", "启动"),
    reportSuperior: onPage("reportSuperior", "登记已报告"),
    reportCyberspace: onPage("reportCyberspace", "登记已报告"),
    ...reportParts(desk, verbs.reports.signing, { ...spoken(desk), ...heardOf(desk) }),
  };
};

const loweringOf = (card: IncidentCardFacts, { decisions }: IncidentFacts): Card => {
  const proposal = decisions.filter((each) => LOWERING.includes(each.kind)).at(-1);
  return loweringCard(card, rowOf("agreeLowering"), proposal, proposal ? loweredWords(proposal) : "");
};

const answerPresses = (verbs: IncidentVerbs): Presses => ({
  agree: (tx, actor, task) => verbs.lowering.answerIn(tx, actor, task.subjectId, { agree: true, note: null }),
  decline: (tx, actor, task) => verbs.lowering.answerIn(tx, actor, task.subjectId, { agree: false, note: null }),
});

const LOWERING = ["lower", "lift", "falseAlarm"];

const levelPresses = (desk: IncidentsDesk, verbs: IncidentVerbs): Presses => ({
  mergeSimilar: (tx, actor, task) => verbs.merging.mergeSimilarIn(tx, actor, task.subjectId),
  ...Object.fromEntries(
    INCIDENT_LEVELS.map((level) => [
      level,
      (tx, actor, task) => {
        // a card that was closed meanwhile was pressed by somebody who had not seen the decision that closed it
        const askedAt = task.state === "open" ? desk.clock.now() : task.openedAt;
        return verbs.levels.setIn(tx, actor, task.subjectId, { level, reason: null, via: "card", askedAt });
      },
    ]),
  ),
});

const consultPresses = (verbs: IncidentVerbs): Presses => ({
  agree: (tx, actor, task) => verbs.consulting.consultIn(tx, actor, task.subjectId, { agree: true, level: null, note: null }),
  dissent: (tx, actor, task, { selected }) =>
    verbs.consulting.consultIn(tx, actor, task.subjectId, { agree: false, level: advisedLevel(selected), note: null }),
});

/** Asked of each by themselves: who has answered is asked no longer while others are. */
const ANSWERED: Readonly<Record<string, string>> = {
  acknowledgeAlert: "已收到",
  reportOrange: "已收到",
  confirmTold: "已确认",
} satisfies Partial<Record<IncidentDutyName, string>>;

const drawn = (desk: IncidentsDesk, draw: Draw): Pick<DutyPart, "card" | "closedCard"> => {
  const card = async (tx: Tx, task: Deadline): Promise<Card> => {
    const facts = await loadIncident(desk, tx, task.subjectId);
    const name = await namesOf(tx, task.closedBy === null ? [] : [task.closedBy]);
    const closedText = closingWords(task, facts, name(task.closedBy ?? "").name);
    const { incident, unit } = facts;
    return draw({ incident, unit, dueAt: task.dueAt, link: desk.link("incident", incident.id), closedText }, facts);
  };
  return {
    card,
    // of a duty that is still open, the copy of somebody who has answered, or from whose hands it went
    closedCard: async (tx, task) => {
      const { closedText, buttons, selection, ...rest } = await card(tx, task);
      return { ...rest, buttons: [], closedText: closedText ?? ANSWERED[task.duty] ?? "已转交其他同事办理" };
    },
  };
};

/** What the steps of any duty on an incident say, to whom, and how it looks in a list. */
const spoken = (desk: IncidentsDesk): Pick<DutyPart, "about" | "audience" | "todo" | "stepWords" | "besideDesk"> => ({
  about: async (tx, task): Promise<DutyAbout> => {
    const { incident, unit } = await loadIncident(desk, tx, task.subjectId);
    return {
      mark: drillMark(incident),
      title: short(incident.title, 26),
      subtitle: incidentWords(incident, unit),
      link: desk.link("incident", incident.id),
    };
  },
  audience: async (tx, task, office) => whoHolds((await loadIncident(desk, tx, task.subjectId)).people, office),
  besideDesk: async (tx, task, which) => ownOffices((await loadIncident(desk, tx, task.subjectId)).people, which),
  todo: (tx, tasks, userid) => todoOf(desk, tx, tasks, userid),
  stepWords,
});

const todoOf = async (desk: IncidentsDesk, tx: Tx, tasks: readonly Deadline[], userid: string): Promise<ReadonlyMap<string, TodoFacts>> => {
  const incidents = await tx.findBy(Incident, { id: In(tasks.map((task) => task.subjectId)) });
  const known = new Set(incidents.map((incident) => incident.id));
  const entries: [string, TodoFacts][] = [];
  for (const task of tasks.filter((candidate) => known.has(candidate.subjectId))) {
    const facts = await loadIncident(desk, tx, task.subjectId);
    const { incident, unit } = facts;
    const level = incident.level === null ? "待研判" : levelName(incident.level);
    entries.push([
      task.id,
      {
        title: `${drillMark(incident)}${rowOf(task.duty).title}：${incident.title}`,
        note: `${level} · ${incidentWords(incident, unit)}`,
        may: verbsOf(facts, userid, await openDuties(tx, incident.id), desk.clock.now()),
      },
    ]);
  }
  return new Map(entries);
};
