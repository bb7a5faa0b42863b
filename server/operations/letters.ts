import { In, IsNull, MoreThan, Not } from "typeorm";
import { OutboxMessage, Recipient, type MessageKind } from "../../entities/outbox-message.js";
import type { Rendering } from "../delivery/rendering.js";
import type { Clock } from "../kernel/clock.js";
import type { Tx } from "../kernel/unit-of-work.js";

const MOST = 100;
/** What is sent to members one by one; of a bundle each message in it is seen to by itself, and calls, groups and robots have ways of their own. */
export const TO_MEMBERS: readonly MessageKind[] = ["duty", "notice"];
const KEPT_MS = 30 * 24 * 3_600_000;

/** A message that somebody did not get, is still true, and to which nobody has seen. */
export interface Letter {
  message: OutboxMessage;
  title: string;
  /** Chinese */
  reason: string;
  /** those who did not get it */
  missed: readonly Recipient[];
  /** true: nobody got it */
  dead: boolean;
  failedAt: Date;
}

/** What did not arrive. Something that has been settled meanwhile asks for nobody any more and is left out. */
export class Letters {
  constructor(
    private readonly clock: Clock,
    private readonly rendering: Rendering,
  ) {}

  /** The latest hundred of the last thirty days, the latest first. */
  async open(tx: Tx): Promise<Letter[]> {
    const missed = await tx.find(Recipient, {
      where: { failedAt: MoreThan(new Date(this.clock.now().getTime() - KEPT_MS)), dealtAt: IsNull() },
      order: { failedAt: "DESC" },
      take: MOST,
    });
    if (missed.length === 0) return [];
    const messages = await tx.find(OutboxMessage, { where: { id: In(missed.map((copy) => copy.messageId)), kind: In([...TO_MEMBERS]) } });
    const letters: Letter[] = [];
    for (const message of messages) {
      const letter = await this.#letter(
        tx,
        message,
        missed.filter((copy) => copy.messageId === message.id),
      );
      if (letter) letters.push(letter);
    }
    return letters.sort((one, other) => other.failedAt.getTime() - one.failedAt.getTime());
  }

  async #letter(tx: Tx, message: OutboxMessage, missed: readonly Recipient[]): Promise<Letter | null> {
    const spoken = await this.rendering.spoken(tx, message);
    if (spoken.kind === "untrue") return null;
    const got = await tx.countBy(Recipient, { messageId: message.id, state: Not("failed") });
    const failedAt = new Date(Math.max(...missed.map((copy) => copy.failedAt?.getTime() ?? 0)));
    const reason = missed.find((copy) => copy.detail !== null)?.detail ?? message.lastError ?? "企业微信没有收下";
    return { message, title: spoken.title, reason, missed, dead: got === 0, failedAt };
  }
}
