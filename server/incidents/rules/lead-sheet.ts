import { instantOf, isLocalDay } from "../../kernel/local-time.js";
import type { AlertLevel } from "../../regulation/alert-levels.js";
import type { LineFault, SheetRow } from "../../spreadsheet/table.js";
import { reportRefusal } from "./report.js";

/** One lead as a table tells it. */
export interface LeadLine {
  line: number;
  title: string;
  links: string[];
  description: string;
  discoveredAt: Date;
  /** null: not known */
  occurredAt: Date | null;
  /** null: not said */
  level: AlertLevel | null;
}

/** The first line of a table of leads, as the template has it. */
export const LEAD_COLUMNS = ["标题", "链接", "说明", "发现时间", "发生时间", "建议级别"] as const;
type Column = (typeof LEAD_COLUMNS)[number];

const LEVELS: Readonly<Record<string, AlertLevel>> = {
  黄: "yellow",
  黄色: "yellow",
  黄色警报: "yellow",
  橙: "orange",
  橙色: "orange",
  橙色警报: "orange",
  红: "red",
  红色: "red",
  红色警报: "red",
};
const [TITLE_MOST, DESCRIPTION_MOST, LINK_MOST, LINKS_MOST] = [120, 20_000, 2000, 20];

/** Reads a table of leads, all its faults at once; reported `now`. Columns of other names are left out. */
export const leadLines = (rows: readonly SheetRow[], now: Date): { lines: LeadLine[]; faults: LineFault[] } => {
  const [head, ...body] = rows;
  const columns = new Map((head?.cells ?? []).map((cell, index) => [cell.trim(), index]));
  const missing = (["标题", "发现时间"] as const).filter((name) => !columns.has(name));
  if (missing.length > 0)
    return {
      lines: [],
      faults: [{ line: head?.line ?? 1, message: `表头缺少「${missing.join("」「")}」。第一行应为：${LEAD_COLUMNS.join("、")}` }],
    };
  const read = body.map((row) => lineOf(row.line, (column) => row.cells[columns.get(column) ?? -1]?.trim() ?? "", now));
  return { lines: read.flatMap(({ lead }) => lead), faults: read.flatMap(({ faults }) => faults) };
};

const lineOf = (line: number, cell: (column: Column) => string, now: Date): { lead: LeadLine[]; faults: LineFault[] } => {
  const [title, description, said] = [cell("标题"), cell("说明"), cell("建议级别")];
  const links = cell("链接")
    .split(/[\s，、；;]+/)
    .filter((link) => link !== "");
  const discoveredAt = momentOf(cell("发现时间"));
  const occurredAt = cell("发生时间") === "" ? null : momentOf(cell("发生时间"));
  const messages = [
    ...(title === "" ? ["没有填标题，请用一句话写明是什么事"] : []),
    ...(title.length > TITLE_MOST ? [`标题最多 ${TITLE_MOST} 个字，详情请写在说明里`] : []),
    ...(description.length > DESCRIPTION_MOST ? [`说明最多 ${DESCRIPTION_MOST} 个字`] : []),
    ...(links.length > LINKS_MOST ? [`一行最多 ${LINKS_MOST} 个链接，请分成几行`] : []),
    ...links.filter((link) => !isLink(link)).map((link) => `链接「${link.slice(0, 60)}」不是以 http:// 或 https:// 开头的网址`),
    ...(discoveredAt === undefined ? [`发现时间「${cell("发现时间")}」请写成 2026-11-24 08:40 的样子`] : []),
    ...(occurredAt === undefined ? [`发生时间「${cell("发生时间")}」请写成 2026-11-24 08:40 的样子，不知道可以不填`] : []),
    ...(said !== "" && LEVELS[said] === undefined ? [`建议级别「${said}」应为黄、橙、红，或不填`] : []),
  ];
  if (messages.length > 0 || discoveredAt === undefined || occurredAt === undefined)
    return { lead: [], faults: messages.map((message) => ({ line, message })) };
  const lead = { line, title, links, description, discoveredAt, occurredAt, level: LEVELS[said] ?? null };
  const refusal = reportRefusal(lead, now);
  return refusal ? { lead: [], faults: [{ line, message: refusal.detail }] } : { lead: [lead], faults: [] };
};

const isLink = (link: string): boolean => link.length <= LINK_MOST && /^https?:\/\//i.test(link) && URL.canParse(link);

/** A local day and minute; undefined: it is none. */
const momentOf = (text: string): Date | undefined => {
  const parts = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?[\sT]+(\d{1,2})[:：](\d{2})(?:[:：]\d{2})?$/.exec(text);
  const [year = "", month = "", day = "", hour = "", minute = ""] = (parts ?? []).slice(1).map((part) => part.padStart(2, "0"));
  const clock = `${hour}:${minute}`;
  if (!parts || !isLocalDay(`${year}-${month}-${day}`) || !/^([01]\d|2[0-3]):[0-5]\d$/.test(clock)) return undefined;
  return instantOf(`${year}-${month}-${day}`, clock);
};
