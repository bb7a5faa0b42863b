import { createRequire } from "node:module";
import { QueryFailedError, QueryRunnerAlreadyReleasedError, type DataSource, type QueryRunner } from "typeorm";
import { forgetAll, forgetWritten } from "./read-once.js";

interface GuardedDriver {
  createQueryRunner(mode?: string): QueryRunner;
}

/** Lets only the function it returns make query runners from now on. */
const guard = (dataSource: DataSource, make: () => QueryRunner): (() => QueryRunner) => {
  let allowed = false;
  (dataSource.driver as unknown as GuardedDriver).createQueryRunner = () => {
    if (!allowed) throw new Error("the database is reached through the unit of work only: use its tx");
    return make();
  };
  return () => {
    allowed = true;
    try {
      return forgetful(dataSource.createQueryRunner("master"));
    } finally {
      allowed = false;
    }
  };
};

/**
 * Lets whatever writes through this runner undo what was read through it before; a write that met nothing, or a key that was taken, lost to somebody
 * else, and then nothing that was read before is certain.
 */
const forgetful = (runner: QueryRunner): QueryRunner => {
  const query = runner.query.bind(runner) as (...statement: unknown[]) => Promise<unknown>;
  const writing = async (text: string, ...rest: unknown[]): Promise<unknown> => {
    forgetWritten(runner, text);
    try {
      const result = await query(text, ...rest);
      if ((result as { affected?: number } | undefined)?.affected === 0) forgetAll(runner);
      return result;
    } catch (error) {
      forgetAll(runner);
      throw error;
    }
  };
  const watched = (text: string, ...rest: unknown[]): Promise<unknown> => (text.startsWith("SELECT") ? query : writing)(text, ...rest);
  return Object.assign(runner, { query: watched as QueryRunner["query"] });
};

/** Runners of a pooled server: any number at once, each on a connection of its own. */
export const pooledRunners = (dataSource: DataSource): (() => QueryRunner) => {
  const driver = dataSource.driver as unknown as GuardedDriver;
  const original = driver.createQueryRunner.bind(driver);
  return guard(dataSource, () => bounded(original("master")));
};

/** Longer than a lock is waited for (5 s): a server that is silent for longer is taken for gone. */
const SILENT_MS = 8000;

interface Connection {
  query(text: string, parameters: unknown[], done: (error: Error | null, raw: unknown) => void): void;
  destroy(): void;
  stream: { destroy(): void };
}

/**
 * What TypeORM's runner answers, without its broadcasting, which nobody listens to; and a statement that the server leaves unanswered ends, its
 * connection too: one in doubt must not go back to the pool with half a unit on it.
 */
const bounded = (runner: QueryRunner): QueryRunner => {
  const ask = (connection: Connection, text: string, parameters: unknown[]): Promise<unknown> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => {
        connection.destroy();
        connection.stream.destroy();
        reject(Object.assign(new Error("the database did not answer"), { code: "ETIMEDOUT" }));
      }, SILENT_MS);
      connection.query(text, parameters, (error, raw) => {
        clearTimeout(timer);
        if (error) reject(new QueryFailedError(text, parameters, error));
        else resolve(raw);
      });
    });
  const query = async (text: string, parameters: unknown[] = [], structured = false): Promise<unknown> => {
    if (runner.isReleased) throw new QueryRunnerAlreadyReleasedError();
    const connection = (await runner.connect()) as Connection;
    runner.dataSource.logger.logQuery(text, parameters, runner);
    const raw = await ask(connection, text, parameters);
    const affected = (raw as { affectedRows?: number }).affectedRows;
    return structured ? { raw, records: Array.isArray(raw) ? [...(raw as unknown[])] : [], affected } : raw;
  };
  return Object.assign(runner, { query: query as QueryRunner["query"] });
};

/** Runners of the embedded database: one connection, so whoever uses them lets one follow the other. */
export const embeddedRunners = (dataSource: DataSource): (() => QueryRunner) => {
  const load = createRequire(import.meta.url);
  const { BetterSqlite3QueryRunner } = load("typeorm/driver/better-sqlite3/BetterSqlite3QueryRunner.js") as {
    BetterSqlite3QueryRunner: new (driver: unknown) => QueryRunner & { stmtCache: Map<string, Statement> };
  };
  const statements = new Map<string, Statement>();
  class UnitRunner extends BetterSqlite3QueryRunner {
    constructor(driver: unknown) {
      super(driver);
      this.stmtCache = statements;
    }
    override async query(text: string, parameters: unknown[] = [], structured = false): Promise<never> {
      const statement = statements.get(text);
      if (!statement || this.isReleased) {
        const asked = text === "BEGIN TRANSACTION" ? "BEGIN IMMEDIATE TRANSACTION" : text;
        return super.query(asked, parameters, structured as true) as Promise<never>;
      }
      return answered(dataSource, this, statement, text, parameters, structured) as never;
    }
  }
  return guard(dataSource, () => new UnitRunner(dataSource.driver));
};

interface Statement {
  reader: boolean;
  all(...parameters: unknown[]): unknown[];
  run(...parameters: unknown[]): { changes: number; lastInsertRowid: number };
}

/** What TypeORM's runner answers to a statement that was prepared before, without its broadcasting, which nobody listens to. */
const answered = (
  dataSource: DataSource,
  runner: QueryRunner,
  statement: Statement,
  text: string,
  parameters: readonly unknown[],
  structured: boolean,
): unknown => {
  const bound = parameters.map((value) => (typeof value === "boolean" ? Number(value) : value));
  dataSource.logger.logQuery(text, bound, runner);
  try {
    if (statement.reader) {
      const raw = statement.all(...bound);
      return structured ? { raw, records: raw } : raw;
    }
    const { changes, lastInsertRowid } = statement.run(...bound);
    return structured ? { raw: lastInsertRowid, records: [], affected: changes } : lastInsertRowid;
  } catch (error) {
    throw new QueryFailedError(text, bound, error as Error);
  }
};
