import multer from "@koa/multer";
import type { Context } from "koa";
import { Refused } from "./errors.js";

/** The most that any kind of media may have; more is not even read. */
const MOST_BYTES = 20 * 1024 * 1024;
const upload = multer({ storage: multer.memoryStorage(), limits: { fileSize: MOST_BYTES, files: 1, fields: 4 }, defParamCharset: "utf8" });

/** A file that came in a form. */
export interface Uploaded {
  name: string;
  content: Buffer;
}

/** The file of the form field `media` [90253]; a refusal instead: 44001 no such field, 45001 over 20 MB. It is thrown only once the caller is known. */
export async function uploadedIn(ctx: Context): Promise<Uploaded | Refused> {
  if (!ctx.is("multipart/form-data")) return new Refused(44001);
  try {
    await upload.single("media")(ctx, () => Promise.resolve());
  } catch (error) {
    return new Refused((error as { code?: string }).code === "LIMIT_FILE_SIZE" ? 45001 : 44001);
  }
  const { file } = ctx as unknown as { file?: { originalname: string; buffer: Buffer } };
  return file ? { name: file.originalname, content: file.buffer } : new Refused(44001);
}
