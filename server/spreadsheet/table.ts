import { CsvError, parse } from "csv-parse/sync";
import { readWorkbook } from "./read.js";
import type { Row } from "./workbook.js";

/** One row of a table as it was read; `line` counts from 1 as the writer sees it. */
export interface SheetRow {
  line: number;
  cells: readonly string[];
}

/** The rows of a workbook's first sheet that is not hidden, without hidden rows. Throws the refusal `spreadsheet.unreadable`. */
export const rowsOfWorkbook = (bytes: Buffer): SheetRow[] => {
  const sheets = readWorkbook(bytes);
  const sheet = sheets.find(({ hidden }) => !hidden) ?? sheets[0];
  return (sheet?.rows ?? []).filter(({ hidden }) => !hidden).map(rowOf);
};

const rowOf = ({ number, cells }: Row): SheetRow => {
  const texts: string[] = Array.from({ length: Math.max(-1, ...cells.keys()) + 1 }, () => "");
  for (const [column, { value }] of cells) if (value !== null) texts[column] = typeof value === "object" ? value.day : String(value).trim();
  return { line: number, cells: texts };
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
    return { rows: read.map(({ record, info }) => ({ line: info.lines, cells: record })) };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    return { brokenAt: String(error["lines"]) };
  }
};
