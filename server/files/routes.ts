import type { Context } from "koa";
import Router from "koa-router";
import send from "koa-send";
import { fileDoor } from "../http/multipart.js";
import { route, type Route } from "../http/route.js";
import { Refusal } from "../kernel/refusal.js";
import type { Files } from "./service.js";
import { fileView, type FileSize } from "./view.js";

const MOST_BYTES = 10 * 1024 * 1024;

const received = fileDoor(
  MOST_BYTES,
  () => new Refusal({ code: "files.too-large", kind: "tooLarge", detail: "文件超过 10 MB，请压缩后再上传。" }),
);

/** Upload for those who write or review. */
export const fileRoutes = (files: Files): Route[] => [
  route({
    method: "POST",
    path: "/api/files",
    permission: "file.write",
    summary: "上传附件或封面（10 MB 以内）",
    raw: true,
    run: async ({ actor, ctx }) => {
      const { name, bytes } = await received(ctx);
      return { status: 201, body: fileView(await files.store(actor, name, bytes), files.link) };
    },
  }),
];

/** The bytes of a stored file, by signed link: pictures carry no login. Documents are always downloaded, never run in our page. */
export const fileContent = (files: Files): Router => {
  const router = new Router();
  const opened =
    (size: FileSize) =>
    async (ctx: Context): Promise<void> => {
      const { params, query } = ctx as Context & { params: Record<string, string> };
      const link = { id: String(params["id"]), until: String(query["until"]), signature: String(query["signature"]), size };
      const { name, type, folder, path } = await files.open(link);
      await send(ctx, path, { root: folder, maxage: 3_600_000 });
      ctx.type = type;
      ctx.set("X-Content-Type-Options", "nosniff");
      const inline = type.startsWith("image/") || type.startsWith("video/");
      ctx.set("Content-Disposition", `${inline ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(name)}`);
    };
  router.get("/files/:id", opened("whole"));
  router.get("/files/:id/thumbnail", opened("thumbnail"));
  return router;
};
