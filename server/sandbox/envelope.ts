import { randomBytes, timingSafeEqual } from "node:crypto";
import { decrypt, encrypt, getSignature } from "@wecom/crypto";
import { bare, cdata, parseXml, textOf, type XmlElement } from "./xml.js";

/** The triple of a callback configuration without its URL, with the receiveid that stands behind the message [90968]. */
export interface CallbackKeys {
  token: string;
  aesKey: string;
  /** corpid for the callbacks of an app of the own corp. */
  receiveId: string;
}

/** A refused envelope, with the return code of the vendor's own library [90307]: -40001 signature, -40002 XML, -40005 receiveid, -40007 decrypt. */
export class EnvelopeError extends Error {
  constructor(
    readonly code: -40001 | -40002 | -40005 | -40007,
    detail: string,
  ) {
    super(`${code} ${detail}`);
  }
}

/** The query of a callback. */
export interface SignedQuery {
  msg_signature: string;
  timestamp: string;
  nonce: string;
}

/** Encrypts and signs one text with a fresh nonce at a wall second. */
export function sealText(keys: CallbackKeys, text: string, seconds: number): { query: SignedQuery; encrypted: string } {
  const encrypted = encrypt(keys.aesKey, text, keys.receiveId);
  const timestamp = String(seconds);
  const nonce = randomBytes(6).toString("hex");
  return { query: { msg_signature: getSignature(keys.token, timestamp, nonce, encrypted), timestamp, nonce }, encrypted };
}

/** The POST body and query of a callback [90930]; contact events carry no AgentID (null). */
export function sealCallback(
  keys: CallbackKeys,
  agentId: number | null,
  xml: string,
  seconds: number,
): { query: SignedQuery; body: string } {
  const { query, encrypted } = sealText(keys, xml, seconds);
  const agent = agentId === null ? "" : cdata("AgentID", String(agentId));
  return { query, body: `<xml>${cdata("ToUserName", keys.receiveId)}${agent}${cdata("Encrypt", encrypted)}</xml>` };
}

/** Checks signature and receiveid of one encrypted text and returns its plaintext; throws EnvelopeError. */
export function openText(keys: CallbackKeys, encrypted: string, query: SignedQuery): string {
  const expected = Buffer.from(getSignature(keys.token, query.timestamp, query.nonce, encrypted));
  const given = Buffer.from(query.msg_signature);
  if (expected.length !== given.length || !timingSafeEqual(expected, given)) throw new EnvelopeError(-40001, "signature does not match");
  let opened: { message: string; id: string };
  try {
    opened = decrypt(keys.aesKey, encrypted);
  } catch {
    throw new EnvelopeError(-40007, "cannot be decrypted");
  }
  if (opened.id !== keys.receiveId) throw new EnvelopeError(-40005, "receiveid is another");
  return opened.message;
}

/** Opens the body of a passive reply [90930] and returns the inner `<xml>`; throws EnvelopeError. */
export function openReply(keys: CallbackKeys, body: string): XmlElement {
  let outer: XmlElement;
  try {
    outer = parseXml(body);
  } catch {
    throw new EnvelopeError(-40002, "reply is no XML");
  }
  const query = { msg_signature: textOf(outer, "MsgSignature"), timestamp: textOf(outer, "TimeStamp"), nonce: textOf(outer, "Nonce") };
  const inner = openText(keys, textOf(outer, "Encrypt"), query);
  try {
    return parseXml(inner);
  } catch {
    throw new EnvelopeError(-40002, "decrypted reply is no XML");
  }
}

/** A passive reply as an app would answer it: the mirror of openReply, for a fake app. */
export function sealReply(keys: CallbackKeys, xml: string, seconds: number): string {
  const { query, encrypted } = sealText(keys, xml, seconds);
  return `<xml>${cdata("Encrypt", encrypted)}${cdata("MsgSignature", query.msg_signature)}${bare("TimeStamp", query.timestamp)}${cdata("Nonce", query.nonce)}</xml>`;
}
