import { CsvError, parse } from "csv-parse/sync";
import { looksLikeWorkbook, readWorkbook } from "../spreadsheet/read.js";
import type { Row } from "../spreadsheet/workbook.js";
import { refuse } from "./refusals.js";
import { SHEET_FORMS, type SheetRow } from "./rules/sheet.js";

/** More rows than two years of both desks is no rota. */
const ROWS_MOST = 2000;

/** The rows of a file: of the first sheet that is not hidden where it is a workbook (.xlsx), else of its text. Throws what to do. */
export const rowsOfFile = (bytes: Buffer): SheetRow[] => {
  if (!looksLikeWorkbook(bytes)) return rowsOfText(textOfFile(bytes));
  const sheets = readWorkbook(bytes);
  const sheet = sheets.find(({ hidden }) => !hidden) ?? sheets[0];
  return bounded((sheet?.rows ?? []).filter(({ hidden }) => !hidden).map(rowOf));
};

const rowOf = ({ number, cells }: Row): SheetRow => {
  const texts: string[] = Array.from({ length: Math.max(-1, ...cells.keys()) + 1 }, () => "");
  for (const [column, { value }] of cells) if (value !== null) texts[column] = typeof value === "object" ? value.day : String(value).trim();
  return { line: number, cells: texts };
};

/** The text of a table, whatever a spreadsheet saved it as: UTF-8 with or without mark, UTF-16 with mark (Unicode 文本), or GBK. Throws what to do. */
export const textOfFile = (bytes: Buffer): string => {
  for (const encoding of [markOf(bytes), "utf-8", "gb18030"]) {
    if (encoding === null) continue;
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // not this one
    }
  }
  throw refuse("import-unreadable", "invalid", "文件不是表格。请选择 .xlsx 或 CSV 文件，或选中表格复制后粘贴到文本框。");
};

const markOf = (bytes: Buffer): string | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
};

/** Cuts a table pasted from a spreadsheet (tabs) or saved as CSV into rows; empty lines are left out. Throws what to do where a quote is wrong. */
export const rowsOfText = (text: string): SheetRow[] => {
  let rows: SheetRow[];
  try {
    const delimiter = text.includes("\t") ? "\t" : [",", "，", ";", "；"];
    const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    const read = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    rows = read.map(({ record, info }) => ({ line: info.lines, cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw refuse("import-unreadable", "invalid", `第 ${String(error["lines"])} 行的引号不成对，请改正后重新导入。`);
  }
  return bounded(rows);
};

const bounded = (read: readonly SheetRow[]): SheetRow[] => {
  const rows = read.filter(({ cells }) => cells.some((cell) => cell !== ""));
  if (rows.length < 2) throw refuse("import-empty", "invalid", `表格里没有内容。第一行为表头：${SHEET_FORMS}。`);
  if (rows.length > ROWS_MOST) throw refuse("import-too-long", "invalid", `一次最多导入 ${ROWS_MOST} 行，请按月或按季度分次导入。`);
  return rows;
};
