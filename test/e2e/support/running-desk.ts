import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort } from "../../support/free-port.js";

/** The built program as `npm start` runs it, with the demonstration, on a database of its own. */
export interface RunningDesk {
  app: string;
  sandbox: string;
  stop(): Promise<void>;
}

const started = (child: ChildProcess): Promise<void> =>
  new Promise((resolve, reject) => {
    let said = "";
    child.stdout?.on("data", (chunk: Buffer) => {
      said += chunk.toString("utf8");
      if (said.includes("接口说明")) resolve();
    });
    child.once("exit", (code) => reject(new Error(`the program ended with ${code}: ${said}`)));
  });

/** Resolves once the program has printed its addresses. */
export const startDesk = async (): Promise<RunningDesk> => {
  const folder = mkdtempSync(join(tmpdir(), "desk-e2e-"));
  const [port, sandboxPort] = [await freePort(), await freePort()];
  const own = {
    PORT: String(port),
    SANDBOX_PORT: String(sandboxPort),
    DATABASE_URL: `sqlite:${join(folder, "desk.sqlite")}`,
    LOG_LEVEL: "error",
  };
  const child = spawn(process.execPath, ["dist/server/main.js"], {
    env: { PATH: process.env.PATH, ...own },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await started(child);
  return {
    app: `http://127.0.0.1:${port}`,
    sandbox: `http://127.0.0.1:${sandboxPort}`,
    stop: async () => {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
