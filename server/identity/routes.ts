import { z } from "zod";
import type { Unit } from "../../entities/unit.js";
import { SESSION_COOKIE, tokenOf } from "../http/authenticate.js";
import type { MeView, SessionView } from "../http/contract.js";
import { route, type Route } from "../http/route.js";
import { localIso } from "../kernel/local-time.js";
import type { Actor } from "./actor.js";
import { permissionsOf } from "./permissions.js";
import type { Sessions } from "./sessions.js";

const login = z.strictObject({
  code: z.string({ error: "缺少登录凭证" }).min(1, "缺少登录凭证").max(512),
  via: z.enum(["web", "miniprogram"], { error: "应为 web 或 miniprogram" }),
});

/** Login by WeCom's code, logout, and who I am. */
export const identityRoutes = (
  sessions: Sessions,
  now: () => Date,
  unitOf: (actor: Actor) => Promise<Pick<Unit, "id" | "name">>,
): Route[] => [
  route({
    method: "POST",
    path: "/api/session",
    permission: "public.read",
    summary: "用企业微信登录凭证登录",
    body: login,
    run: async ({ body }) => {
      const { token, expiresAt, person } = await sessions.open(body.code, body.via);
      return { status: 201, body: { token, expiresAt: localIso(expiresAt), person } satisfies SessionView };
    },
  }),
  route({
    method: "DELETE",
    path: "/api/session",
    permission: "self.read",
    summary: "退出登录",
    run: async ({ ctx }) => {
      const given = tokenOf(ctx);
      if (given) await sessions.end(given.token);
      ctx.cookies.set(SESSION_COOKIE, null);
      return {};
    },
  }),
  route({
    method: "GET",
    path: "/api/me",
    permission: "self.read",
    summary: "我是谁，能做什么",
    run: async ({ actor }) => {
      const { id, name } = await unitOf(actor);
      const me: MeView = {
        person: { userid: actor.userid, name: actor.name, post: actor.post },
        unit: { id, name },
        roles: [...actor.roles],
        may: permissionsOf(actor),
        now: localIso(now()),
      };
      return { body: me };
    },
  }),
];
