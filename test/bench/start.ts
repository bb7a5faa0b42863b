import { spawn, type ChildProcess } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { freshDatabase } from "../support/database.js";
import { freePort } from "../support/free-port.js";

const MAIN = "dist/server/main.js";

const ready = async (port: number): Promise<void> => {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/readyz`).catch(() => null);
    if (answer?.status === 200) return;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
};

const stop = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) => {
    child.once("exit", () => resolve());
    child.kill("SIGTERM");
  });

const residentMb = (pid: number): number =>
  Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? Number.NaN) / 1024;

/** How soon the built program answers /readyz, and what it holds in memory after a minute's worth of polling; null where it is not built. */
export const benchStart = async (rounds: number) => {
  if (!existsSync(MAIN)) return { skipped: "dist/ is not built: npm run build:server" };
  const database = await freshDatabase("", tmpdir());
  const times: number[] = [];
  let memory = Number.NaN;
  for (let round = 0; round <= rounds; round += 1) {
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const env = { ...process.env, PORT: String(port), SANDBOX_PORT: String(sandboxPort), DATABASE_URL: database.url, LOG_LEVEL: "error" };
    const startedAt = performance.now();
    const child = spawn(process.execPath, [MAIN], { env, stdio: "ignore" });
    await ready(port);
    if (round > 0) times.push(performance.now() - startedAt);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    memory = residentMb(child.pid ?? 0);
    await stop(child);
  }
  await database.drop();
  const readyMs = times.sort((one, other) => one - other)[Math.floor(times.length / 2)] ?? Number.NaN;
  return { readyMs, readyCeilingMs: 1500, residentMb: memory, residentCeilingMb: 160 };
};
