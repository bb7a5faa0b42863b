import { z } from "zod";
import { isLocalDay } from "../kernel/local-time.js";
import { readHead } from "./head.js";

const number = z.coerce.number({ error: "页码不正确，请从头查看" }).int().min(1);

/** `draft:01a2…` */
const subject = z
  .string()
  .regex(/^[a-zA-Z]{1,24}:.{1,64}$/, "事项应写作 类型:编号")
  .transform((text) => ({ type: text.slice(0, text.indexOf(":")), id: text.slice(text.indexOf(":") + 1) }));

export const wantedActs = z.strictObject({
  subject: subject.optional(),
  person: z.string().trim().min(1, "请填写姓名或账号").max(120).optional(),
  article: z
    .string()
    .regex(/^([1-9]|[12]\d)$/, "条文应为 1 到 29")
    .optional(),
  day: z.string().refine(isLocalDay, "日期应为真实存在的一天，写作 2026-11-22 的样子").optional(),
  refused: z.enum(["true", "false"], { error: "应为 true 或 false" }).optional(),
  logins: z.enum(["true", "false"], { error: "应为 true 或 false" }).optional(),
  before: number.optional(),
});

export const keptHead = z.strictObject({
  head: z
    .string({ error: "请填写链头" })
    .max(100)
    .transform((text, ctx) => {
      const head = readHead(text);
      if (head) return head;
      ctx.addIssue({ code: "custom", message: "应为消息中“序号:指纹”那一行，例如 10342:a1b2c3d4e5f67890" });
      return z.NEVER;
    }),
});
