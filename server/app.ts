import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import Koa, { type Context, type Next } from "koa";
import helmet from "koa-helmet";
import { apiRoutes } from "./api.js";
import type { Services } from "./compose.js";
import { fileContent } from "./files/routes.js";
import { docsRoutes } from "./http/docs.js";
import { answerErrors } from "./http/errors.js";
import { mount } from "./http/mount.js";
import { pages } from "./http/pages.js";
import { loginRoutes } from "./identity/login.js";
import { healthRoutes } from "./operations/health.js";
import { CallbackCrypto } from "./wecom/crypto.js";
import { type CallbackResult, wecomRoutes } from "./wecom/routes.js";

/** Where the built H5 app lies, from the sources and from `dist/` alike. */
const H5_FOLDER = fileURLToPath(
  new URL(import.meta.url.includes("/dist/server/") ? "../../miniapp/dist/h5" : "../miniapp/dist/h5", import.meta.url),
);

/** The HTTP shell round the services: no rule of the organisation is in here. */
export const createApp = (services: Services): Koa => {
  const app = new Koa();
  const routes = apiRoutes(services);
  app.use(requestLog(services));
  app.use(securityHeaders(services));
  app.use(pages(H5_FOLDER));
  app.use(
    answerErrors((error, ctx) =>
      services.log.error({ err: error, requestId: ctx.state["requestId"] as string, path: loggedPath(ctx.path) }, "request failed"),
    ),
  );
  for (const router of callbacks(services)) app.use(router.routes());
  app.use(healthRoutes(services.uow, services.clock, services.sweeps, services.metrics).routes());
  app.use(loginRoutes(services.sessions, login(services)).routes());
  app.use(fileContent(services.files).routes());
  app.use(docsRoutes(routes, services.env.publicUrl).routes());
  app.use(mount(routes, { sessions: services.sessions, feed: services.incidents.feed }, services.idempotency).routes());
  app.on("error", (error: unknown) => services.log.warn({ err: error }, "connection"));
  return app;
};

const login = ({ env, client }: Services) => ({
  publicUrl: env.publicUrl,
  secret: env.sessionSecret,
  oauthUrl: (wanted: { insideWecom: boolean; redirectUri: string; state: string }) =>
    client.oauthUrl({ ...wanted, oauthBase: env.wecom.oauthBase, loginBase: env.wecom.loginBase }),
});

/** The app's callback, and that of the contacts-sync assistant where it is configured. */
const callbacks = ({ env, reception, clock, log, metrics }: Services) => {
  const { corpId, agentId, token, aesKey, contacts } = env.wecom;
  const shared = {
    reception,
    wallNowSeconds: () => Math.floor(clock.wallNow().getTime() / 1000),
    log,
    count: (result: CallbackResult, detail: string) => metrics.callback(result, detail),
  };
  const app = { path: "/wecom/callback", crypto: new CallbackCrypto(token, aesKey, corpId), agentId: String(agentId) };
  const assistant = contacts && {
    path: "/wecom/callback/contacts",
    crypto: new CallbackCrypto(contacts.token, contacts.aesKey, corpId),
    agentId: null,
  };
  return [app, ...(assistant ? [assistant] : [])].map((address) => wecomRoutes({ ...address, ...shared }));
};

/** A calendar's address is its key. */
const loggedPath = (path: string): string => path.replace(/^\/ical\/.*/, "/ical/…");

/** One id per request, one line per request; paths only, since queries may carry codes and signatures. */
const requestLog =
  ({ log, metrics, clock }: Services) =>
  async (ctx: Context, next: Next): Promise<void> => {
    ctx.state["askedAt"] = clock.now();
    const startedAt = process.hrtime.bigint();
    const requestId = randomUUID();
    ctx.state["requestId"] = requestId;
    ctx.set("X-Request-Id", requestId);
    await next();
    const seconds = Number(process.hrtime.bigint() - startedAt) / 1e9;
    metrics.request(ctx.method, ctx.status, seconds);
    const level = ctx.status >= 500 ? "error" : ctx.path.startsWith("/assets/") ? "trace" : "debug";
    log[level](
      { requestId, method: ctx.method, path: loggedPath(ctx.path), status: ctx.status, ms: Math.round(seconds * 1000) },
      "request",
    );
  };

/** Everything from our own origin; only the sandbox's page may frame us, and only in sandbox mode. */
const securityHeaders = ({ env }: Services) => {
  const secure = env.publicUrl.startsWith("https:");
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", "data:", "blob:"],
        connectSrc: ["'self'"],
        objectSrc: ["'none'"],
        baseUri: ["'none'"],
        formAction: ["'self'"],
        frameAncestors: env.sandbox ? ["'self'", env.sandbox.url, env.sandbox.url.replace("127.0.0.1", "localhost")] : ["'none'"],
      },
    },
    frameguard: false,
    crossOriginEmbedderPolicy: false,
    crossOriginResourcePolicy: { policy: "same-origin" },
    referrerPolicy: { policy: "no-referrer" },
    hsts: secure,
  });
};
