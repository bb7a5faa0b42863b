import { Incident } from "../../entities/incident.js";
import type { Domain } from "../domain.js";
import { rowsWhere } from "../kernel/rows.js";
import { reportWord } from "./chat.js";
import type { IncidentsDesk } from "./desk.js";
import { leadDigests } from "./leads/digest.js";
import { FEED } from "./leads/feed.js";
import { feedRoutes } from "./leads/feed-routes.js";
import { leadRoutes } from "./leads/routes.js";
import { mergingRoutes } from "./merging/routes.js";
import { incidentDuties } from "./duty-parts.js";
import { holdsFiles } from "./holding.js";
import { overviewRoutes } from "./overview/routes.js";
import { OWN_DUTIES } from "./own-duties.js";
import { rehearsalReminder } from "./rehearsal/reminding.js";
import { rehearsalRoutes } from "./rehearsal/routes.js";
import { periodTitle } from "./reports/digest.js";
import { reportRoutes } from "./reports/routes.js";
import { together } from "./rounds.js";
import { admitting, incidentRoutes } from "./routes.js";
import { sentence } from "./sentences.js";
import type { Incidents } from "./service.js";

/** 第六章 (Articles 21 to 24) as the program takes it in. */
export const incidentsDomain = (desk: IncidentsDesk, incidents: Incidents): Domain => ({
  rows: OWN_DUTIES,
  parts: incidentDuties(desk, incidents),
  sentence,
  titles: {
    [FEED]: (_tx, ids) => Promise.resolve(new Map(ids.map((id) => [id, "线索接口"]))),
    incident: async (tx, ids) => new Map((await rowsWhere(tx, Incident, { id: ids })).map(({ id, title }) => [id, title])),
    incidentReport: (_tx, ids) => Promise.resolve(new Map(ids.map((id) => [id, periodTitle(id)]))),
  },
  startedBy: incidents.startedBy,
  holdsFiles,
  routes: admitting(incidents, [
    ...incidentRoutes(incidents),
    ...leadRoutes(incidents),
    ...feedRoutes(incidents),
    ...mergingRoutes(incidents),
    ...rehearsalRoutes(incidents),
    ...overviewRoutes(desk),
    ...reportRoutes(incidents.reports),
  ]),
  rounds: together(leadDigests(desk), rehearsalReminder(desk), incidents.reports.rounds),
  chatWords: [reportWord(desk, incidents.reporting)],
});
