import multer from "@koa/multer";
import type { Context } from "koa";
import { Refusal } from "../kernel/refusal.js";

/** A file as a form brought it, with the form's other fields. */
export interface ReceivedFile {
  name: string;
  bytes: Buffer;
  fields: Readonly<Record<string, string>>;
}

/** What a form weighs beside its file. */
const FORM_BYTES = 16 * 1024;

/** A door for one file of at most so many bytes, in the form field `file`. Throws refusals that say in Chinese what to do. */
export const fileDoor = (mostBytes: number, tooLarge: () => Refusal): ((ctx: Context) => Promise<ReceivedFile>) => {
  const limits = { fileSize: mostBytes, files: 1, fields: 4, fieldSize: 1024 };
  const upload = multer({ storage: multer.memoryStorage(), limits, defParamCharset: "utf8" });
  return async (ctx) => {
    if (!ctx.is("multipart/form-data"))
      throw new Refusal({ code: "files.not-multipart", kind: "invalid", detail: "请以表单（multipart/form-data）上传，字段名 file。" });
    // what is announced too large is not waited for: it is answered at once, and what still comes is thrown away
    if (Number(ctx.get("Content-Length")) > mostBytes + FORM_BYTES) {
      ctx.req.resume();
      throw tooLarge();
    }
    try {
      await upload.single("file")(ctx, () => Promise.resolve());
    } catch (error) {
      if ((error as { code?: string }).code === "LIMIT_FILE_SIZE") throw tooLarge();
      throw new Refusal({ code: "files.truncated", kind: "invalid", detail: "文件没有传完整，请检查网络后重试。" });
    }
    const { file, request } = ctx as unknown as {
      file?: { originalname: string; buffer: Buffer };
      request: { body?: Record<string, string> };
    };
    if (!file || file.buffer.length === 0)
      throw new Refusal({ code: "files.missing", kind: "invalid", detail: "没有收到文件，请重新选择。" });
    return { name: file.originalname, bytes: file.buffer, fields: { ...request.body } };
  };
};
