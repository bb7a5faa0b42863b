import type { Context } from "koa";
import Router from "koa-router";
import type { Actor } from "../identity/actor.js";
import { authenticate, type Doors } from "./authenticate.js";
import type { Idempotency } from "./idempotency.js";
import { jsonBody, parse } from "./input.js";
import type { Answer, Route } from "./route.js";

/** Mounts the table of routes: each names its permission, its input is parsed by its schemas, and a repeated write gets its first answer. */
export const mount = (routes: readonly Route[], doors: Doors, idempotency: Idempotency): Router => {
  const router = new Router();
  for (const definition of routes) {
    router.register(definition.path, [definition.method], async (ctx: Context) => {
      const actor = await authenticate(ctx, doors, definition.permission);
      const answer = await answerOf(ctx, definition, actor, idempotency);
      ctx.status = answer.status ?? (answer.body === undefined ? 204 : 200);
      if (answer.body === undefined) return;
      if (ctx.status >= 400) ctx.type = "application/problem+json; charset=utf-8";
      ctx.body = ctx.status >= 400 ? JSON.stringify(answer.body) : answer.body;
    });
  }
  return router;
};

const answerOf = async (ctx: Context, definition: Route, actor: Actor | null, idempotency: Idempotency): Promise<Answer> => {
  const sent = definition.raw || definition.method === "GET" ? { text: "", value: undefined } : await jsonBody(ctx);
  const request = {
    // a public route's handler never looks at its actor
    actor: actor as Actor,
    params: definition.params ? parse(definition.params, ctx.params) : ctx.params,
    query: definition.query ? parse(definition.query, { ...ctx.query }) : {},
    body: definition.body ? parse(definition.body, sent.value) : undefined,
    askedAt: ctx.state["askedAt"] as Date,
    ctx,
  };
  const key = ctx.get("Idempotency-Key");
  const work = async (): Promise<Answer> => definition.run(request);
  if (key === "" || actor === null || definition.method === "GET" || definition.raw || definition.secret) return work();
  const { again } = definition;
  return idempotency.once({
    userid: actor.userid,
    key,
    request: `${ctx.method} ${ctx.path}\n${sent.text}`,
    work,
    again: again && ((subjectId) => again(actor, subjectId)),
  });
};
