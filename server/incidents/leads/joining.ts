import { Incident, type IncidentLevel } from "../../../entities/incident.js";
import { Refusal } from "../../kernel/refusal.js";
import { changeRows } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { AlertLevel } from "../../regulation/alert-levels.js";
import { keepDecision } from "../decisions.js";
import { DECISION_TRIES, recordAct, type Acting, type IncidentsDesk } from "../desk.js";
import { loadIncident, type IncidentFacts } from "../facts.js";
import type { NewIncidentInput, Reporter } from "../reporting.js";
import { isGraver, openProposals } from "../rules/levels.js";
import { openLevelSetting } from "../tasks.js";
import { keepLead } from "./keeping.js";

/** One more report of an incident that is known (R24-11): kept and counted, no new card; only a word for a higher level, or new life after the end, asks the desks. */
export const joinIncident = async (
  desk: IncidentsDesk,
  tx: Tx,
  reporter: Reporter,
  input: NewIncidentInput,
  incidentId: string,
): Promise<void> => {
  await keepLead(desk, tx, reporter, input, { incidentId, first: false });
  await changeRows(tx, Incident, { id: incidentId }, { updatedAt: desk.clock.now() });
  recordAct(desk, tx, reporter, incidentId, "incidents.lead-added", { facts: { title: input.title, to: input.level ?? null } });
  for (let tries = 0; tries < DECISION_TRIES; tries += 1) {
    const facts = await loadIncident(desk, tx, incidentId);
    const level = wantedLevel(facts, input.level ?? null);
    if (level === null) return;
    try {
      await proposeLevel(desk, tx, reporter, facts, level);
      return;
    } catch (error) {
      // somebody else spoke on the level at this moment; the lead stays whatever they said
      if (!(error instanceof Refusal)) throw error;
    }
  }
};

/** The level that the desks are to be asked for because of this lead; null: they need not be asked. */
export const wantedLevel = (facts: IncidentFacts, said: AlertLevel | null): AlertLevel | null => {
  const { status, level } = facts.incident;
  const running = status === "reported" || status === "handling";
  const asked = said ?? (running ? null : alertOf(level));
  if (asked === null || (status === "handling" && !isGraver(level, asked))) return null;
  return openProposals(facts).some((proposal) => !isGraver(proposal.toLevel, asked)) ? null : asked;
};

const alertOf = (level: IncidentLevel | null): AlertLevel => (level === null || level === "none" ? "yellow" : level);

/** A reporter's word for a level: the desks are asked, or asked again where their card had been sent without it. */
export const proposeLevel = async (
  desk: IncidentsDesk,
  tx: Tx,
  reporter: Acting,
  facts: IncidentFacts,
  level: AlertLevel,
): Promise<void> => {
  const { id } = facts.incident;
  await keepDecision(desk, tx, reporter, facts, { kind: "proposal", to: level, reason: null });
  recordAct(desk, tx, reporter, id, "incidents.proposed", { facts: { to: level } });
  const asked = await desk.deadlines.openOne(tx, "setLevel", id);
  if (asked) await desk.deadlines.askAgain(tx, asked, `lead-level:${asked.id}:${level}`);
  else await openLevelSetting(desk, tx, facts);
};
