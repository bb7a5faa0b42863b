import { z } from "zod";
import { route, type Route } from "../http/route.js";
import type { Settings } from "./service.js";

const key = z.strictObject({ key: z.string().max(60) });

const grounds = {
  reason: z.string({ error: "请填写更改理由" }).trim().min(5, "更改理由至少 5 个字").max(500, "更改理由最多 500 个字"),
  document: z
    .string({ error: "依据文号应为文字" })
    .trim()
    .max(200, "依据文号最多 200 个字")
    .transform((text) => text || null)
    .nullable()
    .default(null),
  seen: z.int({ error: "请刷新设置页面后再改" }).min(0, "请刷新设置页面后再改"),
};

const change = z.strictObject({
  value: z.unknown().refine((value) => value !== undefined && value !== null, "请填写新的值"),
  ...grounds,
});

export const settingRoutes = (settings: Settings): Route[] => [
  route({
    method: "GET",
    path: "/api/settings",
    permission: "settings.read",
    summary: "全部设置：所在条文、现值、默认值、谁在何时为何更改",
    article: "27",
    run: async ({ actor }) => ({ body: await settings.list(actor) }),
  }),
  route({
    method: "GET",
    path: "/api/settings/:key/changes",
    permission: "settings.read",
    summary: "一项设置的更改记录",
    article: "27",
    params: key,
    run: async ({ params }) => ({ body: await settings.changes(params.key) }),
  }),
  route({
    method: "POST",
    path: "/api/settings/:key",
    permission: "settings.write",
    summary: "更改一项设置，即时生效；已经起算的时限不变",
    article: "27",
    params: key,
    body: change,
    run: async ({ actor, params, body }) => {
      await settings.change(actor, params.key, body);
      return { body: await settings.one(actor, params.key) };
    },
    again: async (actor, subjectId) => ({ body: await settings.one(actor, subjectId) }),
  }),
  route({
    method: "POST",
    path: "/api/settings/:key/default",
    permission: "settings.write",
    summary: "恢复一项设置的默认值",
    article: "27",
    params: key,
    body: z.strictObject(grounds),
    run: async ({ actor, params, body }) => {
      await settings.change(actor, params.key, { ...body, value: null });
      return { body: await settings.one(actor, params.key) };
    },
    again: async (actor, subjectId) => ({ body: await settings.one(actor, subjectId) }),
  }),
];
