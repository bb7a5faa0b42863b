import { addDays, isLocalDay, weekday } from "../../kernel/local-time.js";

/** A day of a year's notice. */
export interface ListedDay {
  day: string;
  kind: "holiday" | "makeUp";
  name: string | null;
}

/** What is wrong with one line, counted from 1; 0: with the whole list. */
export interface LineFault {
  line: number;
  message: string;
}

const KINDS: Readonly<Record<string, ListedDay["kind"]>> = {
  休: "holiday",
  放假: "holiday",
  休息: "holiday",
  holiday: "holiday",
  班: "makeUp",
  上班: "makeUp",
  调休: "makeUp",
  makeup: "makeUp",
  workday: "makeUp",
};
const WEEKDAYS = "日一二三四五六";
const LONGEST_NAME = 20;
const MOST_LINES = 400;
/** A year has eleven to thirteen days off by law: fewer than this is a list that was not pasted whole. */
const LEAST_HOLIDAYS = 10;
const LONGEST_STRETCH = 31;

/** Reads a year's notice as people write it down: one line per day or stretch of days (日期, 休/班, 名称), or the same as JSON. All or nothing. */
export function readList(text: string, year: number): { days: ListedDay[]; faults: LineFault[] } {
  const trimmed = text.trim();
  if (trimmed === "") return { days: [], faults: [{ line: 0, message: "没有内容，请粘贴放假安排，每行一天：日期,休或班,名称" }] };
  const read = trimmed.startsWith("[") || trimmed.startsWith("{") ? linesOfJson(trimmed) : linesOfText(text);
  if ("fault" in read) return { days: [], faults: [{ line: 0, message: read.fault }] };
  if (read.lines.length > MOST_LINES) return { days: [], faults: [{ line: 0, message: `最多 ${MOST_LINES} 行，请只贴一年的放假安排` }] };
  const days: ListedDay[] = [];
  const faults: LineFault[] = [];
  const seen = new Map<string, number>();
  for (const { line, cells } of read.lines) {
    const found = daysOfLine(cells, year);
    if ("fault" in found) faults.push({ line, message: found.fault });
    else
      for (const each of found.days) {
        const before = seen.get(each.day);
        if (before === undefined) days.push(each);
        else faults.push({ line, message: `${each.day} 与第 ${before} 行重复` });
        seen.set(each.day, before ?? line);
      }
  }
  const holidays = days.filter(({ kind }) => kind === "holiday").length;
  if (faults.length === 0 && holidays < LEAST_HOLIDAYS)
    faults.push({ line: 0, message: `只有 ${holidays} 天休假，少于全年的法定节假日，请把整年的安排贴全` });
  return { days: days.sort((one, other) => one.day.localeCompare(other.day)), faults };
}

interface Line {
  line: number;
  cells: readonly string[];
}

const linesOfText = (text: string): { lines: Line[] } => ({
  lines: text
    .split(/\r?\n/)
    .map((line, index) => ({
      line: index + 1,
      cells: line
        .replace(/^\uFEFF/, "")
        .split(/[,，\t;；]/)
        .map((cell) => cell.trim().replace(/^"|"$/g, "")),
    }))
    .filter(({ cells, line }) => cells.some((cell) => cell !== "") && !(line === 1 && /^(日期|date|day)$/i.test(cells[0] ?? ""))),
});

function linesOfJson(text: string): { lines: Line[] } | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { fault: "JSON 格式有误，请检查括号、引号和逗号" };
  }
  if (!Array.isArray(value)) return { fault: 'JSON 应为列表：[{"date":"2027-01-01","kind":"休","name":"元旦"}, …]' };
  const cell = (row: unknown, ...keys: string[]): string => {
    const found = keys.map((key) => (row as Record<string, unknown> | null)?.[key]).find((each) => typeof each === "string");
    return typeof found === "string" ? found.trim() : "";
  };
  return {
    lines: value.map((row: unknown, index) => ({
      line: index + 1,
      cells: [cell(row, "date", "day"), cell(row, "kind", "type"), cell(row, "name")],
    })),
  };
}

function daysOfLine(cells: readonly string[], year: number): { days: ListedDay[] } | { fault: string } {
  const [when = "", what = "", name = ""] = cells;
  const kind = KINDS[what.toLowerCase()];
  const [from, to, more] = when.split(/~|～|—+|至|\bto\b/).map((part) => dayOf(part.trim(), year));
  if (from === null || from === undefined || to === null || more !== undefined)
    return { fault: `「${when.slice(0, 30)}」不是日期，请写成 ${year}-01-01，连续几天写成 ${year}-02-05~${year}-02-11` };
  if (kind === undefined) return { fault: `第二栏应为 休 或 班，现为「${what.slice(0, 10)}」` };
  if (name.length > LONGEST_NAME) return { fault: `名称最多 ${LONGEST_NAME} 个字` };
  const end = to ?? from;
  if (end < from || addDays(from, LONGEST_STRETCH) < end) return { fault: `「${when}」起止颠倒或太长` };
  const days: ListedDay[] = [];
  for (let day = from; day <= end; day = addDays(day, 1)) {
    if (!day.startsWith(`${year}-`)) return { fault: `${day} 不在 ${year} 年，请只贴这一年的安排` };
    const ofWeek = weekday(day);
    if (kind === "makeUp" && ofWeek !== 0 && ofWeek !== 6) return { fault: `${day} 是星期${WEEKDAYS[ofWeek]}，本来就上班，不用写“班”` };
    days.push({ day, kind, name: name || null });
  }
  return { days };
}

/** 2027-01-01, 2027/1/1, 2027年1月1日, 1月1日; null: no such day. */
function dayOf(text: string, year: number): string | null {
  const match = /^(?:(\d{4})\s*[-/.年]\s*)?(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?$/.exec(text);
  if (!match) return null;
  const [, given, month = "", day = ""] = match;
  const written = `${given ?? year}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
  return isLocalDay(written) ? written : null;
}
