import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import type { DataSource, Logger } from "typeorm";
import { compose, type Services } from "../../server/compose.js";
import { openDataSource } from "../../server/data-source.js";
import { readEnv } from "../../server/env.js";
import { openLog } from "../../server/operations/log.js";
import { Desk } from "../support/desk.js";
import { freshDatabase } from "../support/database.js";

/** A card on a first reviewer's phone, and the press that decides it. */
interface Tap {
  taskId: string;
  event: Parameters<Services["reception"]["receive"]>[0];
}

interface Written {
  text: string;
  parameters: unknown[];
}

type Bare = {
  pragma(text: string): unknown;
  prepare(text: string): { run(...parameters: unknown[]): unknown };
  transaction(work: () => void): { immediate(): void };
  close(): void;
};

const median = (values: readonly number[]): number =>
  [...values].sort((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;

const pressOf = (taskId: string, index: number): Tap => ({
  taskId,
  event: {
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
  },
});

const CARDS_A_MINUTE = 10;

/** A database with `count` drafts in first review, their cards sent; the taps that decide them. */
const prepare = async (count: number): Promise<{ file: string; folder: string; taps: Tap[]; drop: () => Promise<void> }> => {
  const database = await freshDatabase();
  const desk = await Desk.open({ database });
  for (let index = 0; index < count; index += 1) {
    await desk.submitted(`稿件 ${index}`);
    await desk.services.dispatcher.drain();
    // beyond a person's pace cards would be gathered in one
    if (index % CARDS_A_MINUTE === CARDS_A_MINUTE - 1) await desk.advance("PT1M");
  }
  const cards = desk.sandbox.chat("first.1").flatMap((message) => (message.taskId === undefined ? [] : [message.taskId]));
  await desk.close({ keep: true });
  return { file: database.url.slice("sqlite:".length), folder: database.folder, taps: cards.map(pressOf), drop: () => database.drop() };
};

const open = async (file: string): Promise<{ services: Services; dataSource: DataSource }> => {
  const dataSource = await openDataSource(`sqlite:${file}`);
  const env = readEnv({ DATABASE_URL: `sqlite:${file}`, LOG_LEVEL: "silent" });
  const services = compose(env, dataSource, openLog("silent"));
  await services.clockwork?.adopt();
  return { services, dataSource };
};

const WRITES = /^(INSERT|UPDATE|DELETE)/;

/** Decides every tap and notes, per tap, each statement that wrote a row. */
const capture = async (file: string, taps: readonly Tap[]): Promise<{ writes: Written[][]; statements: number }> => {
  const { services, dataSource } = await open(file);
  let current: Written[] = [];
  let statements = 0;
  const logger = new Proxy({} as Logger, {
    get:
      (_target, name) =>
      (text: string, parameters: unknown[] = []) => {
        if (name !== "logQuery") return;
        statements += 1;
        if (WRITES.test(text)) current.push({ text, parameters });
      },
  });
  Object.assign(dataSource, { logger });
  const writes: Written[][] = [];
  for (const tap of taps) {
    current = [];
    await services.reception.receive(tap.event);
    writes.push(current);
  }
  await services.close();
  return { writes, statements: statements / taps.length };
};

const timed = async (file: string, taps: readonly Tap[]): Promise<number[]> => {
  const { services } = await open(file);
  const times: number[] = [];
  for (const tap of taps) {
    const startedAt = performance.now();
    await services.reception.receive(tap.event);
    times.push(performance.now() - startedAt);
  }
  await services.close();
  return times;
};

/** The same rows by the driver itself: prepared statements, one immediate transaction per tap, the same journal and synchronous setting. */
const bare = (file: string, writes: readonly Written[][]): number[] => {
  const Database = createRequire(import.meta.url)("better-sqlite3") as new (path: string) => Bare;
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  const prepared = new Map<string, { run(...parameters: unknown[]): unknown }>();
  const statement = (text: string) => prepared.get(text) ?? prepared.set(text, database.prepare(text)).get(text);
  const times = writes.map((rows) => {
    const startedAt = performance.now();
    database.transaction(() => rows.forEach(({ text, parameters }) => statement(text)?.run(...parameters))).immediate();
    return performance.now() - startedAt;
  });
  database.close();
  return times;
};

/** A decided tap against the same rows by better-sqlite3 itself, in one run; times in ms. */
export const benchTap = async (count: number) => {
  const { file, folder, taps, drop } = await prepare(count);
  const copy = (name: string): string => {
    const target = join(folder, `${name}.sqlite`);
    copyFileSync(file, target);
    return target;
  };
  const [captured, measured, replayed] = [copy("captured"), copy("measured"), copy("replayed")];
  const { writes, statements } = await capture(captured, taps);
  const ours = await timed(measured, taps);
  const driver = bare(replayed, writes);
  await drop();
  const [tapMs, driverMs] = [median(ours), median(driver)];
  return {
    taps: taps.length,
    tapMs,
    driverMs,
    statementsPerTap: statements,
    writesPerTap: writes[0]?.length ?? 0,
    ratio: driverMs / tapMs,
    floor: 0.4,
  };
};
