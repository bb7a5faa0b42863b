import { readFileSync } from "node:fs";
import { hostname } from "node:os";

/** From the sources and from `dist/` alike. */
const PACKAGE = new URL(import.meta.url.includes("/dist/server/") ? "../../../package.json" : "../../package.json", import.meta.url);

/** This process: machine and process number, and the version that it runs. */
export const program = {
  name: `${hostname()}:${process.pid}`.slice(0, 120),
  version: (JSON.parse(readFileSync(PACKAGE, "utf8")) as { version: string }).version,
};
