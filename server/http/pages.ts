import { existsSync } from "node:fs";
import type { Context, Next } from "koa";
import send from "koa-send";

const DAY_MS = 24 * 3_600_000;

const MISSING = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>新媒体运营管理</title><p style="font:16px sans-serif;padding:2em">页面还没有构建，请先执行 <code>npm run build:h5</code>。</p></html>`;

/** The H5 mini-app at `/`; its files have their hash in the name and may be kept, the page itself not. */
export const pages =
  (folder: string) =>
  async (ctx: Context, next: Next): Promise<void> => {
    await next();
    if (ctx.body !== undefined || ctx.status !== 404 || (ctx.method !== "GET" && ctx.method !== "HEAD")) return;
    if (!existsSync(folder)) {
      if (ctx.path === "/") {
        ctx.status = 503;
        ctx.type = "html";
        ctx.body = MISSING;
      }
      return;
    }
    const path = ctx.path === "/" ? "/index.html" : ctx.path;
    if (path !== "/index.html" && !path.startsWith("/assets/") && !path.startsWith("/static/")) return;
    await send(ctx, path, { root: folder, ...(path.startsWith("/assets/") ? { maxage: 30 * DAY_MS, immutable: true } : {}) }).catch(
      (error: unknown) => {
        if ((error as { status?: number }).status !== 404) throw error;
      },
    );
    if (path === "/index.html") ctx.set("Cache-Control", "no-cache");
  };
