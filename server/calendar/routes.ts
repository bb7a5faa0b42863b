import { z } from "zod";
import { route, type Route } from "../http/route.js";
import type { Calendars } from "./service.js";

const LONGEST_LIST = 60_000;

const year = z.coerce
  .number({ error: "年份应为四位数字" })
  .int("年份应为四位数字")
  .min(2000, "年份应为四位数字")
  .max(2100, "年份应为四位数字");
const document = z.string({ error: "请填写通知文号或日期" }).trim().min(4, "请填写通知文号或日期").max(200, "通知文号最多 200 个字");

const yearInput = z.strictObject({
  year,
  text: z.string({ error: "请粘贴放假安排" }).max(LONGEST_LIST, "内容太长，请只贴一年的放假安排"),
  document,
});

const correction = z.strictObject({
  day: z.string({ error: "请选择日期" }).max(20),
  kind: z.enum(["holiday", "makeUp", "plain"], { error: "请选择休假、调休上班或按星期照常" }),
  name: z
    .string()
    .trim()
    .max(20, "名称最多 20 个字")
    .transform((text) => text || null)
    .nullable()
    .default(null),
  document,
  reason: z.string({ error: "请填写更正理由" }).trim().min(5, "更正理由至少 5 个字").max(500, "更正理由最多 500 个字"),
});

export const calendarRoutes = (calendars: Calendars): Route[] => [
  route({
    method: "GET",
    path: "/api/calendar",
    permission: "calendar.read",
    summary: "工作日历：一年的休假与调休，已录入的年份，更改记录",
    article: "15",
    query: z.strictObject({ year: year.optional() }),
    run: async ({ actor, query }) => ({ body: await calendars.view(actor, query.year) }),
  }),
  route({
    method: "POST",
    path: "/api/calendar/years",
    permission: "calendar.write",
    summary: "导入一年的放假安排；未办的工作日时限随之重算并告知双方",
    article: "15",
    body: yearInput,
    run: async ({ actor, body }) => {
      const moved = await calendars.importYear(actor, body);
      return { body: { ...(await calendars.view(actor, body.year)), moved } };
    },
    again: async (actor, subjectId) => ({ body: { ...(await calendars.view(actor, Number(subjectId))), moved: 0 } }),
  }),
  route({
    method: "POST",
    path: "/api/calendar/days",
    permission: "calendar.write",
    summary: "更正一天；未办的工作日时限随之重算并告知双方",
    article: "15",
    body: correction,
    run: async ({ actor, body }) => {
      const moved = await calendars.correct(actor, body);
      return { body: { ...(await calendars.view(actor, Number(body.day.slice(0, 4)))), moved } };
    },
    again: async (actor, subjectId) => ({ body: { ...(await calendars.view(actor, Number(subjectId))), moved: 0 } }),
  }),
];
