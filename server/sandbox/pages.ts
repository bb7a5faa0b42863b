import { readdir, readFile } from "node:fs/promises";
import { extname } from "node:path";
import Router from "koa-router";

const TYPES: Record<string, string> = {
  ".html": "text/html; charset=utf-8",
  ".css": "text/css; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".svg": "image/svg+xml",
};

/** The page's own files, read once at the start; nothing else of the disk can be asked for. */
export async function pagesRouter(): Promise<Router> {
  const folder = new URL("./page/", import.meta.url);
  const files = new Map<string, Buffer>();
  for (const name of await readdir(folder)) if (TYPES[extname(name)]) files.set(name, await readFile(new URL(name, folder)));
  const router = new Router();
  router.get("/", (ctx) => {
    ctx.type = "html";
    ctx.body = files.get("index.html");
  });
  router.get("/page/:name", (ctx) => {
    const file = files.get(String(ctx.params.name));
    if (!file) return;
    ctx.set("content-type", TYPES[extname(String(ctx.params.name))] ?? "");
    ctx.set("cache-control", "no-cache");
    ctx.body = file;
  });
  return router;
}
