import type { QueryRunner } from "typeorm";
import { ORGANISATION_TABLES } from "../../entities/organisation-state.js";

type Rows = Record<string, unknown>[];

/** What was read in each unit of work, by table and question; gone with the unit. */
const known = new WeakMap<QueryRunner, Map<string, Map<string, Rows>>>();

/** Statements by table; what names no table counts as a write to any. */
const written = new WeakMap<QueryRunner, Map<string, number>>();
const ANYTHING = "";

const WRITTEN = /^\s*(?:INSERT\s+INTO|UPDATE|DELETE\s+FROM)\s+[`"]?(\w+)/i;
const READ = /^\s*SELECT/i;
const MARKING: ReadonlySet<string> = new Set(ORGANISATION_TABLES);

/**
 * Answers a question about one table once within a unit of work: asked again, with nothing written to the table since, it gets the same rows. A
 * conditional write that met nothing forgets everything, so that whoever lost a race reads anew what the winner left.
 */
export const readOnce = async (runner: QueryRunner, table: string, question: string, read: () => Promise<Rows>): Promise<Rows> => {
  let tables = known.get(runner);
  if (!tables) known.set(runner, (tables = new Map<string, Map<string, Rows>>()));
  let answers = tables.get(table);
  if (!answers) tables.set(table, (answers = new Map<string, Rows>()));
  const before = answers.get(question);
  if (before) return before;
  const rows = await read();
  answers.set(question, rows);
  return rows;
};

/** How often anything was written to these tables in this unit of work: equal numbers, and what was known of them still holds. */
export const writesTo = (runner: QueryRunner | undefined, tables: readonly string[]): number => {
  const counts = runner && written.get(runner);
  return counts ? tables.reduce((sum, table) => sum + (counts.get(table) ?? 0), counts.get(ANYTHING) ?? 0) : 0;
};

/** Forgets everything that was read in this unit: somebody else has changed something meanwhile. */
export const forgetAll = (runner: QueryRunner): void => {
  known.delete(runner);
  countWrite(runner, ANYTHING);
};

const countWrite = (runner: QueryRunner, table: string): void => {
  let counts = written.get(runner);
  if (!counts) written.set(runner, (counts = new Map<string, number>()));
  counts.set(table, (counts.get(table) ?? 0) + 1);
};

/** Forgets what a statement may change: what was read of its table, of what triggers on it write, or everything where that cannot be told. */
export const forgetWritten = (runner: QueryRunner, statement: string): void => {
  if (READ.test(statement)) return;
  const table = WRITTEN.exec(statement)?.[1] ?? ANYTHING;
  countWrite(runner, table);
  const tables = known.get(runner);
  if (!tables) return;
  if (table === ANYTHING) return tables.clear();
  tables.delete(table);
  if (MARKING.has(table)) tables.delete("organisation_state");
};
