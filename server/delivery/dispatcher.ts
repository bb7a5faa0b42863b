import { In, LessThanOrEqual } from "typeorm";
import { OutboxMessage } from "../../entities/outbox-message.js";
import type { Clock } from "../kernel/clock.js";
import { newId } from "../kernel/ids.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import type { SendOutcome, UpdateOutcome, WecomClient } from "../wecom/client.js";
import type { Departed, Departure } from "./departure.js";
import type { Settlement } from "./settlement.js";

/** What a worker tells about its work; `result` is the outcome's kind. */
export interface DispatchLog {
  sent(fields: { messageId: string; kind: string; result: string; reason?: string | undefined; waitedMs: number }): void;
  failed(error: unknown, where: string): void;
}

/** Longer than one message can take with all its timeouts; after it another worker may take the message. */
const LEASE_MS = 60_000;
/** What stopping waits for a silent WeCom; the message in hand then comes back by its lease. */
const PARTING_MS = 2000;
const CLAIM = 20;
const POLL_MS = 1000;

/** The worker that carries the outbox to WeCom: claims what is due, renders it from fresh state, sends it, and settles each message by itself. */
export class Dispatcher {
  #running: Promise<number> | null = null;
  #again = false;
  #stopping = false;
  #timer: NodeJS.Timeout | null = null;
  /** claimed and not yet begun */
  #behind: OutboxMessage[] = [];
  #parted: Promise<unknown> | null = null;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly client: WecomClient,
    private readonly departure: Departure,
    private readonly settlement: Settlement,
    private readonly log: DispatchLog,
  ) {}

  /** Polls each second until stopped; nudges make it work at once. */
  start(): void {
    this.#stopping = false;
    this.#parted = null;
    this.#timer ??= setInterval(() => this.nudge(), POLL_MS).unref();
  }

  /** Frees what a process that is gone had in hand, without waiting for its lease. Only where no other process can be sending: the embedded database. */
  async takeOver(): Promise<void> {
    await this.uow.run((tx) => tx.update(OutboxMessage, { state: "sending" }, { state: "pending", owner: null, leaseUntil: null }));
  }

  /** Stops polling, gives back what was not begun and waits for the message in hand. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#stopping = true;
    await this.#giveBack();
    this.#parted ??= Promise.race([
      this.#running?.catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, PARTING_MS).unref()),
    ]);
    await this.#parted;
  }

  /** Something may be due: looks now, or once more if it is looking already. Does nothing while not started. */
  nudge(): void {
    if (!this.#timer) return;
    this.drain().catch((error: unknown) => this.log.failed(error, "dispatcher"));
  }

  /** Sends everything that is due by now; returns how many messages were settled. */
  drain(): Promise<number> {
    if (this.#running) {
      this.#again = true;
      return this.#running;
    }
    this.#running = this.#work().finally(() => (this.#running = null));
    return this.#running;
  }

  async #work(): Promise<number> {
    let settled = 0;
    while (!this.#stopping) {
      this.#again = false;
      this.#behind = await this.#claim();
      const none = this.#behind.length === 0;
      if (this.#stopping) await this.#giveBack();
      for (let message = this.#behind.shift(); message; message = this.#behind.shift()) {
        const { id } = message;
        await this.#carry(message).catch((error: unknown) => this.log.failed(error, `message ${id}`));
        settled += 1;
      }
      if (none && !this.#again) break;
    }
    return settled;
  }

  /** Plain select of due ids, then a conditional update with an owner token, read back by the token: one path for both engines. */
  async #claim(): Promise<OutboxMessage[]> {
    const owner = newId();
    return this.uow.run(async (tx) => {
      const [now, wall] = [this.clock.now(), this.clock.wallNow()];
      const free = [
        { state: "pending" as const, dueAt: LessThanOrEqual(now) },
        { state: "sending" as const, leaseUntil: LessThanOrEqual(wall) },
      ];
      const due = await tx.find(OutboxMessage, {
        select: { id: true },
        where: free,
        order: { lane: "ASC", dueAt: "ASC", id: "ASC" },
        take: CLAIM,
      });
      if (due.length === 0) return [];
      const ids = In(due.map((row) => row.id));
      const claim = { state: "sending" as const, owner, leaseUntil: new Date(wall.getTime() + LEASE_MS) };
      for (const condition of free) await tx.update(OutboxMessage, { ...condition, id: ids }, claim);
      return tx.find(OutboxMessage, { where: { owner }, order: { lane: "ASC", dueAt: "ASC", id: "ASC" } });
    });
  }

  async #giveBack(): Promise<void> {
    const free = { state: "pending" as const, owner: null, leaseUntil: null };
    for (const { id, owner } of this.#behind.splice(0))
      await this.uow.run((tx) => tx.update(OutboxMessage, { id, owner: owner ?? "" }, free));
  }

  /** Takes the lease anew: those before it in the claim may have taken long. False: another worker has the message by now. */
  async #renewed(tx: Tx, { id, owner }: OutboxMessage): Promise<boolean> {
    const leaseUntil = new Date(this.clock.wallNow().getTime() + LEASE_MS);
    return (await tx.update(OutboxMessage, { id, owner: owner ?? "", state: "sending" }, { leaseUntil })).affected === 1;
  }

  /** Whether this outcome is still ours to write down. What WeCom took is true whoever holds the message; all else only its holder may say. */
  async #counts(tx: Tx, message: OutboxMessage, outcome: SendOutcome | UpdateOutcome): Promise<boolean> {
    if (outcome.kind !== "accepted") return this.#renewed(tx, message);
    const open = { id: message.id, state: In(["pending", "sending"]) };
    return (await tx.update(OutboxMessage, open, { owner: message.owner })).affected === 1;
  }

  async #carry(message: OutboxMessage): Promise<void> {
    if (message.kind === "update") return this.#update(message);
    const departed: Departed = await this.uow.run(async (tx) =>
      (await this.#renewed(tx, message)) ? this.departure.of(tx, message) : { kind: "later" },
    );
    if (departed.kind !== "ready") return this.#tell(message, departed.kind);
    const outcome = await this.client.send(departed.body);
    await this.uow.run(async (tx) => {
      if (await this.#counts(tx, message, outcome)) await this.settlement.sent(tx, message, outcome);
    });
    this.#tell(message, outcome.kind, outcome);
  }

  async #update(message: OutboxMessage): Promise<void> {
    const prepared = await this.uow.run(async (tx) =>
      (await this.#renewed(tx, message)) ? this.departure.ofUpdate(tx, message) : undefined,
    );
    if (prepared === undefined) return;
    if (prepared === null) return this.#tell(message, "dropped");
    const outcome = await this.client.updateCard({ responseCode: prepared.code.code, userids: prepared.userids, card: prepared.card });
    await this.uow.run(async (tx) => {
      if (await this.#counts(tx, message, outcome)) await this.settlement.updated(tx, message, prepared.code.id, outcome);
    });
    this.#tell(message, outcome.kind, outcome);
  }

  #tell(message: OutboxMessage, result: string, outcome?: SendOutcome | UpdateOutcome): void {
    const reason = outcome && "reason" in outcome ? outcome.reason : undefined;
    this.log.sent({
      messageId: message.id,
      kind: message.kind,
      result,
      reason,
      waitedMs: this.clock.now().getTime() - message.createdAt.getTime(),
    });
  }
}
