import { randomBytes, randomUUID } from "node:crypto";
import type { Context } from "koa";
import Router from "koa-router";
import getRawBody from "raw-body";
import { readEnvelope, readEvent, signedText } from "./callback.js";
import type { Card } from "./card.js";
import type { CallbackCrypto } from "./crypto.js";
import type { InboundEvent } from "./events.js";
import { CallbackRejected, REJECTION_ANSWERS, type RejectionReason } from "./rejection.js";
import { cardReply, sealReply, textReply } from "./reply.js";

/** What the caused person gets at once, in the answer itself. A card replaces the pressed card and answers a press only. */
export type PassiveReply = { kind: "none" } | { kind: "text"; text: string } | { kind: "card"; card: Card };

/** Takes what WeCom tells. Must be quick (WeCom drops us after 5 s) and answer a redelivery as it answered the first time. */
export interface Reception {
  /** `receivedBody` is the decrypted XML: `readEvent` of it is this event, so it can be stored and worked off later */
  receive(event: InboundEvent, received: { receivedBody: string }): Promise<PassiveReply>;
}

export interface CallbackLog {
  warn(fields: object, message: string): void;
  error(fields: object, message: string): void;
}

/** What came of a callback, for counting: `detail` is the event's kind, the unknown event's name, or the reason of refusal. */
export type CallbackResult = "verified" | "taken" | "unknown" | "rejected" | "failed";

export interface WecomRoutesOptions {
  /** where WeCom calls, e.g. /wecom/callback */
  path: string;
  crypto: CallbackCrypto;
  /** our app: envelopes that name another one are refused; null: of the contacts-sync assistant, whose envelopes name none */
  agentId: string | null;
  reception: Reception;
  /** wall time in unix seconds */
  wallNowSeconds: () => number;
  log: CallbackLog;
  count: (result: CallbackResult, detail: string) => void;
}

export const CALLBACK_BODY_BYTES = 65_536;

/** The two calls of one callback address [90930]: `GET` when it is saved, `POST` for what happens. */
export function wecomRoutes(options: WecomRoutesOptions): Router {
  const router = new Router();
  router.get(options.path, (ctx) => answered(options, ctx, () => verifyAddress(options, ctx)));
  router.post(options.path, (ctx) => answered(options, ctx, () => takeEvent(options, ctx)));
  return router;
}

/** The console's check when the address is saved: the plain echo and nothing else, within a second. */
function verifyAddress({ crypto, wallNowSeconds, count }: WecomRoutesOptions, ctx: Context): void {
  const { echostr } = ctx.query;
  if (typeof echostr !== "string") throw new CallbackRejected("queryMalformed");
  // a proxy that passes "+" on unescaped makes it a blank
  const encrypted = echostr.replaceAll(" ", "+");
  crypto.verify(signedQuery(ctx), encrypted, wallNowSeconds());
  plain(ctx, 200, crypto.open(encrypted));
  count("verified", "echostr");
}

async function takeEvent(options: WecomRoutesOptions, ctx: Context): Promise<void> {
  const { crypto, reception, wallNowSeconds, count } = options;
  const body = await rawBody(ctx);
  const signed = signedText(body);
  crypto.verify(signedQuery(ctx), signed, wallNowSeconds());
  const envelope = readEnvelope(body);
  if (envelope.encrypted !== signed) throw new CallbackRejected("envelopeMalformed");
  refuseForeign(options, envelope);
  const receivedBody = crypto.open(signed);
  const event = readEvent(receivedBody);
  refuseForeign(options, event);
  const foreignName = notTaken(options, event);
  if (foreignName !== null) {
    count("unknown", foreignName);
    return plain(ctx, 200, "");
  }
  const reply = await reception.receive(event, { receivedBody });
  const xml = replyXml(event, reply, wallNowSeconds());
  count("taken", event.kind);
  if (xml === null) return plain(ctx, 200, "");
  ctx.status = 200;
  ctx.type = "application/xml";
  ctx.body = sealReply(crypto, xml, String(wallNowSeconds()), randomBytes(8).toString("hex"));
}

/** The name of an event that this address does not take; null: it does. Contact changes belong to their own address, and nothing else belongs there. */
function notTaken({ agentId }: WecomRoutesOptions, event: InboundEvent): string | null {
  if (event.kind === "unknown") return event.name;
  return (event.kind === "contactChange") === (agentId === null) ? null : event.kind;
}

function replyXml(event: InboundEvent, reply: PassiveReply, nowSeconds: number): string | null {
  if (reply.kind === "none") return null;
  if (reply.kind === "text") return textReply(event, reply.text, nowSeconds);
  if (event.kind !== "cardPress") throw new Error(`a card cannot answer ${event.kind}`);
  return cardReply(event, reply.card, nowSeconds);
}

function refuseForeign({ crypto, agentId }: WecomRoutesOptions, named: { toUserName: string; agentId: string | null }): void {
  if (named.toUserName !== crypto.corpId) throw new CallbackRejected("corpForeign");
  if (named.agentId !== null && named.agentId !== agentId) throw new CallbackRejected("agentForeign");
}

function signedQuery(ctx: Context): { msg_signature: unknown; timestamp: unknown; nonce: unknown } {
  const { msg_signature, timestamp, nonce } = ctx.query;
  return { msg_signature, timestamp, nonce };
}

/** The bytes as they came, whatever the content type says; invalid UTF-8 is refused, not mended. */
async function rawBody(ctx: Context): Promise<string> {
  let bytes: Buffer;
  try {
    bytes = await getRawBody(ctx.req, { limit: CALLBACK_BODY_BYTES, length: ctx.req.headers["content-length"] });
  } catch (error) {
    ctx.set("Connection", "close");
    throw new CallbackRejected((error as { type?: string }).type === "entity.too.large" ? "bodyTooLarge" : "bodyTruncated");
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new CallbackRejected("envelopeMalformed");
  }
}

async function answered({ log, count }: WecomRoutesOptions, ctx: Context, work: () => void | Promise<void>): Promise<void> {
  const requestId = typeof ctx.state.requestId === "string" ? ctx.state.requestId : randomUUID();
  try {
    await work();
  } catch (error) {
    if (error instanceof CallbackRejected) {
      log.warn({ requestId, reason: error.reason }, "WeCom callback rejected");
      count("rejected", error.reason);
      return refuse(ctx, error.reason);
    }
    log.error({ requestId, err: error }, "WeCom callback failed");
    count("failed", "reception");
    plain(ctx, 500, "服务暂时无法处理");
  }
}

function refuse(ctx: Context, reason: RejectionReason): void {
  const { status, words } = REJECTION_ANSWERS[reason];
  plain(ctx, status, words);
}

function plain(ctx: Context, status: number, text: string): void {
  ctx.status = status;
  ctx.type = "text/plain; charset=utf-8";
  ctx.body = text;
}
