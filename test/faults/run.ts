import { spawnSync } from "node:child_process";
import { tmpdir } from "node:os";
import { parseArgs } from "node:util";
import { startMariadb, type PrivateMariadb } from "../mysql/mariadb.js";
import { freshDatabase } from "../support/database.js";
import { Crowd, diceOf } from "./crowd.js";
import { mountDisk, type Disk } from "./disk.js";
import { DISK_FAULTS } from "./disk-faults.js";
import type { Engine, Fault, Scene } from "./fault.js";
import { BUILT, Program } from "./program.js";
import { reckon } from "./reckoning.js";
import { SERVER_FAULTS } from "./server-faults.js";
import { complaints, tableOf, type Outcome } from "./table.js";
import { organisationOf } from "./teams.js";
import { WECOM_FAULTS } from "./wecom-faults.js";

/**
 * `npm run test:faults [-- --seed N --only WORDS --engine sqlite|mariadb]`: everything that can go wrong, while people work on the built program. After
 * each fault every act that somebody was told of stands in the record once, every card owed has arrived once, and nothing needed a hand.
 */
process.env.TZ = "UTC";

const { values } = parseArgs({ options: { seed: { type: "string" }, only: { type: "string" }, engine: { type: "string" } } });
const seed = Number(values.seed ?? Date.now() % 1_000_000);
const FAULTS = [...SERVER_FAULTS, ...WECOM_FAULTS, ...DISK_FAULTS].filter((fault) => fault.name.includes(values.only ?? ""));
const TEAMS = 40;
const SMALL_MB = { sqlite: 48, mariadb: 400 };
/** Beyond so many times its decisions a crowd ends although its fault was not done with. */
const MOST = 5;

/** What a fault stands on, with the way to put it all away. */
interface Ground {
  server: PrivateMariadb | null;
  disk: Disk | null;
  clear(): Promise<void>;
}

const groundFor = async (fault: Fault, engine: Engine, shared: PrivateMariadb | null): Promise<Ground | string> => {
  if (engine === "sqlite" && fault.needs !== "disk") return { server: null, disk: null, clear: () => Promise.resolve() };
  if (fault.needs === undefined) return { server: shared, disk: null, clear: () => Promise.resolve() };
  let disk: Disk | null = null;
  try {
    disk = fault.needs === "disk" ? mountDisk(SMALL_MB[engine]) : null;
  } catch {
    if (engine === "mariadb") return "mounting a tmpfs is not possible here (it needs root)";
    console.log(`${fault.name}, ${engine}: mounting a tmpfs is not possible here, PRAGMA max_page_count stands in for it`);
  }
  const server = engine === "sqlite" ? null : await startMariadb(disk?.folder);
  const clear = async (): Promise<void> => {
    await server?.stop();
    disk?.remove();
  };
  return { server, disk, clear };
};

/** What remains of a fault once people are through: waiting for quiet, and reckoning. */
interface Played {
  outcome: Promise<Outcome>;
}

/** Lets the crowd work and the harm be done. */
const play = async (fault: Fault, engine: Engine, shared: PrivateMariadb | null, number: number): Promise<Played> => {
  const startedAt = performance.now();
  const ground = await groundFor(fault, engine, shared);
  const base = { fault, engine, injected: 0, seconds: 0, reckoning: null, skipped: null };
  if (typeof ground === "string") return { outcome: Promise.resolve({ ...base, skipped: ground }) };
  const { organisation, teams } = organisationOf(fault.decisions > 150 ? TEAMS : TEAMS / 4);
  const folder = engine === "sqlite" ? ground.disk?.folder : undefined;
  const program = await Program.open({
    organisation,
    database: await freshDatabase(ground.server?.url ?? "", folder ?? tmpdir()),
    main: BUILT,
    clock: fault.clock ?? "system",
  });
  const crowd = new Crowd(program, teams, diceOf(seed + number * 1000), fault.pace, "稿件");
  const scene: Scene = { program, crowd, dice: diceOf(seed + number * 1000 + 1), engine, mariadb: ground.server, disk: ground.disk };
  await crowd.logIn();
  let injected: number | null = null;
  const enough = (): boolean => crowd.decisions >= fault.decisions && (injected !== null || crowd.decisions >= MOST * fault.decisions);
  const harm = fault.harm(scene).then((times) => (injected = times));
  await Promise.all([crowd.work(enough), harm]);
  await fault.after?.(scene);
  const rest = async (): Promise<Outcome> => {
    const reckoning = await reckon(program, crowd, fault.mayAlsoCome ?? null);
    const outcome = { ...base, injected: injected ?? 0, reckoning, seconds: (performance.now() - startedAt) / 1000 };
    tell(outcome, program);
    await program.close();
    await ground.clear();
    return outcome;
  };
  return { outcome: rest() };
};

const tell = (outcome: Outcome, program: Program): void => {
  const red = complaints(outcome);
  console.log(`${red.length === 0 ? "ok " : "RED"} ${outcome.fault.name}, ${outcome.engine}, ${Math.round(outcome.seconds)} s`);
  for (const note of outcome.reckoning?.notes.slice(0, 20) ?? []) console.log(`      ${note}`);
  if (red.length > 0) console.log(program.said().split("\n").slice(-6).join("\n").slice(0, 2000));
};

const failed = (fault: Fault, engine: Engine, error: unknown): Outcome => {
  console.error(`${fault.name}, ${engine}:`, error);
  return { fault, engine, seconds: 0, injected: 0, reckoning: null, skipped: null };
};

/** One fault after the other on one engine; while one waits for quiet the next has begun. */
const lane = async (engine: Engine, server: PrivateMariadb | null): Promise<Outcome[]> => {
  const outcomes: Promise<Outcome>[] = [];
  for (const [number, fault] of FAULTS.entries()) {
    if (!fault.engines.includes(engine)) continue;
    const played = await play(fault, engine, server, number).catch((error: unknown) => failed(fault, engine, error));
    outcomes.push("outcome" in played ? played.outcome.catch((error: unknown) => failed(fault, engine, error)) : Promise.resolve(played));
  }
  return Promise.all(outcomes);
};

const mariadbLane = async (): Promise<Outcome[]> => {
  let server: PrivateMariadb;
  try {
    server = await startMariadb();
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOENT") throw error;
    const skipped = "mariadbd is not installed: apt-get install mariadb-server";
    return FAULTS.map((fault) => ({ fault, engine: "mariadb", seconds: 0, injected: 0, reckoning: null, skipped }));
  }
  try {
    return await lane("mariadb", server);
  } finally {
    await server.stop();
  }
};

const FRESH = 'import { freshServer } from "./scripts/freshness.mjs"; freshServer();';
const built = spawnSync(process.execPath, ["--input-type=module", "--eval", FRESH], { stdio: ["ignore", "inherit", "inherit"] });
if (built.status !== 0) process.exit(1);
console.log(`seed ${seed} (again with: npm run test:faults -- --seed ${seed})`);
const lanes = [...(values.engine === "mariadb" ? [] : [lane("sqlite", null)]), ...(values.engine === "sqlite" ? [] : [mariadbLane()])];
const outcomes = (await Promise.all(lanes)).flat();
const order = new Map(FAULTS.map((fault, index) => [fault, index]));
outcomes.sort((one, other) => (order.get(one.fault) ?? 0) - (order.get(other.fault) ?? 0));
console.log(`\n${tableOf(outcomes)}`);
process.exit(outcomes.some((outcome) => complaints(outcome).length > 0) || outcomes.length === 0 ? 1 : 0);
