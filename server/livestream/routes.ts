import { route, type Answer, type Route } from "../http/route.js";
import type { Actor } from "../identity/actor.js";
import { livestreamForm } from "./form.js";
import {
  agreement,
  cancellation,
  change,
  filing,
  lateConfirmation,
  lateFiling,
  livestreamParams,
  monthQuery,
  newLivestream,
  optionsQuery,
  page,
  venueAnswer,
} from "./schema.js";
import type { Livestreams } from "./service.js";
import { writing } from "./write-routes.js";

const DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";

/** The calls of Article 14 up to filing. A write answers with the livestream as it is afterwards. */
export const livestreamRoutes = (livestreams: Livestreams): Route[] => {
  const { agreeing } = livestreams;
  const write = writing(livestreams);
  const view = async (actor: Actor, id: string): Promise<Answer> => ({ body: await livestreams.reading.view(actor, id) });
  return [
    route({
      method: "GET",
      path: "/api/livestreams",
      permission: "livestream.read",
      summary: "直播",
      article: "14",
      query: page,
      run: async ({ actor, query }) => ({ body: await livestreams.reading.list(actor, query) }),
    }),
    route({
      method: "GET",
      path: "/api/livestreams/month",
      permission: "livestream.read",
      summary: "一个月的直播，和逾期申报清单",
      article: "14",
      query: monthQuery,
      run: async ({ actor, query }) => ({ body: await livestreams.reading.month(actor, query.month ?? null) }),
    }),
    route({
      method: "GET",
      path: "/api/livestreams/application",
      permission: "livestream.read",
      summary: "直播申请表可选的账号、该账号可用的脚本稿件，和是否逾期",
      article: "14",
      query: optionsQuery,
      run: async ({ actor, query }) => ({ body: await livestreams.reading.options(actor, query) }),
    }),
    route({
      method: "POST",
      path: "/api/livestreams",
      permission: "livestream.act",
      summary: "提交直播申请表",
      article: "14",
      body: newLivestream,
      run: async ({ actor, body }) => ({ ...(await view(actor, await livestreams.applying.apply(actor, body))), status: 201 }),
      again: async (actor, id) => ({ ...(await view(actor, id)), status: 201 }),
    }),
    route({
      method: "GET",
      path: "/api/livestreams/:id",
      permission: "livestream.read",
      summary: "直播详情",
      article: "14",
      params: livestreamParams,
      run: ({ actor, params }) => view(actor, params.id),
    }),
    route({
      method: "GET",
      path: "/api/livestreams/:id/form",
      permission: "livestream.read",
      summary: "直播申请表（Word）",
      article: "14",
      params: livestreamParams,
      run: async ({ actor, params, ctx }) => {
        const livestream = await livestreams.reading.view(actor, params.id);
        ctx.type = DOCX;
        ctx.set("Content-Disposition", `attachment; filename*=UTF-8''${encodeURIComponent(`直播申请表 ${livestream.number}.docx`)}`);
        return { body: await livestreamForm(livestream) };
      },
    }),
    write("agreement", "商定", agreement, (actor, id, body) => agreeing.agree(actor, id, body.for ?? null)),
    write("late-confirmation", "确认逾期申报", lateConfirmation, (actor, id, { reason }) => agreeing.confirmLate(actor, id, reason)),
    write("late-filing", "开播后补报备案", lateFiling, (actor, id, { reason }) => livestreams.filing.afterwards(actor, id, reason)),
    write("filing", "备案或退回补正", filing, (actor, id, { decision, note }) => livestreams.filing.decide(actor, id, decision, note)),
    write("venue", "报备登记或要求调整", venueAnswer, (actor, id, { answer, note }) => livestreams.venue.answer(actor, id, answer, note)),
    write("changes", "修改、改期或补正", change, (actor, id, body) => livestreams.changing.change(actor, id, body)),
    write("cancellation", "取消直播", cancellation, (actor, id, { reason }) => livestreams.cancelling.cancel(actor, id, reason)),
  ];
};
