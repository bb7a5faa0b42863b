import { fork, type ChildProcess } from "node:child_process";
import { Verdict } from "../../entities/verdict.js";
import type { Engine } from "./engines.js";
import { openAgain, prepareTaps, type Tap } from "./tap.js";

const WORKER = "test/bench/worker.ts";
const AT_ONCE = 12;
/** Taps that each process decides before its time is taken: the first ones measure the compiler. */
const WARMING = 200;
const MOST = 3;

const said = (worker: ChildProcess, word: string): Promise<void> =>
  new Promise((resolve, reject) => {
    worker.once("exit", (code) => reject(new Error(`a worker ended with ${code}`)));
    worker.on("message", (message) => message === word && resolve());
  });

/** Taps decided per second by so many processes in their stride, all of them handed their share at one moment. */
const perSecond = async (url: string, folder: string, taps: readonly Tap[], count: number): Promise<number> => {
  const workers = Array.from({ length: count }, () => fork(WORKER, [url, folder], { execArgv: ["--import", "tsx"], stdio: "ignore" }));
  await Promise.all(workers.map((worker) => said(worker, "ready")));
  const decide = async (share: (index: number) => readonly Tap[]): Promise<void> => {
    const done = workers.map((worker) => said(worker, "done"));
    for (const [index, worker] of workers.entries()) worker.send({ taps: share(index), atOnce: AT_ONCE / count });
    await Promise.all(done);
  };
  const [warming, counted] = [taps.slice(0, WARMING * MOST), taps.slice(WARMING * MOST)];
  await decide((index) => warming.slice(index * WARMING, (index + 1) * WARMING));
  const startedAt = performance.now();
  await decide((index) => counted.filter((_, at) => at % count === index));
  const seconds = (performance.now() - startedAt) / 1000;
  for (const worker of workers) worker.disconnect();
  return counted.length / seconds;
};

/** Throughput of three processes on one database against one process with as many taps under way; every tap is one decision and one only. */
export const benchProcesses = async (engine: Engine, count: number) => {
  const database = await engine.fresh();
  const taps = await prepareTaps(database, count + WARMING * MOST);
  const [alone, together] = [await engine.copy(database, "one"), await engine.copy(database, "three")];
  const one = await perSecond(alone, database.folder, taps, 1);
  const three = await perSecond(together, database.folder, taps, MOST);
  const { services } = await openAgain(together, database.folder);
  const verdicts = await services.uow.read((tx) => tx.find(Verdict));
  await services.close();
  await database.drop();
  const doubled = verdicts.length - new Set(verdicts.map((verdict) => verdict.draftId)).size;
  const lost = taps.length - verdicts.length;
  return { taps: count, onePerSecond: one, threePerSecond: three, doubled, lost, ratio: three / one, floor: 1 };
};
