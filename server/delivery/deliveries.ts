import { ChatGroup } from "../../entities/chat-group.js";
import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import { VoiceCall } from "../../entities/voice-call.js";
import type { DeliveryView } from "../http/contract.js";
import { namesOf } from "../identity/actor.js";
import { localIso } from "../kernel/local-time.js";
import { rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { CallNotice } from "./notice.js";

type Named = (userid: string) => DeliveryView["to"];

const STATES = { pending: "waiting", sending: "waiting", sent: "sent", dropped: "dropped", dead: "failed", bundled: "sent" } as const;
const CALLS = {
  placing: "waiting",
  ringing: "waiting",
  answered: "sent",
  unanswered: "failed",
  notPlaced: "failed",
  overLimit: "failed",
  unavailable: "failed",
} as const satisfies Record<VoiceCall["state"], DeliveryView["state"]>;
const ROBOT = "群机器人";

/** Every attempt to reach somebody about a subject and what WeCom said of it; updates of cards are not messages to anybody and are left out. */
export const deliveriesOf = async (tx: Tx, subject: { type: string; id: string }): Promise<DeliveryView[]> => {
  const of = { subjectType: subject.type, subjectId: subject.id };
  const messages = await rowsWhere(tx, OutboxMessage, { ...of, kind: ["duty", "notice", "call", "group", "robot"] }, ["createdAt", "id"]);
  if (messages.length === 0) return [];
  const recipients = await rowsWhere(tx, Recipient, { messageId: messages.map((message) => message.id) });
  const named = await namesOf(
    tx,
    recipients.map((recipient) => recipient.userid),
  );
  const carriers = await rowsWhere(tx, OutboxMessage, { id: recipients.flatMap((recipient) => recipient.bundledInto ?? []) });
  const calls = new Map((await rowsWhere(tx, VoiceCall, of)).map((call) => [call.id, call]));
  const group = await rowWhere(tx, ChatGroup, of);
  return messages.flatMap((message): DeliveryView[] => {
    const copies = recipients.filter((recipient) => recipient.messageId === message.id);
    if (message.kind === "call") return copies.map((copy) => callView(message, copy, calls.get(message.id), named));
    if (message.kind === "group" || message.kind === "robot") return [groupView(message, group)];
    return copies.map((copy) => cardView(message, copy, carriers.find((carrier) => carrier.id === copy.bundledInto) ?? message, named));
  });
};

const cardView = (message: OutboxMessage, copy: Recipient, carrier: OutboxMessage, named: Named): DeliveryView => ({
  via: "card",
  at: localIso(carrier.sentAt ?? message.createdAt),
  title: message.title ?? (message.state === "dropped" ? "无需再发的卡片" : "待发送的卡片"),
  to: named(copy.userid),
  state: copy.state === "failed" ? "failed" : STATES[carrier.state],
  detail: copy.detail ?? carrier.lastError ?? (carrier === message ? "" : "消息较多，合并在一张汇总卡中"),
});

const callView = (message: OutboxMessage, { userid }: Recipient, call: VoiceCall | undefined, named: Named): DeliveryView => ({
  via: "call",
  at: localIso(call?.placedAt ?? call?.settledAt ?? message.createdAt),
  title: call?.words ?? (message.notice as CallNotice).words,
  to: named(userid),
  state: call ? CALLS[call.state] : STATES[message.state],
  detail: call?.result ?? (call ? "正在振铃" : message.lastError) ?? "",
});

const groupView = (message: OutboxMessage, group: ChatGroup | null): DeliveryView => ({
  via: message.kind === "robot" ? "robot" : "group",
  at: localIso(message.sentAt ?? message.createdAt),
  title: message.notice === null ? "群成员" : wordsOf(message.notice),
  to: { userid: "", name: message.kind === "robot" ? ROBOT : (group?.name ?? "事件群") },
  state: STATES[message.state],
  detail: message.lastError ?? group?.detail ?? "",
});

/** The first line of what was said. */
const wordsOf = (words: object): string => {
  const { title, text = "" } = words as { title?: string; text?: string };
  return title ?? text.split("\n")[0] ?? "";
};
