import type { Context } from "koa";
import Router from "koa-router";
import getRawBody from "raw-body";
import { verifyUrl } from "./callbacks.js";
import type { Corp } from "./corp.js";
import { callHttp, NoAnswer } from "./http-call.js";
import { NotPossible, press, say, type Selected } from "./phone.js";

const BODY_BYTES = "64kb";
const TEXT_BYTES = 2048;
const CLOCK_TIMEOUT_MS = 300_000;

/** A request of the page that cannot be done; the text is shown to people. */
class DeskProblem extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text);
  }
}

/** The JSON body of the page's own calls; the content type is demanded, so that no foreign page can post here unasked. */
async function bodyOf(ctx: Context): Promise<Record<string, unknown>> {
  if (!ctx.is("application/json")) throw new DeskProblem(415, "只接受 JSON");
  const text = await getRawBody(ctx.req, { limit: BODY_BYTES, encoding: "utf8" });
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Answered below, as any body that is no JSON object.
  }
  throw new DeskProblem(400, "请求不是 JSON 对象");
}

function memberOf(corp: Corp, userid: unknown): string {
  const person = typeof userid === "string" ? corp.person(userid) : undefined;
  if (!person) throw new DeskProblem(404, "没有这个成员");
  return person.userid;
}

function wordOf(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== "string" || value.trim() === "") throw new DeskProblem(400, `缺少 ${name}`);
  return value;
}

/** Everything the page draws at first: organisation, unread counts, faults and the shared time. */
function overview(corp: Corp): Record<string, unknown> {
  const { people, departments, appUrl } = corp.options;
  const chats = people.map(({ userid }) => {
    const chat = corp.state.chat(userid);
    return { userid, count: chat.length, unread: chat.filter((message) => !message.read).length };
  });
  return { now: corp.nowText(), appUrl, people, departments, chats, faults: corp.faults };
}

async function moveClock(corp: Corp, body: Record<string, unknown>): Promise<unknown> {
  const wish = typeof body.to === "string" ? { to: body.to } : { advance: wordOf(body, "advance") };
  let answer: { status: number; body: string };
  try {
    const url = `${corp.options.appUrl.replace(/\/$/, "")}/dev/clock`;
    answer = await callHttp({
      url,
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(wish),
      timeoutMs: CLOCK_TIMEOUT_MS,
    });
  } catch (error) {
    throw new DeskProblem(
      502,
      error instanceof NoAnswer && error.reason === "timeout" ? "调时间超时：应用没有响应" : "调时间失败：应用没有启动或无法连接",
    );
  }
  corp.events.emit("clock");
  if (answer.status >= 200 && answer.status < 300) return { now: corp.nowText() };
  const detail = /"(?:detail|title)"\s*:\s*"((?:[^"\\]|\\.)*)"/.exec(answer.body)?.[1];
  throw new DeskProblem(502, `应用拒绝调时间（HTTP ${answer.status}）${detail ? `：${detail}` : "，它可能没有使用可调时钟"}`);
}

function sendEvents(corp: Corp, ctx: Context): void {
  ctx.respond = false;
  const { res } = ctx;
  res.writeHead(200, { "content-type": "text/event-stream; charset=utf-8", "cache-control": "no-store", "x-accel-buffering": "no" });
  const write = (event: string, value: unknown) => res.write(`event: ${event}\ndata: ${JSON.stringify(value)}\n\n`);
  const onClock = () => write("clock", { now: corp.nowText() });
  const onChat = (userid: string) => {
    const chat = corp.state.chat(userid);
    write("chat", { userid, count: chat.length, unread: chat.filter((message) => !message.read).length });
  };
  const onJournal = () => write("journal", {});
  const onFaults = () => write("faults", corp.faults);
  corp.events.on("clock", onClock).on("chat", onChat).on("journal", onJournal).on("faults", onFaults);
  const heartbeat = setInterval(onClock, 5000);
  onClock();
  res.on("close", () => {
    clearInterval(heartbeat);
    corp.events.off("clock", onClock).off("chat", onChat).off("journal", onJournal).off("faults", onFaults);
  });
}

const paramsOf = (ctx: Context): Record<string, string | undefined> => ctx.params as Record<string, string | undefined>;

/** Turns what cannot be done into `{problem}` in Chinese with a fitting status. */
async function answering(ctx: Context, work: () => unknown): Promise<void> {
  try {
    ctx.body = (await work()) ?? {};
  } catch (error) {
    if (error instanceof DeskProblem) ctx.status = error.status;
    else if (error instanceof NotPossible) ctx.status = 409;
    else if (error instanceof RangeError) ctx.status = 400;
    else throw error;
    ctx.body = { problem: error.message };
  }
}

/** The page's own calls: chats, taps, clock, faults, journal and the live event stream. They exist in the sandbox only, not in WeCom. */
export function deskRouter(corp: Corp): Router {
  const router = new Router();
  router.get("/events", (ctx) => sendEvents(corp, ctx));
  router.get("/desk/overview", (ctx) => answering(ctx, () => overview(corp)));
  router.get("/desk/journal", (ctx) => answering(ctx, () => corp.journal.entries.slice(-300)));
  router.delete("/desk/journal", (ctx) => answering(ctx, () => corp.journal.clear()));
  router.get("/desk/chats/:userid", (ctx) => answering(ctx, () => corp.state.chat(memberOf(corp, paramsOf(ctx).userid))));
  const post = (path: string, work: (body: Record<string, unknown>, ctx: Context) => unknown) =>
    router.post(path, (ctx) => answering(ctx, async () => work(await bodyOf(ctx), ctx)));
  post("/desk/chats/:userid/reading", (_body, ctx) => corp.state.markRead(memberOf(corp, paramsOf(ctx).userid)));
  post("/desk/chats/:userid/presses", (body, ctx) =>
    press(
      corp,
      memberOf(corp, paramsOf(ctx).userid),
      wordOf(body, "taskId"),
      wordOf(body, "key"),
      (body.selected ?? undefined) as Selected | undefined,
    ),
  );
  post("/desk/chats/:userid/messages", (body, ctx) => {
    const text = wordOf(body, "text").trim();
    if (Buffer.byteLength(text) > TEXT_BYTES) throw new DeskProblem(400, "消息太长");
    return say(corp, memberOf(corp, paramsOf(ctx).userid), text);
  });
  post("/desk/codes", (body) => ({ code: corp.logins.issue(memberOf(corp, body.userid)) }));
  post("/desk/clock", (body) => moveClock(corp, body));
  post("/desk/faults", (body) => {
    corp.setFaults(body);
    return corp.faults;
  });
  post("/desk/verification", () => verifyUrl(corp));
  return router;
}
