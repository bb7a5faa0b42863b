import { z } from "zod";
import type { Desk } from "../../entities/shift.js";
import { id } from "../http/input.js";
import { isLocalDay } from "../kernel/local-time.js";
import { DESK_NAMES } from "./words.js";

const desk = z.enum(Object.keys(DESK_NAMES) as Desk[], { error: "值班台应为 publicity（宣传部）或 dataCentre（大数据中心）" });
const day = z.string().refine(isLocalDay, "日期不存在，请写成 2026-12-03 的样子");
const userid = z.string({ error: "请选择人员" }).trim().toLowerCase().min(1, "请选择人员").max(64, "人员账号太长，请从名单里选");
const reason = z.string({ error: "请写明原因" }).trim().min(2, "请写明原因，至少 2 个字").max(200, "原因最多 200 个字");
const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, "月份应写成 2026-12 的样子");
const TEXT_MOST = 400_000;

export const shiftParams = z.strictObject({ id });
export const deskParams = z.strictObject({ desk });
export const monthQuery = z.strictObject({ month: month.optional() });

export const shiftInput = z.strictObject({
  desk,
  day,
  userid,
  standIn: userid.nullable(),
  reason: reason.optional(),
});

export const importInput = z.strictObject({
  text: z.string({ error: "请粘贴表格" }).trim().min(1, "请粘贴表格").max(TEXT_MOST, "表格太大，请按月或按季度分次导入"),
});

export const publication = z.strictObject({
  period: z.string().regex(/^\d{4}(-(0[1-9]|1[0-2]))?$/, "请选择月份（2026-12）或年份（2026）"),
  desk: desk.optional(),
});

export const note = z.strictObject({
  note: z.string({ error: "请写交班说明" }).trim().min(1, "请写交班说明，没有事项也请写「无」").max(2000, "交班说明最多 2000 个字"),
});

export const swapInput = z.strictObject({ shiftId: id, to: userid, otherShiftId: id.nullable(), reason });
export const swapAnswer = z.strictObject({ answer: z.enum(["agree", "decline"], { error: "请选择同意或不同意" }) });
export const reasonOnly = z.strictObject({ reason });
