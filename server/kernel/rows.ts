import type { EntityMetadata, EntityTarget, ObjectLiteral, QueryRunner } from "typeorm";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
import { isEmbedded } from "./engine.js";
import { readOnce } from "./read-once.js";
import type { Tx } from "./unit-of-work.js";

/** Columns and the value each must have; an array means any of its values, null means empty. */
type Equal<T> = { [K in keyof T]?: T[K] | readonly T[K][] };

type Order<T> = readonly (keyof T & string)[];

/**
 * Plain reads and inserts for the hot paths. Building the text of one statement costs TypeORM several times what running it costs, so the text is
 * made once per table and shape and kept; names, types and conversions come from the same entities. Everything else uses `tx` itself.
 */
const texts = new WeakMap<EntityMetadata, Map<string, string>>();

/** Texts for more values than this are made each time: they are many, and their making is little beside their running. */
const KEPT_VALUES = 50;

const kept = (metadata: EntityMetadata, shape: string, make: () => string, values = 0): string => {
  if (values > KEPT_VALUES) return make();
  let known = texts.get(metadata);
  if (!known) texts.set(metadata, (known = new Map<string, string>()));
  let text = known.get(shape);
  if (text === undefined) known.set(shape, (text = make()));
  return text;
};

const columnOf = (metadata: EntityMetadata, name: string): ColumnMetadata => {
  const column = metadata.findColumnWithPropertyName(name);
  if (!column) throw new Error(`${metadata.tableName} has no column ${name}`);
  return column;
};

/** Which rows, in which order, how many. */
interface Wanted {
  equal: object;
  /** a column and the most that it may be */
  upTo?: { column: string; value: unknown };
  order: readonly string[];
  /** the order runs backwards */
  latest?: true;
  most: number | null;
}

const conditionsText = (metadata: EntityMetadata, equal: object): string[] => {
  const { driver } = metadata.dataSource;
  return Object.entries(equal).map(([name, value]: [string, unknown]) => {
    const column = driver.escape(columnOf(metadata, name).databaseName);
    if (value === null) return `${column} IS NULL`;
    return Array.isArray(value) ? `${column} IN (${value.map(() => "?").join(", ")})` : `${column} = ?`;
  });
};

const selectText = (metadata: EntityMetadata, { equal, upTo, order, latest, most }: Wanted): string => {
  const { driver } = metadata.dataSource;
  const conditions = conditionsText(metadata, equal);
  if (upTo) conditions.push(`${driver.escape(columnOf(metadata, upTo.column).databaseName)} <= ?`);
  const columns = metadata.columns.map((column) => driver.escape(column.databaseName)).join(", ");
  const by = order.map((name) => `${driver.escape(columnOf(metadata, name).databaseName)}${latest ? " DESC" : ""}`);
  const sorted = by.length === 0 ? "" : ` ORDER BY ${by.join(", ")}`;
  return `SELECT ${columns} FROM ${driver.escape(metadata.tableName)} WHERE ${conditions.join(" AND ")}${sorted}${most === null ? "" : ` LIMIT ${most}`}`;
};

/** One shape is one text: names, which are empty, and how many values each has. */
const shapeOf = (given: readonly [string, unknown][]): string =>
  given.map(([name, value]) => `${name}${value === null ? "?" : Array.isArray(value) ? value.length : ""}`).join();

const valuesOf = (metadata: EntityMetadata, given: readonly [string, unknown][]): unknown[] =>
  given.flatMap(([name, value]) => {
    if (value === null) return [];
    const column = columnOf(metadata, name);
    return (Array.isArray(value) ? (value as unknown[]) : [value]).map(
      (each) => metadata.dataSource.driver.preparePersistentValue(each, column) as unknown,
    );
  });

/** The conditions as pairs; throws where one has no value, which would match everything. */
const givenOf = (metadata: EntityMetadata, equal: object): [string, unknown][] => {
  const given = Object.entries(equal) as [string, unknown][];
  if (given.length === 0 || given.some(([, value]) => value === undefined))
    throw new Error(`${metadata.tableName}: a condition without value`);
  return given;
};

const isEmptyList = ([, value]: [string, unknown]): boolean => Array.isArray(value) && value.length === 0;

