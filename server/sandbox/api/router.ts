import { randomBytes } from "node:crypto";
import { setTimeout as wait } from "node:timers/promises";
import type { Context } from "koa";
import Router from "koa-router";
import getRawBody from "raw-body";
import type { Corp } from "../corp.js";
import { createGroup, getGroup, sendToGroup, updateGroup } from "./appchat.js";
import type { Answer, ApiCall, ApiMethod } from "./call.js";
import {
  getDepartment,
  getTag,
  getUser,
  listAddresses,
  listDepartmentIds,
  listDepartments,
  listUserDetails,
  listUserIds,
  listUsers,
} from "./contacts.js";
import { Refused, refusalBody } from "./errors.js";
import { getToken } from "./gettoken.js";
import { getAgentTicket, getJsapiTicket, getUserInfo, jscodeToSession } from "./identity.js";
import { getCallState, placeCalls } from "./pstncc.js";
import { recallMessage } from "./recall.js";
import { sendMessage } from "./send.js";
import { updateTemplateCard } from "./update-card.js";
import { sendByWebhook } from "./webhook.js";

const BODY_BYTES = "2mb";
const TOKEN_PATH = "/cgi-bin/gettoken";
const WEBHOOK_PATH = "/cgi-bin/webhook/send";
/** These know the caller otherwise: by the secret, by the key. */
const WITHOUT_TOKEN = new Set([TOKEN_PATH, WEBHOOK_PATH]);
/** What reaches people; their answers can get lost on the way back. */
const SENDING: Record<string, ApiMethod> = {
  "/cgi-bin/message/send": sendMessage,
  "/cgi-bin/appchat/send": sendToGroup,
  "/cgi-bin/pstncc/call": placeCalls,
  [WEBHOOK_PATH]: sendByWebhook,
};

const GET_METHODS: Record<string, ApiMethod> = {
  [TOKEN_PATH]: getToken,
  "/cgi-bin/auth/getuserinfo": getUserInfo,
  "/cgi-bin/miniprogram/jscode2session": jscodeToSession,
  "/cgi-bin/getcallbackip": listAddresses,
  "/cgi-bin/get_api_domain_ip": listAddresses,
  "/cgi-bin/get_jsapi_ticket": getJsapiTicket,
  "/cgi-bin/ticket/get": getAgentTicket,
  "/cgi-bin/user/get": getUser,
  "/cgi-bin/user/simplelist": listUsers,
  "/cgi-bin/user/list": listUserDetails,
  "/cgi-bin/department/list": listDepartments,
  "/cgi-bin/department/simplelist": listDepartmentIds,
  "/cgi-bin/department/get": getDepartment,
  "/cgi-bin/tag/get": getTag,
  "/cgi-bin/appchat/get": getGroup,
};

const POST_METHODS: Record<string, ApiMethod> = {
  ...SENDING,
  "/cgi-bin/message/update_template_card": updateTemplateCard,
  "/cgi-bin/message/recall": recallMessage,
  "/cgi-bin/appchat/create": createGroup,
  "/cgi-bin/appchat/update": updateGroup,
  "/cgi-bin/pstncc/getstates": getCallState,
  "/cgi-bin/user/list_id": listUserIds,
};

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

function answerOf(corp: Corp, ctx: Context, run: () => Answer): Record<string, unknown> {
  try {
    if (ctx.path !== TOKEN_PATH && corp.faults.busy > 0) {
      corp.setFaults({ busy: corp.faults.busy - 1 });
      throw new Refused(-1);
    }
    if (!WITHOUT_TOKEN.has(ctx.path)) {
      corp.tokens.check(queryOf(ctx).access_token);
      if (corp.faults.foreignIp) throw new Refused(60020);
    }
    return { errcode: 0, errmsg: "ok", ...run() };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return refusalBody(error, randomBytes(6).readUIntBE(0, 6).toString(), ctx.ip.replace("::ffff:", ""));
  }
}

async function serve(corp: Corp, ctx: Context, method: ApiMethod): Promise<void> {
  const [startedAt, at, query] = [corp.wall(), corp.nowText(), queryOf(ctx)];
  const rawBody = ctx.method === "POST" ? await getRawBody(ctx.req, { limit: BODY_BYTES, encoding: "utf8" }) : "";
  let body: unknown = rawBody === "" ? null : rawBody;
  if (corp.faults.slowMs > 0) await wait(corp.faults.slowMs, undefined, { ref: false });
  let answer: Record<string, unknown> | null = null;
  const notes: string[] = [];
  if (!corp.faults.down) {
    answer = answerOf(corp, ctx, () => {
      const call: ApiCall = { query, rawBody, body: ctx.method === "POST" ? jsonOf(rawBody) : {}, notes };
      body = ctx.method === "POST" ? call.body : null;
      return method(corp, call);
    });
  }
  const isLost = answer?.errcode === 0 && ctx.path in SENDING && corp.faults.lostAnswers > 0;
  if (isLost) corp.setFaults({ lostAnswers: corp.faults.lostAnswers - 1 });
  const isDropped = answer === null || isLost;
  const errcode = isDropped ? null : Number(answer?.errcode);
  const [status, took] = [isDropped ? 0 : 200, corp.wall() - startedAt];
  corp.journal.add({
    at,
    direction: "in",
    method: ctx.method,
    path: ctx.path,
    query,
    body,
    answer: isDropped ? null : answer,
    errcode,
    status,
    took,
    ...(notes.length > 0 ? { note: notes.join("；") } : {}),
  });
  if (isDropped) drop(ctx);
  else ctx.body = answer;
}

/** WeCom's API on its real paths: always HTTP 200 with errcode; token checked from the query only (41001), a webhook's key instead. Unknown paths are left to 404. */
export function apiRouter(corp: Corp): Router {
  const router = new Router();
  for (const [path, method] of Object.entries(GET_METHODS)) router.get(path, (ctx) => serve(corp, ctx, method));
  for (const [path, method] of Object.entries(POST_METHODS)) router.post(path, (ctx) => serve(corp, ctx, method));
  return router;
}
