import { z } from "zod";
import { route, type Route } from "../../http/route.js";
import type { IncidentsDesk } from "../desk.js";
import { dutyDesk } from "./duty-desk.js";
import { incidentNumbers } from "./numbers.js";

const period = z.strictObject({
  weeks: z.coerce
    .number({ error: "周数应为 1 至 53" })
    .int("周数应为整数")
    .min(1, "周数应为 1 至 53")
    .max(53, "周数应为 1 至 53")
    .default(12),
});

/** The calls over all incidents: 值班台 and the numbers. */
export const overviewRoutes = (desk: IncidentsDesk): Route[] => [
  route({
    method: "GET",
    path: "/api/incident-desk",
    permission: "incident.oversee",
    summary: "值班台：待研判、下一项到期、谁在值班",
    article: "24",
    run: async ({ actor }) => ({ body: await desk.uow.read((tx) => dutyDesk(tx, desk, actor)) }),
  }),
  route({
    method: "GET",
    path: "/api/incident-numbers",
    permission: "incident.oversee",
    summary: "舆情统计：按级别、按周、按时办结率（不含演练和非舆情）",
    article: "24",
    query: period,
    run: async ({ query }) => ({ body: await desk.uow.read((tx) => incidentNumbers(tx, desk, query.weeks)) }),
  }),
];
