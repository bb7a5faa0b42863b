import "reflect-metadata";
import { createRequire } from "node:module";
import mysql from "mysql2";
import connecting from "mysql2/promise";
import { DataSource, type DataSourceOptions } from "typeorm";
import { ENTITIES } from "../entities/index.js";
import { isEmbedded } from "./kernel/engine.js";
import { CHAIN_ACTS } from "./migrations/1764000000150-chain-acts.js";
import { MIGRATIONS } from "./migrations/index.js";

const load = createRequire(import.meta.url);

/** Opens the database that an address names: `sqlite:PATH` (embedded) or `mysql://…` (MySQL 8, MariaDB ≥ 10.6). Throws in Chinese what to do. */
export const openDataSource = async (address: string): Promise<DataSource> => {
  const options = address.startsWith("sqlite:") ? embedded(address.slice("sqlite:".length)) : await pooled(address);
  const dataSource = new DataSource({
    ...options,
    entities: ENTITIES,
    migrations: MIGRATIONS,
    migrationsTransactionMode: "each",
  });
  return dataSource.initialize();
};

/** How long another process may take to bring the database up to date before this one gives up, in seconds. */
const MIGRATED_WITHIN_SECONDS = 120;

/**
 * Brings the database to the newest schema; the names of what was run, none where another process has done it meanwhile. On MySQL one process at a time
 * does so (GET_LOCK): the others wait for it, and one that dies gives the lock back with its connection. A backup that was restored without its
 * procedures gets them back.
 */
export const bringUpToDate = async (dataSource: DataSource): Promise<string[]> => {
  const { options } = dataSource;
  const run = async (): Promise<string[]> => (await dataSource.runMigrations()).map((migration) => migration.name);
  if (isEmbedded(dataSource)) return run();
  return alone((options as { url: string }).url, async (holder) => {
    const names = await run();
    await holder.query(CHAIN_ACTS);
    return names;
  });
};

/** Runs `work` while a connection of its own holds the lock of this database; locks are the server's, so the name carries the database's. */
const alone = async <T>(uri: string, work: (holder: connecting.Connection) => Promise<T>): Promise<T> => {
  const holder = await connecting.createConnection({ uri, connectTimeout: 5000 });
  holder.on("error", () => undefined);
  try {
    const asked = `SELECT GET_LOCK(CONCAT('desk-migrate-', MD5(DATABASE())), ${MIGRATED_WITHIN_SECONDS}) AS held`;
    const [[row]] = await holder.query<mysql.RowDataPacket[]>(asked);
    if (row?.["held"] !== 1) throw new Error("另一个进程正在更新数据库结构，等了两分钟仍未完成。请确认它是否还在运行，再重新执行。");
    return await work(holder);
  } finally {
    holder.destroy();
  }
};

const embedded = (database: string): DataSourceOptions => {
  let driver: unknown;
  try {
    driver = load("better-sqlite3");
  } catch {
    throw new Error("缺少嵌入式数据库 better-sqlite3：请执行 npm ci（需要 python3、make、g++），或用 DATABASE_URL 改用 MySQL/MariaDB。");
  }
  return {
    type: "better-sqlite3",
    database,
    driver,
    enableWAL: true,
    prepareDatabase: (db: { pragma(text: string): void }) => db.pragma("synchronous = FULL"),
  };
};

/** Session settings that every pooled connection gets: UTC, READ COMMITTED and the refusal of what does not fit do not depend on how the server was set up. */
const SESSION = [
  "SET SESSION TRANSACTION ISOLATION LEVEL READ COMMITTED",
  "SET SESSION time_zone = '+00:00', innodb_lock_wait_timeout = 5, sql_mode = CONCAT(@@SESSION.sql_mode, ',STRICT_TRANS_TABLES')",
];

const pooled = async (address: string): Promise<DataSourceOptions> => {
  const driver = {
    ...mysql,
    createPool: (options: mysql.PoolOptions) => {
      const pool = mysql.createPool(options);
      pool.on("connection", (connection) => {
        // the statement under way hears of a lost connection; without a listener the connection's own word of it would end the program
        connection.on("error", () => undefined);
        for (const statement of SESSION) connection.query(statement, (error) => error && connection.destroy());
      });
      return pool;
    },
  };
  const type = await serverKind(address);
  return {
    type,
    url: address,
    driver,
    timezone: "Z",
    charset: "utf8mb4",
    poolSize: 10,
    supportBigNumbers: true,
    extra: { connectTimeout: 5000 },
  };
};

/** MariaDB and MySQL describe their columns differently, so TypeORM must know which one it talks to. */
const serverKind = (address: string): Promise<"mariadb" | "mysql"> =>
  new Promise((resolve, reject) => {
    const connection = mysql.createConnection({ uri: address, connectTimeout: 5000 });
    connection.query("SELECT VERSION() AS version", (error: Error | null, rows: unknown) => {
      connection.destroy();
      if (error)
        reject(new Error(`连接不上数据库，请检查 DATABASE_URL 与数据库是否已启动（${(error as { code?: string }).code ?? "未知原因"}）。`));
      else resolve(/mariadb/i.test((rows as { version: string }[])[0]?.version ?? "") ? "mariadb" : "mysql");
    });
  });
