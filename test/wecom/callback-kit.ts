import { createCipheriv } from "node:crypto";
import { getSignature } from "@wecom/crypto";
import { CallbackCrypto } from "../../server/wecom/crypto.js";
import { CallbackRejected, type RejectionReason } from "../../server/wecom/rejection.js";

export const TOKEN = "QDG6eK";
export const AES_KEY = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C";
export const CORP = "ww5823bf96d3bd56c7";
export const AGENT = "1000005";
export const NOW = 1_760_000_100;

export const crypto = new CallbackCrypto(TOKEN, AES_KEY, CORP);

/** The reason with which `act` is refused; "taken" if it is not. */
export function reasonOf(act: () => unknown): RejectionReason | "taken" {
  try {
    act();
    return "taken";
  } catch (error) {
    if (error instanceof CallbackRejected) return error.reason;
    throw error;
  }
}

/** Encrypts a buffer exactly as given: whoever knows the key may put anything inside. */
export function encryptRaw(padded: Buffer): string {
  const key = Buffer.from(`${AES_KEY}=`, "base64");
  const cipher = createCipheriv("aes-256-cbc", key, key.subarray(0, 16));
  cipher.setAutoPadding(false);
  return Buffer.concat([cipher.update(padded), cipher.final()]).toString("base64");
}

/** random | declared length | message | id | padding, each of which a test may falsify. */
export function plainBuffer(message: Buffer | string, id = CORP, forged: { length?: number; pad?: (pad: number) => Buffer } = {}): Buffer {
  const text = Buffer.from(message);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(forged.length ?? text.length);
  const content = Buffer.concat([Buffer.alloc(16, 7), length, text, Buffer.from(id)]);
  const pad = 32 - (content.length % 32);
  return Buffer.concat([content, forged.pad?.(pad) ?? Buffer.alloc(pad, pad)]);
}

export function signatureOf(encrypted: string, timestamp = String(NOW), nonce = "n0nce"): string {
  return getSignature(TOKEN, timestamp, nonce, encrypted);
}

/** Query and body of a callback as WeCom sends it. */
export function callbackOf(plain: string, stamp: { timestamp?: string; nonce?: string; corp?: string; agent?: string | null } = {}) {
  const { timestamp = String(NOW), nonce = "n0nce", corp = CORP, agent = AGENT } = stamp;
  const encrypted = encryptRaw(plainBuffer(plain));
  const query = new URLSearchParams({ msg_signature: signatureOf(encrypted, timestamp, nonce), timestamp, nonce }).toString();
  return { query, encrypted, body: envelope(encrypted, corp, agent) };
}

export function envelope(encrypted: string, corp = CORP, agent: string | null = AGENT): string {
  const agentId = agent === null ? "" : `<AgentID><![CDATA[${agent}]]></AgentID>`;
  return `<xml><ToUserName><![CDATA[${corp}]]></ToUserName>${agentId}<Encrypt><![CDATA[${encrypted}]]></Encrypt></xml>`;
}

/** A card press as plain XML; `change` replaces or adds elements by name, null leaves one out. */
export function pressXml(change: Readonly<Record<string, string | null>> = {}): string {
  const elements: Record<string, string | null> = {
    ToUserName: `<![CDATA[${CORP}]]>`,
    FromUserName: "<![CDATA[Review.First]]>",
    CreateTime: "1760000100",
    MsgType: "<![CDATA[event]]>",
    Event: "<![CDATA[template_card_event]]>",
    EventKey: "<![CDATA[pass]]>",
    TaskId: "<![CDATA[0199c0de-7000-7000-8000-00000000000a]]>",
    CardType: "<![CDATA[button_interaction]]>",
    ResponseCode: "<![CDATA[RC_1]]>",
    AgentID: AGENT,
    ...change,
  };
  const inside = Object.entries(elements).map(([name, value]) => (value === null ? "" : `<${name}>${value}</${name}>`));
  return `<xml>${inside.join("")}</xml>`;
}

export function textXml(content: string, msgId = "4561255354251345929"): string {
  const told = { MsgType: "text", Content: `<![CDATA[${content}]]>`, MsgId: msgId };
  const absent = { Event: null, EventKey: null, TaskId: null, CardType: null, ResponseCode: null };
  return pressXml({ ...absent, ...told });
}
