import { z } from "zod";
import { CHECK_IN_KINDS, FINDING_LEVELS, PARTIES } from "../../entities/patrol.js";
import { id, instant } from "../http/input.js";
import { CHECKLIST_ITEMS } from "./rules/checklist.js";

const words = (what: string, most: number) =>
  z
    .string()
    .trim()
    .max(most, `${what}最多 ${most} 个字`)
    .nullish()
    .transform((text) => text || null);

/** Two digits after the point are about a kilometre: where the phone was, never in which room. */
const COARSE = 100;
const coarse = (value: number): number => Math.round(value * COARSE) / COARSE;
const degrees = (what: string, most: number) =>
  z
    .number({ error: `${what}应为数字` })
    .min(-most, `${what}超出范围`)
    .max(most, `${what}超出范围`)
    .transform(coarse);

const place = z.strictObject({
  latitude: degrees("纬度", 90),
  longitude: degrees("经度", 180),
  accuracy: z.number({ error: "定位精度应为米数" }).min(0, "定位精度应为米数").max(1_000_000, "定位精度应为米数").transform(Math.round),
});

const FINDINGS = "没有这种巡查结论，请选择 normal（正常）、remind（提醒）、correct（须立即纠正）或 interrupt（建议中断）";

const items = z
  .array(z.enum(CHECKLIST_ITEMS, { error: "检查清单里没有这一项，请刷新打卡页" }))
  .max(CHECKLIST_ITEMS.length)
  .default([]);

export const checkIn = z
  .strictObject({
    clientId: z.uuid({ error: "打卡编号不正确，请在打卡页重新打一次" }),
    kind: z.enum(CHECK_IN_KINDS, { error: "没有这种打卡，请从打卡页选择" }),
    expectedId: id.nullish().transform((one) => one ?? null),
    finding: z.enum(FINDING_LEVELS, { error: FINDINGS }).default("normal"),
    party: z.enum(PARTIES, { error: "请选择 room（直播间管理）或 content（内容和现场）" }).nullish(),
    words: words("问题说明", 500),
    notInOrder: items,
    unchecked: items,
    carriedOver: z.boolean({ error: "carriedOver 应为 true（沿用上次）或 false" }).default(false),
    note: words("说明", 500),
    files: z.array(id).max(9, "每次打卡最多 9 张照片").default([]),
    place: place.nullish().transform((one) => one ?? null),
    deviceAt: instant("打卡时间"),
    sentAt: instant("发送时间"),
  })
  .refine(({ finding, words: said, party }) => finding === "normal" || (said !== null && !!party), {
    path: ["words"],
    message: "发现问题请写明是什么问题，并选择责任方",
  })
  .transform(({ party, words: said, ...rest }) => ({
    ...rest,
    found: rest.finding !== "normal" && party && said !== null ? { party, words: said } : null,
  }));

export const standIn = z.strictObject({
  userid: z.string({ error: "请选择被接替的人" }).trim().toLowerCase().min(1, "请选择被接替的人").max(64),
});
export const findingParams = z.strictObject({ id, findingId: id });
export const findingAnswer = z.strictObject({
  state: z.enum(["settled", "interrupted", "continued"], {
    error: "请选择 settled（已处理）、interrupted（已中断）或 continued（不中断）",
  }),
  answer: words("说明", 500),
});
