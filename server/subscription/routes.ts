import { z } from "zod";
import { route, type Route } from "../http/route.js";
import type { Subscriptions } from "./service.js";

const tokenParams = z.strictObject({ token: z.string().max(200) });

/** A person's own calendar link, and the calendar under it. */
export const subscriptionRoutes = (subscriptions: Subscriptions): Route[] => [
  route({
    method: "GET",
    path: "/api/calendar-link",
    permission: "self.read",
    summary: "我的日历订阅链接",
    article: "16",
    run: async ({ actor }) => ({ body: await subscriptions.view(actor) }),
  }),
  route({
    method: "POST",
    path: "/api/calendar-link",
    permission: "self.read",
    summary: "生成新的日历订阅链接，原链接作废",
    article: "16",
    run: async ({ actor }) => ({ status: 201, body: await subscriptions.make(actor) }),
    again: async (actor) => ({ status: 201, body: await subscriptions.view(actor) }),
  }),
  route({
    method: "POST",
    path: "/api/calendar-link/revocation",
    permission: "self.read",
    summary: "取消日历订阅",
    article: "16",
    run: async ({ actor }) => {
      await subscriptions.revoke(actor);
      return { body: await subscriptions.view(actor) };
    },
    again: async (actor) => ({ body: await subscriptions.view(actor) }),
  }),
  route({
    method: "GET",
    path: "/ical/:token.ics",
    permission: "public.read",
    summary: "日历订阅（iCalendar），链接本身即凭证",
    article: "16",
    params: tokenParams,
    run: async ({ params, ctx }) => {
      const text = await subscriptions.feed(params.token);
      ctx.set("Cache-Control", "private, no-cache");
      ctx.type = "text/calendar; charset=utf-8";
      return { body: text };
    },
  }),
];
