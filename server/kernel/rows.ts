import type { EntityMetadata, EntityTarget, ObjectLiteral } from "typeorm";
import type { ColumnMetadata } from "typeorm/metadata/ColumnMetadata.js";
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

const kept = (metadata: EntityMetadata, shape: string, make: () => string): string => {
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

const selectText = (metadata: EntityMetadata, equal: object, order: readonly string[], most: number | null): string => {
  const { driver } = metadata.dataSource;
  const conditions = Object.entries(equal).map(([name, value]: [string, unknown]) => {
    const column = driver.escape(columnOf(metadata, name).databaseName);
    if (value === null) return `${column} IS NULL`;
    return Array.isArray(value) ? `${column} IN (${value.map(() => "?").join(", ")})` : `${column} = ?`;
  });
  const columns = metadata.columns.map((column) => driver.escape(column.databaseName)).join(", ");
  const sorted =
    order.length === 0 ? "" : ` ORDER BY ${order.map((name) => driver.escape(columnOf(metadata, name).databaseName)).join(", ")}`;
  return `SELECT ${columns} FROM ${driver.escape(metadata.tableName)} WHERE ${conditions.join(" AND ")}${sorted}${most === null ? "" : ` LIMIT ${most}`}`;
};

const select = async <T extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<T>,
  equal: Equal<T>,
  order: readonly string[],
  most: number | null,
): Promise<T[]> => {
  const metadata = tx.dataSource.getMetadata(entity);
  const { driver } = metadata.dataSource;
  const given = Object.entries(equal as object) as [string, unknown][];
  if (given.length === 0 || given.some(([, value]) => value === undefined))
    throw new Error(`${metadata.tableName}: a condition without value`);
  if (given.some(([, value]) => Array.isArray(value) && value.length === 0)) return [];
  const shape = `${given.map(([name, value]) => `${name}${value === null ? "?" : Array.isArray(value) ? value.length : ""}`).join()}|${order.join()}|${most ?? ""}`;
  const text = kept(metadata, shape, () => selectText(metadata, equal, order, most));
  const parameters = given.flatMap(([name, value]) => {
    if (value === null) return [];
    const column = columnOf(metadata, name);
    return (Array.isArray(value) ? (value as unknown[]) : [value]).map((each) => driver.preparePersistentValue(each, column) as unknown);
  });
  const read = async (): Promise<Record<string, unknown>[]> =>
    (await tx.query<Record<string, unknown>[]>(text, parameters)).map((row) => {
      const found: Record<string, unknown> = {};
      for (const column of metadata.columns) found[column.propertyName] = driver.prepareHydratedValue(row[column.databaseName], column);
      return found;
    });
  const rows = await (tx.queryRunner
    ? readOnce(tx.queryRunner, metadata.tableName, `${shape}|${JSON.stringify(parameters)}`, read)
    : read());
  return rows.map((row) => ({ ...row }) as T);
};

/** All rows whose columns have these values, in this order. */
export const rowsWhere = <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, equal: Equal<T>, order: Order<T> = []): Promise<T[]> =>
  select(tx, entity, equal, order, null);

/** The row with these values; null where there is none. */
export const rowWhere = async <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, equal: Equal<T>): Promise<T | null> =>
  (await select(tx, entity, equal, [], 1))[0] ?? null;

/** The row with these values; throws where there is none. */
export const rowThere = async <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, equal: Equal<T>): Promise<T> => {
  const row = await rowWhere(tx, entity, equal);
  if (!row) throw new Error(`${tx.dataSource.getMetadata(entity).tableName} has no such row`);
  return row;
};

/** Inserts rows in one statement; a column left out is empty. A key that is taken throws (`isDuplicate`). */
export const insertRows = async <T extends ObjectLiteral>(tx: Tx, entity: EntityTarget<T>, rows: readonly Partial<T>[]): Promise<void> => {
  if (rows.length === 0) return;
  const metadata = tx.dataSource.getMetadata(entity);
  const { driver } = metadata.dataSource;
  const text = kept(metadata, `insert ${rows.length}`, () => {
    const columns = metadata.columns.map((column) => driver.escape(column.databaseName)).join(", ");
    const values = `(${metadata.columns.map(() => "?").join(", ")})`;
    return `INSERT INTO ${driver.escape(metadata.tableName)} (${columns}) VALUES ${rows.map(() => values).join(", ")}`;
  });
  const parameters = rows.flatMap((row) =>
    metadata.columns.map((column) => {
      const value = (row as Record<string, unknown>)[column.propertyName];
      return value === undefined || value === null ? null : (driver.preparePersistentValue(value, column) as unknown);
    }),
  );
  await tx.query(text, parameters);
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
  const [given, changed] = [Object.entries(equal as object), Object.entries(changes)] as [string, unknown][][];
  if (!given || !changed || given.length === 0 || given.some(([, value]) => value === undefined || Array.isArray(value))) {
    throw new Error(`${metadata.tableName}: a change needs plain conditions`);
  }
  const set = changed.filter(([, value]) => value !== undefined);
  const shape = `change ${set.map(([name]) => name).join()}|${given.map(([name, value]) => `${name}${value === null ? "?" : ""}`).join()}`;
  const text = kept(metadata, shape, () => {
    const escaped = (name: string): string => driver.escape(columnOf(metadata, name).databaseName);
    const conditions = given.map(([name, value]) => (value === null ? `${escaped(name)} IS NULL` : `${escaped(name)} = ?`));
    return `UPDATE ${driver.escape(metadata.tableName)} SET ${set.map(([name]) => `${escaped(name)} = ?`).join(", ")} WHERE ${conditions.join(" AND ")}`;
  });
  const stored = ([name, value]: [string, unknown]): unknown =>
    value === null ? null : (driver.preparePersistentValue(value, columnOf(metadata, name)) as unknown);
  const parameters = [...set.map(stored), ...given.filter(([, value]) => value !== null).map(stored)];
  const result = await tx.queryRunner?.query(text, parameters, true);
  return (result as { affected?: number } | undefined)?.affected ?? 0;
};
