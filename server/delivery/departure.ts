import { IsNull, MoreThan } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { OutboxMessage, Recipient, ResponseCode } from "../../entities/outbox-message.js";
import type { Clock } from "../kernel/clock.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";
import type { Card } from "../wecom/card.js";
import { recipientsOf } from "../wecom/message.js";
import type { Bundling } from "./bundling.js";
import { budgetOf, bundleBudget, type Pace } from "./pace.js";
import type { Rendered, Rendering } from "./rendering.js";
import type { Settlement } from "./settlement.js";

/** What becomes of a message whose turn has come. `later`: somewhere else it is still on its way. */
export type Departed = { kind: "ready"; body: string } | { kind: "dropped" } | { kind: "later" };

/** A card to be redrawn, by a code that is still good. */
export interface DepartingUpdate {
  code: ResponseCode;
  card: Card;
  userids: string[];
}

const HOUR_MS = 3_600_000;

/** Makes a message ready to leave: still true, within everybody's pace, its bytes made once and kept. */
export class Departure {
  constructor(
    private readonly clock: Clock,
    private readonly settings: SettingValues,
    private readonly pace: Pace,
    private readonly bundling: Bundling,
    private readonly rendering: Rendering,
    private readonly settlement: Settlement,
  ) {}

  /** Takes the places for it; whoever has none is told later. */
  async of(tx: Tx, message: OutboxMessage): Promise<Departed> {
    if (message.body !== null) return this.#again(tx, message, message.body);
    if (message.kind === "bundle") return this.#bundle(tx, message);
    const rendered = await this.rendering.render(tx, message);
    if (rendered.kind === "untrue") return this.#kept(tx, message, rendered);
    const userids = await waitingFor(tx, message);
    const late = await this.pace.reserve(tx, userids, budgetOf(message.lane, this.pace.perMinute));
    if (late.size === 0) return this.#kept(tx, message, rendered);
    return (await this.bundling.defer(tx, message, late))
      ? this.#kept(tx, message, await this.rendering.render(tx, message))
      : { kind: "later" };
  }

  /** The update of sent copies. A tap's own code goes first; the send-time code is kept for a card that nobody has tapped. Null: none is good. */
  async ofUpdate(tx: Tx, message: OutboxMessage): Promise<DepartingUpdate | null> {
    const oldest = new Date(this.clock.now().getTime() - this.settings.value("card.updatableHours") * HOUR_MS);
    const where = { messageId: message.updateOf ?? "", usedAt: IsNull(), receivedAt: MoreThan(oldest) };
    const [code] = await tx.find(ResponseCode, { where, order: { origin: "DESC", receivedAt: "DESC" }, take: 1 });
    if (!code) {
      await this.settlement.dropped(tx, message, "卡片已不能再更新，下次点按时说明");
      return null;
    }
    const deadline = await tx.findOneByOrFail(Deadline, { id: message.deadlineId ?? "" });
    const userids = (await tx.findBy(Recipient, { messageId: message.id })).map((recipient) => recipient.userid);
    return { code, card: await this.rendering.current(tx, deadline), userids };
  }

  /** What may have gone out already goes out again byte for byte or not at all, so it is never split. */
  async #again(tx: Tx, message: OutboxMessage, body: string): Promise<Departed> {
    const waiting = await waitingFor(tx, message);
    const named = new Set(recipientsOf(body));
    const userids = waiting.filter((userid) => named.has(userid.toLowerCase()));
    const late = await this.pace.reserve(tx, userids, this.pace.perMinute);
    if (late.size === 0) return { kind: "ready", body };
    await this.bundling.wait(tx, message, new Date(Math.max(...[...late.values()].map((at) => at.getTime()))));
    return { kind: "later" };
  }

  async #bundle(tx: Tx, message: OutboxMessage): Promise<Departed> {
    const userids = await waitingFor(tx, message);
    const [until] = (await this.pace.reserve(tx, userids, bundleBudget(this.pace.perMinute))).values();
    if (until) {
      await this.bundling.wait(tx, message, until);
      return { kind: "later" };
    }
    const card = await this.bundling.card(tx, message, userids[0] ?? "");
    const untrue = { kind: "untrue" as const, why: "合并的事项均已办结，未再发送" };
    return this.#kept(tx, message, card ? this.rendering.ready(card, message.id, userids) : untrue);
  }

  async #kept(tx: Tx, message: OutboxMessage, rendered: Rendered): Promise<Departed> {
    if (rendered.kind === "untrue") {
      await this.settlement.dropped(tx, message, rendered.why);
      return { kind: "dropped" };
    }
    await tx.update(OutboxMessage, { id: message.id }, { body: rendered.body, title: rendered.title });
    return { kind: "ready", body: rendered.body };
  }
}

const waitingFor = async (tx: Tx, message: OutboxMessage): Promise<string[]> =>
  (await tx.findBy(Recipient, { messageId: message.id, state: "waiting" })).map((recipient) => recipient.userid);
