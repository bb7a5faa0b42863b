import { createRequire } from "node:module";
import { dirname } from "node:path";
import Router from "koa-router";
import send from "koa-send";
import { Refusal } from "../kernel/refusal.js";
import type { Route } from "./route.js";

const ASSETS = new Set(["swagger-ui.css", "swagger-ui-bundle.js"]);

const PAGE = `<!doctype html><html lang="zh-CN"><head><meta charset="utf-8"><title>新媒体运营管理 接口</title>
<meta name="viewport" content="width=device-width, initial-scale=1"><link rel="icon" href="data:,"><link rel="stylesheet" href="/api/docs/swagger-ui.css"></head>
<body><div id="api"></div><script src="/api/docs/swagger-ui-bundle.js"></script><script src="/api/docs/start.js"></script></body></html>`;

const START = `SwaggerUIBundle({ url: "/api/openapi.json", dom_id: "#api", deepLinking: true, validatorUrl: null });`;

/**
 * `/api/openapi.json` and a page to read it; the page's files come from the package, nothing from outside. The document is made when first asked for,
 * so that starting does not wait for it.
 */
export const docsRoutes = (routes: readonly Route[], publicUrl: string): Router => {
  let document: object | undefined;
  const root = dirname(createRequire(import.meta.url).resolve("swagger-ui-dist/package.json"));
  const router = new Router();
  router.get("/api/openapi.json", async (ctx) => {
    const { openApiDocument } = await import("./openapi.js");
    ctx.body = document ??= openApiDocument(routes, publicUrl);
  });
  router.get("/api/docs", (ctx) => {
    ctx.type = "html";
    ctx.body = PAGE;
  });
  router.get("/api/docs/start.js", (ctx) => {
    ctx.type = "text/javascript";
    ctx.body = START;
  });
  router.get("/api/docs/:asset", async (ctx) => {
    const asset = String(ctx.params["asset"]);
    if (!ASSETS.has(asset)) throw new Refusal({ code: "http.not-found", kind: "notFound", detail: "没有这个文件。" });
    await send(ctx, asset, { root });
  });
  return router;
};
