import { route, type Route } from "../../http/route.js";
import { refuse } from "../refusals.js";
import { fedLead } from "../schema.js";
import type { Incidents } from "../service.js";

/** The door of another system (R23-01), and its key. */
export const feedRoutes = (incidents: Incidents): Route[] => [
  route({
    method: "POST",
    path: "/api/feed/leads",
    permission: "incident.feed",
    summary: "监测系统提交线索",
    article: "23",
    body: fedLead,
    run: async ({ body, ctx }) => {
      if (ctx.get("Idempotency-Key") === "")
        throw refuse(
          "feed-key-needed",
          "invalid",
          "请在请求头加上 Idempotency-Key（8 到 100 个字符），同一条线索重发用同一个。",
          "reportEvent",
        );
      return { status: 201, body: await incidents.feed.take({ ...body, files: [], unitId: null }) };
    },
  }),
  route({
    method: "GET",
    path: "/api/feed/key",
    permission: "settings.write",
    summary: "线索接口的密钥：有没有、何时生成、何时用过",
    article: "23",
    run: async () => ({ body: await incidents.feed.state() }),
  }),
  route({
    method: "POST",
    path: "/api/feed/key",
    permission: "settings.write",
    summary: "生成新的密钥，旧的立即失效；只显示这一次",
    article: "23",
    secret: true,
    run: async ({ actor }) => ({ status: 201, body: await incidents.feed.rotate(actor) }),
  }),
];
