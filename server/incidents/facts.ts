import { IncidentEvidence } from "../../entities/incident-evidence.js";
import { Incident } from "../../entities/incident.js";
import { LevelDecision } from "../../entities/level-decision.js";
import type { Unit } from "../../entities/unit.js";
import { directoryOf } from "../identity/directory.js";
import { changeRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { today, type IncidentsDesk } from "./desk.js";
import { loadPeople, type IncidentPeople } from "./people.js";
import { incidentNotFound } from "./refusals.js";

/** Everything the rules look at for one incident, loaded at once. */
export interface IncidentFacts {
  incident: Incident;
  /** 事发部门（单位）; null: not known yet */
  unit: Unit | null;
  people: IncidentPeople;
  /** oldest first */
  decisions: readonly LevelDecision[];
  /** in the order in which it was entered */
  evidence: readonly IncidentEvidence[];
}

/** The facts of an incident; throws the refusal `incidents.not-found` where there is none. */
export const loadIncident = async (desk: IncidentsDesk, tx: Tx, incidentId: string): Promise<IncidentFacts> => {
  const incident = await rowWhere(tx, Incident, { id: incidentId });
  if (!incident) throw incidentNotFound();
  const unit = incident.unitId === null ? null : (await directoryOf(tx)).unit(incident.unitId);
  return {
    incident,
    unit,
    people: await loadPeople(tx, unit, desk.onDuty, today(desk)),
    decisions: await rowsWhere(tx, LevelDecision, { incidentId }, ["number"]),
    evidence: await rowsWhere(tx, IncidentEvidence, { incidentId }, ["enteredAt", "id"]),
  };
};

/** The same, which nobody else changes until this transaction ends: of two who act at one instant the second decides on what the first left. */
export const heldIncident = async (desk: IncidentsDesk, tx: Tx, incidentId: string): Promise<IncidentFacts> => {
  await changeRows(tx, Incident, { id: incidentId }, { id: incidentId });
  return loadIncident(desk, tx, incidentId);
};
