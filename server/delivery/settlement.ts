import { In, Not } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { OutboxMessage, Recipient, ResponseCode } from "../../entities/outbox-message.js";
import type { Clock } from "../kernel/clock.js";
import { newId } from "../kernel/ids.js";
import { insertRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { SendOutcome, UpdateOutcome } from "../wecom/client.js";
import type { Retry } from "../wecom/outcome.js";
import type { Bundling } from "./bundling.js";
import { UNREACHED } from "./failures.js";
import type { Outbox } from "./outbox.js";
import type { Rendering } from "./rendering.js";

const LONGEST_PAUSE_MS = 300_000;

/** Pause before the next try: what WeCom asked for, growing with the tries, five minutes at most. */
export const pauseMs = (attempts: number, askedMs: number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(askedMs, 1000 * 2 ** Math.min(attempts, 9)));

/** Why WeCom did not take a message. */
interface Why {
  /** Chinese */
  reason: string;
  /** null: it gave no code */
  errcode: number | null;
}

/** Writes down what WeCom really said about a call, per recipient, and lets the next step follow at once where somebody got nothing. */
export class Settlement {
  constructor(
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly rendering: Rendering,
    private readonly bundling: Bundling,
  ) {}

  /** After `message/send`. `errcode 0` with a person in `invaliduser` is a failure for that person. */
  async sent(tx: Tx, message: OutboxMessage, outcome: SendOutcome): Promise<void> {
    switch (outcome.kind) {
      case "accepted":
        await this.#delivered(tx, message, outcome.msgId);
        if (outcome.responseCode !== null) await keepCode(tx, message.id, outcome.responseCode, "send", this.clock.now());
        await this.#unreached(tx, message, refusedBy(outcome));
        return this.#overtaken(tx, message);
      case "alreadySent":
        await this.#delivered(tx, message, null);
        return this.#overtaken(tx, message);
      case "allInvalid":
        await this.#close(tx, message, "dead", { reason: "无人能收到", errcode: null });
        return this.#unreached(tx, message, refusedBy(outcome));
      case "retry":
        return this.#again(tx, message, outcome);
      case "giveUp":
        await this.#close(tx, message, "dead", outcome);
        return this.#unreached(tx, message, new Map((await waiting(tx, message.id)).map((userid) => [userid, outcome.reason])));
    }
  }

  /** After `message/update_template_card`. Where a copy cannot be changed the state is right all the same and the next tap explains. */
  async updated(tx: Tx, message: OutboxMessage, codeId: string, outcome: UpdateOutcome): Promise<void> {
    if (outcome.kind === "retry") return this.#again(tx, message, outcome);
    await tx.update(ResponseCode, { id: codeId }, { usedAt: this.clock.now() });
    if (outcome.kind === "accepted") return this.#delivered(tx, message, null);
    return this.#close(tx, message, "dropped", { errcode: null, ...outcome });
  }

  /** The message is no longer true or cannot be sent at all. */
  async dropped(tx: Tx, message: OutboxMessage, why: string): Promise<void> {
    await this.#close(tx, message, "dropped", { reason: why, errcode: null });
  }

  async #delivered(tx: Tx, message: OutboxMessage, msgId: string | null): Promise<void> {
    await tx.update(
      OutboxMessage,
      { id: message.id },
      { state: "sent", sentAt: this.clock.now(), msgId, owner: null, leaseUntil: null, lastError: null },
    );
    await tx.update(Recipient, { messageId: message.id, state: "waiting" }, { state: "sent" });
  }

  async #close(tx: Tx, message: OutboxMessage, state: "dropped" | "dead", why: Why): Promise<void> {
    const said = { lastError: why.reason, errcode: why.errcode, ...(state === "dead" ? { triedAt: this.clock.now() } : {}) };
    await tx.update(OutboxMessage, { id: message.id }, { state, owner: null, leaseUntil: null, ...said });
  }

  async #again(tx: Tx, message: OutboxMessage, { afterMs, reason, errcode }: Retry): Promise<void> {
    const attempts = message.attempts + 1;
    const triedAt = this.clock.now();
    const dueAt = new Date(triedAt.getTime() + pauseMs(attempts, afterMs));
    const free = { state: "pending" as const, owner: null, leaseUntil: null };
    await tx.update(OutboxMessage, { id: message.id }, { ...free, attempts, dueAt, triedAt, errcode, lastError: reason });
  }

  /** Everybody in `refused` got nothing; the duty's own domain decides what follows. Each is told of once, however often WeCom says so. */
  async #unreached(tx: Tx, message: OutboxMessage, refused: ReadonlyMap<string, string>): Promise<void> {
    const fresh: string[] = [];
    for (const [userid, detail] of refused) {
      const reached = { messageId: message.id, userid, state: Not<Recipient["state"]>("failed") };
      const failedAt = this.clock.now();
      // of a bundle each message in it is seen to by itself
      const failed = { state: "failed" as const, detail, failedAt, dealtAt: message.kind === "bundle" ? failedAt : null };
      if ((await tx.update(Recipient, reached, failed)).affected === 1) fresh.push(userid);
      if (message.kind === "bundle") await this.bundling.failed(tx, message, userid, detail);
    }
    await this.rendering.unreachable(tx, message, fresh);
  }

  /** The duty was closed, or moved to others, while its card was under way: the card that just arrived is brought up to date. */
  async #overtaken(tx: Tx, message: OutboxMessage): Promise<void> {
    if (message.kind !== "duty" || message.deadlineId === null) return;
    const deadline = await tx.findOneByOrFail(Deadline, { id: message.deadlineId });
    if (deadline.state === "open") return;
    const reached = await tx.findBy(Recipient, { messageId: message.id, state: "sent" });
    await this.outbox.updateCopies(
      tx,
      deadline,
      message.id,
      reached.map((recipient) => recipient.userid),
    );
  }
}

/** Keeps a code with which copies of the card can be changed once. */
export const keepCode = async (tx: Tx, messageId: string, code: string, origin: "send" | "tap", receivedAt: Date): Promise<void> => {
  if (code === "" || code.length > 512) return;
  await insertRows(tx, ResponseCode, [{ id: newId(), messageId, code, origin, receivedAt }]);
};

const refusedBy = (outcome: { invalid: string[]; unlicensed: string[] }): Map<string, string> =>
  new Map<string, string>([
    ...outcome.invalid.map((userid) => [userid, UNREACHED.invalid] as const),
    ...outcome.unlicensed.map((userid) => [userid, UNREACHED.unlicensed] as const),
  ]);

const waiting = async (tx: Tx, messageId: string): Promise<string[]> =>
  (await tx.findBy(Recipient, { messageId, state: In(["waiting"]) })).map((row) => row.userid);
