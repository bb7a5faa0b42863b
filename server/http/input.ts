import type { Context } from "koa";
import getRawBody from "raw-body";
import { z } from "zod";
import { Refusal } from "../kernel/refusal.js";

z.config(z.locales.zhCN());

const BODY_LIMIT = 512 * 1024;

/** A moment as the phone writes it: RFC 3339 with offset; read as an instant. */
export const instant = (what: string) =>
  z.iso
    .datetime({ offset: true, error: `${what}不是有效的时间，请写成 2026-11-23T09:00:00+08:00 的形式` })
    .transform((text) => new Date(text));

/** An id made by us. */
export const id = z.uuid({ error: "编号不正确，请从列表或卡片重新打开" });

/** Checks input against its schema; throws one refusal that names every field. */
export const parse = <T>(schema: z.ZodType<T>, value: unknown): T => {
  const parsed = schema.safeParse(value);
  if (parsed.success) return parsed.data;
  const fields = parsed.error.issues.flatMap((issue) =>
    issue.code === "unrecognized_keys"
      ? issue.keys.map((key) => ({ path: [...issue.path, key].join("."), message: `不认识的字段「${key}」，请删去` }))
      : [{ path: issue.path.join("."), message: issue.message }],
  );
  const detail = fields.map((field) => (field.path === "" ? field.message : `${field.path}：${field.message}`)).join("；");
  throw new Refusal({ code: "http.invalid", kind: "invalid", detail: `填写的内容需要修改：${detail}`.slice(0, 600), fields });
};

/** Reads a JSON body of at most 512 KB. An empty body is no body. */
export const jsonBody = async (ctx: Context): Promise<{ text: string; value: unknown }> => {
  const text = await getRawBody(ctx.req, { limit: BODY_LIMIT, encoding: "utf8", length: ctx.req.headers["content-length"] }).catch(
    (error: unknown) => {
      if ((error as { type?: string }).type === "entity.too.large") {
        ctx.set("Connection", "close");
        throw new Refusal({ code: "http.too-large", kind: "tooLarge", detail: "内容太长，请精简正文或改用附件。" });
      }
      throw new Refusal({ code: "http.truncated", kind: "invalid", detail: "内容没有传完整，请检查网络后重试。" });
    },
  );
  if (text === "") return { text, value: undefined };
  if (!ctx.is("application/json"))
    throw new Refusal({ code: "http.not-json", kind: "invalid", detail: "请以 JSON 格式提交（Content-Type: application/json）。" });
  try {
    return { text, value: JSON.parse(text) as unknown };
  } catch {
    throw new Refusal({ code: "http.bad-json", kind: "invalid", detail: "提交的 JSON 格式有误，请检查后重试。" });
  }
};
