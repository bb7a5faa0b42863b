import { isCallbackCapable } from "../cards/card.js";
import { checkCard } from "../cards/rules.js";
import type { Corp } from "../corp.js";
import type { MessageContent } from "../state.js";
import { cutBytes, markdownOf, newsOf, partOf, textcardOf, textOf } from "./content.js";
import { Refused } from "./errors.js";
import { mediaContent, webhookImage } from "./media.js";

type Body = Record<string, unknown>;

const GROUP_MARKDOWN_BYTES = 2048;
const WEBHOOK_TEXT_BYTES = 2048;
const WEBHOOK_MARKDOWN_BYTES = 4096;

/** The content of an appchat/send body [90248]: no template card and no mini program notice (40008); lengths count in bytes. */
export function groupContentOf(corp: Corp, body: Body): MessageContent {
  switch (body.msgtype) {
    case "text":
      return textOf(corp, body);
    case "markdown":
      return markdownOf(body, GROUP_MARKDOWN_BYTES);
    case "textcard":
      return textcardOf(body, cutBytes);
    case "news":
      return newsOf(body);
    case "image":
    case "voice":
    case "video":
    case "file":
      return mediaContent(corp, partOf(body, body.msgtype), body.msgtype);
    default:
      throw new Refused(40008);
  }
}

function webhookCard(body: Body): MessageContent {
  const card = checkCard(body.template_card);
  const isNotice = card.card_type === "text_notice" || card.card_type === "news_notice";
  if (!isNotice || isCallbackCapable(card)) throw new Refused(42031, "only text_notice and news_notice without callbacks");
  return { kind: "card", card };
}

function webhookText(body: Body): MessageContent {
  const { content } = partOf(body, "text");
  if (typeof content !== "string" || content === "") throw new Refused(44004);
  if (Buffer.byteLength(content) > WEBHOOK_TEXT_BYTES) throw new Refused(40058, `text.content exceed max length ${WEBHOOK_TEXT_BYTES}`);
  return { kind: "text", text: content };
}

/** The content of a webhook/send body [99110]: what is too long is refused (40058), cards are notices only. */
export function webhookContentOf(corp: Corp, body: Body, group: string): MessageContent {
  switch (body.msgtype) {
    case "text":
      return webhookText(body);
    case "markdown":
      return markdownOf(body, WEBHOOK_MARKDOWN_BYTES);
    case "markdown_v2":
      return markdownOf(body, WEBHOOK_MARKDOWN_BYTES, "markdown_v2");
    case "news":
      return newsOf(body);
    case "image":
      return webhookImage(corp, partOf(body, "image"), group);
    case "voice":
    case "file":
      return mediaContent(corp, partOf(body, body.msgtype), body.msgtype, group);
    case "template_card":
      return webhookCard(body);
    default:
      throw new Refused(40008);
  }
}

/** Whom a message calls by name: `text.mentioned_list` and `<@userid>` in text or markdown [90248]; nobody outside the group. */
export function mentionsOf(content: MessageContent, body: Body, members: readonly string[]): string[] {
  const given: unknown = body.msgtype === "text" ? partOf(body, "text").mentioned_list : [];
  const listed = Array.isArray(given) ? given.filter((entry): entry is string => typeof entry === "string") : [];
  const written =
    body.msgtype === "markdown_v2" ? [] : [...(content.text ?? "").matchAll(/<@([^<>]{1,64})>/g)].map(([, userid]) => userid ?? "");
  const wanted = [...listed, ...written].map((userid) => userid.toLowerCase());
  if (wanted.includes("@all") || wanted.includes("all")) return ["@all"];
  return members.filter((member) => wanted.includes(member.toLowerCase()));
}
