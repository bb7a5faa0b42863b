import type { Desk } from "../../../entities/shift.js";
import { isLocalDay } from "../../kernel/local-time.js";
import type { LineFault, SheetRow } from "../../spreadsheet/table.js";

/** One desk on one day as a table names it; people by name or userid, still to be looked up. */
export interface PlanLine {
  line: number;
  desk: Desk;
  day: string;
  who: string;
  /** null: nobody stands in */
  standIn: string | null;
}

type Column = "day" | "desk" | "who" | "standIn" | `${Desk}.${"who" | "standIn"}`;

const HEADERS: Readonly<Record<string, Column>> = {
  日期: "day",
  值班日期: "day",
  值班台: "desk",
  值班人: "who",
  值班人员: "who",
  替班: "standIn",
  替班人: "standIn",
  替班人员: "standIn",
  宣传部: "publicity.who",
  宣传部值班: "publicity.who",
  宣传部替班: "publicity.standIn",
  大数据中心: "dataCentre.who",
  大数据中心值班: "dataCentre.who",
  大数据中心替班: "dataCentre.standIn",
};

const DESKS_BY_WORD: Readonly<Record<string, Desk>> = {
  宣传部: "publicity",
  宣传部值班: "publicity",
  大数据中心: "dataCentre",
  大数据中心值班: "dataCentre",
};

/** What the first line must be. */
export const SHEET_FORMS =
  "「日期、值班台、值班人、替班人」每行一班，或「日期、宣传部值班、宣传部替班、大数据中心值班、大数据中心替班」每行一天";

/** Reads a table of shifts in either form, all its faults at once. Columns of other names (星期、备注) are left out. */
export const planLines = (rows: readonly SheetRow[]): { lines: PlanLine[]; faults: LineFault[] } => {
  const [head, ...body] = rows;
  const columns = new Map((head?.cells ?? []).flatMap((cell, index) => (HEADERS[cell] ? [[HEADERS[cell], index] as const] : [])));
  const form = formOf(columns);
  if (!form) return { lines: [], faults: [{ line: head?.line ?? 1, message: `第一行应为表头：${SHEET_FORMS}` }] };
  const read = body.map((row) => form({ line: row.line, cell: (column) => row.cells[columns.get(column) ?? -1]?.trim() ?? "" }));
  const lines = read.flatMap((each) => each.lines);
  return { lines, faults: [...read.flatMap((each) => each.faults), ...twice(lines)] };
};

interface Cells {
  line: number;
  cell: (column: Column) => string;
}
type Form = (row: Cells) => { lines: PlanLine[]; faults: LineFault[] };

const formOf = (columns: ReadonlyMap<Column, number>): Form | null => {
  if (!columns.has("day")) return null;
  if (columns.has("desk") && columns.has("who")) return byShift;
  return columns.has("publicity.who") || columns.has("dataCentre.who") ? byDay : null;
};

const byShift: Form = (row) => {
  const day = dayOf(row);
  const word = row.cell("desk");
  const desk = DESKS_BY_WORD[word];
  const faults = typeof day === "string" ? [] : [day];
  if (!desk) faults.push({ line: row.line, message: `值班台「${word}」应为宣传部或大数据中心` });
  if (row.cell("who") === "") faults.push({ line: row.line, message: "没有填值班人" });
  if (!desk || typeof day !== "string" || faults.length > 0) return { lines: [], faults };
  return { lines: [{ line: row.line, desk, day, who: row.cell("who"), standIn: row.cell("standIn") || null }], faults: [] };
};

const byDay: Form = (row) => {
  const day = dayOf(row);
  if (typeof day !== "string") return { lines: [], faults: [day] };
  const lines: PlanLine[] = [];
  const faults: LineFault[] = [];
  for (const desk of ["publicity", "dataCentre"] as const) {
    const [who, standIn] = [row.cell(`${desk}.who`), row.cell(`${desk}.standIn`)];
    if (who !== "") lines.push({ line: row.line, desk, day, who, standIn: standIn || null });
    else if (standIn !== "") faults.push({ line: row.line, message: `替班人「${standIn}」那一栏没有填值班人` });
  }
  return { lines, faults };
};

const dayOf = ({ line, cell }: Cells): string | LineFault => {
  const text = cell("day");
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(\s.*)?$/.exec(text);
  const [year, month, date] = [parts?.[1] ?? "", parts?.[2]?.padStart(2, "0") ?? "", parts?.[3]?.padStart(2, "0") ?? ""];
  if (parts && isLocalDay(`${year}-${month}-${date}`)) return `${year}-${month}-${date}`;
  if (/^\d{5}$/.test(text)) return { line, message: `日期「${text}」是 Excel 的内部数字，请先把这一列设为日期格式` };
  return { line, message: `日期「${text}」不是有效的日期，请写成 2026-12-03 的样子` };
};

const twice = (lines: readonly PlanLine[]): LineFault[] => {
  const first = new Map<string, number>();
  return lines.flatMap(({ line, desk, day }) => {
    const earlier = first.get(`${desk} ${day}`);
    if (earlier === undefined) first.set(`${desk} ${day}`, line);
    return earlier === undefined ? [] : [{ line, message: `与第 ${earlier} 行是同一天同一个值班台，请只留一行` }];
  });
};
