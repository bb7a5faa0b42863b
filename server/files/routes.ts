import multer from "@koa/multer";
import type { Context } from "koa";
import Router from "koa-router";
import send from "koa-send";
import { route, type Route } from "../http/route.js";
import { Refusal } from "../kernel/refusal.js";
import type { Files } from "./service.js";
import { fileView } from "./view.js";

const MOST_BYTES = 10 * 1024 * 1024;

const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: MOST_BYTES, files: 1, fields: 4 }, defParamCharset: "utf8" });

const received = async (ctx: Context): Promise<{ name: string; bytes: Buffer }> => {
  if (!ctx.is("multipart/form-data"))
    throw new Refusal({ code: "files.not-multipart", kind: "invalid", detail: "请以表单（multipart/form-data）上传，字段名 file。" });
  try {
    await upload.single("file")(ctx, () => Promise.resolve());
  } catch (error) {
    if ((error as { code?: string }).code === "LIMIT_FILE_SIZE")
      throw new Refusal({ code: "files.too-large", kind: "tooLarge", detail: "文件超过 10 MB，请压缩后再上传。" });
    throw new Refusal({ code: "files.truncated", kind: "invalid", detail: "文件没有传完整，请检查网络后重试。" });
  }
  const { file } = ctx as unknown as { file?: { originalname: string; buffer: Buffer } };
  if (!file || file.buffer.length === 0)
    throw new Refusal({ code: "files.missing", kind: "invalid", detail: "没有收到文件，请重新选择。" });
  return { name: file.originalname, bytes: file.buffer };
};

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
      return { status: 201, body: fileView(await files.store(actor, name, bytes), (id) => files.link(id)) };
    },
  }),
];

/** The bytes of a stored file, by signed link: pictures carry no login. Documents are always downloaded, never run in our page. */
export const fileContent = (files: Files): Router => {
  const router = new Router();
  router.get("/files/:id", async (ctx) => {
    const { file, folder, path } = await files.open(String(ctx.params["id"]), String(ctx.query["until"]), String(ctx.query["signature"]));
    await send(ctx, path, { root: folder, maxage: 3_600_000 });
    ctx.type = file.type;
    ctx.set("X-Content-Type-Options", "nosniff");
    const inline = file.type.startsWith("image/") || file.type.startsWith("video/");
    ctx.set("Content-Disposition", `${inline ? "inline" : "attachment"}; filename*=UTF-8''${encodeURIComponent(file.name)}`);
  });
  return router;
};
