import type { EntityTarget, ObjectLiteral } from "typeorm";
import type { Tx } from "../../server/kernel/unit-of-work.js";

/** Parts of a statement, the same on both engines: the running number as text behind a word, and a column's moment so many seconds earlier. */
interface Made {
  (word: string): string;
  ago(column: string): string;
}

const numbers = (embedded: boolean, from: number, to: number): string =>
  embedded
    ? `(WITH RECURSIVE n(seq) AS (SELECT ${from} UNION ALL SELECT seq + 1 FROM n WHERE seq < ${to}) SELECT seq FROM n)`
    : `(SELECT seq FROM seq_${from}_to_${to})`;

/**
 * Stores one row again for every number from `from` to `to`, by one statement. `different` gives the columns that differ, as SQL; `made` makes them.
 */
export const storeMany = async <E extends ObjectLiteral>(
  tx: Tx,
  entity: EntityTarget<E>,
  template: string,
  [from, to]: readonly [number, number],
  different: (made: Made) => Partial<Record<keyof E & string, string>>,
): Promise<void> => {
  const { columns, tableName, dataSource } = tx.dataSource.getMetadata(entity);
  const embedded = dataSource.options.type === "better-sqlite3";
  const made: Made = Object.assign((word: string) => (embedded ? `('${word}' || n.seq)` : `CONCAT('${word}', n.seq)`), {
    ago: (column: string) =>
      embedded ? `strftime('%Y-%m-%d %H:%M:%f', t.${column}, '-' || n.seq || ' seconds')` : `t.${column} - INTERVAL n.seq SECOND`,
  });
  const changed = different(made);
  const names = columns.map((column) => column.databaseName);
  const values = names.map((name) => (changed as Record<string, string>)[name] ?? `t.${dataSource.driver.escape(name)}`);
  const list = names.map((name) => dataSource.driver.escape(name)).join(", ");
  await tx.query(
    `INSERT INTO ${tableName} (${list}) SELECT ${values.join(", ")} FROM ${tableName} t, ${numbers(embedded, from, to)} n WHERE t.id = '${template}'`,
  );
};
