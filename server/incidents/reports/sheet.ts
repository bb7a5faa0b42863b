import type { IncidentSummary, UpwardReportView } from "../../http/contract.js";
import { localMoment } from "../../kernel/local-time.js";
import { writeWorkbook } from "../../spreadsheet/write.js";
import { HOW_NAMES, levelName } from "../words.js";

const moment = (instant: string | null): string | null => instant && localMoment(new Date(instant));
const STATUS = { reported: "待研判", handling: "处置中", lifted: "已解除", closed: "已办结", dismissed: "非舆情" } as const;
const level = (name: IncidentSummary["incidents"][number]["level"]): string => (name === null ? "待研判" : levelName(name));
const column = (heading: string, width: number) => ({ heading, width });

/** A month's summary as a workbook: figures, incidents, late duties, 请示报告. */
export const summaryWorkbook = (summary: IncidentSummary, upward: readonly UpwardReportView[]): Promise<Buffer> =>
  writeWorkbook([
    {
      name: "汇总",
      columns: [column("级别", 14), column("事件", 8), column("已办结", 8), column("到期义务", 10), column("按时", 8), column("逾期", 8)],
      rows: summary.levels.map((each) => [each.name, each.incidents, each.closed, each.duties, each.onTime, each.late]),
    },
    {
      name: "逾期清单",
      columns: [
        ...[column("编号", 16), column("事件", 32), column("级别", 10), column("条款", 14), column("义务", 22), column("责任人", 24)],
        ...[column("时限", 18), column("办结", 18), column("超时（分钟）", 14)],
      ],
      rows: summary.late.map((each) => [
        ...[each.incident.number, each.incident.title, level(each.incident.level), each.citation, each.title],
        each.owners.map(({ name }) => name).join("、") || "岗位空缺",
        moment(each.dueAt),
        moment(each.closedAt) ?? each.ended ?? "尚未办结",
        each.lateMinutes,
      ]),
    },
    {
      name: "事件",
      columns: [
        ...[column("编号", 16), column("事件", 36), column("级别", 10), column("状态", 10), column("事发部门", 20)],
        ...[column("报告时间", 18), column("办结时间", 18)],
      ],
      rows: summary.incidents.map((each) => [
        ...[each.number, each.title, level(each.level), STATUS[each.status], each.unit ?? "待定"],
        ...[moment(each.reportedAt), moment(each.closedAt)],
      ]),
    },
    {
      name: "请示报告",
      columns: [
        ...[column("时间", 18), column("报告对象", 20), column("方式", 10), column("内容", 40), column("回执", 20), column("登记人", 16)],
        ...[column("编号", 16), column("事件", 32)],
      ],
      rows: upward.map((each) => [
        ...[moment(each.at), each.to, HOW_NAMES[each.how], each.content, each.receipt, each.by.name],
        ...[each.incident.number, each.incident.title],
      ]),
    },
  ]);
