import { checkCard, checkTaskId } from "../cards/rules.js";
import { isCallbackCapable } from "../cards/card.js";
import type { Corp } from "../corp.js";
import type { ChatMessage } from "../state.js";
import { Refused } from "./errors.js";

/** What a message shows, without its place in a chat. */
export type Content = Pick<ChatMessage, "kind" | "text" | "textcard" | "card" | "taskId">;

const TEXT_BYTES = 2048;

/** Cuts a text to so many UTF-8 bytes without breaking a character. */
export function cutBytes(text: string, most: number): string {
  const bytes = Buffer.from(text, "utf8");
  if (bytes.length <= most) return text;
  let end = most;
  while (end > 0 && ((bytes[end] ?? 0) & 0xc0) === 0x80) end -= 1;
  return bytes.subarray(0, end).toString("utf8");
}

const cutCharacters = (text: string, most: number): string => [...text].slice(0, most).join("");

function partOf(body: Record<string, unknown>, name: string): Record<string, unknown> {
  const part = body[name];
  if (typeof part !== "object" || part === null || Array.isArray(part)) throw new Refused(40063, `${name} missing`);
  return part as Record<string, unknown>;
}

function textOf(corp: Corp, body: Record<string, unknown>): Content {
  const { content } = partOf(body, "text");
  if (typeof content !== "string" || content === "") throw new Refused(44004);
  if (corp.faults.refuseLongText && Buffer.byteLength(content) > TEXT_BYTES) throw new Refused(45002);
  return { kind: "text", text: cutBytes(content, TEXT_BYTES) };
}

function markdownOf(body: Record<string, unknown>): Content {
  const { content } = partOf(body, "markdown");
  if (typeof content !== "string" || content === "") throw new Refused(44004);
  if (Buffer.byteLength(content) > TEXT_BYTES) throw new Refused(40058, "markdown.content exceed max length 2048");
  return { kind: "markdown", text: content };
}

function textcardOf(body: Record<string, unknown>): Content {
  const { title, description, url, btntxt } = partOf(body, "textcard");
  if (typeof title !== "string" || title === "") throw new Refused(41016);
  if (typeof description !== "string" || description === "") throw new Refused(41033);
  if (typeof url !== "string" || !/^https?:\/\//.test(url)) throw new Refused(41010);
  const button = typeof btntxt === "string" && btntxt !== "" ? cutCharacters(btntxt, 4) : "详情";
  return {
    kind: "textcard",
    textcard: { title: cutCharacters(title, 128), description: cutCharacters(description, 512), url, btntxt: button },
  };
}

function cardOf(corp: Corp, body: Record<string, unknown>): Content {
  const card = checkCard(body.template_card);
  if (isCallbackCapable(card) && !corp.options.callbackUrl) throw new Refused(43012);
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
export function contentOf(corp: Corp, body: Record<string, unknown>): Content {
  const content = ((): Content => {
    switch (body.msgtype) {
      case "text":
        return textOf(corp, body);
      case "markdown":
        return markdownOf(body);
      case "textcard":
        return textcardOf(body);
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
