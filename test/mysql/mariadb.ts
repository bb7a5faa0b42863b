import { execFileSync, spawn, type ChildProcess } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { delimiter, join } from "node:path";
import mysql from "mysql2/promise";
import { freePort } from "../support/free-port.js";

/** A database server of our own on a free loopback port, with its data in a temporary folder. */
export interface PrivateMariadb {
  url: string;
  /** kill -9: nothing is written down any more */
  kill(): Promise<void>;
  /** after `kill`: the same data on the same port; resolves once it answers */
  start(): Promise<void>;
  stop(): Promise<void>;
}

const TRIES = 150;

const answering = async (socketPath: string, prepare: readonly string[]): Promise<void> => {
  for (let tries = 0; tries < TRIES; tries += 1) {
    try {
      const connection = await mysql.createConnection({ socketPath, user: userInfo().username });
      for (const statement of prepare) await connection.query(statement);
      await connection.end();
      return;
    } catch (error) {
      if ((error as { code?: string }).code === "ER_DB_CREATE_EXISTS") throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error("mariadbd did not answer within 30 seconds");
};

const FIRST = ["CREATE DATABASE desk", "CREATE USER desk@'127.0.0.1' IDENTIFIED BY 'desk'", "GRANT ALL ON *.* TO desk@'127.0.0.1'"];

const ended = (server: ChildProcess, signal: NodeJS.Signals): Promise<void> =>
  new Promise((resolve) => {
    if (server.exitCode !== null || server.signalCode !== null) return resolve();
    server.once("exit", () => resolve());
    server.kill(signal);
  });

/** Starts `mariadbd` of the distribution, its data under `parent`; throws (ENOENT) where it is not installed. */
export const startMariadb = async (parent = tmpdir(), extra: readonly string[] = []): Promise<PrivateMariadb> => {
  // Debian keeps mariadbd where only root's PATH looks.
  if (!process.env.PATH?.includes("/usr/sbin")) process.env.PATH = [process.env.PATH, "/usr/sbin"].join(delimiter);
  const folder = mkdtempSync(join(parent, "desk-mariadb-"));
  const [data, socket, user, port] = [join(folder, "data"), join(folder, "sock"), userInfo().username, await freePort()];
  execFileSync(
    "mariadb-install-db",
    [`--datadir=${data}`, `--user=${user}`, "--auth-root-authentication-method=socket", "--skip-test-db", ...extra],
    { stdio: "ignore" },
  );
  const options = [
    "--no-defaults",
    `--user=${user}`,
    `--datadir=${data}`,
    `--port=${port}`,
    "--bind-address=127.0.0.1",
    `--socket=${socket}`,
    `--pid-file=${join(folder, "pid")}`,
    "--innodb-buffer-pool-size=256M",
    "--default-time-zone=+08:00",
    ...extra,
  ];
  let server = spawn("mariadbd", options, { stdio: "ignore" });
  await answering(socket, FIRST);
  return {
    url: `mysql://desk:desk@127.0.0.1:${port}/desk`,
    kill: () => ended(server, "SIGKILL"),
    start: async () => {
      server = spawn("mariadbd", options, { stdio: "ignore" });
      await answering(socket, []);
    },
    stop: async () => {
      await ended(server, "SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
};
