import writeXlsxFile, { type SheetData } from "write-excel-file/node";
import {
  getOrderOfSiblings,
  insertElementMarkupAccordingToOrderOfSiblings,
  sanitizeAttributeValue,
  sanitizeTextContent,
} from "write-excel-file/utility";
import { columnName } from "./workbook.js";

/** What a new cell says; null: nothing. */
export type NewCell = string | number | { readonly day: string } | null;

/** A column with what is said to whoever picks one of its cells. */
export interface NewColumn {
  heading: string;
  /** in characters */
  width: number;
  /** shown beside a picked cell; absent: nothing */
  hint?: string;
  /** what may be chosen; absent: anything may be typed */
  choices?: readonly string[];
  /** another sheet's column whose cells are offered, beside which anything may be typed */
  offers?: { sheet: string; column: number };
}

export interface NewSheet {
  name: string;
  columns: readonly NewColumn[];
  rows: readonly (readonly NewCell[])[];
}

/** Rows to which choices and hints reach. */
const PREPARED_ROWS = 2000;
const HEADING = {
  fontWeight: "bold",
  backgroundColor: "#E8EEFC",
  borderColor: "#C9D6F5",
  borderStyle: "thin",
  alignVertical: "center",
  height: 24,
} as const;
const CELL = { alignVertical: "top", wrap: true } as const;

/** Makes a workbook (.xlsx) of plain tables: headings that stay in view, text as text, days as days, lists to choose from. */
export const writeWorkbook = (sheets: readonly NewSheet[]): Promise<Buffer> =>
  writeXlsxFile(
    sheets.map(({ name, columns, rows }) => ({
      sheet: name,
      columns: columns.map(({ width }) => ({ width })),
      stickyRowsCount: 1,
      dateFormat: "yyyy-mm-dd",
      data: [columns.map(({ heading }) => ({ value: heading, ...HEADING })), ...rows.map((row) => row.map(cellOf))] satisfies SheetData,
    })),
    { fontFamily: "Microsoft YaHei", fontSize: 11, features: [choosing(sheets)] },
  ).toBuffer();

const cellOf = (cell: NewCell) => {
  if (cell === null) return null;
  if (typeof cell === "number") return { value: cell, ...CELL };
  if (typeof cell === "object") return { value: new Date(`${cell.day}T00:00:00Z`), type: Date, ...CELL };
  return { value: cell, type: String, format: "@", ...CELL };
};

/** The library's own word for what it lets others add to a sheet. */
type Feature = NonNullable<NonNullable<Parameters<typeof writeXlsxFile>[1]>["features"]>[number];

/** Lists and hints, which the library leaves to whoever needs them. */
const choosing = (sheets: readonly NewSheet[]): Feature => ({
  files: {
    transform: {
      "xl/worksheets/sheet{id}.xml": {
        transform: (xml, _options, { sheetIndex }) => {
          const rules = (sheets[sheetIndex]?.columns ?? []).flatMap(validationOf);
          if (rules.length === 0) return xml;
          const markup = `<dataValidations count="${rules.length}">${rules.join("")}</dataValidations>`;
          return insertElementMarkupAccordingToOrderOfSiblings(xml, markup, ORDER, "worksheet");
        },
      },
    },
  },
});

const ORDER = getOrderOfSiblings("xl/worksheets/sheet{id}.xml", "worksheet") ?? [];

const validationOf = ({ heading, hint, choices, offers }: NewColumn, column: number): string[] => {
  if (hint === undefined && !choices && !offers) return [];
  const area = `${columnName(column)}2:${columnName(column)}${PREPARED_ROWS}`;
  const list = choices
    ? `"${choices.join(",")}"`
    : offers
      ? `'${offers.sheet}'!$${columnName(offers.column)}$2:$${columnName(offers.column)}$${PREPARED_ROWS}`
      : null;
  const said: Record<string, string> = {
    ...(list === null ? {} : { type: "list" }),
    allowBlank: "1",
    ...(choices ? { showErrorMessage: "1", errorTitle: heading, error: "请从下拉列表中选择" } : {}),
    ...(hint === undefined ? {} : { showInputMessage: "1", promptTitle: short(heading, 32), prompt: short(hint, 250) }),
    sqref: area,
  };
  const attributes = Object.entries(said).map(([name, value]) => `${name}="${sanitizeAttributeValue(value)}"`);
  return [
    `<dataValidation ${attributes.join(" ")}>${list === null ? "" : `<formula1>${sanitizeTextContent(list)}</formula1>`}</dataValidation>`,
  ];
};

/** Excel takes titles of 32 and texts of 255 characters. */
const short = (text: string, most: number): string => (text.length <= most ? text : `${text.slice(0, most - 1)}…`);
