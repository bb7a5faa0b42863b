import type { Domain } from "../domain.js";
import { reportWord } from "./chat.js";
import type { IncidentsDesk } from "./desk.js";
import { incidentDuties } from "./duty-parts.js";
import { incidentRoutes } from "./routes.js";
import { sentence } from "./sentences.js";
import type { Incidents } from "./service.js";

/** 第六章 (Articles 21 to 24) as the program takes it in. */
export const incidentsDomain = (desk: IncidentsDesk, incidents: Incidents): Domain => ({
  parts: incidentDuties(desk),
  sentence,
  startedBy: incidents.startedBy,
  routes: incidentRoutes(incidents),
  chatWords: [reportWord(desk, incidents.reporting)],
});
