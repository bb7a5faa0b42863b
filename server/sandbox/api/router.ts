import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "koa";
import Router from "koa-router";
import getRawBody from "raw-body";
import type { Corp } from "../corp.js";
import { type Answer, type ApiCall, type ApiMethod, Download } from "./call.js";
import { Refused, refusalBody } from "./errors.js";
import { GET_METHODS, POST_METHODS, SENDING, TOKEN_PATH, UPLOADS, WITHOUT_TOKEN } from "./methods.js";
import { uploadedIn } from "./uploaded.js";

/** A webhook takes a picture of 2 MB, written in base64. */
const BODY_BYTES = "4mb";

function queryOf(ctx: Context): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(ctx.querystring));
}

function jsonOf(rawBody: string): Record<string, unknown> {
  try {
    const body: unknown = JSON.parse(rawBody);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Answered below, as any body that is no JSON object.
  }
  throw new Refused(40058, "Warning: wrong json format.");
}

/** Breaks the connection without an answer, as a WeCom that is down. */
function drop(ctx: Context): void {
  ctx.respond = false;
  ctx.req.socket.destroy();
}

function answerOf(corp: Corp, ctx: Context, run: () => Answer | Download): Record<string, unknown> | Download {
  try {
    if (ctx.path !== TOKEN_PATH && corp.faults.busy > 0) {
      corp.setFaults({ busy: corp.faults.busy - 1 });
      throw new Refused(-1);
    }
    if (!WITHOUT_TOKEN.has(ctx.path)) {
      corp.tokens.check(queryOf(ctx).access_token);
      if (corp.faults.foreignIp) throw new Refused(60020);
    }
    const answer = run();
    return answer instanceof Download ? answer : { errcode: 0, errmsg: "ok", ...answer };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return refusalBody(error, randomBytes(6).readUIntBE(0, 6).toString(), ctx.ip.replace("::ffff:", ""));
  }
}

/** The call as it came: its JSON is read only once the caller is known. */
async function callOf(ctx: Context): Promise<Omit<ApiCall, "body"> & { read: () => ApiCall["body"] }> {
  const query = queryOf(ctx);
  if (ctx.path in UPLOADS) return { query, rawBody: "", notes: [], file: await uploadedIn(ctx), read: () => ({}) };
  if (ctx.method !== "POST") return { query, rawBody: "", notes: [], read: () => ({}) };
  const rawBody = await getRawBody(ctx.req, { limit: BODY_BYTES, encoding: "utf8" });
  return { query, rawBody, notes: [], read: () => jsonOf(rawBody) };
}

/** What the journal shows of a body that could not be read, or of a file. */
const shownBody = ({ rawBody, file }: Pick<ApiCall, "rawBody" | "file">): unknown => {
  if (file && !(file instanceof Refused)) return { media: file.name, bytes: file.content.length };
  return rawBody === "" ? null : rawBody;
};

const shownAnswer = (answer: Record<string, unknown> | Download | null): unknown =>
  answer instanceof Download ? { download: answer.name, bytes: answer.content.length } : answer;

function send(ctx: Context, answer: Record<string, unknown> | Download): void {
  if (!(answer instanceof Download)) ctx.body = answer;
  else {
    ctx.set("content-disposition", `attachment; filename*=UTF-8''${encodeURIComponent(answer.name)}`);
    ctx.type = "application/octet-stream";
    ctx.body = answer.content;
  }
}

async function serve(corp: Corp, ctx: Context, method: ApiMethod): Promise<void> {
  const [startedAt, at] = [corp.wall(), corp.nowText()];
  const { read, ...call } = await callOf(ctx);
  let body = shownBody(call);
  if (corp.faults.slowMs > 0) await wait(corp.faults.slowMs, undefined, { ref: false });
  const run = (): Answer | Download => {
    const json = read();
    if (call.rawBody !== "") body = json;
    return method(corp, { ...call, body: json });
  };
  const answer = corp.faults.down ? null : answerOf(corp, ctx, run);
  const errcode = answer instanceof Download ? 0 : Number(answer?.errcode);
  const isLost = errcode === 0 && ctx.path in SENDING && corp.faults.lostAnswers > 0;
  if (isLost) corp.setFaults({ lostAnswers: corp.faults.lostAnswers - 1 });
  const isDropped = answer === null || isLost;
  corp.journal.add({
    at,
    direction: "in",
    method: ctx.method,
    path: ctx.path,
    query: call.query,
    body,
    answer: isDropped ? null : shownAnswer(answer),
    errcode: isDropped ? null : errcode,
    status: isDropped ? 0 : 200,
    took: corp.wall() - startedAt,
    ...(call.notes.length > 0 ? { note: call.notes.join("；") } : {}),
  });
  if (isDropped) drop(ctx);
  else send(ctx, answer);
}

/** WeCom's API on its real paths: always HTTP 200 with errcode; token checked from the query only (41001), a webhook's key instead. Unknown paths are left to 404. */
export function apiRouter(corp: Corp): Router {
  const router = new Router();
  for (const [path, method] of Object.entries(GET_METHODS)) router.get(path, (ctx) => serve(corp, ctx, method));
  for (const [path, method] of Object.entries({ ...POST_METHODS, ...UPLOADS })) router.post(path, (ctx) => serve(corp, ctx, method));
  return router;
}
