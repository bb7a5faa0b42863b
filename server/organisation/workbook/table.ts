import { columnName, type Merge, type Row, type Sheet } from "../../spreadsheet/workbook.js";
import { folded, readCell, seen } from "./cells.js";
import type { ColumnLayout, TableLayout } from "./layout.js";

/** Where something stands on a sheet: row from 1, column from 0; null: the row, or the sheet, as a whole. */
export interface Spot {
  row: number | null;
  column: number | null;
}

/** Something that could not be read on a sheet; `field`: the value of that row which therefore stays open. */
export interface Trouble extends Spot {
  message: string;
}

/** A row of the table by field; what could not be read is not among the values. */
export interface Entry {
  row: number;
  values: ReadonlyMap<string, unknown>;
}

/** One sheet as far as it could be read. */
export interface Table {
  /** false: nothing is known of its rows */
  readable: boolean;
  entries: readonly Entry[];
  troubles: readonly Trouble[];
  /** where each field stands */
  columns: ReadonlyMap<string, number>;
}

/** Headings are looked for in so many rows with content: people like to write a title above. */
const HEADING_WITHIN = 10;

interface Headings {
  row: number;
  /** column → what it holds */
  known: ReadonlyMap<number, ColumnLayout>;
  troubles: readonly Trouble[];
}

/** Reads a sheet as a table: every heading known and none missing, every row whole and visible. Tells everything that is wrong at once. */
export const readTable = (sheet: Sheet, layout: TableLayout): Table => {
  const headings = headingsOf(sheet, layout);
  if (headings === null) {
    const wanted = layout.columns.map((column) => column.heading).join("、");
    return {
      readable: false,
      entries: [],
      columns: new Map(),
      troubles: [{ row: null, column: null, message: `没有找到标题行，标题应为：${wanted}` }],
    };
  }
  const columns = new Map([...headings.known].map(([column, { field }]) => [field, column]));
  const rows = sheet.rows.filter((row) => row.number > headings.row && hasContent(row));
  const read = headings.troubles.length > 0 ? [] : rows.map((row) => readRow(row, sheet, headings));
  return {
    readable: headings.troubles.length === 0,
    columns,
    entries: read.map(({ entry }) => entry),
    troubles: [...headings.troubles, ...read.flatMap(({ troubles }) => troubles)],
  };
};

const shows = (row: Row, column: number): string => {
  const value = row.cells.get(column)?.value ?? "";
  return typeof value === "object" ? value.day : seen(String(value));
};

const hasContent = (row: Row): boolean =>
  [...row.cells].some(([column, cell]) => cell.error !== null || cell.formula || shows(row, column) !== "");

const headingsOf = (sheet: Sheet, layout: TableLayout): Headings | null => {
  const byHeading = new Map(layout.columns.map((column) => [folded(column.heading), column]));
  const known = (row: Row): [number, ColumnLayout][] =>
    [...row.cells.keys()].flatMap((column) => {
      const found = byHeading.get(folded(shows(row, column)));
      return found ? [[column, found]] : [];
    });
  const row = sheet.rows
    .filter(hasContent)
    .slice(0, HEADING_WITHIN)
    .find((candidate) => new Set(known(candidate).map(([, column]) => column)).size >= Math.min(2, layout.columns.length));
  if (!row) return null;
  const columns = new Map(known(row));
  return { row: row.number, known: columns, troubles: headingTroubles(row, sheet, layout, columns) };
};

const headingTroubles = (row: Row, sheet: Sheet, layout: TableLayout, known: ReadonlyMap<number, ColumnLayout>): Trouble[] => {
  const at = (column: number | null, message: string): Trouble => ({ row: row.number, column, message });
  const missing = layout.columns.filter((column) => ![...known.values()].includes(column)).map((column) => column.heading);
  const twice = [...known].filter(([column, { field }]) => [...known].some(([other, its]) => other < column && its.field === field));
  const headed = [...row.cells.keys()].filter((column) => shows(row, column) !== "");
  const filled = new Set(
    sheet.rows
      .filter((below) => below.number > row.number)
      .flatMap((below) => [...below.cells.keys()].filter((column) => shows(below, column) !== "")),
  );
  return [
    ...(missing.length > 0 ? [at(null, `缺少这些列：${missing.join("、")}；没有内容的列也请保留标题`)] : []),
    ...twice.map(([column, { heading }]) => at(column, `标题「${heading}」出现了两次，请删除一列`)),
    ...headed
      .filter((column) => !known.has(column))
      .map((column) =>
        at(column, `没有「${shows(row, column)}」这一列，请删除（可用：${layout.columns.map((each) => each.heading).join("、")}）`),
      ),
    ...[...filled]
      .filter((column) => !headed.includes(column))
      .sort((one, other) => one - other)
      .map((column) => at(column, `${columnName(column)} 列有内容却没有标题，请补上标题或删除这一列`)),
    ...[...known]
      .filter(([column]) => sheet.hiddenColumns.has(column))
      .map(([column, { heading }]) => at(column, `「${heading}」列被隐藏，请取消隐藏后再导入`)),
  ];
};

const readRow = (row: Row, sheet: Sheet, headings: Headings): { entry: Entry; troubles: Trouble[] } => {
  const at = (column: number | null, message: string): Trouble => ({ row: row.number, column, message });
  const entry = { row: row.number, values: new Map<string, unknown>() };
  const merge = sheet.merges.find((each) => within(each, row.number, headings));
  const unseen = row.hidden
    ? "这一行被隐藏（可能是筛选），请取消隐藏或删除后再导入"
    : merge && `${mergeWords(merge)}是合并单元格，请取消合并后逐格填写`;
  const troubles: Trouble[] = [];
  for (const [column, layout] of headings.known) {
    const reading = readCell(row.cells.get(column), layout);
    if ("value" in reading) entry.values.set(layout.field, reading.value);
    else troubles.push(at(column, reading.problem));
  }
  return { entry, troubles: unseen ? [at(null, unseen)] : troubles };
};

const within = ({ rows, columns }: Merge, row: number, { known }: Headings): boolean =>
  row >= rows[0] && row <= rows[1] && [...known.keys()].some((column) => column >= columns[0] && column <= columns[1]);

const mergeWords = ({ rows, columns }: Merge): string => `${columnName(columns[0])}${rows[0]}:${columnName(columns[1])}${rows[1]} `;
