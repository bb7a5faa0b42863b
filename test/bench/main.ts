import { embedded, mariadb } from "./engines.js";
import { benchSizes } from "./sizes.js";
import { benchStart } from "./start.js";
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
const taps = Number(process.env.BENCH_TAPS ?? 150);
const sqlite = embedded();
const maria = await mariadb();
await take("tap", "a decided tap, against the same rows by better-sqlite3 itself", () => benchTap(sqlite, taps));
await take("tapMariadb", "a decided tap, against the same rows by mysql2 itself", () => (maria ? benchTap(maria, taps) : NONE));
await take("start", "start of the built program", () => benchStart(3));
await take("sizes", "what phones load", benchSizes);
await maria?.stop();
console.log(JSON.stringify(figures));
process.exit(0);
