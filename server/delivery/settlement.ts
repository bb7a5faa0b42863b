import { Deadline } from "../../entities/deadline.js";
import { type OutboxMessage, Recipient, ResponseCode } from "../../entities/outbox-message.js";
import type { Clock } from "../kernel/clock.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows, rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { SendOutcome } from "../wecom/client.js";
import type { Bundling } from "./bundling.js";
import type { Landed } from "./carrier.js";
import { UNREACHED } from "./failures.js";
import { again, dead, deliveredAll } from "./marks.js";
import type { Outbox } from "./outbox.js";
import type { Rendering } from "./rendering.js";

/** Writes down what WeCom really said about sent messages, per recipient, and lets the next step follow at once where somebody got nothing. */
export class Settlement {
  constructor(
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly rendering: Rendering,
    private readonly bundling: Bundling,
  ) {}

  /** After `message/send`. `errcode 0` with a person in `invaliduser` is a failure for that person. */
  async sent(tx: Tx, landed: readonly Landed<SendOutcome>[]): Promise<void> {
    await this.#arrived(tx, landed);
    for (const { message, outcome } of landed) {
      switch (outcome.kind) {
        case "accepted":
        case "alreadySent":
          break;
        case "allInvalid":
          await dead(tx, message, this.clock.now(), { reason: "无人能收到", errcode: null });
          break;
        case "retry":
          await again(tx, message, this.clock.now(), outcome);
          break;
        case "giveUp":
          await dead(tx, message, this.clock.now(), outcome);
          break;
      }
      const refused = await refusedBy(tx, message, outcome);
      if (refused.size > 0) await this.#unreached(tx, message, refused);
    }
  }

  /** What WeCom took, now or before. */
  async #arrived(tx: Tx, landed: readonly Landed<SendOutcome>[]): Promise<void> {
    const [taken, codes]: [{ message: OutboxMessage; msgId: string | null }[], Code[]] = [[], []];
    for (const { message, outcome } of landed) {
      if (outcome.kind === "alreadySent") taken.push({ message, msgId: null });
      if (outcome.kind !== "accepted") continue;
      taken.push({ message, msgId: outcome.msgId });
      if (outcome.responseCode !== null) codes.push({ messageId: message.id, code: outcome.responseCode, origin: "send" });
    }
    await deliveredAll(tx, taken, this.clock.now());
    await keepCodes(tx, codes, this.clock.now());
    await this.#overtaken(
      tx,
      taken.map(({ message }) => message),
    );
  }

  /** Everybody in `refused` got nothing; the duty's own domain decides what follows. Each is told of once, however often WeCom says so. */
  async #unreached(tx: Tx, message: OutboxMessage, refused: ReadonlyMap<string, string>): Promise<void> {
    const fresh: string[] = [];
    for (const [userid, detail] of refused) {
      const reached = { messageId: message.id, userid, state: ["waiting", "sent"] as const };
      const failedAt = this.clock.now();
      // of a bundle each message in it is seen to by itself
      const failed = { state: "failed" as const, detail, failedAt, dealtAt: message.kind === "bundle" ? failedAt : null };
      if ((await changeRows(tx, Recipient, reached, failed)) !== 1) continue;
      fresh.push(userid);
      if (message.kind === "bundle") await this.bundling.failed(tx, message, userid, detail);
    }
    await this.rendering.unreachable(tx, message, fresh);
  }

  /** Duties that were closed, or moved to others, while their cards were under way: the cards that just arrived are brought up to date. */
  async #overtaken(tx: Tx, messages: readonly OutboxMessage[]): Promise<void> {
    const cards = messages.filter(({ kind, deadlineId }) => kind === "duty" && deadlineId !== null);
    const over = await rowsWhere(tx, Deadline, {
      id: [...new Set(cards.flatMap(({ deadlineId }) => deadlineId ?? []))],
      state: ["discharged", "cancelled"],
    });
    for (const deadline of over) {
      for (const { id } of cards.filter(({ deadlineId }) => deadlineId === deadline.id)) {
        const reached = await rowsWhere(tx, Recipient, { messageId: id, state: "sent" });
        await this.outbox.updateCopies(
          tx,
          deadline,
          id,
          reached.map(({ userid }) => userid),
        );
      }
    }
  }
}

type Code = Pick<ResponseCode, "messageId" | "code" | "origin">;

/** Keeps codes with which copies of cards can be changed once. */
export const keepCodes = (tx: Tx, codes: readonly Code[], receivedAt: Date): Promise<void> =>
  insertRows(
    tx,
    ResponseCode,
    codes.filter(({ code }) => code !== "" && code.length <= 512).map((code) => ({ ...code, id: newId(), receivedAt })),
  );

/** Who got nothing, and why. */
const refusedBy = async (tx: Tx, message: OutboxMessage, outcome: SendOutcome): Promise<ReadonlyMap<string, string>> => {
  if (outcome.kind === "giveUp") {
    const waiting = await rowsWhere(tx, Recipient, { messageId: message.id, state: "waiting" });
    return new Map(waiting.map(({ userid }) => [userid, outcome.reason]));
  }
  if (outcome.kind !== "accepted" && outcome.kind !== "allInvalid") return new Map();
  return new Map([
    ...outcome.invalid.map((userid) => [userid, UNREACHED.invalid] as const),
    ...outcome.unlicensed.map((userid) => [userid, UNREACHED.unlicensed] as const),
  ]);
};
