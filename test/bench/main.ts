import { benchAlerts } from "./alerts.js";
import { benchCheckIns } from "./check-ins.js";
import { embedded, mariadb } from "./engines.js";
import { benchOutbox } from "./outbox.js";
import { benchSizes } from "./sizes.js";
import { benchStart } from "./start.js";
import { benchPages } from "./pages.js";
import { benchProcesses } from "./processes.js";
import { benchSweep } from "./sweep.js";
import { benchTap } from "./tap.js";

process.env.TZ = "UTC";

const wanted = process.argv.slice(2);
const figures: Record<string, object> = {};

/** Takes one group of figures, or none where only others are asked for, and shows it. */
const take = async (key: string, words: string, work: () => Promise<object> | object): Promise<void> => {
  if (wanted.length > 0 && !wanted.includes(key)) return;
  console.log(`${key}: ${words}`);
  const taken = (figures[key] = await work());
  for (const [figure, value] of Object.entries(taken))
    console.log(`  ${figure.padEnd(20)} ${typeof value === "number" ? Math.round(value * 1000) / 1000 : String(value)}`);
};

const NONE = { skipped: "mariadbd is not installed: apt-get install mariadb-server" };
const taps = Number(process.env.BENCH_TAPS ?? 300);
const sqlite = embedded();
const maria = await mariadb();
await take("tap", "a decided tap, against the same rows by better-sqlite3 itself", () => benchTap(sqlite, taps));
await take("tapMariadb", "a decided tap, against the same rows by mysql2 itself", () => (maria ? benchTap(maria, taps) : NONE));
await take("outbox", "messages sent, against the bare claim loop", () => benchOutbox(sqlite, 4000));
await take("outboxMariadb", "the same on MariaDB", () => (maria ? benchOutbox(maria, 4000) : NONE));
await take("sweep", "a sweep with 100 due among 1,000,000 open, against 10,000 open", () => benchSweep(sqlite, 10_000, 1_000_000));
await take("sweepMariadb", "the same on MariaDB", () => (maria ? benchSweep(maria, 10_000, 1_000_000) : NONE));
await take("pages", "to-do lists and draft pages with 100,000 drafts stored, against 1,000", () => benchPages(sqlite, 1000, 100_000));
await take("pagesMariadb", "the same on MariaDB", () => (maria ? benchPages(maria, 1000, 100_000) : NONE));
await take("processes", "three processes on one MariaDB, against one", () => (maria ? benchProcesses(maria, 450) : NONE));
await take("alerts", "a red alert to its first card, and 1,000 alerts, against Prometheus Alertmanager", () => benchAlerts(sqlite, 1000));
await take("checkIns", "check-ins with photos by HTTP while others are missed, and one without against a bare insert by HTTP", () =>
  benchCheckIns(sqlite, 1000),
);
await take("checkInsMariadb", "the same on MariaDB", () => (maria ? benchCheckIns(maria, 1000) : NONE));
await take("start", "start of the built program", () => benchStart(3));
await take("sizes", "what phones load", benchSizes);
await maria?.stop();
console.log(JSON.stringify(figures));
process.exit(0);
