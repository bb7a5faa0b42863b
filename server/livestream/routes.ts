import { route, type Answer, type Route } from "../http/route.js";
import type { Actor } from "../identity/actor.js";
import {
  agreement,
  cancellation,
  change,
  filing,
  lateConfirmation,
  livestreamParams,
  monthQuery,
  newLivestream,
  page,
  venueAnswer,
} from "./schema.js";
import type { Livestreams } from "./service.js";

/** The calls of Article 14 up to filing. A write answers with the livestream as it is afterwards. */
export const livestreamRoutes = (livestreams: Livestreams): Route[] => {
  const view = async (actor: Actor, id: string): Promise<Answer> => ({ body: await livestreams.reading.view(actor, id) });
  return [
    route({
      method: "GET",
      path: "/api/livestreams",
      permission: "livestream.read",
      summary: "直播",
      article: "14",
      query: page,
      run: async ({ actor, query }) => ({ body: await livestreams.reading.list(actor, query) }),
    }),
    route({
      method: "GET",
      path: "/api/livestreams/month",
      permission: "livestream.read",
      summary: "一个月的直播，和逾期申报清单",
      article: "14",
      query: monthQuery,
      run: async ({ actor, query }) => ({ body: await livestreams.reading.month(actor, query.month ?? null) }),
    }),
    route({
      method: "POST",
      path: "/api/livestreams",
      permission: "livestream.act",
      summary: "提交直播申请表",
      article: "14",
      body: newLivestream,
      run: async ({ actor, body }) => ({ ...(await view(actor, await livestreams.applying.apply(actor, body))), status: 201 }),
      again: async (actor, id) => ({ ...(await view(actor, id)), status: 201 }),
    }),
    route({
      method: "GET",
      path: "/api/livestreams/:id",
      permission: "livestream.read",
      summary: "直播详情",
      article: "14",
      params: livestreamParams,
      run: ({ actor, params }) => view(actor, params.id),
    }),
    route({
      method: "POST",
      path: "/api/livestreams/:id/agreement",
      permission: "livestream.act",
      summary: "商定",
      article: "14",
      params: livestreamParams,
      body: agreement,
      run: async ({ actor, params, body }) => {
        await livestreams.agreeing.agree(actor, params.id, body.for);
        return view(actor, params.id);
      },
      again: view,
    }),
    route({
      method: "POST",
      path: "/api/livestreams/:id/late-confirmation",
      permission: "livestream.act",
      summary: "确认逾期申报",
      article: "14",
      params: livestreamParams,
      body: lateConfirmation,
      run: async ({ actor, params, body }) => {
        await livestreams.agreeing.confirmLate(actor, params.id, body.reason);
        return view(actor, params.id);
      },
      again: view,
    }),
    route({
      method: "POST",
      path: "/api/livestreams/:id/filing",
      permission: "livestream.act",
      summary: "备案或退回补正",
      article: "14",
      params: livestreamParams,
      body: filing,
      run: async ({ actor, params, body }) => {
        await livestreams.filing.decide(actor, params.id, body.decision, body.note);
        return view(actor, params.id);
      },
      again: view,
    }),
    route({
      method: "POST",
      path: "/api/livestreams/:id/venue",
      permission: "livestream.act",
      summary: "报备登记或要求调整",
      article: "14",
      params: livestreamParams,
      body: venueAnswer,
      run: async ({ actor, params, body }) => {
        await livestreams.venue.answer(actor, params.id, body.answer, body.note);
        return view(actor, params.id);
      },
      again: view,
    }),
    route({
      method: "POST",
      path: "/api/livestreams/:id/changes",
      permission: "livestream.act",
      summary: "修改、改期或补正",
      article: "14",
      params: livestreamParams,
      body: change,
      run: async ({ actor, params, body }) => {
        await livestreams.changing.change(actor, params.id, body);
        return view(actor, params.id);
      },
      again: view,
    }),
    route({
      method: "POST",
      path: "/api/livestreams/:id/cancellation",
      permission: "livestream.act",
      summary: "取消直播",
      article: "14",
      params: livestreamParams,
      body: cancellation,
      run: async ({ actor, params, body }) => {
        await livestreams.cancelling.cancel(actor, params.id, body.reason);
        return view(actor, params.id);
      },
      again: view,
    }),
  ];
};
