import type { LeadsImported } from "../../http/contract.js";
import type { Actor } from "../../identity/actor.js";
import { localDay, localClock } from "../../kernel/local-time.js";
import { faultyTable, tableOf, type SheetRow } from "../../spreadsheet/table.js";
import { today, type IncidentsDesk } from "../desk.js";
import { loadPeople } from "../people.js";
import { refuse } from "../refusals.js";
import type { Reporting } from "../reporting.js";
import { LEAD_COLUMNS, leadLines } from "../rules/lead-sheet.js";
import { isDataCentre, isPublicity } from "../rules/standing.js";

const LINES_MOST = 300;

/** A table of leads (R23-01): 宣传部 or 大数据中心 enters them, all of them or none, each as if it had been reported by itself. */
export class LeadImporting {
  constructor(
    private readonly desk: IncidentsDesk,
    private readonly reporting: Reporting,
  ) {}

  /** Throws one refusal with a line per fault; then nothing was written. */
  take(actor: Actor, bytes: Buffer): Promise<LeadsImported> {
    return this.desk.uow.run(async (tx) => {
      const people = await loadPeople(tx, null, this.desk.onDuty, today(this.desk));
      if (!isPublicity({ people }, actor.userid) && !isDataCentre({ people }, actor.userid))
        throw refuse(
          "import-not-yours",
          "forbidden",
          "线索表由宣传部或大数据中心的值班人员、负责人导入。单条线索请直接上报。",
          "reportEvent",
        );
      const { lines, faults } = leadLines(rowsOf(bytes), this.desk.clock.now());
      if (faults.length > 0) throw faultyTable(faults, { code: "incidents.import-faulty", article: "23" });
      const taken = [];
      for (const { line: _line, ...lead } of lines)
        taken.push(await this.reporting.take(tx, actor, { ...lead, files: [], unitId: null, by: "import" }));
      return { leads: taken.length, joined: taken.filter(({ joined }) => joined).length };
    });
  }

  /** An empty table to fill in, in UTF-8 with mark, so that every spreadsheet opens it rightly. */
  template(): string {
    const now = this.desk.clock.now();
    const example = [
      "某校学生反映宿舍停水",
      "https://weibo.com/1234567890/z0JH2lOMb",
      "评论区已有百余条",
      `${localDay(now)} ${localClock(now)}`,
      "",
      "黄",
    ];
    return `\uFEFF${[LEAD_COLUMNS, example].map((cells) => `${cells.join(",")}\r\n`).join("")}`;
  }
}

const rowsOf = (bytes: Buffer): SheetRow[] => {
  const rows = readRows(bytes);
  if (rows.length < 2) throw refuse("import-empty", "invalid", `表格里没有线索。第一行为表头：${LEAD_COLUMNS.join("、")}。`, "reportEvent");
  if (rows.length > LINES_MOST + 1)
    throw refuse("import-too-long", "invalid", `一次最多导入 ${LINES_MOST} 条线索，请分次导入。`, "reportEvent");
  return rows;
};

const readRows = (bytes: Buffer): SheetRow[] => {
  const read = tableOf(bytes);
  if (read === null) throw refuse("import-unreadable", "invalid", "文件不是表格。请选择按模板填写的 CSV 或 .xlsx 文件。", "reportEvent");
  if ("rows" in read) return read.rows;
  throw refuse("import-unreadable", "invalid", `第 ${read.brokenAt} 行的引号不成对，请改正后重新导入。`, "reportEvent");
};
