import type { Card } from "./card.js";
import type { CallbackCrypto } from "./crypto.js";
import type { CardPress, InboundEvent } from "./events.js";
import { updatedTemplateCard } from "./template-card.js";
import { cutBytes, withoutLinks } from "./words.js";
import { type XmlTree, type XmlValue, writeXml } from "./xml.js";

/** A text message holds so many bytes of UTF-8; WeCom cuts the rest, perhaps inside a character [90241, 90236]. */
export const TEXT_BYTES = 2048;

/** Plain XML of a passive text reply to whoever caused the event. `createTime` in unix seconds. */
export function textReply(event: InboundEvent, text: string, createTime: number): string {
  return writeXml("xml", { ...addressed(event, createTime), MsgType: "text", Content: cutBytes(withoutLinks(text), TEXT_BYTES) });
}

/** Plain XML that replaces the pressed card, for the person who pressed it only [90241]. `createTime` in unix seconds. */
export function cardReply(event: CardPress, card: Card, createTime: number): string {
  const template = pascal(updatedTemplateCard(card)) as XmlTree;
  return writeXml("xml", { ...addressed(event, createTime), MsgType: "update_template_card", TemplateCard: template });
}

/** Encrypts and signs a reply and puts it into the envelope that WeCom expects as the answer's body. */
export function sealReply(crypto: CallbackCrypto, xml: string, timestamp: string, nonce: string): string {
  const { encrypted, signature } = crypto.seal(xml, { timestamp, nonce });
  return writeXml("xml", { Encrypt: encrypted, MsgSignature: signature, TimeStamp: Number(timestamp), Nonce: nonce });
}

function addressed(event: InboundEvent, createTime: number): XmlTree {
  return { ToUserName: event.fromUser, FromUserName: event.toUserName, CreateTime: createTime };
}

/** The one name of ours that is not the JSON name with capitals for underscores. */
const IRREGULAR: Readonly<Record<string, string>> = { keyname: "KeyName" };

function pascal(value: unknown): XmlValue {
  if (typeof value === "string" || typeof value === "number") return value;
  if (Array.isArray(value)) return value.map(pascal) as XmlTree[];
  const entries = Object.entries(value as object).map(([name, each]) => [IRREGULAR[name] ?? capitals(name), pascal(each)] as const);
  return Object.fromEntries(entries);
}

function capitals(name: string): string {
  return name.replace(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
