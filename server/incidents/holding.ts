import { Incident } from "../../entities/incident.js";
import { IncidentEvidence } from "../../entities/incident-evidence.js";
import { IncidentLead } from "../../entities/incident-lead.js";
import { WrittenReportVersion } from "../../entities/written-report.js";
import type { HoldsFiles } from "../domain.js";
import { mentioned } from "../files/mentioned.js";

/** Files of incidents, leads, evidence and written reports are kept as long as those. */
export const holdsFiles: HoldsFiles = async (tx, ids) => [
  ...(await mentioned(tx, Incident, "files", ids)),
  ...(await mentioned(tx, IncidentLead, "files", ids)),
  ...(await mentioned(tx, IncidentEvidence, "files", ids)),
  ...(await mentioned(tx, WrittenReportVersion, "files", ids)),
];
