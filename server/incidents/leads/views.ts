import { In, LessThan } from "typeorm";
import { IncidentLead } from "../../../entities/incident-lead.js";
import { Incident } from "../../../entities/incident.js";
import type { LeadList, LeadView } from "../../http/contract.js";
import type { Clock } from "../../kernel/clock.js";
import { localIso } from "../../kernel/local-time.js";
import { rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";

const PAGE = 50;

/** How many leads each of these incidents has. */
export const leadCounts = async (tx: Tx, incidentIds: readonly string[]): Promise<ReadonlyMap<string, number>> => {
  if (incidentIds.length === 0) return new Map();
  const counted = await tx
    .createQueryBuilder(IncidentLead, "lead")
    .select("lead.incidentId", "incidentId")
    .addSelect("COUNT(*)", "leads")
    .where("lead.incidentId IN (:...incidentIds)", { incidentIds })
    .groupBy("lead.incidentId")
    .getRawMany<{ incidentId: string; leads: number | string }>();
  return new Map(counted.map(({ incidentId, leads }) => [incidentId, Number(leads)]));
};

const leadView = (lead: IncidentLead, numbers: ReadonlyMap<string, string>): LeadView => ({
  id: lead.id,
  incident: { id: lead.incidentId, number: numbers.get(lead.incidentId) ?? "" },
  first: lead.first,
  via: lead.via,
  title: lead.title,
  description: lead.description,
  links: lead.links,
  reporter: { userid: lead.reporterUserid, name: lead.reporterName, post: lead.reporterPost },
  occurredAt: lead.occurredAt && localIso(lead.occurredAt),
  discoveredAt: localIso(lead.discoveredAt),
  reportedAt: localIso(lead.reportedAt),
  level: lead.proposedLevel,
});

/** The leads of these incidents, the latest first; `before` is the end of the page before. */
export const leadList = async (tx: Tx, clock: Clock, incidentIds: readonly string[], before: Date | undefined): Promise<LeadList> => {
  const where = { incidentId: In([...incidentIds]), ...(before ? { reportedAt: LessThan(before) } : {}) };
  const leads = await tx.find(IncidentLead, { where, order: { reportedAt: "DESC", id: "DESC" }, take: PAGE + 1 });
  const shown = leads.slice(0, PAGE);
  const incidents = await rowsWhere(tx, Incident, { id: incidentIds });
  const numbers = new Map(incidents.map(({ id, number }) => [id, number]));
  const counts = await leadCounts(tx, incidentIds);
  const last = leads.length > PAGE ? shown.at(-1) : undefined;
  return {
    now: localIso(clock.now()),
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    items: shown.map((lead) => leadView(lead, numbers)),
    next: last ? localIso(last.reportedAt) : null,
  };
};
