import { In, IsNull, LessThan, Not } from "typeorm";
import { IncidentLead } from "../../../entities/incident-lead.js";
import { Incident } from "../../../entities/incident.js";
import type { LeadList, LeadView } from "../../http/contract.js";
import type { Clock } from "../../kernel/clock.js";
import { localIso } from "../../kernel/local-time.js";
import { rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { IncidentFacts } from "../facts.js";
import { isUnderWay } from "../rules/merging.js";
import { likeness } from "../rules/similar.js";
import { isPublicity } from "../rules/standing.js";

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

/** Into which incident one could be merged: those under way, real or rehearsed as it is, the likest title first. */
const othersOf = async (tx: Tx, { incident }: IncidentFacts): Promise<LeadList["others"]> => {
  const where = { status: In(["reported", "handling", "lifted"]), rehearsal: incident.rehearsal ?? IsNull(), id: Not(incident.id) };
  const running = await tx.find(Incident, { where, order: { updatedAt: "DESC", id: "DESC" }, take: PAGE });
  return running
    .map(({ id, number, title }) => ({ id, number, title, alike: likeness(incident.title, title) }))
    .sort((one, other) => other.alike - one.alike)
    .map(({ alike: _alike, ...shown }) => shown);
};

/** The leads of an incident and of those merged into it, the latest first; `before` is the end of the page before. */
export const leadList = async (
  tx: Tx,
  clock: Clock,
  facts: IncidentFacts,
  asked: { userid: string; merged: readonly string[]; before: Date | undefined },
): Promise<LeadList> => {
  const { userid, merged, before } = asked;
  const incidentIds = [facts.incident.id, ...merged];
  const where = { incidentId: In(incidentIds), ...(before ? { reportedAt: LessThan(before) } : {}) };
  const leads = await tx.find(IncidentLead, { where, order: { reportedAt: "DESC", id: "DESC" }, take: PAGE + 1 });
  const shown = leads.slice(0, PAGE);
  const numbers = new Map((await rowsWhere(tx, Incident, { id: incidentIds })).map(({ id, number }) => [id, number]));
  const counts = await leadCounts(tx, incidentIds);
  const mine = isPublicity(facts, userid) && isUnderWay(facts.incident);
  const others = mine ? await othersOf(tx, facts) : [];
  const last = leads.length > PAGE ? shown.at(-1) : undefined;
  return {
    now: localIso(clock.now()),
    total: [...counts.values()].reduce((sum, count) => sum + count, 0),
    others,
    may: [
      ...(others.length > 0 ? (["merge"] as const) : []),
      ...(mine && (counts.get(facts.incident.id) ?? 0) > 1 ? (["split"] as const) : []),
    ],
    items: shown.map((lead) => leadView(lead, numbers)),
    next: last ? localIso(last.reportedAt) : null,
  };
};
