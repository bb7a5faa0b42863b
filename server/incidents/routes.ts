import { route, type Answer, type Route } from "../http/route.js";
import type { Actor } from "../identity/actor.js";
import {
  closingInput,
  consultation,
  dischargeInput,
  dutyParams,
  finishInput,
  incidentParams,
  instruction,
  keepLevel,
  levelInput,
  loweringAnswer,
  loweringInput,
  newIncident,
  page,
  proposal,
  reviewInput,
  unitInput,
} from "./schema.js";
import type { Incidents } from "./service.js";

const viewing =
  (incidents: Incidents, status = 200) =>
  async (actor: Actor, incidentId: string): Promise<Answer> => ({ status, body: await incidents.view(actor, incidentId) });

/** Acts on an incident are open to those who may see it: nobody else learns of it, not even from a refusal. */
export const admitting = (incidents: Incidents, routes: readonly Route[]): Route[] =>
  routes.map((each) =>
    each.method === "GET" || !each.path.startsWith("/api/incidents/:id")
      ? each
      : {
          ...each,
          run: async (request) => {
            await incidents.admit(request.actor, (request.params as { id: string }).id, each.summary);
            return each.run(request);
          },
        },
  );

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
  route({
    method: "POST",
    path: "/api/incidents/:id/level",
    permission: "incident.act",
    summary: "定级或升级",
    article: "24",
    params: incidentParams,
    body: levelInput,
    run: async ({ actor, params, body, askedAt }) => {
      await incidents.levels.set(actor, params.id, { ...body, via: "page", askedAt });
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/level/keeping",
    permission: "incident.act",
    summary: "维持现级",
    article: "24",
    params: incidentParams,
    body: keepLevel,
    run: async ({ actor, params, body }) => {
      await incidents.levels.keep(actor, params.id, body.reason);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/consultation",
    permission: "incident.act",
    summary: "会商同意或不同意",
    article: "24",
    params: incidentParams,
    body: consultation,
    run: async ({ actor, params, body }) => {
      await incidents.consulting.consult(actor, params.id, body);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/proposal",
    permission: "incident.act",
    summary: "申请升级",
    article: "24",
    params: incidentParams,
    body: proposal,
    run: async ({ actor, params, body }) => {
      await incidents.propose(actor, params.id, body.level, body.reason);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/acknowledgement",
    permission: "incident.act",
    summary: "收到",
    article: "24",
    params: incidentParams,
    run: async ({ actor, params }) => {
      await incidents.acknowledging.acknowledge(actor, params.id);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/instruction",
    permission: "incident.act",
    summary: "批示或召集会商",
    article: "24",
    params: incidentParams,
    body: instruction,
    run: async ({ actor, params, body }) => {
      await incidents.acknowledging.instruct(actor, params.id, body);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/unit",
    permission: "incident.act",
    summary: "确定事发部门",
    article: "24",
    params: incidentParams,
    body: unitInput,
    run: async ({ actor, params, body }) => {
      await incidents.assigning.assign(actor, params.id, body.unitId);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/finish",
    permission: "incident.act",
    summary: "登记处置完毕",
    article: "24",
    params: incidentParams,
    body: finishInput,
    run: async ({ actor, params, body }) => {
      await incidents.discharging.finish(actor, params.id, body);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/duties/:duty",
    permission: "incident.act",
    summary: "办结一项义务",
    article: "24",
    params: dutyParams,
    body: dischargeInput,
    run: async ({ actor, params, body }) => {
      await incidents.discharging.discharge(actor, params.id, params.duty, body);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/lowering",
    permission: "incident.act",
    summary: "提出降级、解除或误报",
    article: "24",
    params: incidentParams,
    body: loweringInput,
    run: async ({ actor, params, body }) => {
      await incidents.lowering.propose(actor, params.id, body.to, body.reason);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/lowering/answer",
    permission: "incident.act",
    summary: "同意或不同意降级、解除",
    article: "24",
    params: incidentParams,
    body: loweringAnswer,
    run: async ({ actor, params, body }) => {
      await incidents.lowering.answer(actor, params.id, body);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/closing",
    permission: "incident.act",
    summary: "办结",
    article: "24",
    params: incidentParams,
    body: closingInput,
    run: async ({ actor, params, body }) => {
      await incidents.closing.close(actor, params.id, body.reason, body.explanations);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/review",
    permission: "incident.act",
    summary: "提交复盘",
    article: "24",
    params: incidentParams,
    body: reviewInput,
    run: async ({ actor, params, body }) => {
      await incidents.closing.review(actor, params.id, body);
      return { body: await incidents.view(actor, params.id) };
    },
    again: viewing(incidents),
  }),
  route({
    method: "GET",
    path: "/api/units",
    permission: "incident.report",
    summary: "部门（单位）名单，用于选择事发部门",
    article: "24",
    run: async () => ({ body: await incidents.units() }),
  }),
  route({
    method: "GET",
    path: "/api/phone-tree",
    permission: "incident.report",
    summary: "电话树：企业微信不通时依次打给谁",
    article: "24",
    run: async () => ({ body: await incidents.phoneTree() }),
  }),
];
