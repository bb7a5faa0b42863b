import { rowsOfTable, tableOf, type SheetRow } from "../spreadsheet/table.js";
import { refuse } from "./refusals.js";
import { SHEET_FORMS } from "./rules/sheet.js";

/** More rows than two years of both desks is no rota. */
const ROWS_MOST = 2000;

/** The rows of a file: of the first sheet that is not hidden where it is a workbook (.xlsx), else of its text. Throws what to do. */
export const rowsOfFile = (bytes: Buffer): SheetRow[] => {
  const read = tableOf(bytes);
  if (read === null) throw refuse("import-unreadable", "invalid", "文件不是表格。请选择 .xlsx 或 CSV 文件，或选中表格复制后粘贴到文本框。");
  return whole(read);
};

/** Cuts a table pasted from a spreadsheet (tabs) or saved as CSV into rows; empty lines are left out. Throws what to do where a quote is wrong. */
export const rowsOfText = (text: string): SheetRow[] => whole(rowsOfTable(text));

const whole = (read: ReturnType<typeof rowsOfTable>): SheetRow[] => {
  if ("rows" in read) return bounded(read.rows);
  throw refuse("import-unreadable", "invalid", `第 ${read.brokenAt} 行的引号不成对，请改正后重新导入。`);
};

const bounded = (rows: SheetRow[]): SheetRow[] => {
  if (rows.length < 2) throw refuse("import-empty", "invalid", `表格里没有内容。第一行为表头：${SHEET_FORMS}。`);
  if (rows.length > ROWS_MOST) throw refuse("import-too-long", "invalid", `一次最多导入 ${ROWS_MOST} 行，请按月或按季度分次导入。`);
  return rows;
};
