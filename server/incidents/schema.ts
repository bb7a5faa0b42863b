import { z } from "zod";
import { id, instant } from "../http/input.js";

const DESCRIPTION_MOST = 20_000;

const title = z.string({ error: "请填写标题" }).trim().min(1, "请用一句话写明是什么事").max(120, "标题最多 120 个字，详情请写在说明里");
const link = z
  .url({ protocol: /^https?$/, error: "链接应以 http:// 或 https:// 开头；不是链接的内容请写在说明里" })
  .max(2000, "链接太长，请复制原帖的短链接");
const description = z.string({ error: "说明应为文字" }).max(DESCRIPTION_MOST, `说明最多 ${DESCRIPTION_MOST} 个字，更长的内容请用附件`);

export const incidentParams = z.strictObject({ id });

export const newIncident = z.strictObject({
  title,
  links: z.array(link).max(20, "最多 20 个链接").default([]),
  description: description.default(""),
  discoveredAt: instant("发现时间"),
  occurredAt: instant("发生时间")
    .nullish()
    .transform((at) => at ?? null),
  unitId: z
    .string()
    .max(64)
    .nullish()
    .transform((unitId) => unitId || null),
  files: z.array(id).max(20, "最多 20 个附件").default([]),
});

export const page = z.strictObject({
  before: instant("页码").optional(),
  status: z
    .enum(["open", "reported", "handling", "lifted", "closed", "dismissed"], {
      error: "状态应为 open、reported、handling、lifted、closed 或 dismissed",
    })
    .optional(),
  level: z.enum(["yellow", "orange", "red", "none"], { error: "级别应为 yellow、orange、red 或 none" }).optional(),
});
