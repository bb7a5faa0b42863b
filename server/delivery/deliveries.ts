import { In } from "typeorm";
import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import type { DeliveryView } from "../http/contract.js";
import { namesOf } from "../identity/actor.js";
import { localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";

const STATES = { pending: "waiting", sending: "waiting", sent: "sent", dropped: "dropped", dead: "failed", bundled: "sent" } as const;

/** Who got which card about a subject and what WeCom said; updates of cards are not messages to anybody and are left out. */
export const deliveriesOf = async (tx: Tx, subject: { type: string; id: string }): Promise<DeliveryView[]> => {
  const messages = await tx.find(OutboxMessage, {
    where: { subjectType: subject.type, subjectId: subject.id, kind: In(["duty", "notice"]) },
    order: { createdAt: "ASC", id: "ASC" },
  });
  if (messages.length === 0) return [];
  const recipients = await tx.findBy(Recipient, { messageId: In(messages.map((message) => message.id)) });
  const names = await namesOf(
    tx,
    recipients.map((recipient) => recipient.userid),
  );
  const bundles = await tx.findBy(OutboxMessage, { id: In(recipients.flatMap((recipient) => recipient.bundledInto ?? [])) });
  return messages.flatMap((message) =>
    recipients
      .filter((recipient) => recipient.messageId === message.id)
      .map((recipient) => ({ recipient, carrier: bundles.find((bundle) => bundle.id === recipient.bundledInto) ?? message }))
      .map(({ recipient, carrier }) => ({
        at: localIso(carrier.sentAt ?? message.createdAt),
        title: message.title ?? (message.state === "dropped" ? "无需再发的卡片" : "待发送的卡片"),
        to: names(recipient.userid),
        state: recipient.state === "failed" ? ("failed" as const) : STATES[carrier.state],
        detail: recipient.detail ?? carrier.lastError ?? (carrier === message ? "" : "消息较多，合并在一张汇总卡中"),
      })),
  );
};
