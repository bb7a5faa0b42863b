import { AsyncLocalStorage } from "node:async_hooks";
import type { DataSource, EntityManager, QueryRunner } from "typeorm";
import { isEmbedded } from "./engine.js";
import { beyondIntention } from "./intention.js";
import { Refusal } from "./refusal.js";
import { embeddedRunners, pooledRunners } from "./runners.js";

/** The open transaction. Whoever takes one first never opens another. */
export type Tx = EntityManager;

interface Hooks {
  beforeCommit: Map<string, (tx: Tx) => Promise<void>>;
  conclusion: ((tx: Tx) => Promise<void>) | null;
  afterCommit: (() => void)[];
}

/** Tries of a unit of work that lost a deadlock or waited too long for a lock (MySQL 1213, 1205). */
const TRIES = 4;
const LOCK_LOST = new Set([1213, 1205]);

/** MySQL's error number of a failed statement; null on SQLite and for other errors. */
export const errnoOf = (error: unknown): number | null => {
  const driver = (error as { driverError?: { errno?: unknown } }).driverError;
  return typeof driver?.errno === "number" ? driver.errno : null;
};

/** True where a unique key said that the row is already there (MySQL 1062, SQLite's unique and primary key constraints). */
export const isDuplicate = (error: unknown): boolean => {
  const driver = (error as { driverError?: { code?: string; errno?: number } }).driverError;
  return driver?.errno === 1062 || driver?.code === "SQLITE_CONSTRAINT_UNIQUE" || driver?.code === "SQLITE_CONSTRAINT_PRIMARYKEY";
};

/**
 * The only door to the database. TypeORM gives all code on SQLite one shared query runner, in which two transactions at once melt into one and
 * committed rows vanish; so units of work queue there (first come, first served, BEGIN IMMEDIATE), each with a runner of its own that is dead
 * afterwards. On both engines a repository used outside a unit of work throws, and so does a unit opened inside another.
 */
export class UnitOfWork {
  readonly #inside = new AsyncLocalStorage<{ open: boolean }>();
  readonly #hooks = new WeakMap<Tx, Hooks>();
  readonly #newRunner: () => QueryRunner;
  readonly #embedded: boolean;
  #tail: Promise<unknown> = Promise.resolve();

  constructor(dataSource: DataSource) {
    this.#embedded = isEmbedded(dataSource);
    this.#newRunner = this.#embedded ? embeddedRunners(dataSource) : pooledRunners(dataSource);
  }

  /** Runs `work` in one transaction and returns what it returns; everything it wrote is kept, or nothing. */
  run<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#enter(() => this.#transaction(work));
  }

  /** As `run`, for what several processes do at the same moment: null where another was first, which a unique key says. */
  once<T>(work: (tx: Tx) => Promise<T>): Promise<T | null> {
    return this.run(work).catch((error: unknown) => {
      if (isDuplicate(error)) return null;
      throw error;
    });
  }

  /** Runs reads only: on MySQL without a transaction, on SQLite queued like the rest so that no half-written unit is seen. */
  read<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    return this.#enter(() => this.#reading(work));
  }

  /** Does `step` before the commit, once per transaction and name however often it is asked for. */
  beforeCommit(tx: Tx, name: string, step: (tx: Tx) => Promise<void>): void {
    this.#hooksOf(tx).beforeCommit.set(name, step);
  }

  /** Does `step` after all others, once per transaction. It may itself commit, by the database's own means: nothing of the unit follows it. */
  concludeWith(tx: Tx, step: (tx: Tx) => Promise<void>): void {
    this.#hooksOf(tx).conclusion = step;
  }

  /** Calls `step` once the transaction stands; never after a rollback. */
  afterCommit(tx: Tx, step: () => void): void {
    this.#hooksOf(tx).afterCommit.push(step);
  }

  #hooksOf(tx: Tx): Hooks {
    const hooks = this.#hooks.get(tx);
    if (!hooks) throw new Error("a hook was asked for outside a transaction");
    return hooks;
  }

  #enter<T>(start: () => Promise<T>): Promise<T> {
    if (this.#inside.getStore()?.open) return Promise.reject(new Error("a unit of work was opened inside another: pass its tx on instead"));
    const scope = { open: true };
    const guarded = () => this.#inside.run(scope, start).finally(() => (scope.open = false));
    if (!this.#embedded) return guarded();
    const result = this.#tail.then(guarded);
    this.#tail = result.catch(() => undefined);
    return result;
  }

  async #transaction<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    for (let attempt = 1; ; attempt += 1) {
      try {
        return await this.#attempt(work);
      } catch (error) {
        if (error instanceof NotBegun) {
          if (attempt >= TRIES) throw error.cause;
          continue;
        }
        const errno = errnoOf(error);
        if (errno === null || !LOCK_LOST.has(errno)) throw error;
        if (attempt >= TRIES)
          throw new Refusal({ code: "storage.busy", kind: "busy", detail: "系统正忙，请稍后再试；已填写的内容没有丢失。" });
        await new Promise((resolve) => setTimeout(resolve, attempt * 15));
      }
    }
  }

  async #attempt<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.#newRunner();
    const tx = runner.manager;
    const hooks: Hooks = { beforeCommit: new Map(), conclusion: null, afterCommit: [] };
    this.#hooks.set(tx, hooks);
    try {
      await begin(runner);
      const result = await work(tx);
      for (const step of hooks.beforeCommit.values()) await step(tx);
      await hooks.conclusion?.(tx);
      await runner.commitTransaction();
      // what follows a commit is outside this unit and may open one of its own
      this.#inside.exit(() => beyondIntention(() => hooks.afterCommit.forEach((step) => step())));
      return result;
    } catch (error) {
      if (runner.isTransactionActive) await runner.rollbackTransaction().catch(() => undefined);
      throw error;
    } finally {
      this.#hooks.delete(tx);
      await release(runner);
    }
  }

  async #reading<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
    const runner = this.#newRunner();
    try {
      return await work(runner.manager);
    } finally {
      await release(runner);
    }
  }
}

/** The connection that was taken from the pool is dead, and nothing was asked of it yet: on another one the unit can begin anew. */
class NotBegun extends Error {}

const begin = async (runner: QueryRunner): Promise<void> => {
  try {
    await runner.startTransaction();
  } catch (error) {
    throw (error as { code?: string }).code === "ETIMEDOUT" ? new NotBegun("a connection fell silent", { cause: error }) : error;
  }
};

const release = async (runner: QueryRunner): Promise<void> => {
  await runner.release();
  // SQLite's runner does not mark itself: without this, a statement that somebody forgot to await would join the next transaction.
  Object.assign(runner, { isReleased: true });
};
