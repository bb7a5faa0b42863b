import type { LeadVia } from "../../entities/incident-lead.js";
import { Incident } from "../../entities/incident.js";
import { directoryOf } from "../identity/directory.js";
import { present } from "../identity/offices.js";
import { newId } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import { nextNumber } from "../kernel/numbers.js";
import { insertRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { AlertLevel } from "../regulation/alert-levels.js";
import { recordAct, today, type Acting, type IncidentsDesk } from "./desk.js";
import { knownFiles } from "./evidence.js";
import { loadIncident } from "./facts.js";
import { joinIncident, proposeLevel } from "./leads/joining.js";
import { keepLead } from "./leads/keeping.js";
import { claimPosts } from "./leads/posts.js";
import { similarIncident } from "./leads/similar.js";
import { tellReporter, tellReportersHead } from "./notices.js";
import { refuse } from "./refusals.js";
import { reportRefusal } from "./rules/report.js";
import { openLevelSetting } from "./tasks.js";

/** What is reported. Nothing of it is left out later, and nothing can be taken back. */
export interface NewIncidentInput {
  title: string;
  description: string;
  links: string[];
  files: string[];
  discoveredAt: Date;
  /** null: not known */
  occurredAt: Date | null;
  /** 事发部门（单位）; null: not known */
  unitId: string | null;
  /** the level that the reporter holds right; absent: not said */
  level?: AlertLevel | null;
  /** how it came where the reporter does not tell it */
  by?: LeadVia;
  /** 演练 (R24-15); absent: it is real */
  rehearsal?: true;
}

/** What became of a report. */
export interface Reported {
  incidentId: string;
  /** it is about an incident that was known, and a lead of it */
  joined: boolean;
}

/** Whoever reports, with the unit whose head gets a copy; null: another part of the program in its own name. */
export type Reporter = Acting & { unitId: string | null };

/** 上报舆情 (R24-01): straight to both duty desks, a copy to the reporter's head, and nobody can hold it back. */
export class Reporting {
  constructor(private readonly desk: IncidentsDesk) {}

  /** Takes a report within the caller's transaction and returns the id of its incident. Throws where its times cannot be. */
  async report(tx: Tx, reporter: Reporter, input: NewIncidentInput): Promise<string> {
    return (await this.take(tx, reporter, input)).incidentId;
  }

  /** The same, telling whether the incident was known by one of its posts (R24-11). */
  async take(tx: Tx, reporter: Reporter, input: NewIncidentInput): Promise<Reported> {
    const now = this.desk.clock.now();
    const refusal = reportRefusal(input, now) ?? (await this.#unknown(tx, input));
    if (refusal) throw refusal;
    const id = newId();
    const known = await claimPosts(tx, input.links, id, now);
    if (known === null) await this.#begin(tx, reporter, input, id);
    else await joinIncident(this.desk, tx, reporter, input, known);
    return { incidentId: known ?? id, joined: known !== null };
  }

  /** 拆分: the same beginning, for leads that were another incident's and move here; nobody reported it anew, so nobody gets a receipt. */
  async split(tx: Tx, reporter: Reporter, input: NewIncidentInput): Promise<string> {
    const id = newId();
    const incident = await this.#stored(tx, reporter, input, id);
    recordAct(this.desk, tx, reporter, id, "incidents.reported", { facts: { number: incident.number, title: input.title } });
    await openLevelSetting(this.desk, tx, await loadIncident(this.desk, tx, id));
    return id;
  }

  async #begin(tx: Tx, reporter: Reporter, input: NewIncidentInput, id: string): Promise<void> {
    const incident = await this.#stored(tx, reporter, input, id);
    await keepLead(this.desk, tx, reporter, input, { incidentId: id, first: true });
    recordAct(this.desk, tx, reporter, incident.id, "incidents.reported", {
      facts: {
        number: incident.number,
        title: input.title,
        links: input.links.length,
        occurredAt: input.occurredAt,
        discoveredAt: input.discoveredAt,
        unit: input.unitId,
      },
    });
    const facts = await loadIncident(this.desk, tx, incident.id);
    if (input.level) await proposeLevel(this.desk, tx, reporter, facts, input.level);
    else await openLevelSetting(this.desk, tx, facts);
    // what the desks themselves enter, or another system hands in, has no reporter to be told
    if (input.by !== undefined) return;
    await tellReportersHead(this.desk, tx, facts, await this.#headOf(tx, reporter));
    if (reporter.via === "page") await tellReporter(this.desk, tx, facts);
  }

  async #stored(tx: Tx, reporter: Reporter, input: NewIncidentInput, id: string): Promise<Incident> {
    const now = this.desk.clock.now();
    const year = localDay(now).slice(0, 4);
    const { title, description, links, files, unitId, occurredAt, discoveredAt, rehearsal = null } = input;
    const [letter, series] = rehearsal ? ["演", "rehearsal"] : ["舆", "incident"];
    const incident: Incident = {
      id,
      number: `${letter}${year}-${String(await nextNumber(tx, `${series}:${year}`)).padStart(5, "0")}`,
      rehearsal,
      similarTo: rehearsal ? null : await similarIncident(tx, title),
      ...{ title, description, links, files, unitId, occurredAt, discoveredAt },
      reportedBy: reporter.userid,
      reporterName: reporter.name,
      reporterPost: reporter.post,
      reporterUnitId: reporter.unitId,
      reportedAt: now,
      status: "reported",
      level: null,
      levelSetAt: null,
      clockFrom: null,
      handledAt: null,
      liftedAt: null,
      closedAt: null,
      mergedInto: null,
      updatedAt: now,
      version: 1,
    };
    await insertRows(tx, Incident, [incident]);
    return incident;
  }

  async #unknown(tx: Tx, { unitId, files }: NewIncidentInput) {
    if (unitId !== null && !(await directoryOf(tx)).unit(unitId))
      return refuse("unit-unknown", "invalid", "事发部门（单位）不在组织名单中，请从列表中选择；不确定可以不选。", "reportEvent");
    await knownFiles(tx, files, "reportEvent");
    return null;
  }

  async #headOf(tx: Tx, reporter: Reporter): Promise<string[]> {
    const unit = reporter.unitId === null ? null : (await directoryOf(tx)).unit(reporter.unitId);
    const head = await present(tx, [unit?.headUserid ?? null], today(this.desk));
    return head.filter((userid) => userid !== reporter.userid);
  }
}
