import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import { openDataSource } from "../../server/data-source.js";
import type { Carrier } from "../../server/delivery/carrier.js";
import { Claims } from "../../server/delivery/claims.js";
import { Dispatcher } from "../../server/delivery/dispatcher.js";
import { deliveredAll } from "../../server/delivery/marks.js";
import { newId } from "../../server/kernel/ids.js";
import { insertRows } from "../../server/kernel/rows.js";
import { UnitOfWork } from "../../server/kernel/unit-of-work.js";
import { testClock } from "../support/clock.js";
import type { Engine } from "./engines.js";

const AT_ONCE = 50;
const FLOOR = 0.5;
const BEFORE = new Date("2025-11-30T00:00:00.000Z");

/** Messages to one person each, all of them due. */
const fill = async (uow: UnitOfWork, count: number): Promise<void> => {
  for (let from = 0; from < count; from += AT_ONCE) {
    const ids = Array.from({ length: AT_ONCE }, newId);
    const due = { kind: "notice" as const, lane: 3, subjectType: "draft", subjectId: "d1", state: "pending" as const, attempts: 0 };
    await uow.run(async (tx) => {
      await insertRows(
        tx,
        OutboxMessage,
        ids.map((id) => ({ ...due, id, dedupeKey: id, createdAt: BEFORE, dueAt: BEFORE })),
      );
      await insertRows(
        tx,
        Recipient,
        ids.map((id, index) => ({ id: newId(), messageId: id, userid: `u${from + index}`, state: "waiting" as const })),
      );
    });
  }
};

/** A WeCom that takes everything at once: what is left is the outbox's own work. */
const instant: Carrier = {
  kinds: ["notice"],
  depart: (_tx, claimed) => Promise.resolve(claimed.map(({ message }) => ({ message, call: () => Promise.resolve({ kind: "accepted" }) }))),
  isFact: () => true,
  settle: (tx, landed) =>
    deliveredAll(
      tx,
      landed.map(({ message }) => ({ message, msgId: "m" })),
      BEFORE,
    ),
};

const perSecond = async (count: number, work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return count / ((performance.now() - startedAt) / 1000);
};

/**
 * Messages claimed, handed over and marked per second by the program's worker, against the claim that was chosen for it (backend.md §3) by the bare
 * driver: fifty at a time by an owner token, read back, and each marked by itself.
 */
export const benchOutbox = async (engine: Engine, count: number) => {
  const database = await engine.fresh();
  const dataSource = await openDataSource(database.url);
  await dataSource.runMigrations();
  const uow = new UnitOfWork(dataSource);
  await fill(uow, count);
  const bare = await engine.bare(await engine.copy(database, "bare"));
  const clock = testClock();
  const dispatcher = new Dispatcher(uow, clock, new Claims(clock), [instant], {
    sent: () => undefined,
    failed: (error) => console.error(error),
  });
  const sentPerSecond = await perSecond(count, () => dispatcher.drain());
  const left = await uow.read((tx) => tx.countBy(OutboxMessage, { state: "pending" }));
  const claimsPerSecond = await perSecond(count, () => bare.claimAll(AT_ONCE));
  await bare.close();
  await dataSource.destroy();
  await database.drop();
  return { messages: count, left, sentPerSecond, claimsPerSecond, ratio: sentPerSecond / claimsPerSecond, floor: FLOOR };
};
