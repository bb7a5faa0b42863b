import { z } from "zod";
import { id, instant } from "../http/input.js";
import { NAMED_DUTIES } from "./rules/discharge.js";

const DESCRIPTION_MOST = 20_000;

/** A headline of an incident. */
export const title = z
  .string({ error: "请填写标题" })
  .trim()
  .min(1, "请用一句话写明是什么事")
  .max(120, "标题最多 120 个字，详情请写在说明里");
const link = z
  .url({ protocol: /^https?$/, error: "链接应以 http:// 或 https:// 开头；不是链接的内容请写在说明里" })
  .max(2000, "链接太长，请复制原帖的短链接");
/** What happened, in words. */
export const description = z
  .string({ error: "说明应为文字" })
  .max(DESCRIPTION_MOST, `说明最多 ${DESCRIPTION_MOST} 个字，更长的内容请用附件`);

const alert = z.enum(["yellow", "orange", "red"], { error: "建议级别应为 yellow（黄）、orange（橙）或 red（红）" });

/** 事发部门（单位）; absent or empty: not known. */
export const unitId = z
  .string()
  .max(64)
  .nullish()
  .transform((unit) => unit || null);

export const incidentParams = z.strictObject({ id });

/** A lead as another system hands it in. */
export const fedLead = z.strictObject({
  title,
  links: z.array(link).max(20, "最多 20 个链接").default([]),
  description: description.default(""),
  discoveredAt: instant("发现时间"),
  occurredAt: instant("发生时间")
    .nullish()
    .transform((moment) => moment ?? null),
  level: alert.nullish().transform((held) => held ?? null),
});

export const newIncident = z.strictObject({
  title,
  links: z.array(link).max(20, "最多 20 个链接").default([]),
  description: description.default(""),
  discoveredAt: instant("发现时间"),
  occurredAt: instant("发生时间")
    .nullish()
    .transform((at) => at ?? null),
  unitId,
  level: alert.nullish().transform((held) => held ?? null),
  files: z.array(id).max(20, "最多 20 个附件").default([]),
});

export const leadPage = z.strictObject({ before: instant("页码").optional() });

export const page = z.strictObject({
  before: instant("页码").optional(),
  status: z
    .enum(["open", "ended", "reported", "handling", "lifted", "closed", "dismissed"], {
      error: "状态应为 open、ended、reported、handling、lifted、closed 或 dismissed",
    })
    .optional(),
  level: z.enum(["yellow", "orange", "red", "none"], { error: "级别应为 yellow、orange、red 或 none" }).optional(),
  words: z.string().trim().max(120, "查找的词最多 120 个字").optional(),
});

/** Why something is done, in words. */
export const reason = z.string({ error: "请写明理由" }).trim().min(1, "请写明理由").max(1000, "理由最多 1000 个字");
const level = z.enum(["yellow", "orange", "red", "none"], { error: "级别应为 yellow（黄）、orange（橙）、red（红）或 none（非舆情）" });
const note = z.string({ error: "请写明情况" }).trim().min(1, "请写明情况").max(5000, "最多 5000 个字，更长的内容请用附件");
const words = (what: string) =>
  z
    .string()
    .trim()
    .max(200, `${what}最多 200 个字`)
    .nullish()
    .transform((text) => text || null);
const at = (what: string) =>
  instant(what)
    .nullish()
    .transform((moment) => moment ?? null);

export const levelInput = z.strictObject({ level, reason, seen: level.nullable().optional() });
export const keepLevel = z.strictObject({ reason });
export const proposal = z.strictObject({ level: z.enum(["yellow", "orange", "red"], { error: "申请升级请选择黄、橙或红" }), reason });

export const consultation = z.strictObject({
  agree: z.boolean({ error: "请选择同意或不同意" }),
  level: level.nullish().transform((advised) => advised ?? null),
  note: words("意见"),
});

export const instruction = z.strictObject({ kind: z.enum(["instruct", "convene"], { error: "应为批示或召集会商" }), note });

export const unitInput = z.strictObject({ unitId: z.string({ error: "请选择部门（单位）" }).min(1, "请选择部门（单位）").max(64) });

export const finishInput = z.strictObject({ note, at: at("处置完毕的时间") });

export const dutyParams = z.strictObject({ id, duty: z.enum(NAMED_DUTIES, { error: "没有这项义务，请从事件页面重新打开" }) });

export const dischargeInput = z.strictObject({
  note,
  how: z.enum(["page", "oral", "phone", "inPerson", "written", "other"], {
    error: "方式应为 page（在本系统）、oral（口头）、phone（电话）、inPerson（当面）、written（书面）或 other（其他）",
  }),
  at: at("办理时间"),
  files: z.array(id).max(20, "最多 20 个附件").default([]),
  to: words("报告对象"),
  contact: words("对方联系人"),
  receipt: words("回执"),
  commander: words("总指挥"),
  documentNumber: words("文号"),
});

export const loweringInput = z.strictObject({
  to: z.enum(["yellow", "orange", "lift", "none"], { error: "应为 yellow、orange（降级）、lift（解除）或 none（误报）" }),
  reason,
});
export const loweringAnswer = z.strictObject({ agree: z.boolean({ error: "请选择同意或不同意" }), note: words("意见") });

export const closingInput = z.strictObject({
  reason,
  explanations: z.partialRecord(z.enum(NAMED_DUTIES, { error: "没有这项义务" }), reason).default({}),
});

export const reviewInput = z.strictObject({ note, files: z.array(id).max(20, "最多 20 个附件").default([]) });
