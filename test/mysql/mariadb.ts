import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import mysql from "mysql2/promise";
import { freePort } from "../support/free-port.js";

/** A database server of our own on a free loopback port, with its data in a temporary folder. */
export interface PrivateMariadb {
  url: string;
  stop(): Promise<void>;
}

const answering = async (socketPath: string): Promise<void> => {
  for (let tries = 0; tries < 150; tries += 1) {
    try {
      const connection = await mysql.createConnection({ socketPath, user: userInfo().username });
      await connection.query("CREATE DATABASE desk");
      await connection.query("CREATE USER desk@'127.0.0.1' IDENTIFIED BY 'desk'");
      await connection.query("GRANT ALL ON *.* TO desk@'127.0.0.1'");
      await connection.end();
      return;
    } catch (error) {
      if ((error as { code?: string }).code === "ER_DB_CREATE_EXISTS") throw error;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error("mariadbd did not answer within 30 seconds");
};

/** Starts `mariadbd` of the distribution; throws where it is not installed. */
export const startMariadb = async (): Promise<PrivateMariadb> => {
  const folder = mkdtempSync(join(tmpdir(), "desk-mariadb-"));
  const data = join(folder, "data");
  const user = userInfo().username;
  execFileSync(
    "mariadb-install-db",
    [`--datadir=${data}`, `--user=${user}`, "--auth-root-authentication-method=socket", "--skip-test-db"],
    { stdio: "ignore" },
  );
  const port = await freePort();
  const socket = join(folder, "sock");
  const server = spawn(
    "mariadbd",
    [
      "--no-defaults",
      `--user=${user}`,
      `--datadir=${data}`,
      `--port=${port}`,
      "--bind-address=127.0.0.1",
      `--socket=${socket}`,
      `--pid-file=${join(folder, "pid")}`,
      "--innodb-buffer-pool-size=256M",
      "--default-time-zone=+08:00",
    ],
    { stdio: "ignore" },
  );
  await answering(socket);
  return {
    url: `mysql://desk:desk@127.0.0.1:${port}/desk`,
    stop: () =>
      new Promise((resolve) => {
        server.once("exit", () => {
          rmSync(folder, { recursive: true, force: true });
          resolve();
        });
        server.kill("SIGTERM");
      }),
  };
};