/** Straight to the runner of this unit: on the way through the manager each statement would cost two more promises. */
const ask = <R>(tx: Tx, text: string, parameters: unknown[], structured = false): Promise<R> =>
  runnerOf(tx).query(text, parameters, structured as true) as Promise<unknown> as Promise<R>;

const runnerOf = ({ queryRunner }: Tx): QueryRunner => {
  if (!queryRunner) throw new Error("rows are read and written in a unit of work only");
  return queryRunner;
};

const hydrated = (metadata: EntityMetadata, row: Record<string, unknown>): Record<string, unknown> => {
  const { driver } = metadata.dataSource;
  const found: Record<string, unknown> = {};
  for (const column of metadata.columns) found[column.propertyName] = driver.prepareHydratedValue(row[column.databaseName], column);
  return found;
};

const select = async <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, wanted: Wanted): Promise<T[]> => {
  const metadata = tx.dataSource.getMetadata(entity);
  const { upTo, order, latest, most } = wanted;
  const given = givenOf(metadata, wanted.equal);
  if (given.some(isEmptyList)) return [];
  const shape = `${shapeOf(given)}|${upTo?.column ?? ""}|${order.join()}${latest ? " DESC" : ""}|${most ?? ""}`;
  const parameters = valuesOf(metadata, upTo ? [...given, [upTo.column, upTo.value]] : given);
  const text = kept(metadata, shape, () => selectText(metadata, wanted), parameters.length);
  const read = async (): Promise<Record<string, unknown>[]> =>
    (await ask<Record<string, unknown>[]>(tx, text, parameters)).map((row) => hydrated(metadata, row));
  const rows = await readOnce(runnerOf(tx), metadata.tableName, `${shape}|${JSON.stringify(parameters)}`, read);
  return rows.map((row) => ({ ...row }) as T);
};

/** All rows whose columns have these values, in this order. */
export const rowsWhere = <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, equal: Equal<T>, order: Order<T> = []): Promise<T[]> =>
  select(tx, entity, { equal, order, most: null });

/** The row with these values; null where there is none. */
export const rowWhere = async <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, equal: Equal<T>): Promise<T | null> =>
  (await select(tx, entity, { equal, order: [], most: 1 }))[0] ?? null;

/** Of the rows with these values the one with the greatest value in a column; null where there is none. */
export const lastWhere = async <T extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<T>,
  equal: Equal<T>,
  by: keyof T & string,
): Promise<T | null> => (await select(tx, entity, { equal, order: [by], latest: true, most: 1 }))[0] ?? null;

/** The first rows with these values of which a column is no more than a value, e.g. what is due by now. */
export const rowsUpTo = <T extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<T>,
  equal: Equal<T>,
  upTo: { column: keyof T & string; value: unknown },
  { order, most }: { order: Order<T>; most: number },
): Promise<T[]> => select(tx, entity, { equal, upTo, order, most });

/** The row with these values; throws where there is none. */
export const rowThere = async <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, equal: Equal<T>): Promise<T> => {
  const row = await rowWhere(tx, entity, equal);
  if (!row) throw new Error(`${tx.dataSource.getMetadata(entity).tableName} has no such row`);
  return row;
};

/**
 * The row with these values, locked until the unit ends, so that what is read of it here still holds when it is changed; throws where there is none.
 * SQLite has locked everything by then.
 */
export const rowLocked = async <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, equal: Equal<T>): Promise<T> => {
  const metadata = tx.dataSource.getMetadata(entity);
  const given = givenOf(metadata, equal);
  const lock = isEmbedded(metadata.dataSource) ? "" : " FOR UPDATE";
  const text = kept(metadata, `locked ${shapeOf(given)}`, () => selectText(metadata, { equal, order: [], most: 1 }) + lock);
  const [row] = await ask<Record<string, unknown>[]>(tx, text, valuesOf(metadata, given));
  if (!row) throw new Error(`${metadata.tableName} has no such row`);
  return hydrated(metadata, row) as T;
};

