import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import { changeEach, changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";

const LONGEST_PAUSE_MS = 300_000;
const FREE = { owner: null, leaseUntil: null };

/** Pause before the next try: what WeCom asked for, growing with the tries, five minutes at most. */
const pauseMs = (attempts: number, askedMs: number): number =>
  Math.min(LONGEST_PAUSE_MS, Math.max(askedMs, 1000 * 2 ** Math.min(attempts, 9)));

/** WeCom took it for all who still waited. */
export const delivered = (tx: Tx, message: OutboxMessage, at: Date, msgId: string | null = null): Promise<void> =>
  deliveredAll(tx, [{ message, msgId }], at);

/** The same for many at once. */
export const deliveredAll = async (
  tx: Tx,
  sent: readonly { message: Pick<OutboxMessage, "id">; msgId: string | null }[],
  at: Date,
): Promise<void> => {
  if (sent.length === 0) return;
  const changes = { state: "sent" as const, sentAt: at, lastError: null, ...FREE };
  const rows = sent.map(({ message, msgId }) => ({ equal: { id: message.id }, changes: { ...changes, msgId } }));
  await changeEach(tx, OutboxMessage, { key: "id" }, rows);
  await changeRows(tx, Recipient, { messageId: sent.map(({ message }) => message.id), state: "waiting" }, { state: "sent" });
};

/** Why a message is not sent, in Chinese, and with which code WeCom refused it; null: with none. */
export interface Why {
  reason: string;
  errcode: number | null;
}

/** It is no longer true, or cannot be sent at all. */
export const dropped = async (tx: Tx, message: Pick<OutboxMessage, "id">, why: string): Promise<void> => {
  await changeRows(tx, OutboxMessage, { id: message.id }, { state: "dropped", lastError: why, errcode: null, ...FREE });
};

/** WeCom will never take it. */
export const dead = async (tx: Tx, message: Pick<OutboxMessage, "id">, now: Date, { reason, errcode }: Why): Promise<void> => {
  await changeRows(tx, OutboxMessage, { id: message.id }, { state: "dead", lastError: reason, errcode, triedAt: now, ...FREE });
};

/** It is tried again after a pause that grows. */
export const again = async (tx: Tx, message: OutboxMessage, now: Date, asked: Why & { afterMs: number }): Promise<void> => {
  const attempts = message.attempts + 1;
  const dueAt = new Date(now.getTime() + pauseMs(attempts, asked.afterMs));
  const tried = { attempts, dueAt, triedAt: now, errcode: asked.errcode, lastError: asked.reason };
  await changeRows(tx, OutboxMessage, { id: message.id }, { state: "pending", ...tried, ...FREE });
};

/** It comes back at a moment of its own. */
export const waits = async (tx: Tx, message: Pick<OutboxMessage, "id">, dueAt: Date): Promise<void> => {
  await changeRows(tx, OutboxMessage, { id: message.id }, { state: "pending", dueAt, ...FREE });
};
