import { In, MoreThan } from "typeorm";
import { OutboxMessage, type MessageKind } from "../../entities/outbox-message.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { errorEntry } from "../wecom/errors.js";

/** That WeCom takes none of our messages, since when and why. */
export interface Trouble {
  since: Date;
  /** null: no answer came */
  errcode: number | null;
  /** Chinese, for the administrator; free of secrets */
  reason: string;
}

/** A message that waits after being tried in vain. */
export type Tried = Pick<OutboxMessage, "createdAt" | "triedAt" | "attempts" | "errcode" | "lastError">;

/** A passing fault heals within a try or two. */
const TRIES = 3;
const LOOKED_AT = 20;
/** What goes by WeCom's messages to members; calls, groups and robots stand and fall by themselves (delivery/channels). */
const MESSAGES: MessageKind[] = ["duty", "notice", "bundle", "update"];
/** A refused secret is no passing fault: what helps is an administrator. */
const SECRET_REFUSED = 40001;

/** What needs an administrator does not pass by itself, everything else may. */
const isLasting = ({ errcode, attempts }: Tried): boolean =>
  attempts >= TRIES || (errcode !== null && (errcode === SECRET_REFUSED || errorEntry(errcode).action === "alarm"));

/** What the waiting messages say about WeCom; null: it takes messages, as far as is known. One that got through since a try makes that try count no more. */
export const troubleOf = (tried: readonly Tried[], lastSentAt: Date | null): Trouble | null => {
  const since = tried.filter(({ triedAt }) => triedAt !== null && (lastSentAt === null || triedAt > lastSentAt));
  const [telling] = since.filter(isLasting).sort((one, other) => (other.triedAt?.getTime() ?? 0) - (one.triedAt?.getTime() ?? 0));
  if (!telling) return null;
  const began = Math.min(...since.map(({ createdAt }) => createdAt.getTime()));
  return { since: new Date(began), errcode: telling.errcode, reason: telling.lastError ?? "企业微信没有应答" };
};

/** How WeCom stands to us, read from what became of our messages: shared by all processes, and over as soon as one gets through or none waits (OPS-01). */
export const troubleNow = async (tx: Tx): Promise<Trouble | null> => {
  const tried = await tx.find(OutboxMessage, {
    where: { state: In(["pending", "sending"]), attempts: MoreThan(0), kind: In(MESSAGES) },
    order: { dueAt: "ASC" },
    take: LOOKED_AT,
  });
  return tried.length === 0 ? null : troubleOf(tried, await lastSent(tx));
};

/** When WeCom last took a message; null: never. */
export const lastSent = async (tx: Tx): Promise<Date | null> => {
  // a message is sent soon after it is due, so the last sent are among those that were due last
  const latest = await tx.find(OutboxMessage, {
    select: { id: true, sentAt: true },
    where: { state: "sent", kind: In(MESSAGES) },
    order: { dueAt: "DESC" },
    take: LOOKED_AT,
  });
  const moments = latest.flatMap(({ sentAt }) => (sentAt ? [sentAt.getTime()] : []));
  return moments.length === 0 ? null : new Date(Math.max(...moments));
};
