import { spawn } from "node:child_process";
import { constants } from "node:os";
import mysql from "mysql2/promise";
import { quickFolder } from "../support/database.js";
import { startMariadb, type PrivateMariadb } from "./mariadb.js";

/** Names the databases of this run: its tests give them back rather than drop them. */
const PREFIX = `desk_test_${process.pid}_`;
const MOCHA = ["node_modules/mocha/bin/mocha.js", "--config", "test/mysql/.mocharc.json"];

/** The tests' exit code; a signal to this process goes on to them, so that the database is stopped whatever happens. */
const mochaAgainst = (url: string): Promise<number> =>
  new Promise((resolve, reject) => {
    const mocha = spawn(process.execPath, [...MOCHA, ...process.argv.slice(2)], {
      stdio: "inherit",
      env: { ...process.env, TEST_DATABASE_URL: url, TEST_DATABASE_PREFIX: PREFIX },
    });
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => mocha.kill(signal));
    mocha.once("error", reject);
    mocha.once("exit", (code, signal) => resolve(code ?? 128 + constants.signals[signal ?? "SIGTERM"]));
  });

const started = async (): Promise<PrivateMariadb> => {
  try {
    return await startMariadb(quickFolder());
  } catch (error) {
    if ((error as { code?: string }).code !== "ENOENT") throw error;
    console.error(
      "没有找到 mariadbd：请安装 MariaDB（apt-get install mariadb-server），或用 TEST_MYSQL_URL 指定一台可用的 MySQL/MariaDB。",
    );
    console.error("mariadbd not found: install mariadb-server, or name a server with TEST_MYSQL_URL=mysql://user:password@host:3306/name.");
    process.exit(1);
  }
};

/** On a server that goes on afterwards nothing of this run stays. */
const tidied = async (url: string): Promise<void> => {
  const connection = await mysql.createConnection({ uri: url });
  const [rows] = await connection.query<mysql.RowDataPacket[]>("SELECT schema_name AS name FROM information_schema.schemata");
  const ours = rows.map(({ name }) => String(name)).filter((name) => name.startsWith(PREFIX));
  for (const name of ours) await connection.query(`DROP DATABASE \`${name}\``);
  await connection.end();
};

const named = process.env.TEST_MYSQL_URL;
if (named) {
  process.exitCode = await mochaAgainst(named);
  await tidied(named);
} else {
  const server = await started();
  try {
    process.exitCode = await mochaAgainst(server.url);
  } finally {
    await server.stop();
  }
}
