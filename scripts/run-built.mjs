import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { constants } from "node:os";
import { join } from "node:path";
import { ROOT } from "./freshness.mjs";

const ENV_FILE = join(ROOT, ".env");

/**
 * Runs a built program in this process group, with the settings of `.env` where that file exists (the environment wins over it),
 * and ends as the program ends: the same exit code, or 128 + the signal's number.
 */
export const runBuilt = (program, args) => {
  const settings = existsSync(ENV_FILE) ? [`--env-file=${ENV_FILE}`] : [];
  const child = spawn(process.execPath, [...settings, join(ROOT, "dist", program), ...args], { cwd: ROOT, stdio: "inherit" });
  for (const signal of ["SIGTERM", "SIGHUP", "SIGINT"]) {
    process.on(signal, () => {
      // A terminal gives Ctrl-C to the whole group; a second one would look like impatience.
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("exit", (code, signal) => process.exit(code ?? 128 + constants.signals[signal]));
};
