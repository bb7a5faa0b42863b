import { copyFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import mysql from "mysql2/promise";
import { startMariadb } from "../mysql/mariadb.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";

/** One statement that writes, as the program sent it. */
export interface Written {
  text: string;
  parameters: unknown[];
}

/** The bare driver on one database: each call is one transaction of these statements. */
export interface BareDriver {
  write(rows: readonly Written[]): Promise<void>;
  /** claims every pending message, so many at a time, and marks each sent; every statement by itself */
  claimAll(most: number): Promise<void>;
  close(): Promise<void>;
}

/** A database engine on which figures of the program and of its driver are taken in one run. */
export interface Engine {
  name: "sqlite" | "mariadb";
  fresh(): Promise<FreshDatabase>;
  /** another database with the same rows; returns its address */
  copy(database: FreshDatabase, name: string): Promise<string>;
  bare(url: string): Promise<BareDriver>;
  stop(): Promise<void>;
}

interface Prepared {
  run(...parameters: unknown[]): unknown;
  all(...parameters: unknown[]): unknown[];
}

type Sqlite = {
  pragma(text: string): unknown;
  prepare(text: string): Prepared;
  transaction(work: () => void): { immediate(): void };
  close(): void;
};

const fileOf = (url: string): string => url.slice("sqlite:".length);

const DUE = "SELECT id FROM outbox_message WHERE state = 'pending' ORDER BY dueAt, id LIMIT ";
const taking = (count: number): string =>
  `UPDATE outbox_message SET state = 'sending', owner = ? WHERE id IN (${Array(count).fill("?").join(", ")}) AND state = 'pending'`;
const TAKEN = "SELECT id FROM outbox_message WHERE owner = ?";
const SENT = "UPDATE outbox_message SET state = 'sent', owner = NULL WHERE id = ? AND owner = ?";

/** Asks with one statement, by whatever driver. */
type Ask = (text: string, parameters: string[]) => Promise<{ id: string }[]> | { id: string }[];

const claimAll = async (ask: Ask, most: number): Promise<void> => {
  for (let turn = 0; ; turn += 1) {
    const due = await ask(DUE + String(most), []);
    if (due.length === 0) return;
    const owner = `turn-${turn}`;
    await ask(taking(due.length), [owner, ...due.map(({ id }) => id)]);
    for (const { id } of await ask(TAKEN, [owner])) await ask(SENT, [id, owner]);
  }
};

/** Prepared statements, one immediate transaction, the program's own journal and synchronous setting. */
const bareSqlite = async (url: string): Promise<BareDriver> => {
  const Database = createRequire(import.meta.url)("better-sqlite3") as new (path: string) => Sqlite;
  const database = new Database(fileOf(url));
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  const prepared = new Map<string, Prepared>();
  const statement = (text: string) => prepared.get(text) ?? prepared.set(text, database.prepare(text)).get(text);
  return {
    async write(rows) {
      database.transaction(() => rows.forEach(({ text, parameters }) => statement(text)?.run(...parameters))).immediate();
    },
    claimAll: (most) =>
      claimAll((text, parameters) => {
        const asked = statement(text);
        if (text.startsWith("SELECT")) return (asked?.all(...parameters) ?? []) as { id: string }[];
        asked?.run(...parameters);
        return [];
      }, most),
    async close() {
      database.close();
    },
  };
};

/** The embedded database. */
export const embedded = (): Engine => ({
  name: "sqlite",
  fresh: () => freshDatabase("", tmpdir()),
  async copy({ url, folder }, name) {
    const target = `${folder}/${name}.sqlite`;
    copyFileSync(fileOf(url), target);
    return `sqlite:${target}`;
  },
  bare: bareSqlite,
  stop: async () => undefined,
});

const bareMysql = async (url: string): Promise<BareDriver> => {
  const connection = await mysql.createConnection({ uri: url, timezone: "Z" });
  await connection.query("SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED");
  return {
    async write(rows) {
      await connection.query("START TRANSACTION");
      for (const { text, parameters } of rows) await connection.query(text, parameters);
      await connection.query("COMMIT");
    },
    claimAll: (most) =>
      claimAll(async (text, parameters) => (await connection.query<(mysql.RowDataPacket & { id: string })[]>(text, parameters))[0], most),
    close: () => connection.end(),
  };
};

const copyMysql = async ({ url }: FreshDatabase, name: string): Promise<string> => {
  const connection = await mysql.createConnection({ uri: url });
  const [source, target] = [new URL(url).pathname.slice(1), `${new URL(url).pathname.slice(1)}_${name}`];
  await connection.query(`CREATE DATABASE ${target}`);
  const [tables] = await connection.query<mysql.RowDataPacket[]>("SHOW FULL TABLES WHERE Table_type = 'BASE TABLE'");
  for (const table of tables.map((row) => String(Object.values(row)[0]))) {
    await connection.query(`CREATE TABLE ${target}.\`${table}\` LIKE ${source}.\`${table}\``);
    await connection.query(`INSERT INTO ${target}.\`${table}\` SELECT * FROM ${source}.\`${table}\``);
  }
  const [procedures] = await connection.query<mysql.RowDataPacket[]>("SHOW PROCEDURE STATUS WHERE Db = DATABASE()");
  for (const { Name: procedure } of procedures) {
    const [[made]] = await connection.query<mysql.RowDataPacket[]>(`SHOW CREATE PROCEDURE \`${String(procedure)}\``);
    await connection.query(`USE ${target}`);
    await connection.query(String(made?.["Create Procedure"]));
    await connection.query(`USE ${source}`);
  }
  await connection.end();
  return Object.assign(new URL(url), { pathname: `/${target}` }).toString();
};

/** A private MariaDB; null where none is installed. */
export const mariadb = async (): Promise<Engine | null> => {
  const server = await startMariadb().catch((error: unknown) => {
    if ((error as { code?: string }).code === "ENOENT") return null;
    throw error;
  });
  return (
    server && {
      name: "mariadb",
      fresh: () => freshDatabase(server.url, tmpdir()),
      copy: copyMysql,
      bare: bareMysql,
      stop: () => server.stop(),
    }
  );
};
