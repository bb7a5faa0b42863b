import { isLocalDay } from "../../kernel/local-time.js";
import type { Cell } from "../../spreadsheet/workbook.js";
import type { ColumnLayout } from "./layout.js";

/** What a cell stands for, or why it cannot be read, in Chinese. */
export type Reading = { value: unknown } | { problem: string };

/** Characters that nobody sees, and blanks of other widths and directions. */
const UNSEEN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\u200b-\u200f\u2028-\u202e\u2060\ufeff]/g;
const BLANKS = /[\s\u00a0\u3000]+/g;

/** The text as people read it: one line, no unseen characters, no blanks at its ends. */
export const seen = (text: string): string => text.replace(UNSEEN, "").replace(BLANKS, " ").trim();

/** The same text however wide its characters and blanks are, for comparing: ＷＸ 1 is wx1. */
export const folded = (text: string): string => seen(text).normalize("NFKC").replace(/ /g, "").toLowerCase();

/** What people write into a cell that they mean to leave empty. */
const NOTHING = new Set(["", "无", "-", "—", "--", "——", "/", "\\"]);

/** From here on Excel has rounded what was typed. */
const EXACT_BELOW = 1e15;

const DAYS = [/^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})( 0?0:00(:00)?)?$/, /^(\d{4})年(\d{1,2})月(\d{1,2})日?$/, /^(\d{4})(\d{2})(\d{2})$/];

/** Reads one cell as its column asks. Neither cells that are counted nor those that went wrong in Excel are taken, since nobody typed them. */
export const readCell = (cell: Cell | undefined, column: ColumnLayout): Reading => {
  if (cell?.error) return { problem: `单元格显示 ${cell.error}，请直接填写内容` };
  if (cell?.formula) return { problem: "单元格是公式，请复制后选择性粘贴为数值，或直接填写" };
  const text = textOf(cell);
  if (text === null) return { problem: "数字太长，Excel 已经改动了末尾几位；请把单元格格式改为文本后重新填写" };
  const emptied = column.required ? text === "" : NOTHING.has(text.normalize("NFKC"));
  if (emptied) return column.required ? { problem: `不能为空，请填写（${column.hint}）` } : { value: null };
  return read(text, column);
};

/** What a cell shows; null: a number that no longer is what was typed. */
const textOf = (cell: Cell | undefined): string | null => {
  const value = cell?.value ?? "";
  if (typeof value === "string") return seen(value);
  if (typeof value === "boolean") return value ? "是" : "否";
  if (typeof value === "object") return value.day;
  return Math.abs(value) < EXACT_BELOW ? String(value) : null;
};

const read = (text: string, { kind, hint }: ColumnLayout): Reading => {
  const wide = text.normalize("NFKC");
  switch (kind.is) {
    case "id":
      return { value: wide };
    case "text":
    case "reference":
      return { value: text };
    case "number":
      return /^\d{1,10}$/.test(wide) ? { value: Number(wide) } : { problem: `应为整数，却是「${text}」（${hint}）` };
    case "yesNo":
      return YES_NO.has(wide.toLowerCase()) ? { value: YES_NO.get(wide.toLowerCase()) } : { problem: `应填 是 或 否，却是「${text}」` };
    case "day":
      return dayOf(wide) ?? { problem: `应为真实存在的日期，写成 2026-11-22 的样子，却是「${text}」` };
    case "choice": {
      const code = codesOf(kind.names).get(folded(text));
      return code !== undefined ? { value: code } : { problem: `应为 ${Object.values(kind.names).join("、")} 之一，却是「${text}」` };
    }
  }
};

const known = new WeakMap<object, ReadonlyMap<string, string>>();

/** The codes of a closed set by word and by code; made once. */
const codesOf = (names: Readonly<Record<string, string>>): ReadonlyMap<string, string> => {
  const kept = known.get(names);
  if (kept) return kept;
  const codes = new Map(
    Object.entries(names).flatMap(([code, word]): [string, string][] => [
      [folded(code), code],
      [folded(word), code],
    ]),
  );
  known.set(names, codes);
  return codes;
};

const YES_NO: ReadonlyMap<string, boolean> = new Map([
  ["是", true],
  ["true", true],
  ["否", false],
  ["false", false],
]);

const dayOf = (text: string): Reading | null => {
  const match = DAYS.map((form) => form.exec(text)).find((found) => found !== null);
  if (!match) return null;
  const day = [match[1], match[2], match[3]].map((part) => (part ?? "").padStart(2, "0")).join("-");
  return isLocalDay(day) ? { value: day } : null;
};
