import { fileDoor } from "../../http/multipart.js";
import { route, type Route } from "../../http/route.js";
import { refuse } from "../refusals.js";
import { incidentParams, leadPage } from "../schema.js";
import type { Incidents } from "../service.js";

const received = fileDoor(2 * 1024 * 1024, () => refuse("import-too-large", "tooLarge", "文件超过 2 MB，请分次导入。", "reportEvent"));

/** The calls about leads (R23-01, R24-11). */
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
  route({
    method: "POST",
    path: "/api/lead-imports",
    permission: "incident.act",
    summary: "导入线索表（CSV、.xlsx；整表成功或整表不写）",
    article: "23",
    raw: true,
    run: async ({ actor, ctx }) => ({ status: 201, body: await incidents.importing.take(actor, (await received(ctx)).bytes) }),
  }),
  route({
    method: "GET",
    path: "/api/lead-imports/template",
    permission: "incident.act",
    summary: "线索表模板（CSV）",
    article: "23",
    run: ({ ctx }) => {
      ctx.type = "text/csv; charset=utf-8";
      ctx.set("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent("线索表模板.csv")}`);
      return { body: incidents.importing.template() };
    },
  }),
];
