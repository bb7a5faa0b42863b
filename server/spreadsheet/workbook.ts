/** What a cell says. A number that the workbook shows as a day is a day. */
export type CellValue = string | number | boolean | { readonly day: string };

export interface Cell {
  /** null: nothing, or a formula without result */
  readonly value: CellValue | null;
  /** counted by the workbook, not typed */
  readonly formula: boolean;
  /** Excel's word for what went wrong, e.g. #N/A */
  readonly error: string | null;
}

export interface Row {
  /** as people count, from 1 */
  readonly number: number;
  readonly hidden: boolean;
  /** by column, from 0; what has no content is not there */
  readonly cells: ReadonlyMap<number, Cell>;
}

/** Cells that are shown as one; rows from 1, columns from 0, both ends within. */
export interface Merge {
  readonly rows: readonly [first: number, last: number];
  readonly columns: readonly [first: number, last: number];
}

export interface Sheet {
  readonly name: string;
  readonly hidden: boolean;
  /** only rows with content, top to bottom */
  readonly rows: readonly Row[];
  readonly hiddenColumns: ReadonlySet<number>;
  readonly merges: readonly Merge[];
}

/** A, B … Z, AA as people name a column; counted from 0. */
export const columnName = (column: number): string =>
  (column >= 26 ? columnName(Math.floor(column / 26) - 1) : "") + String.fromCharCode(65 + (column % 26));

/** Row (from 1) and column (from 0) of an address such as B12; null for anything else. */
export const addressOf = (text: string): { row: number; column: number } | null => {
  const match = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/.exec(text);
  if (!match) return null;
  const column = [...(match[1] ?? "").toUpperCase()].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0) - 1;
  return { row: Number(match[2]), column };
};
