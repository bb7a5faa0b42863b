import { z } from "zod";
import { id, instant } from "../http/input.js";

const key = (what: string) =>
  z
    .string({ error: `请选择${what}` })
    .trim()
    .min(1, `请选择${what}`)
    .max(64, `${what}编号太长，请从列表选择`);
const line = (what: string) =>
  z
    .string({ error: `请填写${what}` })
    .trim()
    .min(1, `请填写${what}`)
    .max(120, `${what}最多 120 个字`);
const optional = (what: string, most: number) =>
  z
    .string()
    .trim()
    .max(most, `${what}最多 ${most} 个字`)
    .nullish()
    .transform((text) => text || null);
const reason = z.string({ error: "请写明原因" }).trim().min(2, "请写明原因，至少 2 个字").max(500, "原因最多 500 个字");

const venue = z.strictObject({
  inOffice: z.boolean({ error: "请选择是否在办公区域" }),
  officeEquipment: z.boolean({ error: "请选择是否用办公设备" }),
  note: optional("场地说明", 1000),
});

const form = {
  title: line("直播主题"),
  startAt: instant("开播时间"),
  endAt: instant("结束时间"),
  venue,
  host: line("主持人"),
  onSite: line("现场负责人"),
  commentControl: line("评论区管控人员"),
  stopButton: line("停播操作人员"),
  contingency: z.string({ error: "请填写应急预案" }).trim().min(2, "请填写应急预案").max(5000, "应急预案最多 5000 个字"),
};

export const livestreamParams = z.strictObject({ id });

export const newLivestream = z.strictObject({
  ...form,
  accountId: key("账号"),
  initiatingUnitId: key("发起部门"),
  guests: optional("嘉宾", 1000),
  rehearsalAt: instant("彩排时间")
    .nullish()
    .transform((at) => at ?? null),
  scriptDraftId: id.nullish().transform((draft) => draft ?? null),
  livingId: optional("企业直播编号", 64),
  lateReason: optional("特殊情况说明", 1000),
});

const changed = z.strictObject({
  ...form,
  guests: optional("嘉宾", 1000),
  rehearsalAt: instant("彩排时间").nullable(),
  scriptDraftId: id.nullable(),
  livingId: optional("企业直播编号", 64),
  lateReason: optional("特殊情况说明", 1000),
});
export const change = z.strictObject({ ...changed.partial().shape, reason: optional("原因", 500) });

export const agreement = z.strictObject({
  for: z.enum(["initiating", "operating"], { error: "请选择 initiating（发起部门）或 operating（运营部门）" }).optional(),
});
export const lateConfirmation = z.strictObject({ reason: optional("特殊情况说明", 1000) });
export const lateFiling = z.strictObject({
  reason: z
    .string({ error: "请写明为什么没有在开播前备案" })
    .trim()
    .min(1, "请写明为什么没有在开播前备案")
    .max(1000, "特殊情况说明最多 1000 个字"),
});
export const filing = z
  .strictObject({
    decision: z.enum(["file", "sendBack"], { error: "请选择 file（备案）或 sendBack（退回补正）" }),
    note: optional("说明", 1000),
  })
  .refine(({ decision, note }) => decision === "file" || note !== null, { path: ["note"], message: "退回补正请写明要补正什么" });
export const venueAnswer = z
  .strictObject({
    answer: z.enum(["register", "adjust"], { error: "请选择 register（报备登记）或 adjust（要求调整）" }),
    note: optional("说明", 1000),
  })
  .refine(({ answer, note }) => answer === "register" || note !== null, { path: ["note"], message: "要求调整请写明怎样调整" });
export const cancellation = z.strictObject({ reason });

export const page = z.strictObject({
  before: instant("页码").optional(),
  status: z.enum(["open", "draft", "agreed", "filed", "ready", "live", "ended", "cancelled"], { error: "没有这种状态" }).optional(),
});
export const optionsQuery = z.strictObject({
  startAt: instant("开播时间").optional(),
  accountId: z.string().min(1, "请选择账号").max(64, "没有这个账号，请从列表中选择").optional(),
});
export const monthQuery = z.strictObject({
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "月份应写成 2026-12 的样子")
    .optional(),
});

const userid = z.string({ error: "请选择人员" }).trim().toLowerCase().min(1, "请选择人员").max(64, "人员账号太长，请从名单里选");
const people = z.array(userid).max(50, "最多选 50 人");
export const team = z.strictObject({ members: people, lead: userid, reserve: userid.nullish().transform((one) => one ?? null) });
export const waiver = z.strictObject({ reason });
export const acceptance = z
  .strictObject({
    answer: z.enum(["accept", "decline"], { error: "请选择 accept（接受）或 decline（不能参加）" }).default("accept"),
    reason: optional("原因", 200),
  })
  .default({ answer: "accept", reason: null })
  .refine(({ answer, reason: why }) => answer === "accept" || why !== null, { path: ["reason"], message: "不能参加请写明原因" });
export const trained = z.strictObject({ members: people.min(1, "请选择已完成培训的人员") });

const moment = instant("时间")
  .nullish()
  .transform((at) => at ?? null);
export const startInput = z.strictObject({ at: moment }).default({ at: null });
export const endInput = z.strictObject({ at: moment, note: optional("说明", 1000) }).default({ at: null, note: null });
const words = (what: string) =>
  z
    .string({ error: `请写明${what}` })
    .trim()
    .min(2, `请写明${what}，至少 2 个字`)
    .max(5000, `${what}最多 5000 个字`);
export const summary = z.strictObject({
  words: words("小结"),
  followUps: z
    .array(z.strictObject({ unitId: key("责任部门"), words: words("整改事项") }))
    .max(20, "最多 20 项整改")
    .default([]),
});
export const followUpDone = z.strictObject({ id, answer: words("整改情况") });
export const nothing = z.strictObject({}).default({});
