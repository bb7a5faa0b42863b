import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { CheckIn } from "../../entities/patrol.js";
import type { FileView } from "../../server/http/contract.js";
import { newId } from "../../server/kernel/ids.js";
import type { Desk } from "../support/desk.js";
import { tap } from "../support/livestreams.js";
import { startBareRoute } from "./bare-route.js";
import type { Engine } from "./engines.js";
import { median, quantile } from "./figures.js";
import { manyLivestreams, silence, type Patroller } from "./livestreams.js";

const PHOTO_BYTES = 200 * 1024;
/** Phones that send at the same moment. */
const AT_ONCE = 12;
/** Patrollers who say nothing while all others check in, and the span within which each is to be chased. */
const SILENT = 20;
const SPAN_MS = 10_000;
/** Check-ins before the time is taken: the first ones measure the compiler. */
const WARMING = 60;
const FLOOR_A_MINUTE = 1000;
const CEILING = 3;

/** A picture as a phone makes it, as far as the program looks into it; each another. */
const photo = (): Buffer => {
  const scan = randomBytes(PHOTO_BYTES);
  for (const [at, byte] of scan.entries()) if (byte === 0xff) scan[at] = 0xfe;
  return Buffer.concat([Buffer.from("ffd8ffda0008010100003f00", "hex"), scan, Buffer.from("ffd9", "hex")]);
};

const send = async (desk: Desk, { userid, livestreamId }: Patroller, path: string, body: FormData | string): Promise<unknown> => {
  const headers = new Headers({ Authorization: `Bearer ${await desk.token(userid)}` });
  if (typeof body === "string") headers.set("Content-Type", "application/json");
  const response = await fetch(`${desk.url}/api/livestreams/${livestreamId}/${path}`, { method: "POST", headers, body });
  const answer = await response.json();
  if (response.status !== 201) throw new Error(`${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
};

const now = (desk: Desk): Date => desk.services.clock.now();

const withPhoto = async (desk: Desk, patroller: Patroller): Promise<void> => {
  const form = new FormData();
  form.append("file", new Blob([new Uint8Array(photo())]), "现场.jpg");
  const { id } = (await send(desk, patroller, "photos", form)) as FileView;
  await send(desk, patroller, "check-ins", JSON.stringify(tap("start", now(desk), { files: [id], note: null })));
};

/** Does the work for each, so many at once. */
const crowd = async (all: readonly Patroller[], work: (one: Patroller) => Promise<void>): Promise<void> => {
  const rest = [...all];
  const next = async (): Promise<void> => {
    for (let one = rest.shift(); one; one = rest.shift()) await work(one);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, next));
};

/** Both sweeps, each by itself and over again a second later, until told to stop. */
const sweeping = ({ services }: Desk): (() => Promise<unknown>) => {
  let going = true;
  const over = async (sweep: () => Promise<unknown>): Promise<void> => {
    while (going) {
      await sweep();
      await pause(1000);
    }
  };
  const both = Promise.all([over(services.rounds), over(() => services.ladder.climb())]);
  return () => {
    going = false;
    return both;
  };
};

/** When each silent patroller's card was there, after its moment, and how many got none, or more than one. */
const chased = (desk: Desk, silent: ReadonlyMap<string, number>) => {
  const arrived = [...silent].map(([userid, at]) => {
    const cards = desk.sandbox.chat(userid).filter(({ taskId }) => taskId !== undefined);
    return cards.map((card) => Date.parse(card.at) - at);
  });
  const late = arrived.flat();
  const missed = arrived.filter((cards) => cards.length === 0).length;
  return { silent: silent.size, alertsMissed: missed, alertsDoubled: late.length - (silent.size - missed), alertLateMs: Math.max(...late) };
};

const burst = async (desk: Desk, patrollers: readonly Patroller[], quiet: readonly Patroller[]) => {
  for (const { userid } of patrollers) await desk.token(userid);
  const silent = await silence(desk, quiet, SPAN_MS);
  desk.services.dispatcher.start();
  const stop = sweeping(desk);
  const startedAt = performance.now();
  await crowd(patrollers, (patroller) => withPhoto(desk, patroller));
  const perMinute = patrollers.length / ((performance.now() - startedAt) / 60_000);
  const over = Math.max(...silent.values()) - now(desk).getTime();
  await pause(Math.max(0, over) + 3000);
  await stop();
  await desk.services.dispatcher.drain();
  return { perMinute, floorAMinute: FLOOR_A_MINUTE, ...chased(desk, silent) };
};

const timed = async (work: () => Promise<unknown>): Promise<number> => {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
};

/** A check-in without a photo, and a bare request that inserts one row, in turns. */
const inTurns = async (desk: Desk, engine: Engine, patrollers: readonly Patroller[]) => {
  const driver = await engine.bare(desk.database.url);
  const bare = await startBareRoute(driver);
  const [ours, theirs]: [number[], number[]] = [[], []];
  const insert = async (livestreamId: string): Promise<void> => {
    const body = JSON.stringify({ id: newId(), livestreamId, at: now(desk).toISOString().replace("T", " ").replace("Z", "") });
    await (await fetch(bare.url, { method: "POST", headers: { "Content-Type": "application/json" }, body })).json();
  };
  for (const patroller of patrollers) {
    const body = JSON.stringify(tap("round", now(desk)));
    ours.push(await timed(() => send(desk, patroller, "check-ins", body)));
    theirs.push(await timed(() => insert(patroller.livestreamId)));
  }
  await bare.close();
  await driver.close();
  const [mine, other] = [ours.slice(WARMING), theirs.slice(WARMING)];
  const [p99Ms, bareP99Ms] = [quantile(mine, 0.99), quantile(other, 0.99)];
  return { p50Ms: median(mine), bareP50Ms: median(other), p99Ms, bareP99Ms, ratio: p99Ms / bareP99Ms, ceiling: CEILING };
};

/**
 * So many check-ins with a photo each, on one process and over HTTP, while others are missed and chased: how many a minute, and how late the latest
 * card to a silent patroller was. Then a check-in without a photo against a bare request that inserts one row, both after the other; times in ms.
 */
export const benchCheckIns = async (engine: Engine, count: number) => {
  const { desk, patrollers } = await manyLivestreams(engine, count + SILENT);
  const there = patrollers.slice(0, count);
  const taken = await burst(desk, there, patrollers.slice(count));
  const stored = await desk.services.uow.read((tx) => tx.countBy(CheckIn, { kind: "start" }));
  const turns = await inTurns(desk, engine, there.slice(0, count / 2));
  await desk.close();
  return { checkIns: count, stored, ...taken, ...turns };
};
