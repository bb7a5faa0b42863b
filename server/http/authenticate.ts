import type { Context } from "koa";
import type { Actor } from "../identity/actor.js";
import { may, PERMISSIONS, type Permission } from "../identity/permissions.js";
import type { Sessions } from "../identity/sessions.js";
import { Refusal } from "../kernel/refusal.js";

export const SESSION_COOKIE = "desk_session";

/** The token of a request: the bearer header (mini program, scripts, framed pages), else the cookie (H5). */
export const tokenOf = (ctx: Context): { token: string; from: "header" | "cookie" } | null => {
  const header = /^Bearer ([A-Za-z0-9_-]{20,200})$/.exec(ctx.get("Authorization"));
  if (header?.[1]) return { token: header[1], from: "header" };
  const cookie = ctx.cookies.get(SESSION_COOKIE);
  return cookie ? { token: cookie, from: "cookie" } : null;
};

/** A write that a foreign page makes with our cookie is refused, beside the cookie's own SameSite. */
const refuseForeignSite = (ctx: Context): void => {
  const site = ctx.get("Sec-Fetch-Site");
  if (ctx.method !== "GET" && site !== "" && site !== "same-origin" && site !== "none") {
    throw new Refusal({ code: "http.foreign-site", kind: "forbidden", detail: "请求来自其他网站，已拒绝。请从应用内操作。" });
  }
};

/** Who may be on the other side: members by their session, another system by its key (throws 401 where it is missing or wrong). */
export interface Doors {
  sessions: Sessions;
  feed: { admit(key: string | null): Promise<Actor> };
}

/** Who asks; null on public routes without a valid login. Throws 401 or 403 where the permission needs more. */
export const authenticate = async (ctx: Context, { sessions, feed }: Doors, permission: Permission): Promise<Actor | null> => {
  if (PERMISSIONS[permission] === "anybody") return null;
  const given = tokenOf(ctx);
  if (PERMISSIONS[permission] === "key") return feed.admit(given?.from === "header" ? given.token : null);
  if (given?.from === "cookie") refuseForeignSite(ctx);
  const actor = given && (await sessions.actorOf(given.token));
  if (!actor) throw new Refusal({ code: "session.required", kind: "unauthenticated", detail: "登录已过期，请重新打开页面登录。" });
  if (!may(actor, permission)) {
    throw new Refusal({ code: "http.not-permitted", kind: "forbidden", detail: "您的岗位没有这项权限。如需使用，请联系宣传部。" });
  }
  return actor;
};
