import { z } from "zod";
import { route, type Route } from "../../http/route.js";
import { description, incidentParams, title, unitId } from "../schema.js";
import type { Incidents } from "../service.js";

const rehearsal = z.strictObject({
  title,
  description: description.trim().min(1, "请写明演练的情景：发生了什么、在哪里看到"),
  unitId,
});

/** The calls of 演练 (R24-15). */
export const rehearsalRoutes = (incidents: Incidents): Route[] => [
  route({
    method: "POST",
    path: "/api/rehearsals",
    permission: "incident.act",
    summary: "发起演练",
    article: "24",
    body: rehearsal,
    run: async ({ actor, body }) => ({ status: 201, body: await incidents.view(actor, await incidents.rehearse(actor, body)) }),
    again: async (actor, incidentId) => ({ status: 201, body: await incidents.view(actor, incidentId) }),
  }),
  route({
    method: "GET",
    path: "/api/incidents/:id/rehearsal",
    permission: "incident.read",
    summary: "演练结果：每个人的反应时间",
    article: "24",
    params: incidentParams,
    run: async ({ actor, params }) => ({ body: await incidents.rehearsalResult(actor, params.id) }),
  }),
];
