import { z } from "zod";
import { id } from "../../http/input.js";
import { route, type Answer, type Route } from "../../http/route.js";
import type { Actor } from "../../identity/actor.js";
import { incidentParams, reason, title } from "../schema.js";
import type { Incidents } from "../service.js";

const mergeInput = z.strictObject({ into: id, reason });
const splitInput = z.strictObject({
  leadIds: z.array(id).min(1, "请选择要拆出的线索").max(1000, "一次最多拆出 1000 条线索"),
  title,
  reason,
});

/** The calls of 并入, 撤销 and 拆分 (R24-12). */
export const mergingRoutes = (incidents: Incidents): Route[] => {
  const viewing =
    (status = 200) =>
    async (actor: Actor, incidentId: string): Promise<Answer> => ({ status, body: await incidents.view(actor, incidentId) });
  return [
    route({
      method: "POST",
      path: "/api/incidents/:id/merge",
      permission: "incident.act",
      summary: "并入另一个事件",
      article: "24",
      params: incidentParams,
      body: mergeInput,
      run: async ({ actor, params, body }) => {
        await incidents.merging.merge(actor, params.id, body.into, body.reason);
        return viewing()(actor, body.into);
      },
      again: viewing(),
    }),
    route({
      method: "POST",
      path: "/api/incidents/:id/merge/undoing",
      permission: "incident.act",
      summary: "撤销并入（24 小时内）",
      article: "24",
      params: incidentParams,
      run: async ({ actor, params }) => {
        await incidents.undoMerge(actor, params.id);
        return viewing()(actor, params.id);
      },
      again: viewing(),
    }),
    route({
      method: "POST",
      path: "/api/incidents/:id/split",
      permission: "incident.act",
      summary: "拆分：选出的线索另立事件",
      article: "24",
      params: incidentParams,
      body: splitInput,
      run: async ({ actor, params, body }) => viewing(201)(actor, await incidents.split(actor, params.id, body)),
      again: viewing(201),
    }),
  ];
};
