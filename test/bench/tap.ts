import type { DataSource, Logger } from "typeorm";
import { compose, type Services } from "../../server/compose.js";
import { openDataSource } from "../../server/data-source.js";
import { readEnv } from "../../server/env.js";
import { openLog } from "../../server/operations/log.js";
import { testClock } from "../support/clock.js";
import type { FreshDatabase } from "../support/database.js";
import { Desk } from "../support/desk.js";
import type { Engine, Written } from "./engines.js";
import { median, quantile } from "./figures.js";

/** A press as it comes from WeCom. */
export type Tap = Parameters<Services["reception"]["receive"]>[0];

const CARDS_A_MINUTE = 10;
const FLOOR = 0.5;
const CEILING = 5;
/** Taps that are decided before latency is taken: the first ones measure the compiler. */
const WARMING = 50;

const pressOf = (taskId: string, index: number): Tap => ({
  kind: "cardPress",
  toUserName: "wwsandbox0000000001",
  fromUser: "first.1",
  createTime: 1_795_000_000 + index,
  agentId: "1000002",
  dedupeKey: `bench-${String(index).padStart(58, "0")}`,
  taskId,
  eventKey: "pass",
  cardType: "button_interaction",
  responseCode: `bench-code-${index}`,
  selected: {},
});

/** `count` drafts in first review, their cards sent; the taps that decide them. */
export const prepareTaps = async (database: FreshDatabase, count: number): Promise<Tap[]> => {
  const desk = await Desk.open({ database });
  for (let index = 0; index < count; index += 1) {
    await desk.submitted(`稿件 ${index}`);
    await desk.services.dispatcher.drain();
    // beyond a person's pace cards would be gathered in one
    if (index % CARDS_A_MINUTE === CARDS_A_MINUTE - 1) await desk.advance("PT1M");
  }
  const cards = desk.sandbox.chat("first.1").flatMap((message) => (message.taskId === undefined ? [] : [message.taskId]));
  await desk.close({ keep: true });
  return cards.map(pressOf);
};

/** The program once more on a database that is there. */
export const openAgain = async (url: string, folder: string): Promise<{ services: Services; dataSource: DataSource }> => {
  const dataSource = await openDataSource(url);
  const env = readEnv({
    DATABASE_URL: url,
    LOG_LEVEL: "silent",
    FILES_DIR: folder,
    AUDIT_HEAD_FILE: `${folder}/head-${Math.random()}.json`,
  });
  const services = compose(env, dataSource, openLog("silent"), testClock());
  await services.clockwork?.adopt();
  return { services, dataSource };
};

const WRITES = /^(INSERT|UPDATE|DELETE)/;

/** Decides every tap and notes, per tap, each statement that wrote a row. */
const capture = async (url: string, folder: string, taps: readonly Tap[]): Promise<{ writes: Written[][]; statements: number }> => {
  const { services, dataSource } = await openAgain(url, folder);
  let current: Written[] = [];
  let statements = 0;
  const logQuery = (text: string, parameters: unknown[] = []): void => {
    statements += 1;
    if (WRITES.test(text)) current.push({ text, parameters });
  };
  Object.assign(dataSource, {
    logger: new Proxy({} as Logger, { get: (_target, name) => (name === "logQuery" ? logQuery : () => undefined) }),
  });
  const writes: Written[][] = [];
  for (const tap of taps) {
    current = [];
    await services.reception.receive(tap);
    writes.push(current);
  }
  await services.close();
  return { writes, statements: statements / taps.length };
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

const until = async (moment: number): Promise<void> => {
  while (performance.now() < moment) await new Promise((resolve) => setImmediate(resolve));
};

/**
 * How long taps take that come at a steady pace, twice as far apart as one takes: from the moment each was to come until it is decided, so that one that
 * waits for another counts its waiting; times in ms.
 */
const halfLoad = async (url: string, folder: string, taps: readonly Tap[], tapMs: number) => {
  const { services } = await openAgain(url, folder);
  for (const tap of taps.slice(0, WARMING)) await services.reception.receive(tap);
  const startsAt = performance.now();
  const latencies: number[] = [];
  const underWay: Promise<void>[] = [];
  for (const [index, tap] of taps.slice(WARMING).entries()) {
    const comesAt = startsAt + (index + 1) * 2 * tapMs;
    await until(comesAt);
    underWay.push(services.reception.receive(tap).then(() => void latencies.push(performance.now() - comesAt)));
  }
  await Promise.all(underWay);
  await services.close();
  const [p50Ms, p99Ms] = [median(latencies), quantile(latencies, 0.99)];
  return { p50Ms, p99Ms, spread: p99Ms / p50Ms, ceiling: CEILING };
};

/**
 * A decided tap against the same rows by the bare driver in one transaction. Both take turns, tap by tap, so that a slow moment of the disk meets both;
 * times in ms.
 */
export const benchTap = async (engine: Engine, count: number) => {
  const database = await engine.fresh();
  const taps = await prepareTaps(database, count);
  const [captured, measured, replayed, paced] = [
    await engine.copy(database, "c"),
    await engine.copy(database, "m"),
    await engine.copy(database, "r"),
    await engine.copy(database, "h"),
  ];
  const { writes, statements } = await capture(captured, database.folder, taps);
  const { services } = await openAgain(measured, database.folder);
  const driver = await engine.bare(replayed);
  const [ours, bare]: [number[], number[]] = [[], []];
  for (const [index, tap] of taps.entries()) {
    ours.push(await timed(() => services.reception.receive(tap)));
    bare.push(await timed(() => driver.write(writes[index] ?? [])));
  }
  await services.close();
  await driver.close();
  const [tapMs, driverMs] = [median(ours), median(bare)];
  const written = writes[0]?.length ?? 0;
  const latency = await halfLoad(paced, database.folder, taps, tapMs);
  await database.drop();
  const ratio = driverMs / tapMs;
  return { taps: taps.length, tapMs, driverMs, statementsPerTap: statements, writesPerTap: written, ratio, floor: FLOOR, ...latency };
};
