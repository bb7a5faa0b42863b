import type { Corp } from "./corp.js";
import { type CallbackKeys, openText, sealCallback, sealText, type SignedQuery } from "./envelope.js";
import { callHttp, NoAnswer } from "./http-call.js";
import { readReply, type PassiveReply } from "./passive-reply.js";
import { parseXml, xmlToJson } from "./xml.js";

/** What came of one delivery of a callback: status 0 = no answer in time or no connection, after all redeliveries. */
export interface Delivery {
  status: number;
  reply: PassiveReply | null;
  /** Why there is no usable reply; null when the answer was in order. */
  problem: string | null;
  attempts: number;
}

/** A callback as it was configured; an empty address = not at all. Contact events carry no agent id (null). */
export interface Receiver {
  url: string;
  keys: CallbackKeys;
  agentId: number | null;
}

const TIMEOUT_MS = 5000;
const VERIFY_TIMEOUT_MS = 1000;
const MOST_ATTEMPTS = 4;

const seconds = (corp: Corp): number => Math.floor(corp.wall() / 1000);

function callbackUrl(receiver: Receiver, query: SignedQuery, more: Record<string, string> = {}): string {
  const url = new URL(receiver.url);
  for (const [name, value] of Object.entries({ ...query, ...more })) url.searchParams.set(name, value);
  return url.toString();
}

const problemText = (error: unknown): string => (error instanceof Error ? error.message : String(error));

async function attempt(corp: Corp, receiver: Receiver, userid: string, xml: string): Promise<Omit<Delivery, "attempts">> {
  const { query, body } = sealCallback(receiver.keys, receiver.agentId, xml, seconds(corp));
  const timeoutMs = corp.options.callbackTimeoutMs ?? TIMEOUT_MS;
  let answer: { status: number; body: string };
  try {
    answer = await callHttp({
      url: callbackUrl(receiver, query),
      method: "POST",
      headers: { "content-type": "text/xml; charset=utf-8" },
      body,
      timeoutMs,
    });
  } catch (error) {
    if (error instanceof NoAnswer) return { status: 0, reply: null, problem: error.reason };
    throw error;
  }
  if (answer.status !== 200) return { status: answer.status, reply: null, problem: `HTTP ${answer.status}` };
  if (answer.body.trim() === "" || answer.body.trim() === "success") return { status: 200, reply: null, problem: null };
  try {
    return { status: 200, reply: readReply(corp, userid, answer.body), problem: null };
  } catch (error) {
    return { status: 200, reply: null, problem: problemText(error) };
  }
}

function record(corp: Corp, receiver: Receiver, xml: string, startedAt: number, at: string, outcome: Omit<Delivery, "attempts">): void {
  const { status, reply, problem } = outcome;
  const path = new URL(receiver.url).pathname;
  const body = xmlToJson(parseXml(xml));
  corp.journal.add({
    at,
    direction: "out",
    method: "POST",
    path,
    query: {},
    body,
    answer: { reply, problem },
    errcode: null,
    status,
    took: corp.wall() - startedAt,
  });
}

/** One delivery as WeCom does it: 5 s, and up to three more tries on timeout or refusal (by switch also on other statuses) [90930] [90238]. */
export async function deliver(corp: Corp, receiver: Receiver, userid: string, xml: string): Promise<Delivery> {
  if (!receiver.url) return { status: 0, reply: null, problem: "no callback url", attempts: 0 };
  for (let attempts = 1; ; attempts += 1) {
    const [startedAt, at] = [corp.wall(), corp.nowText()];
    const outcome = await attempt(corp, receiver, userid, xml);
    record(corp, receiver, xml, startedAt, at, outcome);
    const isFailure = outcome.status === 0 || (corp.faults.retryOnStatus && outcome.status !== 200);
    if (!isFailure || attempts === MOST_ATTEMPTS) return { ...outcome, attempts };
  }
}

/** The same plaintext delivered as often as the faults say, one after the other, each with its own signature; or lost on the way. */
export async function deliverAll(corp: Corp, receiver: Receiver, userid: string, xml: string): Promise<Delivery[]> {
  if (corp.faults.lostCallbacks > 0) {
    corp.setFaults({ lostCallbacks: corp.faults.lostCallbacks - 1 });
    return [{ status: 0, reply: null, problem: "lost", attempts: 0 }];
  }
  const deliveries: Delivery[] = [];
  for (let count = corp.faults.deliveries; count > 0; count -= 1) deliveries.push(await deliver(corp, receiver, userid, xml));
  return deliveries;
}

/** What the admin page says after 保存. */
export interface Verification {
  ok: boolean;
  status: number;
  problem: string | null;
}

/** `GET` URL verification [90930]: HTTP 200 within one second, and the plaintext to the byte. */
export async function verifyUrl(corp: Corp, receiver: Receiver = corp.app): Promise<Verification> {
  const text = String(Math.floor(Math.random() * 1e15) + 1e15);
  const { query, encrypted } = sealText(receiver.keys, text, seconds(corp));
  const [startedAt, at] = [corp.wall(), corp.nowText()];
  const result = await (async (): Promise<Verification> => {
    if (!receiver.url) return { ok: false, status: 0, problem: "没有填写回调地址" };
    try {
      const url = callbackUrl(receiver, query, { echostr: encrypted });
      const answer = await callHttp({ url, method: "GET", timeoutMs: VERIFY_TIMEOUT_MS });
      const ok = answer.status === 200 && answer.body === openText(receiver.keys, encrypted, query);
      return {
        ok,
        status: answer.status,
        problem: ok ? null : answer.status === 200 ? "回显内容与明文不完全一致" : `HTTP ${answer.status}`,
      };
    } catch (error) {
      return { ok: false, status: 0, problem: error instanceof NoAnswer && error.reason === "timeout" ? "1 秒内没有响应" : "无法连接" };
    }
  })();
  const path = receiver.url ? new URL(receiver.url).pathname : "";
  corp.journal.add({
    at,
    direction: "out",
    method: "GET",
    path,
    query: {},
    body: null,
    answer: result,
    errcode: null,
    status: result.status,
    took: corp.wall() - startedAt,
  });
  return result;
}
