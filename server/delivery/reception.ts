import { LessThan } from "typeorm";
import { InboxEvent } from "../../entities/inbox-event.js";
import type { Clock } from "../kernel/clock.js";
import { changeRows, insertRows, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx, type UnitOfWork } from "../kernel/unit-of-work.js";
import type { ContactChange, InboundEvent, LivingChange, Subscription, TextMessage } from "../wecom/events.js";
import type { PassiveReply } from "../wecom/routes.js";
import type { Presses } from "./presses.js";

/** Answers what somebody typed, e.g. 待办. */
export type Command = (tx: Tx, message: TextMessage) => Promise<string>;

/** Who makes what of a callback, in its transaction. */
export interface Answering {
  presses: Presses;
  command: Command;
  /** a 企业直播 of ours began, ended or was cancelled */
  living(tx: Tx, event: LivingChange): Promise<void>;
  contacts: {
    /** by which userid somebody is known today */
    todays(tx: Tx, userid: string): Promise<string>;
    subscription(tx: Tx, event: Subscription): Promise<void>;
    change(tx: Tx, event: ContactChange): Promise<void>;
  };
}

const TRIES = 5;
const NOTHING: PassiveReply = { kind: "none" };

/**
 * Takes callbacks. Inbox row, decision, deadlines, outbox and record commit together, then the answer goes out; a redelivery finds its row and gets
 * the stored answer. What cannot be decided at once is stored as pending and worked off by the sweep: a tap is never lost.
 */
export class Reception {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly answering: Answering,
    private readonly onError: (error: unknown) => void,
  ) {}

  /** Throws only where nothing can be stored at all; WeCom then delivers again. */
  async receive(event: InboundEvent): Promise<PassiveReply> {
    try {
      return await this.uow.run((tx) => this.#take(tx, event));
    } catch (error) {
      this.onError(error);
      return this.uow.run((tx) => this.#postpone(tx, event, error));
    }
  }

  /** Decides what was stored as pending. Safe to run twice. */
  async workOff(): Promise<number> {
    const pending = await this.uow.read((tx) =>
      tx.find(InboxEvent, { where: { state: "pending", attempts: LessThan(TRIES) }, order: { receivedAt: "ASC" }, take: 50 }),
    );
    for (const row of pending) {
      try {
        await this.uow.run((tx) => this.#decideLate(tx, row));
      } catch (error) {
        this.onError(error);
        await this.uow.run((tx) => failed(tx, row, error));
      }
    }
    return pending.length;
  }

  /** Gives a tap that was given up another five tries; null: it is not among those any more. */
  async revive(tx: Tx, dedupeKey: string): Promise<InboxEvent | null> {
    const row = await rowWhere(tx, InboxEvent, { dedupeKey, state: "dead" });
    if (!row) return null;
    return (await changeRows(tx, InboxEvent, { dedupeKey, state: "dead" }, { state: "pending", attempts: 0 })) === 1 ? row : null;
  }

  async #take(tx: Tx, event: InboundEvent): Promise<PassiveReply> {
    const earlier = await this.#insertOnce(tx, event, "done");
    if (earlier) return (earlier.answer as PassiveReply | null) ?? NOTHING;
    const answer = await this.#answer(tx, event);
    if (answer.kind !== "none") await changeRows(tx, InboxEvent, { dedupeKey: event.dedupeKey }, { answer });
    return answer;
  }

  async #postpone(tx: Tx, event: InboundEvent, error: unknown): Promise<PassiveReply> {
    const earlier = await this.#insertOnce(tx, event, "pending");
    if (earlier) return (earlier.answer as PassiveReply | null) ?? NOTHING;
    await tx.update(InboxEvent, { dedupeKey: event.dedupeKey }, { lastError: String(error).slice(0, 2000) });
    return NOTHING;
  }

  async #decideLate(tx: Tx, row: InboxEvent): Promise<void> {
    const taken = await tx.update(InboxEvent, { dedupeKey: row.dedupeKey, state: "pending" }, { state: "done" });
    if (taken.affected !== 1) return;
    const event = row.event as InboundEvent;
    const answer = await this.#answer(tx, event);
    // whoever wrote was answered with nothing at the time
    if (answer.kind === "text") await this.answering.presses.say(tx, event, event.dedupeKey, answer.text);
    // the tap itself was answered long ago, so the presser's own card is brought up to date like everybody's
    if (event.kind === "cardPress" && answer.kind === "card") await this.answering.presses.redraw(tx, await this.#today(tx, event));
  }

  /** Null where this is the first delivery; else the row of the first one. */
  async #insertOnce(tx: Tx, event: InboundEvent, state: "done" | "pending"): Promise<InboxEvent | null> {
    const row = {
      dedupeKey: event.dedupeKey,
      kind: event.kind,
      fromUser: event.fromUser,
      receivedAt: this.clock.now(),
      state,
      attempts: 0,
      event,
    };
    try {
      await insertRows(tx, InboxEvent, [row]);
      return null;
    } catch (error) {
      if (!isDuplicate(error)) throw error;
      return tx.findOneByOrFail(InboxEvent, { dedupeKey: event.dedupeKey });
    }
  }

  async #answer(tx: Tx, event: InboundEvent): Promise<PassiveReply> {
    switch (event.kind) {
      case "cardPress":
        return this.answering.presses.press(tx, await this.#today(tx, event));
      case "text":
        return { kind: "text", text: await this.answering.command(tx, await this.#today(tx, event)) };
      case "subscribe":
      case "unsubscribe":
        await this.answering.contacts.subscription(tx, event);
        return NOTHING;
      case "contactChange":
        await this.answering.contacts.change(tx, event);
        return NOTHING;
      case "livingChange":
        await this.answering.living(tx, event);
        return NOTHING;
      case "enterAgent":
      case "unknown":
        return NOTHING;
    }
  }
  /** The event in the name by which its sender is known today: WeCom delivers late, and again. */
  async #today<E extends InboundEvent>(tx: Tx, event: E): Promise<E> {
    return { ...event, fromUser: await this.answering.contacts.todays(tx, event.fromUser) };
  }
}

/** Counts a try in vain, unless the tap was decided elsewhere meanwhile. */
const failed = async (tx: Tx, { dedupeKey, attempts }: InboxEvent, error: unknown): Promise<void> => {
  const state = attempts + 1 >= TRIES ? ("dead" as const) : ("pending" as const);
  const said = { attempts: attempts + 1, state, lastError: String(error).slice(0, 2000) };
  await changeRows(tx, InboxEvent, { dedupeKey, state: "pending", attempts }, said);
};
