import Router from "koa-router";
import { PHONE_STATES } from "../calls.js";
import { verifyUrl } from "../callbacks.js";
import type { Corp } from "../corp.js";
import { beginLiving, endLiving } from "../living-life.js";
import { changeMember, removeMember } from "../member-life.js";
import type { MemberChange } from "../members.js";
import { answerCall, atWork, hangUpCall, press, say, type Selected } from "../phone.js";
import { answering, asking, choiceOf, DeskProblem, memberOf, wordOf } from "./asking.js";
import { moveClock } from "./clock.js";
import { sendEvents } from "./events.js";
import { groupRoutes } from "./groups.js";
import { overview } from "./views.js";

const TEXT_BYTES = 2048;
const PNG_BYTE = 0x89;
const NAME_CHARACTERS = 64;
const JOURNAL_ENTRIES = 300;

function chatRoutes(router: Router, corp: Corp): void {
  const { get, post } = asking(router, corp);
  get("/desk/chats/:userid", ({ userid }) => corp.state.chat(userid));
  post("/desk/chats/:userid/reading", ({ userid, body }) =>
    typeof body.group === "string" ? corp.groups.markRead(body.group, userid) : corp.state.markRead(userid),
  );
  post("/desk/chats/:userid/presses", ({ userid, body }) =>
    press(corp, userid, wordOf(body, "taskId"), wordOf(body, "key"), (body.selected ?? undefined) as Selected | undefined),
  );
  post("/desk/chats/:userid/messages", ({ userid, body }) => {
    const text = wordOf(body, "text").trim();
    if (Buffer.byteLength(text) > TEXT_BYTES) throw new DeskProblem(400, "消息太长");
    return say(corp, userid, text);
  });
}

function phoneRoutes(router: Router, corp: Corp): void {
  const { post } = asking(router, corp);
  post("/desk/phones/:userid/state", ({ userid, body }) => corp.calls.setState(userid, choiceOf(body, "state", PHONE_STATES)));
  post("/desk/phones/:userid/gate", async ({ userid }) => ({ port: await corp.networks.port(userid) }));
  post("/desk/phones/:userid/network", ({ userid, body }) => corp.setNetwork(userid, body.isCut === true));
  post("/desk/livings/:id/begin", ({ id }) => beginLiving(corp, id));
  post("/desk/livings/:id/end", ({ id }) => endLiving(corp, id));
  post("/desk/phones/:userid/answer", ({ userid }) => answerCall(corp, userid));
  post("/desk/phones/:userid/hang-up", ({ userid }) => hangUpCall(corp, userid));
}

/** What a phone shows of a file that it got; pictures in place, all else as a download. */
function mediaRoute(router: Router, corp: Corp): void {
  router.get("/desk/media/:id", (ctx) => {
    const media = corp.media.find(String(ctx.params.id));
    if (!media) return;
    const isPicture = media.kind === "image";
    const content = corp.media.contentOf(media.id);
    ctx.type = isPicture ? (content[0] === PNG_BYTE ? "image/png" : "image/jpeg") : "application/octet-stream";
    if (!isPicture) ctx.set("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(media.name)}`);
    ctx.body = content;
  });
}

/** What the page sends of a member's new state; anything else is refused. */
function changeOf(body: Record<string, unknown>): MemberChange {
  const { inRange, status, name } = body;
  return {
    ...(typeof inRange === "boolean" ? { inRange } : {}),
    ...(status === 1 || status === 2 || status === 4 ? { status } : {}),
    ...(typeof name === "string" ? { name: name.trim().slice(0, NAME_CHARACTERS) } : {}),
  };
}

function memberRoutes(router: Router, corp: Corp): void {
  const { post } = asking(router, corp);
  post("/desk/members/:userid", ({ userid, body }) => changeMember(corp, userid, changeOf(body)));
  post("/desk/members/:userid/leaving", ({ userid }) => removeMember(corp, userid));
}

/** The page's own calls: chats, taps, phones, groups, clock, faults, journal and the live event stream. They exist in the sandbox only, not in WeCom. */
export function deskRouter(corp: Corp): Router {
  const router = new Router();
  const { get, post } = asking(router, corp);
  router.get("/events", (ctx) => sendEvents(corp, ctx));
  get("/desk/overview", () => overview(corp));
  get("/desk/journal", () => corp.journal.entries.slice(-JOURNAL_ENTRIES));
  router.delete("/desk/journal", (ctx) => answering(ctx, () => corp.journal.clear()));
  chatRoutes(router, corp);
  phoneRoutes(router, corp);
  groupRoutes(router, corp);
  memberRoutes(router, corp);
  mediaRoute(router, corp);
  post("/desk/codes", ({ body }) => {
    const userid = memberOf(corp, body.userid);
    atWork(corp, userid);
    return { code: corp.logins.issue(userid) };
  });
  post("/desk/clock", ({ body }) => moveClock(corp, body));
  post("/desk/faults", ({ body }) => {
    corp.setFaults(body);
    return corp.faults;
  });
  post("/desk/verification", () => verifyUrl(corp));
  return router;
}
