import { IncidentLead, type LeadVia } from "../../../entities/incident-lead.js";
import { newId } from "../../kernel/ids.js";
import { insertRows } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { IncidentsDesk } from "../desk.js";
import type { NewIncidentInput, Reporter } from "../reporting.js";

/** Keeps a report for good as a lead of its incident, in the reporter's own words. */
export const keepLead = async (
  desk: IncidentsDesk,
  tx: Tx,
  reporter: Reporter,
  input: NewIncidentInput,
  { incidentId, first }: { incidentId: string; first: boolean },
): Promise<void> => {
  const { title, description, links, files, occurredAt, discoveredAt, level = null } = input;
  const lead: IncidentLead = {
    id: newId(),
    ...{ incidentId, first, title, description, links, files, occurredAt, discoveredAt },
    via: input.by ?? viaOf(reporter),
    reporterUserid: reporter.userid,
    reporterName: reporter.name,
    reporterPost: reporter.post,
    reportedAt: desk.clock.now(),
    proposedLevel: level,
    untold: first ? null : true,
  };
  await insertRows(tx, IncidentLead, [lead]);
};

const viaOf = ({ via }: Reporter): LeadVia => (via === "page" || via === "text" ? via : "system");
