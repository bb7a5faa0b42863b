import type { Context } from "koa";
import { z } from "zod";
import { fileDoor, type ReceivedFile } from "../http/multipart.js";
import { route, type Answer, type Route } from "../http/route.js";
import { recorded } from "../identity/actor.js";
import { localDay, localIso } from "../kernel/local-time.js";
import type { Clock } from "../kernel/clock.js";
import { MOST_FILE_BYTES, organisationSource, tooLarge } from "./read-file.js";
import type { Organisation } from "./service.js";
import { importView } from "./views.js";
import { organisationTemplate, organisationWorkbook } from "./workbook/write.js";

const XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

const received = fileDoor(MOST_FILE_BYTES, tooLarge);

const search = z.strictObject({ words: z.string({ error: "请输入要找的姓名" }).trim().min(1, "请输入要找的姓名").max(40, "最多 40 个字") });
const confirmation = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .optional();

/** What was shown before, where the form says so; a damaged one is never the hash of anything. */
const shownIn = ({ fields }: ReceivedFile): string | undefined =>
  fields["shown"] === undefined ? undefined : (confirmation.safeParse(fields["shown"]).data ?? "");

const workbook = (ctx: Context, name: string, bytes: Buffer): Answer => {
  ctx.type = XLSX;
  ctx.set("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent(name)}`);
  ctx.set("Cache-Control", "no-store");
  return { body: bytes };
};

/** Who sits where, what is missing, and the sheet by which it is kept. */
export const organisationRoutes = (organisation: Organisation, clock: Clock): Route[] => [
  route({
    method: "GET",
    path: "/api/organisation/gaps",
    permission: "organisation.read",
    summary: "组织缺口：先列影响工作的，各由谁补齐、怎样补齐",
    article: "11",
    run: async ({ actor }) => ({ body: await organisation.overview.gaps(actor) }),
  }),
  route({
    method: "GET",
    path: "/api/organisation/accounts",
    permission: "organisation.read",
    summary: "账号及其岗位",
    article: "11",
    run: async ({ actor }) => ({ body: await organisation.overview.accounts(actor) }),
  }),
  route({
    method: "GET",
    path: "/api/organisation/people",
    permission: "organisation.read",
    summary: "按姓名、成员账号、单位或岗位找人",
    article: "11",
    query: search,
    run: async ({ actor, query }) => ({ body: await organisation.overview.people(actor, query.words) }),
  }),
  route({
    method: "GET",
    path: "/api/organisation/template",
    permission: "organisation.import",
    summary: "空白的组织信息表（XLSX）",
    article: "2",
    run: async ({ ctx }) => workbook(ctx, "组织信息表（空白）.xlsx", await organisationTemplate()),
  }),
  route({
    method: "GET",
    path: "/api/organisation/export",
    permission: "organisation.import",
    summary: "现有的组织信息（XLSX），供核对和更正；导出记入留痕",
    article: "19",
    run: async ({ actor, ctx }) => {
      const file = await organisation.export(recorded(actor), "page");
      return workbook(ctx, `组织信息 ${localDay(clock.now())}.xlsx`, await organisationWorkbook(file));
    },
  }),
  route({
    method: "POST",
    path: "/api/organisation/import",
    permission: "organisation.import",
    summary: "导入组织信息（XLSX 或 JSON，表单字段 file）：先只列出变更；再连同其 hash（字段 shown）提交同一文件，确认写入",
    article: "2",
    raw: true,
    run: async ({ actor, ctx }) => {
      const file = await received(ctx);
      const source = organisationSource(file.bytes, file.name);
      const shown = shownIn(file);
      const plan =
        shown === undefined
          ? await organisation.importing.preview(source)
          : await organisation.importing.take(source, { actor: recorded(actor), via: "page", shown });
      return { body: importView(plan, shown !== undefined, localIso(clock.now())) };
    },
  }),
];
