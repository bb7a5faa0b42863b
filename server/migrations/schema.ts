import { Table, TableColumn, type QueryRunner, type TableColumnOptions } from "typeorm";

/**
 * How a migration writes down a table for both engines. Migrations import no entity: what stands here is history and does not follow later changes.
 */
interface Column {
  name: string;
  type: "varchar" | "text" | "int" | "boolean" | "instant" | "json";
  length?: number;
  nullable?: true;
  primary?: true;
}

export const id: Column = { name: "id", type: "varchar", length: 36, primary: true };
export const key = (name: string, length: number): Column => ({ name, type: "varchar", length });
export const ref = (name: string): Column => key(name, 36);
export const day = (name: string): Column => key(name, 10);
export const text = (name: string): Column => ({ name, type: "text" });
export const int = (name: string): Column => ({ name, type: "int" });
export const flag = (name: string): Column => ({ name, type: "boolean" });
export const instant = (name: string): Column => ({ name, type: "instant" });
export const json = (name: string): Column => ({ name, type: "json" });
export const primary = (column: Column): Column => ({ ...column, primary: true });
export const optional = (column: Column): Column => ({ ...column, nullable: true });

export interface TableSketch {
  name: string;
  columns: readonly Column[];
  uniques?: Readonly<Record<string, readonly string[]>>;
  indices?: Readonly<Record<string, readonly string[]>>;
}

/** True on the embedded engine. */
export const isEmbedded = (runner: QueryRunner): boolean => runner.dataSource.options.type === "better-sqlite3";

const columnOptions = (column: Column, embedded: boolean): TableColumnOptions => {
  const shared = { name: column.name, isNullable: column.nullable ?? false, isPrimary: column.primary ?? false };
  switch (column.type) {
    case "varchar":
      return { ...shared, type: "varchar", length: String(column.length) };
    case "int":
      return { ...shared, type: embedded ? "integer" : "int" };
    case "boolean":
      return { ...shared, type: embedded ? "boolean" : "tinyint" };
    case "instant":
      return { ...shared, type: "datetime", precision: 3 };
    case "text":
    case "json":
      return { ...shared, type: column.type };
  }
};

/** Creates the tables in order; on MySQL with keys and texts compared byte by byte, whatever the server's default. */
export const createTables = async (runner: QueryRunner, sketches: readonly TableSketch[]): Promise<void> => {
  const embedded = isEmbedded(runner);
  if (!embedded) await runner.query("ALTER DATABASE CHARACTER SET utf8mb4 COLLATE utf8mb4_bin");
  for (const { name, columns, uniques = {}, indices = {} } of sketches) {
    const unique = Object.entries(uniques).map(([constraint, columnNames]) => ({ name: constraint, columnNames: [...columnNames] }));
    const plain = Object.entries(indices).map(([index, columnNames]) => ({ name: index, columnNames: [...columnNames] }));
    const table = new Table({
      name,
      columns: columns.map((column) => columnOptions(column, embedded)),
      uniques: embedded ? unique : [],
      indices: embedded ? plain : [...plain, ...unique.map((constraint) => ({ ...constraint, isUnique: true }))],
    });
    await runner.createTable(table);
  }
};

/** Drops the tables in the opposite order. */
export const dropTables = async (runner: QueryRunner, sketches: readonly TableSketch[]): Promise<void> => {
  for (const { name } of [...sketches].reverse()) await runner.dropTable(name);
};

/**
 * Adds columns to a table that has rows; each is nullable, since those rows have no value for it. The table is looked at anew: SQLite's is rebuilt with
 * what is known of it, and an index made by hand since would be lost.
 */
export const addColumns = async (runner: QueryRunner, table: string, columns: readonly Column[]): Promise<void> => {
  const embedded = isEmbedded(runner);
  await runner.getTable(table);
  await runner.addColumns(
    table,
    columns.map((column) => new TableColumn(columnOptions(optional(column), embedded))),
  );
};

/** Takes the columns out again. */
export const dropColumns = async (runner: QueryRunner, table: string, columns: readonly Column[]): Promise<void> => {
  await runner.getTable(table);
  await runner.dropColumns(
    table,
    columns.map((column) => column.name),
  );
};
