import { z } from "zod";
import { route, type Route } from "../http/route.js";
import type { Todo } from "./todo.js";

const scope = z.strictObject({ scope: z.enum(["mine", "started", "done"], { error: "应为 mine、started 或 done" }).default("mine") });

export const todoRoutes = (todo: Todo): Route[] => [
  route({
    method: "GET",
    path: "/api/todo",
    permission: "todo.read",
    summary: "我的待办、我发起的、我经办的",
    query: scope,
    run: async ({ actor, query }) => ({ body: await todo.list(actor, query.scope) }),
  }),
];
