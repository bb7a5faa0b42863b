import { benchSizes } from "./sizes.js";
import { benchStart } from "./start.js";
import { benchTap } from "./tap.js";

process.env.TZ = "UTC";

const show = (name: string, figures: object): void => {
  console.log(name);
  for (const [figure, value] of Object.entries(figures))
    console.log(`  ${figure.padEnd(20)} ${typeof value === "number" ? Math.round(value * 1000) / 1000 : String(value)}`);
};

const tap = await benchTap(Number(process.env.BENCH_TAPS ?? 150));
show("a decided tap, against the same rows by better-sqlite3 itself", tap);
const start = await benchStart(3);
show("start of the built program", start);
const sizes = benchSizes();
show("what phones load", sizes);
console.log(JSON.stringify({ tap, start, sizes }));
process.exit(0);
