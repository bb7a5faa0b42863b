import { z } from "zod";
import { id } from "../http/input.js";
import { route, type Route } from "../http/route.js";
import type { Mending } from "./mending.js";
import type { Operations } from "./service.js";

const letter = z.strictObject({ id });
const tap = z.strictObject({ key: z.string().regex(/^[0-9a-f]{64}$/, "编号不正确，请刷新后重试") });
const aside = z.strictObject({
  note: z.string({ error: "请写明怎样告知的" }).trim().min(2, "请写明怎样告知的，例如“已电话告知”").max(200, "说明最多 200 个字"),
});

/** The program's own state, and what is put right by hand. */
export const operationsRoutes = (operations: Operations, mending: Mending): Route[] => [
  route({
    method: "GET",
    path: "/api/operations",
    permission: "operations.read",
    summary: "运行状态：哪里不正常，怎么办",
    article: "18",
    run: async ({ actor }) => ({ body: await operations.view(actor) }),
  }),
  route({
    method: "POST",
    path: "/api/operations/letters/:id/resend",
    permission: "operations.write",
    summary: "重发没有送达的消息",
    article: "18",
    params: letter,
    run: async ({ actor, params }) => {
      await mending.resend(actor, params.id);
      return { body: await operations.view(actor) };
    },
    again: async (actor) => ({ body: await operations.view(actor) }),
  }),
  route({
    method: "POST",
    path: "/api/operations/letters/:id/set-aside",
    permission: "operations.write",
    summary: "记下没有送达的消息已另行告知",
    article: "18",
    params: letter,
    body: aside,
    run: async ({ actor, params, body }) => {
      await mending.setAside(actor, params.id, body.note);
      return { body: await operations.view(actor) };
    },
    again: async (actor) => ({ body: await operations.view(actor) }),
  }),
  route({
    method: "POST",
    path: "/api/operations/taps/:key/retry",
    permission: "operations.write",
    summary: "重新办理系统没有办成的点按",
    article: "18",
    params: tap,
    run: async ({ actor, params }) => {
      await mending.retry(actor, params.key);
      return { body: await operations.view(actor) };
    },
    again: async (actor) => ({ body: await operations.view(actor) }),
  }),
];
