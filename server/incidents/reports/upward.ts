import { Between, In } from "typeorm";
import { Incident } from "../../../entities/incident.js";
import { IncidentEvidence, type How } from "../../../entities/incident-evidence.js";
import type { Actor } from "../../identity/actor.js";
import type { Refusal } from "../../kernel/refusal.js";
import { changeRows, rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { recordAct, recordRefusal, type IncidentsDesk } from "../desk.js";
import type { Discharging } from "../discharging.js";
import { keepEvidence, knownFiles } from "../evidence.js";
import { heldIncident, type IncidentFacts } from "../facts.js";
import { sayInGroup } from "../group.js";
import { isReal } from "../rules/summary.js";
import { dutyOfBody, isComplete, isUpward, upwardRefusal, type UpwardDuty } from "../rules/upward.js";
import type { Month } from "./month.js";

/** What somebody enters after they have reported to a body outside; null: not said. */
export interface UpwardInput {
  to: string;
  how: How;
  /** null: now */
  at: Date | null;
  content: string;
  contact: string | null;
  receipt: string;
  files: string[];
}

/** One 请示报告 with its incident. */
export interface UpwardEntry {
  said: IncidentEvidence;
  incident: Incident;
}

/** 请示报告 (第22条, R22-01): people report, this program keeps when, how and with which receipt. It is the evidence of the incident, kept once. */
export class UpwardReports {
  constructor(
    private readonly desk: IncidentsDesk,
    private readonly discharging: Discharging,
  ) {}

  /** Enters one; where it is what a duty of 第24条（三） waits for, it discharges that. */
  async enter(actor: Actor, incidentId: string, input: UpwardInput): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const facts = await heldIncident(this.desk, tx, incidentId);
      const now = this.desk.clock.now();
      const why = upwardRefusal(facts, actor.userid, { ...input, at: input.at ?? now }, now);
      if (why) {
        recordRefusal(this.desk, tx, actor, incidentId, "upward", why);
        return why;
      }
      return this.#enter(tx, actor, facts, input);
    });
    if (refusal) throw refusal;
  }

  async #enter(tx: Tx, actor: Actor, facts: IncidentFacts, input: UpwardInput): Promise<Refusal | null> {
    const { settings, deadlines } = this.desk;
    const { id } = facts.incident;
    const duty = dutyOfBody(input.to, settings);
    const task = duty && (await deadlines.openOne(tx, duty, id));
    if (duty && task && isComplete(facts, task.id, input.to, duty, settings)) {
      const { content: note, ...rest } = input;
      return this.discharging.dischargeIn(tx, actor, id, duty, { ...rest, note, commander: null, documentNumber: null });
    }
    await knownFiles(tx, input.files, "reportSuperior");
    const { to, how, content, contact, receipt, files } = input;
    const said = { to, receipt, ...(contact === null ? {} : { contact }) };
    const at = input.at ?? this.desk.clock.now();
    const afterwards = input.at !== null && at < this.desk.clock.now();
    const when = afterwards ? { at } : {};
    await keepEvidence(this.desk, tx, actor, id, { kind: "upward", task, note: content, how, particulars: said, files, ...when });
    recordAct(this.desk, tx, actor, id, "incidents.entered-upward", {
      article: "22",
      facts: { how, at, afterwards, comment: content, ...said },
    });
    await sayInGroup(this.desk, tx, facts, { key: `upward:${to}:${at.getTime()}`, text: `已登记向${to}报告（${actor.name}）` });
    await changeRows(tx, Incident, { id }, { updatedAt: this.desk.clock.now() });
    return null;
  }

  /** Those of one incident, in the order in which they were made. */
  async ofIncident(tx: Tx, incident: Incident): Promise<UpwardEntry[]> {
    const evidence = await rowsWhere(tx, IncidentEvidence, { incidentId: incident.id }, ["at", "id"]);
    return evidence.filter(isUpward).map((said) => ({ said, incident }));
  }

  /** Those made in a month, rehearsals and what was no incident left out. */
  async ofMonth(tx: Tx, { from, until }: Month): Promise<UpwardEntry[]> {
    const at = Between(from, new Date(until.getTime() - 1));
    const where = [
      { kind: "upward" as const, at },
      { kind: "discharge" as const, duty: In([...UPWARD]), at },
    ];
    const evidence = await tx.find(IncidentEvidence, { where, order: { at: "ASC", id: "ASC" } });
    const incidents = await rowsWhere(tx, Incident, { id: [...new Set(evidence.map(({ incidentId }) => incidentId))] });
    return evidence.flatMap((said) => {
      const incident = incidents.find(({ id }) => id === said.incidentId);
      return incident && isReal(incident) ? [{ said, incident }] : [];
    });
  }
}

const UPWARD: readonly UpwardDuty[] = ["reportSuperior", "reportCyberspace"];
