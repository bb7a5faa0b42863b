import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import mysql from "mysql2/promise";
import { openDataSource } from "../../server/data-source.js";
import { freshDatabase, freshFolder, type FreshDatabase } from "./database.js";

/**
 * A database of a test's own at the newest schema, with nothing in it. The migrations run once in a process: a SQLite file is copied from then on, and
 * on a server that `npm run test:mysql` looks after a database that was given back is emptied and given out again.
 */
export const migratedDatabase = async (): Promise<FreshDatabase> => {
  if (process.env.TEST_DATABASE_URL) return onServer();
  const fresh = await freshDatabase();
  writeFileSync(fresh.url.slice("sqlite:".length), (pattern ??= await migratedFile()));
  return fresh;
};

let pattern: Buffer | undefined;

const migrate = async (url: string): Promise<void> => {
  const dataSource = await openDataSource(url);
  await dataSource.runMigrations();
  await dataSource.destroy();
};

const migratedFile = async (): Promise<Buffer> => {
  const folder = freshFolder();
  try {
    const file = join(folder, "desk.sqlite");
    await migrate(`sqlite:${file}`);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};

const given: (() => FreshDatabase)[] = [];

const onServer = async (): Promise<FreshDatabase> => {
  const kept = given.pop();
  if (kept) return kept();
  const fresh = await freshDatabase();
  await migrate(fresh.url);
  return process.env.TEST_DATABASE_PREFIX ? returned(fresh, await onIt(fresh, asMigrated)) : fresh;
};

/** The same, given back when it is dropped; one whose schema a test has changed, or that somebody is still connected to, is dropped indeed. */
const returned = (database: FreshDatabase, usual: Migrated): FreshDatabase => ({
  ...database,
  drop: async () => {
    if (!(await onIt(database, (connection) => emptied(connection, usual)))) return database.drop();
    rmSync(database.folder, { recursive: true, force: true });
    given.push(() => returned({ ...database, folder: freshFolder() }, usual));
  },
});

const onIt = async <T>({ url }: FreshDatabase, work: (connection: mysql.Connection) => Promise<T>): Promise<T> => {
  const connection = await mysql.createConnection({ uri: url, multipleStatements: true });
  try {
    return await work(connection);
  } finally {
    await connection.end();
  }
};

interface Schema {
  tables: string[];
  guards: string[];
}

const schemaOf = async (connection: mysql.Connection): Promise<Schema> => {
  const names = async (column: string, from: string, schema: string): Promise<string[]> => {
    const [rows] = await connection.query<mysql.RowDataPacket[]>(
      `SELECT ${column} AS name FROM information_schema.${from} WHERE ${schema} = DATABASE() ORDER BY 1`,
    );
    return rows.map(({ name }) => String(name));
  };
  const triggers = await names("trigger_name", "triggers", "trigger_schema");
  const routines = await names("routine_name", "routines", "routine_schema");
  return { tables: await names("table_name", "tables", "table_schema"), guards: [...triggers, ...routines] };
};

interface Migrated extends Schema {
  /** what the migrations themselves wrote, by table */
  rows: ReadonlyMap<string, unknown[][]>;
}

const asMigrated = async (connection: mysql.Connection): Promise<Migrated> => {
  const schema = await schemaOf(connection);
  const rows = new Map<string, unknown[][]>();
  for (const table of await filled(connection, schema)) {
    const [found] = await connection.query<mysql.RowDataPacket[]>("SELECT * FROM ??", [table]);
    rows.set(
      table,
      found.map((row) => Object.values(row)),
    );
  }
  return { ...schema, rows };
};

const filled = async (connection: mysql.Connection, { tables }: Schema): Promise<string[]> => {
  const asked = tables
    .filter((table) => table !== "migrations")
    .map((table) => `SELECT '${table}' AS name FROM DUAL WHERE EXISTS (SELECT 1 FROM \`${table}\`)`);
  const [found] = await connection.query<mysql.RowDataPacket[]>(asked.join(" UNION ALL "));
  return found.map(({ name }) => String(name));
};

const emptied = async (connection: mysql.Connection, { rows, ...usual }: Migrated): Promise<boolean> => {
  if (JSON.stringify(await schemaOf(connection)) !== JSON.stringify(usual)) return false;
  const [others] = await connection.query<mysql.RowDataPacket[]>(
    "SELECT id FROM information_schema.processlist WHERE db = DATABASE() AND id <> CONNECTION_ID()",
  );
  if (others.length > 0) return false;
  const emptying = (await filled(connection, usual)).map((table) => `TRUNCATE TABLE \`${table}\``);
  await connection.query(["SET SESSION foreign_key_checks = 0", ...emptying].join("; "));
  for (const [table, values] of rows) await connection.query("INSERT INTO ?? VALUES ?", [table, values]);
  return true;
};
