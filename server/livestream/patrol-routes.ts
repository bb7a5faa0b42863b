import { route, type Route } from "../http/route.js";
import { acceptance, endInput, followUpDone, livestreamParams, nothing, startInput, summary, team, trained, waiver } from "./schema.js";
import type { Livestreams } from "./service.js";
import { writing } from "./write-routes.js";

/** The calls round a patrol team, and round a livestream that runs or is over. A write answers with the livestream as it is afterwards. */
export const patrolRoutes = (livestreams: Livestreams): Route[] => {
  const { drawing, inviting, training, running, summingUp } = livestreams;
  const write = writing(livestreams);
  return [
    route({
      method: "GET",
      path: "/api/livestreams/:id/patrol",
      permission: "livestream.read",
      summary: "可抽调的人员和抽调建议",
      article: "14",
      params: livestreamParams,
      run: async ({ actor, params }) => ({ body: await livestreams.reading.pool(actor, params.id) }),
    }),
    write("patrol", "组建巡查队伍", team, (actor, id, body) => drawing.form(actor, id, body)),
    write("patrol/waiver", "写明不派巡查队伍的原因", waiver, (actor, id, { reason }) => drawing.waive(actor, id, reason)),
    write("patrol/acceptance", "接受巡查邀请，或不能参加", acceptance, (actor, id, { answer, reason }) =>
      inviting.answer(actor, id, answer === "accept", reason),
    ),
    write("training", "确认已完成培训", trained, (actor, id, { members }) => training.confirm(actor, id, members)),
    write("living", "在企业微信建立直播", nothing, (actor, id) => livestreams.broadcasting.create(actor, id)),
    write("start", "登记开播", startInput, (actor, id, { at }) => running.start(actor, id, at)),
    write("end", "登记下播", endInput, (actor, id, { at, note }) => running.end(actor, id, { at, note, interrupted: false })),
    write("interruption", "登记直播中断", endInput, (actor, id, { at, note }) => running.end(actor, id, { at, note, interrupted: true })),
    write("summary", "提交巡查小结", summary, (actor, id, body) => summingUp.submit(actor, id, body)),
    write("follow-up", "办结一项整改", followUpDone, (actor, id, body) => summingUp.finish(actor, id, body.id, body.answer)),
  ];
};
