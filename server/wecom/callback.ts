import { createHash } from "node:crypto";
import type { InboundEvent } from "./events.js";
import { CallbackRejected } from "./rejection.js";
import { type XmlElement, XmlRefused, allChildren, leafText, oneChild, oneText, parseXml } from "./xml.js";

/** The outside of a callback [90930]. `agentId` is absent on events that belong to no app. */
export interface Envelope {
  toUserName: string;
  agentId: string | null;
  encrypted: string;
}

const ENCRYPT_ELEMENT = /<Encrypt>\s*(?:<!\[CDATA\[)?([A-Za-z0-9+/=]+)(?:\]\]>)?\s*<\/Encrypt>/g;

/**
 * The signed text of an envelope, found without parsing it, so that the signature can be checked first.
 * `readEnvelope` must find the same text afterwards. Throws `CallbackRejected` unless there is exactly one.
 */
export function signedText(body: string): string {
  const [first, second] = body.matchAll(ENCRYPT_ELEMENT);
  if (first?.[1] === undefined || second !== undefined) throw new CallbackRejected("envelopeMalformed");
  return first[1];
}

/** Reads the envelope strictly; throws `CallbackRejected` envelopeMalformed. */
export function readEnvelope(body: string): Envelope {
  return refusedAs("envelopeMalformed", () => {
    const root = parseXml(body);
    const encrypted = oneText(root, "Encrypt")?.trim();
    const toUserName = oneText(root, "ToUserName")?.trim();
    if (root.name !== "xml" || !encrypted || !toUserName) throw new XmlRefused("incomplete");
    return { toUserName, agentId: oneText(root, "AgentID")?.trim() || null, encrypted };
  });
}

/**
 * The event that the decrypted text tells [90239, 90240]. Unknown kinds come back as `unknown`; what is broken, or lacks what every
 * callback has, throws `CallbackRejected` eventMalformed.
 */
export function readEvent(plainXml: string): InboundEvent {
  return refusedAs("eventMalformed", () => {
    const root = parseXml(plainXml);
    const createTime = demanded(root, "CreateTime");
    const toUserName = demanded(root, "ToUserName");
    if (root.name !== "xml" || !/^[0-9]{1,12}$/.test(createTime)) throw new XmlRefused("incomplete");
    const common = {
      toUserName,
      fromUser: demanded(root, "FromUserName").toLowerCase(),
      createTime: Number(createTime),
      agentId: oneText(root, "AgentID")?.trim() || null,
    };
    return { ...common, dedupeKey: dedupeKey(root), ...meaning(root) };
  });
}

type Meaning<E> = E extends unknown ? Omit<E, "toUserName" | "fromUser" | "createTime" | "agentId" | "dedupeKey"> : never;

function meaning(root: XmlElement): Meaning<InboundEvent> {
  const msgType = demanded(root, "MsgType");
  if (msgType === "text") {
    const msgId = demanded(root, "MsgId");
    if (!/^[0-9]{1,20}$/.test(msgId)) throw new XmlRefused("MsgId");
    return { kind: "text", content: oneText(root, "Content") ?? "", msgId };
  }
  if (msgType !== "event") return { kind: "unknown", name: msgType };
  const event = demanded(root, "Event");
  if (event === "template_card_event") return cardPress(root);
  if (event === "subscribe" || event === "unsubscribe") return { kind: event };
  if (event === "enter_agent") return { kind: "enterAgent" };
  if (event === "living_status_change") return livingChange(root);
  if (event === "change_contact") return contactChange(root);
  return { kind: "unknown", name: event };
}

function livingChange(root: XmlElement): Meaning<InboundEvent> {
  const status = demanded(root, "Status");
  if (!/^[0-9]$/.test(status)) throw new XmlRefused("Status");
  return { kind: "livingChange", livingId: demanded(root, "LivingId"), status: Number(status) };
}

function contactChange(root: XmlElement): Meaning<InboundEvent> {
  const userid = (name: string): string | null => oneText(root, name)?.trim().toLowerCase() || null;
  const status = oneText(root, "Status")?.trim() ?? "";
  return {
    kind: "contactChange",
    changeType: demanded(root, "ChangeType"),
    userid: userid("UserID"),
    newUserid: userid("NewUserID"),
    status: /^[0-9]$/.test(status) ? Number(status) : null,
  };
}

function cardPress(root: XmlElement): Meaning<InboundEvent> {
  return {
    kind: "cardPress",
    taskId: demanded(root, "TaskId"),
    eventKey: oneText(root, "EventKey") ?? "",
    cardType: oneText(root, "CardType") ?? "",
    responseCode: oneText(root, "ResponseCode")?.trim() ?? "",
    selected: selections(root),
  };
}

function selections(root: XmlElement): Readonly<Record<string, readonly string[]>> {
  const selected = Object.create(null) as Record<string, readonly string[]>;
  const list = oneChild(root, "SelectedItems");
  for (const item of list === null ? [] : allChildren(list, "SelectedItem")) {
    const question = demanded(item, "QuestionKey");
    if (question in selected) throw new XmlRefused("one question, two answers");
    const ids = oneChild(item, "OptionIds");
    selected[question] = ids === null ? [] : allChildren(ids, "OptionId").map(leafText);
  }
  return selected;
}

function demanded(parent: XmlElement, name: string): string {
  const text = oneText(parent, name)?.trim();
  if (!text) throw new XmlRefused(`${name} is missing`);
  return text;
}

/**
 * WeCom's own advice (FromUserName + CreateTime) has one-second grain and confuses two taps of one second, so the event's own ids
 * are taken in. A kind that we know is told by the named fields; of an unknown kind the whole content counts.
 */
const TELLING_FIELDS = ["MsgType", "Event", "ChangeType", "EventKey", "MsgId", "TaskId", "ResponseCode", "CardType"] as const;
const WHOLLY_NAMED = new Set(["text", "template_card_event", "subscribe", "unsubscribe", "enter_agent"]);

function dedupeKey(root: XmlElement): string {
  const msgType = demanded(root, "MsgType");
  const kind = msgType === "event" ? demanded(root, "Event") : msgType;
  const head = ["ToUserName", "AgentID", "CreateTime"].map((name) => oneText(root, name)?.trim() ?? null);
  const told = WHOLLY_NAMED.has(kind) ? TELLING_FIELDS.map((name) => oneText(root, name)?.trim() ?? null) : canonical(root);
  const from = demanded(root, "FromUserName").toLowerCase();
  return createHash("sha256")
    .update(JSON.stringify([head, from, told]))
    .digest("hex");
}

function canonical(element: XmlElement): unknown {
  const names = Object.keys(element.children).sort();
  return names.length === 0 ? element.text : names.map((name) => [name, allChildren(element, name).map(canonical)]);
}

function refusedAs<T>(reason: "envelopeMalformed" | "eventMalformed", read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (error instanceof XmlRefused) throw new CallbackRejected(reason);
    throw error;
  }
}
