import { IncidentLead } from "../../../entities/incident-lead.js";
import { Incident, type IncidentLevel } from "../../../entities/incident.js";
import type { Rounds } from "../../domain.js";
import { localClock } from "../../kernel/local-time.js";
import { changeRows, rowsWhere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { IncidentsDesk } from "../desk.js";
import { loadIncident } from "../facts.js";
import { tell } from "../notices.js";
import { whoHolds } from "../rules/who-holds.js";
import { platformsOf } from "../words.js";

const MINUTE_MS = 60_000;
const AT_ONCE = 500;

/** Leads of one incident that no digest has told yet, and when one will. */
interface Waiting {
  incidentId: string;
  dueAt: Date;
}

/** Further leads of known incidents (R24-11): told to both desks together, so often as the level asks for, and never one by one. */
export const leadDigests = (desk: IncidentsDesk): Rounds => ({
  sweep: async () => {
    const now = desk.clock.now();
    const due = (await desk.uow.read((tx) => waiting(desk, tx))).filter(({ dueAt }) => dueAt <= now);
    for (const { incidentId } of due) await desk.uow.run((tx) => tellLeads(desk, tx, incidentId));
  },
  nextMoment: async (after, until) => {
    const moments = (await desk.uow.read((tx) => waiting(desk, tx))).map(({ dueAt }) => dueAt).filter((at) => at > after && at <= until);
    return moments.sort((one, other) => one.getTime() - other.getTime())[0] ?? null;
  },
});

const waiting = async (desk: IncidentsDesk, tx: Tx): Promise<Waiting[]> => {
  const untold = await tx
    .createQueryBuilder(IncidentLead, "lead")
    .select("lead.incidentId", "incidentId")
    .addSelect("MIN(lead.id)", "first")
    .where("lead.untold = :untold", { untold: true })
    .groupBy("lead.incidentId")
    .getRawMany<{ incidentId: string; first: string }>();
  const firsts = await rowsWhere(tx, IncidentLead, { id: untold.map(({ first }) => first) });
  const incidents = await rowsWhere(tx, Incident, { id: firsts.map(({ incidentId }) => incidentId) });
  return firsts.map(({ incidentId, reportedAt }) => {
    const pause = pauseOf(desk, incidents.find(({ id }) => id === incidentId)?.level ?? null);
    return { incidentId, dueAt: new Date(reportedAt.getTime() + pause) };
  });
};

/** How long leads are gathered before they are told; what has no level yet may be anything and waits as orange does. */
const pauseOf = ({ settings }: IncidentsDesk, level: IncidentLevel | null): number => {
  if (level === "red") return settings.value("incidents.digestMinutes.red") * MINUTE_MS;
  const orange = level === "orange" || level === null;
  return settings.value(orange ? "incidents.digestMinutes.orange" : "incidents.digestMinutes.yellow") * MINUTE_MS;
};

/** Whoever marks the first of them as told tells them all: a second sweep, and another process, find none. */
const tellLeads = async (desk: IncidentsDesk, tx: Tx, incidentId: string): Promise<void> => {
  const leads = await rowsWhere(tx, IncidentLead, { incidentId, untold: true }, ["reportedAt", "id"]);
  const [first] = leads;
  const last = leads.at(-1);
  if (!first || !last || (await changeRows(tx, IncidentLead, { id: first.id, untold: true }, { untold: null })) !== 1) return;
  const rest = leads.slice(1).map(({ id }) => id);
  for (let from = 0; from < rest.length; from += AT_ONCE)
    await changeRows(tx, IncidentLead, { id: rest.slice(from, from + AT_ONCE) }, { untold: null });
  const facts = await loadIncident(desk, tx, incidentId);
  const total = await tx.countBy(IncidentLead, { incidentId });
  await tell(
    desk,
    tx,
    facts,
    `leads:${first.id}`,
    [...whoHolds(facts.people, "publicityDepartment"), ...whoHolds(facts.people, "dataCentre")],
    {
      title: `新增线索 ${leads.length} 条`,
      duty: "reportEvent",
      rows: [
        { keyname: "累计", value: `${total} 条` },
        { keyname: "时间", value: `${localClock(first.reportedAt)} 至 ${localClock(last.reportedAt)}` },
        { keyname: "来源", value: platformsOf(leads.flatMap(({ links }) => links)) },
      ],
    },
  );
};
