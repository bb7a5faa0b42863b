import { checkCard, checkTaskId } from "../cards/rules.js";
import { isCallbackCapable } from "../cards/card.js";
import type { Corp } from "../corp.js";
import type { MessageContent } from "../state.js";
import { Refused } from "./errors.js";
import { mediaContent } from "./media.js";

type Body = Record<string, unknown>;
type Cut = (text: string, most: number) => string;

const TEXT_BYTES = 2048;
const TITLE_MOST = 128;
const DESCRIPTION_MOST = 512;
const MOST_ARTICLES = 8;
const URL_BYTES = 2048;

/** Cuts a text to so many UTF-8 bytes without breaking a character. */
export function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= most) return text;
  let end = most;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString("utf8");
}

/** Cuts a text to so many characters. */
export const cutCharacters: Cut = (text, most) => [...text].slice(0, most).join("");

const filled = (value: unknown): value is string => typeof value === "string" && value !== "";
const isWebAddress = (value: unknown): value is string => typeof value === "string" && /^https?:\/\//.test(value);

/** An address with its scheme, of at most 2048 bytes [90236]: 41010 without one, 40058 when longer. */
function addressOf(url: unknown): string {
  if (!isWebAddress(url)) throw new Refused(41010);
  if (Buffer.byteLength(url) > URL_BYTES) throw new Refused(40058, `url exceed max length ${URL_BYTES}`);
  return url;
}

/** The object of that name in a body; 40063 when there is none. */
export function partOf(body: Body, name: string): Body {
  const part = body[name];
  if (typeof part !== "object" || part === null || Array.isArray(part)) throw new Refused(40063, `${name} missing`);
  return part as Body;
}

/** A text, cut at 2048 bytes, or by switch refused with 45002; 44004 when empty. */
export function textOf(corp: Corp, body: Body): MessageContent {
  const { content } = partOf(body, "text");
  if (!filled(content)) throw new Refused(44004);
  if (corp.faults.refuseLongText && Buffer.byteLength(content) > TEXT_BYTES) throw new Refused(45002);
  return { kind: "text", text: cutBytes(content, TEXT_BYTES) };
}

/** Markdown of at most so many bytes (40058). */
export function markdownOf(body: Body, most: number, name: "markdown" | "markdown_v2" = "markdown"): MessageContent {
  const { content } = partOf(body, name);
  if (!filled(content)) throw new Refused(44004);
  if (Buffer.byteLength(content) > most) throw new Refused(40058, `${name}.content exceed max length ${most}`);
  return { kind: "markdown", text: content };
}

/** A text card: characters count in message/send [90236], bytes in a group [90248]. */
export function textcardOf(body: Body, cut: Cut): MessageContent {
  const { title, description, url, btntxt } = partOf(body, "textcard");
  if (!filled(title)) throw new Refused(41016);
  if (!filled(description)) throw new Refused(41033);
  const address = addressOf(url);
  const button = filled(btntxt) ? cutCharacters(btntxt, 4) : "详情";
  return {
    kind: "textcard",
    textcard: { title: cut(title, TITLE_MOST), description: cut(description, DESCRIPTION_MOST), url: address, btntxt: button },
  };
}

/** One to eight articles with title and address; title and description are cut by bytes [90236]. */
export function newsOf(body: Body): MessageContent {
  const { articles } = partOf(body, "news");
  if (!Array.isArray(articles) || articles.length < 1 || articles.length > MOST_ARTICLES)
    throw new Refused(40058, "articles must have 1 to 8");
  const news = (articles as Body[]).map(({ title, description, url, picurl }) => {
    if (!filled(title)) throw new Refused(41016);
    const words = filled(description) ? cutBytes(description, DESCRIPTION_MOST) : "";
    return { title: cutBytes(title, TITLE_MOST), description: words, url: addressOf(url), picurl: isWebAddress(picurl) ? picurl : "" };
  });
  return { kind: "news", news };
}

function cardOf(corp: Corp, body: Body): MessageContent {
  const card = checkCard(body.template_card);
  if (isCallbackCapable(card) && !corp.app.url) throw new Refused(43012);
  checkTaskId(card, (taskId) => corp.state.isTaskIdKnown(taskId));
  return { kind: "card", card, taskId: card.task_id || undefined };
}

/** `$userName=USERID$` and `$departmentName=ID$` written out, in every text of a value [90236]. */
export function translateIds<T>(corp: Corp, value: T): T {
  const text = JSON.stringify(value)
    .replace(/\$(?:userName|userAlias|userAliasOrName)=([^$"\\]+)\$/g, (whole, userid: string) => corp.person(userid)?.name ?? whole)
    .replace(
      /\$departmentName=(\d+)\$/g,
      (whole, id: string) => corp.options.departments.find((entry) => String(entry.id) === id)?.name ?? whole,
    );
  return JSON.parse(text) as T;
}

/** The checked content of a message/send body [90236]; types that this app has no use for are refused as 40008, mini program notices as 48002. */
export function contentOf(corp: Corp, body: Body): MessageContent {
  const content = ((): MessageContent => {
    switch (body.msgtype) {
      case "text":
        return textOf(corp, body);
      case "markdown":
        return markdownOf(body, TEXT_BYTES);
      case "textcard":
        return textcardOf(body, cutCharacters);
      case "news":
        return newsOf(body);
      case "image":
      case "voice":
      case "video":
      case "file":
        return mediaContent(corp, partOf(body, body.msgtype), body.msgtype);
      case "template_card":
        return cardOf(corp, body);
      case "miniprogram_notice":
        throw new Refused(48002, "the app has no mini program");
      default:
        throw new Refused(40008);
    }
  })();
  return body.enable_id_trans === 1 ? translateIds(corp, content) : content;
}
