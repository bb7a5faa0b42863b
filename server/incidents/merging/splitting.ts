import { In } from "typeorm";
import { IncidentLead, IncidentPost } from "../../../entities/incident-lead.js";
import { Incident } from "../../../entities/incident.js";
import type { Actor } from "../../identity/actor.js";
import { sha256 } from "../../kernel/ids.js";
import { Refusal } from "../../kernel/refusal.js";
import { changeRows, rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { recordAct, recordRefusal, type IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import type { Reporting } from "../reporting.js";
import { refuse } from "../refusals.js";
import { splitRefusal } from "../rules/merging.js";
import { postsOf } from "../rules/posts.js";

/** What is to become an incident of its own. */
export interface SplitInput {
  leadIds: readonly string[];
  title: string;
  reason: string;
}

/** 拆分 (R24-12): these leads are another incident, which begins with its own level and clocks. Returns its id. */
export const splitIncident = async (
  desk: IncidentsDesk,
  reporting: Reporting,
  actor: Actor,
  incidentId: string,
  input: SplitInput,
): Promise<string> => {
  const result = await desk.uow.run(async (tx): Promise<Refusal | string> => {
    const facts = await loadIncident(desk, tx, incidentId);
    const known = await rowsWhere(tx, IncidentLead, { incidentId }, ["reportedAt", "id"]);
    const chosen = known.filter(({ id }) => input.leadIds.includes(id));
    const why = splitRefusal(facts, actor.userid, known.length, chosen.length, new Set(input.leadIds).size);
    if (why) {
      recordRefusal(desk, tx, actor, incidentId, "split", why);
      return why;
    }
    const { version, number } = facts.incident;
    const touched = { updatedAt: desk.clock.now(), version: version + 1 };
    if ((await changeRows(tx, Incident, { id: incidentId, version }, touched)) !== 1)
      throw refuse("changed-meanwhile", "conflict", "事件刚刚被别人处理过，请重新打开后再拆分。");
    const other = await begin(reporting, tx, actor, input, chosen, facts.incident.rehearsal);
    await moveLeads(tx, { from: incidentId, to: other }, known, chosen);
    const its = await loadIncident(desk, tx, other);
    recordAct(desk, tx, actor, incidentId, "incidents.split", { facts: { to: its.incident.number, comment: input.reason } });
    recordAct(desk, tx, actor, other, "incidents.split-off", { facts: { from: number, comment: input.reason } });
    return other;
  });
  if (result instanceof Refusal) throw result;
  return result;
};

/** The new incident is reported with what is known of it: its posts stay with the old one until the leads move. */
const begin = (
  reporting: Reporting,
  tx: Tx,
  actor: Actor,
  { title }: SplitInput,
  chosen: readonly IncidentLead[],
  rehearsal: true | null,
): Promise<string> => {
  const times = (pick: (lead: IncidentLead) => Date | null): Date[] =>
    chosen.flatMap((lead) => pick(lead) ?? []).sort((one, late) => one.getTime() - late.getTime());
  const [discoveredAt] = times((lead) => lead.discoveredAt);
  const descriptions = [...new Set(chosen.map(({ description }) => description.trim()).filter((words) => words !== ""))];
  return reporting.split(tx, actor, {
    title,
    description: descriptions.join("\n").slice(0, DESCRIPTION_MOST) || title,
    links: [...new Set(chosen.flatMap(({ links }) => links))].slice(0, LINKS_MOST),
    files: [...new Set(chosen.flatMap(({ files }) => files))].slice(0, LINKS_MOST),
    discoveredAt: discoveredAt ?? new Date(0),
    occurredAt: times((lead) => lead.occurredAt)[0] ?? null,
    unitId: null,
    ...(rehearsal ? { rehearsal } : {}),
  });
};

const DESCRIPTION_MOST = 20_000;
const LINKS_MOST = 20;

const moveLeads = async (
  tx: Tx,
  { from, to }: { from: string; to: string },
  known: readonly IncidentLead[],
  chosen: readonly IncidentLead[],
): Promise<void> => {
  const [first] = chosen;
  const ids = chosen.map(({ id }) => id);
  await tx.update(IncidentLead, { id: In(ids) }, { incidentId: to, first: false, untold: null });
  if (first) await changeRows(tx, IncidentLead, { id: first.id }, { first: true });
  const left = known.filter(({ id }) => !ids.includes(id));
  if (!left.some((lead) => lead.first) && left[0]) await changeRows(tx, IncidentLead, { id: left[0].id }, { first: true, untold: null });
  const stay = new Set(postsOf(left.flatMap(({ links }) => links)));
  const go = postsOf(chosen.flatMap(({ links }) => links)).filter((post) => !stay.has(post));
  for (const post of go) await changeRows(tx, IncidentPost, { post: sha256(post), incidentId: from }, { incidentId: to });
};
