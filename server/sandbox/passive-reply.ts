import { changeCopies } from "./api/update-card.js";
import { cutBytes } from "./api/content.js";
import { checkCard } from "./cards/rules.js";
import type { TemplateCard } from "./cards/card.js";
import type { Corp } from "./corp.js";
import { openReply } from "./envelope.js";
import { childOf, textOf, type XmlElement } from "./xml.js";

/** A decoded passive reply [90241]; other = a kind that the sandbox's chats do not draw. */
export type PassiveReply =
  | { msgType: "text"; content: string }
  | { msgType: "update_button"; replaceName: string }
  | { msgType: "update_template_card"; card: TemplateCard }
  | { msgType: "other"; name: string };

const LISTS = new Set(["HorizontalContentList", "VerticalContentList", "JumpList", "ButtonList", "OptionList", "SelectList", "ActionList"]);
const NUMBERS = new Set(["Type", "DescColor", "Style", "Mode", "AspectRatio"]);
const FLAGS = new Set(["Disable", "IsChecked"]);
const NAMES: Record<string, string> = {
  KeyName: "keyname",
  UserId: "userid",
  AppId: "appid",
  Appid: "appid",
  PagePath: "pagepath",
  Pagepath: "pagepath",
  CheckBox: "checkbox",
};

const jsonName = (name: string): string => NAMES[name] ?? name.replace(/(?<!^)[A-Z]/g, (letter) => `_${letter}`).toLowerCase();

function scalarOf({ name, text }: XmlElement): unknown {
  const value = text.trim();
  if (NUMBERS.has(name)) return Number(value);
  if (FLAGS.has(name)) return value === "true" || value === "1";
  return value;
}

/** The PascalCase card of a passive reply as the JSON card it stands for: lists are repeated elements [90241]. */
export function cardFromXml(element: XmlElement): Record<string, unknown> {
  const card: Record<string, unknown> = {};
  for (const child of element.children) {
    const name = jsonName(child.name);
    const value = child.children.length > 0 ? cardFromXml(child) : scalarOf(child);
    if (LISTS.has(child.name)) card[name] = [...((card[name] as unknown[] | undefined) ?? []), value];
    else card[name] = value;
  }
  return card;
}

/** Verifies, decrypts and reads a passive reply meant for that person; throws EnvelopeError, Refused or Error with what is wrong. */
export function readReply(corp: Corp, userid: string, body: string): PassiveReply {
  const xml = openReply(corp.app.keys, body);
  if (textOf(xml, "ToUserName").toLowerCase() !== userid.toLowerCase()) throw new Error("ToUserName is not the person who acted");
  if (textOf(xml, "FromUserName") !== corp.options.corpId) throw new Error("FromUserName is not the corpid");
  const msgType = textOf(xml, "MsgType");
  if (msgType === "text") return { msgType, content: cutBytes(textOf(xml, "Content"), 2048) };
  if (msgType === "update_button") return { msgType, replaceName: textOf(childOf(xml, "Button") ?? xml, "ReplaceName") };
  if (msgType === "update_template_card") {
    const card = childOf(xml, "TemplateCard");
    if (!card) throw new Error("TemplateCard is missing");
    return { msgType, card: checkCard(cardFromXml(card), 10) };
  }
  return { msgType: "other", name: msgType };
}

/** Shows a passive reply on the phone of the person who acted, and on no other. */
export function showReply(corp: Corp, userid: string, messageId: string | null, reply: PassiveReply): void {
  if (reply.msgType === "text") {
    const id = `reply-${corp.state.chat(userid).length}-${corp.wall()}`;
    corp.state.append(userid, { id, at: corp.nowText(), from: "app", kind: "text", text: reply.content, state: "open", read: false });
  }
  if (messageId === null) return;
  if (reply.msgType === "update_button") changeCopies(corp, messageId, [userid], { replaceName: reply.replaceName });
  if (reply.msgType === "update_template_card") changeCopies(corp, messageId, [userid], { card: reply.card });
}
