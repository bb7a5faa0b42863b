import { route, type Route } from "../http/route.js";
import { acceptance, livestreamParams, team, trained, waiver } from "./schema.js";
import type { Livestreams } from "./service.js";
import { writing } from "./write-routes.js";

/** The calls round a patrol team. A write answers with the livestream as it is afterwards. */
export const patrolRoutes = (livestreams: Livestreams): Route[] => {
  const { drawing, inviting, training } = livestreams;
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
  ];
};
