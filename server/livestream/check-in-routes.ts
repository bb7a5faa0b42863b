import { fileView } from "../files/view.js";
import { fileDoor } from "../http/multipart.js";
import { route, type Answer, type Route } from "../http/route.js";
import type { Actor } from "../identity/actor.js";
import type { CheckIns } from "./check-ins.js";
import { checkIn, findingAnswer, findingParams, standIn } from "./check-in-schema.js";
import { refuse } from "./refusals.js";
import { livestreamParams } from "./schema.js";

const COMMON = { permission: "livestream.act", article: "14" } as const;

const MOST_BYTES = 10 * 1024 * 1024;
const received = fileDoor(MOST_BYTES, () =>
  refuse("photo-too-large", "tooLarge", "照片超过 10 MB。请在手机上选择「压缩」或重新截图后再上传。", "formPatrol"),
);

type Shown = (actor: Actor, id: string) => Promise<Answer>;

/** The calls of those who patrol, and of those who watch them. */
export const checkInRoutes = (checkIns: CheckIns): Route[] => {
  const shown: Shown = async (actor, id) => ({ body: await checkIns.board.board(actor, id) });
  return [...patrolRoutes(checkIns, shown), ...findingRoutes(checkIns, shown)];
};

const patrolRoutes = ({ board, checkingIn, missed, onSiteCalls, photos }: CheckIns, shown: Shown): Route[] => [
  route({
    ...{ method: "GET", path: "/api/livestreams/:id/board", permission: "livestream.read", article: "14" },
    summary: "直播看板：谁在何时打了卡、发现什么问题",
    params: livestreamParams,
    run: ({ actor, params }) => shown(actor, params.id),
  }),
  route({
    ...{ method: "GET", path: "/api/livestreams/:id/check-ins", permission: "livestream.read", article: "14" },
    summary: "我在这场直播的打卡",
    params: livestreamParams,
    run: async ({ actor, params }) => ({ body: await board.place(actor, params.id) }),
  }),
  route({
    ...{ ...COMMON, method: "POST", path: "/api/livestreams/:id/check-ins" },
    summary: "打卡或补传打卡；同一编号重发无害",
    params: livestreamParams,
    body: checkIn,
    run: async ({ actor, params, body }) => {
      const answered = await checkingIn.checkIn(actor, params.id, body, (tx, id) => board.answer(tx, actor, params.id, id, body.sentAt));
      return { status: 201, body: answered };
    },
  }),
  route({
    ...{ ...COMMON, method: "POST", path: "/api/livestreams/:id/photos" },
    summary: "上传打卡照片或截图（10 MB 以内）；不带拍摄地点，除非字段 place 为 keep",
    params: livestreamParams,
    raw: true,
    run: async ({ actor, params, ctx }) => {
      const { name, bytes, fields } = await received(ctx);
      const file = await photos.store(actor, params.id, { name, bytes, keepsPlace: fields["place"] === "keep" });
      return { status: 201, body: fileView(file, photos.link) };
    },
  }),
  route({
    ...{ ...COMMON, method: "POST", path: "/api/livestreams/:id/stand-ins" },
    summary: "接替漏打卡的巡查人员",
    params: livestreamParams,
    body: standIn,
    run: async ({ actor, params, body }) => {
      await missed.standIn(actor, params.id, body.userid);
      return shown(actor, params.id);
    },
    again: shown,
  }),
  route({
    ...{ ...COMMON, method: "POST", path: "/api/livestreams/:id/on-site-call" },
    summary: "登记已电话告知现场负责人（不在组织通讯录的）",
    params: livestreamParams,
    run: async ({ actor, params }) => {
      await onSiteCalls.phoned(actor, params.id);
      return shown(actor, params.id);
    },
    again: shown,
  }),
];

const findingRoutes = ({ finding }: CheckIns, shown: Shown): Route[] => [
  route({
    ...{ ...COMMON, method: "POST", path: "/api/livestreams/:id/findings/:findingId/answer" },
    summary: "答复巡查问题：已处理、已中断，或不中断及理由",
    params: findingParams,
    body: findingAnswer,
    run: async ({ actor, params, body }) => {
      await finding.answer(actor, params.id, params.findingId, body);
      return shown(actor, params.id);
    },
    again: shown,
  }),
  route({
    ...{ ...COMMON, method: "POST", path: "/api/livestreams/:id/findings/:findingId/incident", article: "24" },
    summary: "从巡查问题上报舆情",
    params: findingParams,
    run: async ({ actor, params }) => ({
      status: 201,
      body: { incidentId: await finding.reportIncident(actor, params.id, params.findingId) },
    }),
  }),
];
