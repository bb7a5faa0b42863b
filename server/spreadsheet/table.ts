import { CsvError, parse } from "csv-parse/sync";
import { Refusal } from "../kernel/refusal.js";
import { looksLikeWorkbook, readWorkbook } from "./read.js";
import type { Row } from "./workbook.js";

/** One row of a table as it was read; `line` counts from 1 as the writer sees it. */
export interface SheetRow {
  line: number;
  cells: readonly string[];
}

/** What is wrong with one row, in Chinese. */
export interface LineFault {
  line: number;
  message: string;
}

/** More faults than these are not told one by one: nobody reads on. */
const FAULTS_MOST = 200;

/** The refusal of a table of which nothing was written, with a line per fault. */
export const faultyTable = (faults: readonly LineFault[], { code, article }: { code: string; article: string }): Refusal =>
  new Refusal({
    ...{ code, kind: "invalid", article },
    detail: `表格有 ${faults.length} 处错误，没有写入任何内容；请逐条改正后重新导入。`,
    fields: faults.slice(0, FAULTS_MOST).map(({ line, message }) => ({ path: `第 ${line} 行`, message })),
  });

const isFilled = ({ cells }: SheetRow): boolean => cells.some((cell) => cell !== "");

/** The filled rows of a workbook's first sheet that is not hidden, without hidden rows. Throws the refusal `spreadsheet.unreadable`. */
export const rowsOfWorkbook = (bytes: Buffer): SheetRow[] => {
  const sheets = readWorkbook(bytes);
  const sheet = sheets.find(({ hidden }) => !hidden) ?? sheets[0];
  return (sheet?.rows ?? [])
    .filter(({ hidden }) => !hidden)
    .map(rowOf)
    .filter(isFilled);
};

const rowOf = ({ number, cells }: Row): SheetRow => {
  const texts: string[] = Array.from({ length: Math.max(-1, ...cells.keys()) + 1 }, () => "");
  for (const [column, { value }] of cells) if (value !== null) texts[column] = typeof value === "object" ? value.day : String(value).trim();
  return { line: number, cells: texts };
};

/** The rows of a file: a workbook's, else those of its text. `brokenAt`: the line where a quote is wrong; null: it is no table. */
export const tableOf = (bytes: Buffer): { rows: SheetRow[] } | { brokenAt: string } | null => {
  if (looksLikeWorkbook(bytes)) return { rows: rowsOfWorkbook(bytes) };
  const text = textOfTable(bytes);
  return text === null ? null : rowsOfTable(text);
};

/** The text of a table, whatever a spreadsheet saved it as: UTF-8 with or without mark, UTF-16 with mark (Unicode 文本), or GBK. null: it is no text. */
export const textOfTable = (bytes: Buffer): string | null => {
  for (const encoding of [markOf(bytes), "utf-8", "gb18030"]) {
    if (encoding === null) continue;
    try {
      return new TextDecoder(encoding, { fatal: true }).decode(bytes);
    } catch {
      // not this one
    }
  }
  return null;
};

const markOf = (bytes: Buffer): string | null => {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return bytes[0] === 0xfe && bytes[1] === 0xff ? "utf-16be" : null;
};

/** Cuts a table pasted from a spreadsheet (tabs) or saved as CSV into rows; empty lines are left out. `brokenAt`: the line where a quote is wrong. */
export const rowsOfTable = (text: string): { rows: SheetRow[] } | { brokenAt: string } => {
  try {
    const delimiter = text.includes("\t") ? "\t" : [",", "，", ";", "；"];
    const options = { bom: true, delimiter, info: true, relax_column_count: true, skip_empty_lines: true, trim: true } as const;
    const read = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
    return { rows: read.map(({ record, info }) => ({ line: info.lines, cells: record })).filter(isFilled) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { brokenAt: String(error["lines"]) };
  }
};