/** Inserts rows in one statement; a column left out is empty. A key that is taken throws (`isDuplicate`). */
export const insertRows = async <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, rows: readonly Partial<T>[]): Promise<void> => {
  if (rows.length === 0) return;
  const metadata = tx.dataSource.getMetadata(entity);
  const { driver } = metadata.dataSource;
  const make = (): string => {
    const columns = metadata.columns.map((column) => driver.escape(column.databaseName)).join(", ");
    const values = `(${metadata.columns.map(() => "?").join(", ")})`;
    return `INSERT INTO ${driver.escape(metadata.tableName)} (${columns}) VALUES ${rows.map(() => values).join(", ")}`;
  };
  const text = kept(metadata, `insert ${rows.length}`, make, rows.length);
  const parameters = rows.flatMap((row) =>
    metadata.columns.map((column) => {
      const value = (row as Record<string, unknown>)[column.propertyName];
      return value === undefined || value === null ? null : (driver.preparePersistentValue(value, column) as unknown);
    }),
  );
  await ask(tx, text, parameters);
};

/** Changes the rows with these values; returns how many matched, which is what decides a race. */
export const changeRows = async <T extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<T>,
  equal: Equal<T>,
  changes: Partial<T>,
): Promise<number> => {
  const metadata = tx.dataSource.getMetadata(entity);
  const { driver } = metadata.dataSource;
  const given = givenOf(metadata, equal);
  const set = (Object.entries(changes) as [string, unknown][]).filter(([, value]) => value !== undefined);
  if (given.some(isEmptyList)) return 0;
  const make = (): string => {
    const columns = set.map(([name]) => `${driver.escape(columnOf(metadata, name).databaseName)} = ?`);
    return `UPDATE ${driver.escape(metadata.tableName)} SET ${columns.join(", ")} WHERE ${conditionsText(metadata, equal).join(" AND ")}`;
  };
  const parameters = [
    ...set.map(([name, value]) => (value === null ? null : (driver.preparePersistentValue(value, columnOf(metadata, name)) as unknown))),
    ...valuesOf(metadata, given),
  ];
  const text = kept(metadata, `change ${set.map(([name]) => name).join()}|${shapeOf(given)}`, make, parameters.length);
  return (await ask<{ affected?: number }>(tx, text, parameters, true)).affected ?? 0;
};

/**
 * Changes rows each to values of its own in one statement, found by a unique column and only while `guard` is as given; returns how many matched. All
 * rows name the same columns, and each another key.
 */
export const changeEach = async <T extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<T>,
  by: { key: keyof T & string; guard?: keyof T & string },
  rows: readonly { equal: Partial<T>; changes: Partial<T> }[],
): Promise<number> => {
  const [first] = rows;
  if (!first) return 0;
  const metadata = tx.dataSource.getMetadata(entity);
  const { driver } = metadata.dataSource;
  const escaped = (name: string): string => driver.escape(columnOf(metadata, name).databaseName);
  const stored = (name: string, value: unknown): unknown =>
    value === undefined || value === null ? null : (driver.preparePersistentValue(value, columnOf(metadata, name)) as unknown);
  const chosen = `CASE ${escaped(by.key)} ${rows.map(() => "WHEN ? THEN ?").join(" ")} END`;
  const changed = Object.keys(first.changes);
  const make = (): string =>
    `UPDATE ${driver.escape(metadata.tableName)} SET ${changed.map((name) => `${escaped(name)} = ${chosen}`).join(", ")} ` +
    `WHERE ${escaped(by.key)} IN (${rows.map(() => "?").join(", ")})${by.guard ? ` AND ${escaped(by.guard)} = ${chosen}` : ""}`;
  const shape = `each ${changed.join()}|${by.key}|${by.guard ?? ""}|${rows.length}`;
  const keys = rows.map(({ equal }) => stored(by.key, equal[by.key]));
  const pairs = (name: string, of: (row: (typeof rows)[number]) => Partial<T>): unknown[] =>
    rows.flatMap((row, index) => [keys[index], stored(name, of(row)[name])]);
  const parameters = [
    ...changed.flatMap((name) => pairs(name, ({ changes }) => changes)),
    ...keys,
    ...(by.guard ? pairs(by.guard, ({ equal }) => equal) : []),
  ];
  return (await ask<{ affected?: number }>(tx, kept(metadata, shape, make, rows.length), parameters, true)).affected ?? 0;
};

/** Runs what may have to be taken back by itself: where it says false, nothing of what it wrote stays. */
export const undoable = async (tx: Tx, work: () => Promise<boolean>): Promise<boolean> => {
  await tx.query("SAVEPOINT undoable");
  const stays = await work();
  await tx.query(stays ? "RELEASE SAVEPOINT undoable" : "ROLLBACK TO SAVEPOINT undoable");
  return stays;
};
