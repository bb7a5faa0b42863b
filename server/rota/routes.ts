import type { RotaImported } from "../http/contract.js";
import { route, type Answer, type Route } from "../http/route.js";
import { fileDoor } from "../http/multipart.js";
import type { Actor } from "../identity/actor.js";
import { refuse } from "./refusals.js";
import {
  deskParams,
  importInput,
  monthQuery,
  note,
  publication,
  reasonOnly,
  shiftInput,
  shiftParams,
  swapAnswer,
  swapInput,
} from "./schema.js";
import type { Rota } from "./service.js";
import { rowsOfFile, rowsOfText } from "./sheet-file.js";

const FILE_MOST = 2 * 1024 * 1024;
const received = fileDoor(FILE_MOST, () =>
  refuse("import-too-large", "tooLarge", "文件超过 2 MB，请删去多余的工作表和图片，或按月分次导入。"),
);

/** The calls of Article 16: who has which desk, and everything that changes it. A write answers with 值班 as it is afterwards. */
export const rotaRoutes = (rota: Rota): Route[] => {
  const now = async (actor: Actor): Promise<Answer> => ({ body: await rota.today(actor) });
  return [
    route({
      method: "GET",
      path: "/api/rota/today",
      permission: "rota.read",
      summary: "现在谁值班",
      article: "16",
      run: ({ actor }) => now(actor),
    }),
    route({
      method: "GET",
      path: "/api/rota/month",
      permission: "rota.read",
      summary: "一个月的值班安排",
      article: "16",
      query: monthQuery,
      run: async ({ actor, query }) => ({ body: await rota.month(actor, query.month ?? null) }),
    }),
    route({
      method: "GET",
      path: "/api/rota/people",
      permission: "rota.read",
      summary: "可以值班的人员",
      article: "16",
      run: async () => ({ body: await rota.people() }),
    }),
    route({
      method: "GET",
      path: "/api/rota/shifts/:id",
      permission: "rota.read",
      summary: "一个班次的经过",
      article: "16",
      params: shiftParams,
      run: async ({ actor, params }) => ({ body: await rota.story(actor, params.id) }),
    }),
    route({
      method: "POST",
      path: "/api/rota/shifts",
      permission: "rota.write",
      summary: "安排或改动一天",
      article: "16",
      body: shiftInput,
      run: async ({ actor, body }) => {
        const { standIn, reason = null, ...wish } = body;
        await rota.planning.set(actor, { ...wish, standInUserid: standIn, reason });
        return { body: await rota.month(actor, body.day.slice(0, 7)) };
      },
    }),
    route({
      method: "POST",
      path: "/api/rota/imports",
      permission: "rota.write",
      summary: "导入值班表（草稿，整表成功或整表不写）",
      article: "16",
      body: importInput,
      run: async ({ actor, body }) => {
        const imported: RotaImported = await rota.importing.take(actor, rowsOfText(body.text));
        return { status: 201, body: imported };
      },
    }),
    route({
      method: "POST",
      path: "/api/rota/imports/file",
      permission: "rota.write",
      summary: "导入值班表文件（.xlsx、CSV）",
      article: "16",
      raw: true,
      run: async ({ actor, ctx }) => {
        const { bytes } = await received(ctx);
        const imported: RotaImported = await rota.importing.take(actor, rowsOfFile(bytes));
        return { status: 201, body: imported };
      },
    }),
    route({
      method: "POST",
      path: "/api/rota/publications",
      permission: "rota.write",
      summary: "公布一个月或一年的草稿",
      article: "16",
      body: publication,
      run: async ({ actor, body: { period, desk } }) => {
        const [from, to] = period.length === 4 ? [`${period}-01-01`, `${period}-12-31`] : [`${period}-01`, `${period}-31`];
        const published = await rota.publishing.publish(actor, { from, to, desks: desk ? [desk] : ["publicity", "dataCentre"] });
        return { status: 201, body: { published } };
      },
    }),
    route({
      method: "POST",
      path: "/api/rota/shifts/:id/arrival",
      permission: "rota.act",
      summary: "到岗、顶班或回岗",
      article: "16",
      params: shiftParams,
      run: async ({ actor, params }) => {
        await rota.arriving.arrive(actor, params.id);
        return now(actor);
      },
      again: now,
    }),
    route({
      method: "POST",
      path: "/api/rota/desks/:desk/handover",
      permission: "rota.act",
      summary: "写交班说明",
      article: "16",
      params: deskParams,
      body: note,
      run: async ({ actor, params, body }) => {
        await rota.handingOver.write(actor, params.desk, body.note);
        return now(actor);
      },
      again: now,
    }),
    route({
      method: "POST",
      path: "/api/rota/desks/:desk/take-over",
      permission: "rota.act",
      summary: "已接班",
      article: "16",
      params: deskParams,
      run: async ({ actor, params }) => {
        await rota.takingOver.takeOver(actor, params.desk);
        return now(actor);
      },
      again: now,
    }),
    route({
      method: "POST",
      path: "/api/rota/swaps",
      permission: "rota.act",
      summary: "提出换班，或由管理员代为换班",
      article: "16",
      body: swapInput,
      run: async ({ actor, body }) => {
        await rota.swapping.ask(actor, body);
        return { ...(await now(actor)), status: 201 };
      },
      again: now,
    }),
    route({
      method: "POST",
      path: "/api/rota/swaps/:id/answer",
      permission: "rota.act",
      summary: "同意或不同意换班",
      article: "16",
      params: shiftParams,
      body: swapAnswer,
      run: async ({ actor, params, body }) => {
        await rota.swapping.answer(actor, params.id, body.answer);
        return now(actor);
      },
      again: now,
    }),
    route({
      method: "POST",
      path: "/api/rota/swaps/:id/withdrawal",
      permission: "rota.act",
      summary: "撤回换班请求",
      article: "16",
      params: shiftParams,
      run: async ({ actor, params }) => {
        await rota.swapping.withdraw(actor, params.id);
        return now(actor);
      },
      again: now,
    }),
    route({
      method: "POST",
      path: "/api/rota/swaps/:id/reversal",
      permission: "rota.write",
      summary: "撤销已生效的换班",
      article: "16",
      params: shiftParams,
      body: reasonOnly,
      run: async ({ actor, params, body }) => {
        await rota.swapping.reverse(actor, params.id, body.reason);
        return now(actor);
      },
      again: now,
    }),
  ];
};
