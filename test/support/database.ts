import { mkdtempSync, rmSync, statfsSync } from "node:fs";
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

const MEMORY = "/dev/shm";
const ENOUGH_BYTES = 2 * 1024 ** 3;

/** A folder in memory where there is room for a database, else the usual one: a test waits for no disk. */
export const quickFolder = (): string => {
  try {
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ENOUGH_BYTES ? MEMORY : tmpdir();
  } catch {
    return tmpdir();
  }
};

/** A folder of its own for what a test writes. */
export const freshFolder = (parent = quickFolder()): string => mkdtempSync(join(parent, "desk-test-"));

let made = 0;

const onServer = async (address: string, statement: string): Promise<void> => {
  const connection = await mysql.createConnection({ uri: address });
  await connection.query(statement);
  await connection.end();
};

/** On the server named (by default in TEST_DATABASE_URL), else a SQLite file; `parent` is where its folder is made. */
export const freshDatabase = async (server = process.env.TEST_DATABASE_URL ?? "", parent = quickFolder()): Promise<FreshDatabase> => {
  const folder = freshFolder(parent);
  const tidy = () => rmSync(folder, { recursive: true, force: true });
  if (server === "") return { url: `sqlite:${join(folder, "desk.sqlite")}`, folder, engine: "sqlite", drop: () => Promise.resolve(tidy()) };
  made += 1;
  const name = `${process.env.TEST_DATABASE_PREFIX ?? "desk_test_"}${process.pid}_${made}`;
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
