import { Deadline } from "../../entities/deadline.js";
import type { OutboxMessage } from "../../entities/outbox-message.js";
import type { DutyPart } from "../deadlines/duty-part.js";
import type { DutyRegister } from "../deadlines/register.js";
import { rowThere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Card } from "../wecom/card.js";
import { messageBody } from "../wecom/message.js";
import { noticeCard, type Notice, type TextNotice, type ToldNotice } from "./notice.js";

/** A message ready to be sent, or the reason why it no longer is. */
export type Rendered = { kind: "ready"; body: string; title: string } | { kind: "untrue"; why: string };

/** What a message says now, or why it no longer does. */
export type Spoken =
  { kind: "card"; card: Card; title: string } | { kind: "text"; text: string; title: string } | { kind: "untrue"; why: string };

/** Makes the bytes of messages from fresh state: content is decided when it is sent, not when it was owed. */
export class Rendering {
  constructor(
    private readonly duties: DutyRegister,
    private readonly agentId: number,
    private readonly miniprogramAppId: string | null,
  ) {}

  /** The domain's part of a deadline; throws for a duty that no domain serves. */
  partOf(deadline: Deadline): DutyPart {
    const part = this.duties.part(deadline.duty);
    if (!part) throw new Error(`no domain serves the duty ${deadline.duty}`);
    return part;
  }

  /** The short name of a duty. */
  titleOf(duty: string): string {
    return this.duties.row(duty)?.title ?? duty;
  }

  /** The bytes of a message that was never sent, for these people. */
  async render(tx: Tx, message: OutboxMessage, toUsers: readonly string[]): Promise<Rendered> {
    const spoken = await this.spoken(tx, message);
    if (spoken.kind === "untrue") return spoken;
    if (spoken.kind === "card") return this.ready(spoken.card, message.id, toUsers);
    const body = messageBody({ kind: "text", text: spoken.text, toUsers, agentId: this.agentId });
    return { kind: "ready", title: spoken.title, body };
  }

  /** The bytes of a card for these people. */
  ready(card: Card, taskId: string, toUsers: readonly string[]): Rendered {
    const body = messageBody({ kind: "card", card: this.#placed(card), taskId, toUsers, agentId: this.agentId });
    return { kind: "ready", title: card.title, body };
  }

  /** What a duty's card or a notice says by now. */
  async spoken(tx: Tx, message: OutboxMessage): Promise<Spoken> {
    if (message.kind === "notice" && message.deadlineId === null) return noticeOf(message);
    const deadline = await rowThere(tx, Deadline, { id: message.deadlineId ?? "" });
    if (deadline.state !== "open") return { kind: "untrue", why: "事项已办结，未再发送" };
    if (message.kind === "notice") return noticeOf(message);
    const part = this.partOf(deadline);
    const step = stepOf(message);
    const card = step === null ? await part.card(tx, deadline) : await part.toldCard?.(tx, deadline, step);
    return !card ? { kind: "untrue", why: "内容已不再成立，未再发送" } : { kind: "card", card, title: card.title };
  }

  /** Tells the domain of an open duty whom a message about it did not reach. */
  async unreachable(tx: Tx, message: OutboxMessage, userids: readonly string[]): Promise<void> {
    const by = stepOf(message) === null ? message.kind : "notice";
    if (userids.length === 0 || message.deadlineId === null || (by !== "duty" && by !== "notice" && by !== "call")) return;
    const deadline = await rowThere(tx, Deadline, { id: message.deadlineId });
    if (deadline.state === "open") await this.partOf(deadline).unreachable?.(tx, deadline, userids, by);
  }

  /** The card of a deadline as it stands now, for copies already sent. */
  async current(tx: Tx, deadline: Deadline): Promise<Card> {
    return this.#placed(await this.partOf(deadline).closedCard(tx, deadline));
  }

  /** Where a mini program is associated with the app, the card's body opens the same page there. */
  #placed(card: Card): Card {
    const pagePath = card.link?.split("/#/")[1];
    return this.miniprogramAppId === null || pagePath === undefined
      ? card
      : { ...card, miniprogram: { appId: this.miniprogramAppId, pagePath } };
  }
}

/** The step by which others are told; null: it is the card of those who owe the duty. */
const stepOf = ({ kind, notice }: OutboxMessage): string | null => (kind === "duty" ? ((notice as ToldNotice | null)?.step ?? null) : null);

const noticeOf = (message: OutboxMessage): Spoken => {
  const notice = message.notice as Notice | TextNotice;
  return notice.kind === "card" ? { kind: "card", card: noticeCard(notice), title: notice.title } : notice;
};
