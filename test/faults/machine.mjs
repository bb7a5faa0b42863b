/**
 * Loaded into the program before anything else: the machine it runs on, as a fault wants it. On SIGUSR2 the file named by FAULTS_MACHINE is read anew:
 * `clockMs` is how far the machine's clock is wrong, `full` lets the embedded database grow no more.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";

const machine = { clockMs: 0, full: false };

const RealDate = Date;
const now = () => RealDate.now() + machine.clockMs;
globalThis.Date = new Proxy(RealDate, {
  construct: (target, given, as) => Reflect.construct(target, given.length === 0 ? [now()] : given, as),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === "now" ? now : Reflect.get(target, name)),
});

const databases = [];
const require = createRequire(new URL("../../package.json", import.meta.url));
const driver = require.resolve("better-sqlite3");
const noted = (database) => {
  databases.push(database);
  return database;
};
require.cache[driver] = Object.assign(Object.create(null), require.cache[driver], {
  exports: new Proxy(require(driver), {
    construct: (target, given) => noted(new target(...given)),
    apply: (target, _self, given) => noted(new target(...given)),
  }),
});

const look = () => {
  Object.assign(machine, JSON.parse(readFileSync(process.env.FAULTS_MACHINE, "utf8")));
  for (const database of databases.filter((each) => each.open)) {
    const pages = machine.full ? database.pragma("page_count", { simple: true }) : 1_073_741_823;
    database.pragma(`max_page_count = ${pages}`);
  }
};
process.on("SIGUSR2", look);
look();
