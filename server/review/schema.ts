import { z } from "zod";
import { id, instant } from "../http/input.js";
import { URGENCY_NAMES, type Urgency } from "../regulation/reading.js";
import { GATES } from "../regulation/review-chain.js";
import { CATEGORY_NAMES } from "./words.js";
import type { Category } from "../../entities/draft.js";

const BODY_MOST = 20_000;

const title = z.string({ error: "请填写标题" }).trim().min(1, "请填写标题").max(120, "标题最多 120 个字");
const body = z.string().max(BODY_MOST, `正文最多 ${BODY_MOST} 个字，更长的内容请用附件`);
const link = z.url({ protocol: /^https?$/, error: "链接应以 http:// 或 https:// 开头" }).max(2000, "链接太长");
const links = z.array(link).max(20, "最多 20 个链接");
const files = z.array(id).max(20, "最多 20 个附件");
const category = z.enum(Object.keys(CATEGORY_NAMES) as Category[], { error: "类别应为一般、重要或重大" });
const urgency = z.enum(Object.keys(URGENCY_NAMES) as Urgency[], { error: "紧急程度应为普通、加急或特急" });
const plannedAt = instant("计划发布时间");
const revision = z.number({ error: "缺少版本号，请重新打开稿件" }).int().min(1);

export const draftParams = z.strictObject({ id });

export const newDraft = z.strictObject({
  accountId: z.string({ error: "请选择账号" }).min(1, "请选择账号").max(64),
  title,
  body: body.default(""),
  cover: id.nullable().default(null),
  links: links.default([]),
  files: files.default([]),
  category,
  urgency,
  plannedAt,
  notClassified: z.literal(true, { error: "请确认内容不涉及国家秘密、工作秘密（第十一条、第十八条）；涉密材料不得进入本系统" }),
});

export const draftChange = z.strictObject({
  revision,
  title: title.optional(),
  body: body.optional(),
  cover: id.nullable().optional(),
  links: links.optional(),
  files: files.optional(),
  category: category.optional(),
  urgency: urgency.optional(),
  plannedAt: plannedAt.optional(),
});

export const submission = z.strictObject({ revision: revision.optional() }).optional();

export const verdict = z.strictObject({
  revision,
  verdict: z.enum(["pass", "sendBack"], { error: "应为通过或退回" }),
  gates: z.strictObject(Object.fromEntries(GATES.map((gate) => [gate, z.boolean().optional()]))).optional(),
  comment: z.string().max(1000, "意见最多 1000 个字").optional(),
});

export const opened = z.strictObject({ revision });

export const publication = z.strictObject({ url: link, publishedAt: instant("发布时间") });

export const since = z.strictObject({ since: z.coerce.number().int().min(1) });

export const page = z.strictObject({ before: instant("页码").optional() });
