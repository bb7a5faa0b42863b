import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mysql from "mysql2/promise";

/** An empty database of a test's own. */
export interface FreshDatabase {
  url: string;
  /** folder for what the program keeps beside it */
  folder: string;
  engine: "sqlite" | "mysql";
  drop(): Promise<void>;
}

let made = 0;

const onServer = async (address: string, statement: string): Promise<void> => {
  const connection = await mysql.createConnection({ uri: address });
  await connection.query(statement);
  await connection.end();
};

/** On the server named (by default in TEST_DATABASE_URL), else a SQLite file; `parent` is where its folder is made. */
export const freshDatabase = async (server = process.env.TEST_DATABASE_URL ?? "", parent = tmpdir()): Promise<FreshDatabase> => {
  const folder = mkdtempSync(join(parent, "desk-test-"));
  const tidy = () => rmSync(folder, { recursive: true, force: true });
  if (server === "") return { url: `sqlite:${join(folder, "desk.sqlite")}`, folder, engine: "sqlite", drop: () => Promise.resolve(tidy()) };
  made += 1;
  const name = `desk_test_${process.pid}_${made}`;
  await onServer(server, `CREATE DATABASE ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return {
    url: url.toString(),
    folder,
    engine: "mysql",
    drop: async () => {
      await onServer(server, `DROP DATABASE ${name}`);
      tidy();
    },
  };
};
