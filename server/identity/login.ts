import { timingSafeEqual } from "node:crypto";
import Router from "koa-router";
import type { Context } from "koa";
import { SESSION_COOKIE } from "../http/authenticate.js";
import { problemOf } from "../http/errors.js";
import { keyedHash, newToken } from "../kernel/ids.js";
import { Refusal } from "../kernel/refusal.js";
import type { Sessions } from "./sessions.js";

const LOGIN_COOKIE = "desk_login";
const LOGIN_MS = 10 * 60_000;

export interface LoginOptions {
  publicUrl: string;
  secret: string;
  /** where WeCom's login page is, for this browser */
  oauthUrl: (login: { insideWecom: boolean; redirectUri: string; state: string }) => string;
}

/** Only a path of our own: a login never leads to another site. */
export const ownPath = (wanted: unknown): string =>
  typeof wanted === "string" && /^\/(?![/\\])[^\s\\]{0,500}$/.test(wanted) ? wanted : "/";

/**
 * Browser login through WeCom [91022, 98152]: `GET /auth/wecom?return=PATH` sends the browser there, `/auth/wecom/done` takes the code back, opens the
 * session and goes on to PATH. The state is bound to this browser by a signed cookie.
 */
export const loginRoutes = (sessions: Sessions, options: LoginOptions): Router => {
  const router = new Router();
  const secure = options.publicUrl.startsWith("https:");
  const cookie = { httpOnly: true, sameSite: "lax" as const, secure, overwrite: true };
  const sign = (text: string): string => keyedHash(options.secret, `login:${text}`);

  const { host } = new URL(options.publicUrl);

  router.get("/auth/wecom", (ctx) => {
    // cookies belong to one host name: somebody who came by another (localhost) is sent to the one that WeCom will send back to
    if (ctx.host !== host) return ctx.redirect(`${options.publicUrl}${ctx.url}`);
    const state = newToken()
      .replace(/[^A-Za-z0-9]/g, "")
      .slice(0, 32);
    const path = Buffer.from(ownPath(ctx.query["return"])).toString("base64url");
    ctx.cookies.set(LOGIN_COOKIE, `${state}.${path}.${sign(`${state}.${path}`)}`, { ...cookie, maxAge: LOGIN_MS });
    const redirectUri = `${options.publicUrl}/auth/wecom/done`;
    ctx.redirect(options.oauthUrl({ insideWecom: /wxwork/i.test(ctx.get("User-Agent")), redirectUri, state }));
  });

  router.get("/auth/wecom/done", (ctx) => forPeople(ctx, () => arrive(ctx)));

  const arrive = async (ctx: Context): Promise<void> => {
    const path = expectedPath(ctx, sign);
    const { code } = ctx.query;
    if (path === null || typeof code !== "string") {
      throw new Refusal({
        code: "session.foreign-login",
        kind: "unauthenticated",
        detail: "登录没有从本页发起或已超过 10 分钟，请重新打开应用登录。",
      });
    }
    const { token, expiresAt } = await sessions.open(code, "web");
    ctx.cookies.set(LOGIN_COOKIE, null);
    ctx.cookies.set(SESSION_COOKIE, token, { ...cookie, expires: expiresAt });
    ctx.redirect(path);
  };
  return router;
};

/** A login that fails is read by a person in a browser: one sentence that says what to do, and the way back. */
const forPeople = async (ctx: Context, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const { status, title, detail } = problemOf(error);
    ctx.status = status;
    ctx.type = "html";
    ctx.body = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${title}</title></head><body style="font:16px/1.7 sans-serif;max-width:26em;margin:20vh auto 0;padding:0 1.5em;color:#191b1f"><h1 style="font-size:20px">${title}</h1><p>${detail}</p><p><a href="/" style="color:#2e6be6">重新打开应用</a></p></body></html>`;
  }
};

/** The path this browser wanted when it set out; null where state and cookie do not belong together. */
const expectedPath = (ctx: Context, sign: (text: string) => string): string | null => {
  const [state, path, signature] = (ctx.cookies.get(LOGIN_COOKIE) ?? "").split(".");
  if (!state || !path || !signature || ctx.query["state"] !== state) return null;
  const [given, due] = [Buffer.from(signature), Buffer.from(sign(`${state}.${path}`))];
  if (given.length !== due.length || !timingSafeEqual(given, due)) return null;
  return ownPath(Buffer.from(path, "base64url").toString("utf8"));
};
