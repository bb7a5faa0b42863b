import {
  AlignmentType,
  Document,
  HeightRule,
  Packer,
  Paragraph,
  Table,
  TableCell,
  TableRow,
  TextRun,
  VerticalAlign,
  WidthType,
  type IRunOptions,
} from "docx";
import type { LivestreamView } from "../http/contract.js";
import { formFields, type FormField } from "./rules/form.js";

const MM = 1440 / 25.4;
const PAGE = {
  size: { width: Math.round(210 * MM), height: Math.round(297 * MM) },
  margin: { top: Math.round(25 * MM), bottom: Math.round(20 * MM), left: Math.round(25 * MM), right: Math.round(25 * MM) },
};
/** Of the 160 mm between the margins. */
const [KEY_WIDTH, VALUE_WIDTH] = [Math.round(36 * MM), Math.round(124 * MM)];
const ROW = Math.round(9 * MM);
const CELL = { top: 60, bottom: 60, left: 100, right: 100 };
/** Half points: 2号 44, 小四 24. */
const [TITLE_SIZE, TEXT_SIZE] = [44, 24];

const face = (eastAsia: string): IRunOptions["font"] => ({
  ascii: "Times New Roman",
  hAnsi: "Times New Roman",
  eastAsia,
  cs: "Times New Roman",
});

const run = (text: string, eastAsia: string, size = TEXT_SIZE): TextRun => new TextRun({ text, size, font: face(eastAsia) ?? "仿宋" });

const cell = (text: string, width: number, eastAsia: string): TableCell =>
  new TableCell({
    width: { size: width, type: WidthType.DXA },
    verticalAlign: VerticalAlign.CENTER,
    margins: CELL,
    children: text.split("\n").map((line) => new Paragraph({ children: [run(line, eastAsia)] })),
  });

const row = ({ name, value }: FormField): TableRow =>
  new TableRow({
    cantSplit: true,
    height: { value: ROW, rule: HeightRule.ATLEAST },
    children: [cell(name, KEY_WIDTH, "黑体"), cell(value, VALUE_WIDTH, "仿宋")],
  });

const centred = (text: string, eastAsia: string, size: number): Paragraph =>
  new Paragraph({ alignment: AlignmentType.CENTER, spacing: { after: 120 }, children: [run(text, eastAsia, size)] });

/** 直播申请表 as a Word file, to be printed and kept: what was applied for, who agreed, who filed it, who patrols. */
export const livestreamForm = (view: LivestreamView): Promise<Buffer> => {
  const fields = formFields(view);
  const table = new Table({
    width: { size: KEY_WIDTH + VALUE_WIDTH, type: WidthType.DXA },
    columnWidths: [KEY_WIDTH, VALUE_WIDTH],
    rows: fields.map(row),
  });
  const document = new Document({
    title: `直播申请表 ${view.number}`,
    sections: [
      {
        properties: { page: PAGE },
        children: [
          centred("直播申请表", "方正小标宋简体", TITLE_SIZE),
          centred(`${view.number}${view.late ? "　逾期申报" : ""}`, "仿宋", TEXT_SIZE),
          table,
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
};
