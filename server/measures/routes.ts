import { route, type Route } from "../http/route.js";
import type { Measures } from "./service.js";

export const measuresRoutes = (measures: Measures): Route[] => [
  route({
    method: "GET",
    path: "/api/measures",
    permission: "measures.read",
    summary: "办法：每一条如何落实，现有多少事项",
    run: async () => ({ body: await measures.view() }),
  }),
];
