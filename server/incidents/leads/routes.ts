import { route, type Route } from "../../http/route.js";
import { incidentParams, leadPage } from "../schema.js";
import type { Incidents } from "../service.js";

/** The calls about leads (R24-11). */
export const leadRoutes = (incidents: Incidents): Route[] => [
  route({
    method: "GET",
    path: "/api/incidents/:id/leads",
    permission: "incident.read",
    summary: "事件的线索",
    article: "24",
    params: incidentParams,
    query: leadPage,
    run: async ({ actor, params, query }) => ({ body: await incidents.leads(actor, params.id, query.before) }),
  }),
];
