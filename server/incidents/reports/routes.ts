import type { Context } from "koa";
import type { z } from "zod";
import { route, type Answer, type Route } from "../../http/route.js";
import type { Actor } from "../../identity/actor.js";
import { bulletinInput, issueInput, monthQuery, reportParams, signOffInput, submission, upwardInput, versionInput } from "./schema.js";
import type { ExportedFile, IncidentReports } from "./service.js";

const OFFICE = "application/vnd.openxmlformats-officedocument";
const WORD = `${OFFICE}.wordprocessingml.document`;
const EXCEL = `${OFFICE}.spreadsheetml.sheet`;

const attachment = (ctx: Context, type: string, { name, bytes }: ExportedFile): Answer => {
  ctx.type = type;
  ctx.set("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  ctx.set("Cache-Control", "no-store");
  return { body: bytes };
};

type Again = (actor: Actor, id: string) => Promise<Answer>;

const readingRoutes = (reports: IncidentReports, again: Again): Route[] => [
  route({
    method: "GET",
    path: "/api/written-reports/:id",
    permission: "report.act",
    summary: "一项义务的书面报告；还没有写时是按经过汇总的草稿",
    article: "24",
    params: reportParams,
    run: ({ actor, params }) => again(actor, params.id),
  }),
  route({
    method: "GET",
    path: "/api/written-reports/:id/word",
    permission: "report.export",
    summary: "导出书面报告（Word）；导出记入留痕",
    article: "24",
    params: reportParams,
    run: async ({ actor, params, ctx }) => attachment(ctx, WORD, await reports.word(actor, params.id)),
  }),
];

/** A write on a report, by whoever may read it; it answers with the report as it is afterwards. */
const reportAct = <B>(
  reports: IncidentReports,
  again: Again,
  {
    path,
    summary,
    body,
    act,
  }: { path: string; summary: string; body: z.ZodType<B>; act: (actor: Actor, id: string, body: B) => Promise<void> },
): Route =>
  route({
    method: "POST",
    path: `/api/written-reports/:id/${path}`,
    permission: "report.act",
    summary,
    article: "24",
    params: reportParams,
    body,
    run: async ({ actor, params, body: input }) => {
      await reports.admit(actor, params.id);
      await act(actor, params.id, input);
      return again(actor, params.id);
    },
    again,
  });

const writingRoutes = (reports: IncidentReports, again: Again): Route[] => [
  reportAct(reports, again, {
    path: "versions",
    summary: "保存书面报告的一版；改动后此前的签批作废",
    body: versionInput,
    act: (actor, id, body) => reports.writing.save(actor, id, body),
  }),
  reportAct(reports, again, {
    path: "submission",
    summary: "送签",
    body: submission,
    act: (actor, id, body) => reports.writing.submit(actor, id, body.revision),
  }),
  reportAct(reports, again, {
    path: "sign-off",
    summary: "复核、同意报出或退回",
    body: signOffInput,
    act: (actor, id, body) => reports.signing.sign(actor, id, body),
  }),
  reportAct(reports, again, {
    path: "issue",
    summary: "登记已报出（文号）",
    body: issueInput,
    act: (actor, id, body) => reports.issuing.issue(actor, id, body),
  }),
];

const incidentRoutes = (reports: IncidentReports): Route[] => [
  route({
    method: "GET",
    path: "/api/incidents/:id/upward-reports",
    permission: "report.act",
    summary: "一个事件的请示报告",
    article: "22",
    params: reportParams,
    run: async ({ actor, params }) => ({ body: await reports.upwardOf(actor, params.id) }),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/upward-reports",
    permission: "report.act",
    summary: "登记一次请示报告",
    article: "22",
    params: reportParams,
    body: upwardInput,
    run: async ({ actor, params, body }) => ({ status: 201, body: await reports.enterUpward(actor, params.id, body) }),
    again: async (actor, id) => ({ status: 201, body: await reports.upwardOf(actor, id) }),
  }),
  route({
    method: "POST",
    path: "/api/incidents/:id/bulletin",
    permission: "report.act",
    summary: "应急报送舆情动态",
    article: "23",
    params: reportParams,
    body: bulletinInput,
    run: async ({ actor, params, body }) => {
      await reports.bulletin(actor, params.id, body.note);
      return { status: 204 };
    },
  }),
];

const monthRoutes = (reports: IncidentReports): Route[] => [
  route({
    method: "GET",
    path: "/api/upward-reports",
    permission: "incident.oversee",
    summary: "一个月的请示报告",
    article: "22",
    query: monthQuery,
    run: async ({ query }) => ({ body: await reports.upwardIn(query.month ?? null) }),
  }),
  route({
    method: "GET",
    path: "/api/incident-summary",
    permission: "incident.oversee",
    summary: "一个月的舆情处置情况和逾期清单",
    article: "24",
    query: monthQuery,
    run: async ({ query }) => ({ body: await reports.summary(query.month ?? null) }),
  }),
  route({
    method: "GET",
    path: "/api/incident-summary/sheet",
    permission: "report.export",
    summary: "舆情处置月报（Excel）；导出记入留痕",
    article: "24",
    query: monthQuery,
    run: async ({ actor, query, ctx }) => attachment(ctx, EXCEL, await reports.summarySheet(actor, query.month ?? null)),
  }),
];

/** The calls of Articles 22 and 23, and of the written reports of Article 24. */
export const reportRoutes = (reports: IncidentReports): Route[] => {
  const again: Again = async (actor, id) => ({ body: await reports.report(actor, id) });
  return [...readingRoutes(reports, again), ...writingRoutes(reports, again), ...incidentRoutes(reports), ...monthRoutes(reports)];
};
