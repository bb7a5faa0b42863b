import { route, type Answer, type Route } from "../http/route.js";
import type { Actor } from "../identity/actor.js";
import { incidentParams, newIncident, page } from "./schema.js";
import type { Incidents } from "./service.js";

const viewing =
  (incidents: Incidents, status = 200) =>
  async (actor: Actor, incidentId: string): Promise<Answer> => ({ status, body: await incidents.view(actor, incidentId) });

/** The calls of Article 24: report, set the level, discharge what it orders, and see how it went. */
export const incidentRoutes = (incidents: Incidents): Route[] => [
  route({
    method: "GET",
    path: "/api/incidents",
    permission: "incident.read",
    summary: "舆情事件",
    article: "24",
    query: page,
    run: async ({ actor, query }) => ({ body: await incidents.list(actor, query) }),
  }),
  route({
    method: "POST",
    path: "/api/incidents",
    permission: "incident.report",
    summary: "上报舆情",
    article: "24",
    body: newIncident,
    run: async ({ actor, body }) => ({ status: 201, body: await incidents.view(actor, await incidents.report(actor, body)) }),
    again: viewing(incidents, 201),
  }),
  route({
    method: "GET",
    path: "/api/incidents/:id",
    permission: "incident.read",
    summary: "舆情事件详情",
    article: "24",
    params: incidentParams,
    run: async ({ actor, params }) => ({ body: await incidents.view(actor, params.id) }),
  }),
];
