import { z } from "zod";
import { id, instant } from "../../http/input.js";

const words = (what: string, most: number) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(most, `${what}最多 ${most} 个字`);
const files = z.array(id).max(20, "最多 20 个附件").default([]);
const revision = z.int({ error: "版本应为整数，请刷新页面" }).min(1, "请先保存报告");
const optional = (what: string, most: number) =>
  z
    .string({ error: `${what}应为文字` })
    .trim()
    .max(most, `${what}最多 ${most} 个字`)
    .nullish()
    .transform((text) => text || null);
const at = (what: string) =>
  instant(what)
    .nullish()
    .transform((moment) => moment ?? null);

export const reportParams = z.strictObject({ id });

export const versionInput = z.strictObject({
  seen: z.int({ error: "版本应为整数，请刷新页面" }).min(0),
  title: words("标题", 100),
  addressee: words("主送", 200),
  body: words("正文", 10_000),
  signature: words("发文机关署名", 60),
  files,
});

export const submission = z.strictObject({ revision });

export const signOffInput = z.strictObject({
  revision,
  verdict: z.enum(["pass", "sendBack"], { error: "请选择同意（pass）或退回（sendBack）" }),
  note: optional("意见", 1000),
});

export const issueInput = z.strictObject({ revision, documentNumber: words("文号", 40), at: at("报出时间") });

export const upwardInput = z.strictObject({
  to: words("报告对象", 60),
  how: z.enum(["oral", "phone", "inPerson", "written", "other"], {
    error: "方式应为 oral（口头）、phone（电话）、inPerson（当面）、written（书面）或 other（其他）",
  }),
  at: at("报告时间"),
  content: words("报告内容", 2000),
  contact: optional("对方联系人", 60),
  receipt: z
    .string({ error: "请填写回执编号；没有编号的，写明对方谁接的、怎样答复" })
    .trim()
    .min(1, "请填写回执编号；没有编号的，写明对方谁接的、怎样答复")
    .max(200, "回执最多 200 个字"),
  files,
});

export const monthQuery = z.strictObject({
  month: z
    .string()
    .regex(/^20\d{2}-(0[1-9]|1[0-2])$/, "月份应写成 2026-11 的形式")
    .optional(),
});

export const bulletinInput = z.strictObject({ note: words("动态内容", 2000) });
