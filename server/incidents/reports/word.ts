import { AlignmentType, Document, Footer, Header, LineRuleType, Packer, PageNumber, Paragraph, TextRun, type IRunOptions } from "docx";
import { localDay } from "../../kernel/local-time.js";
import type { ReportWords } from "../rules/assembly.js";

/** A version as it is to be printed. */
export interface PrintedReport extends ReportWords {
  revision: number;
  hash: string;
  /** names of the attachments, in order */
  files: readonly string[];
  /** null: not issued, and printed as 送审稿 */
  documentNumber: string | null;
  /** the day on which a leader agreed (成文日期); null: not yet */
  signedAt: Date | null;
  rehearsal: boolean;
}

/** Lengths of GB/T 9704—2012, in twentieths of a point: A4, 37 mm above and 28 mm at the binding, a type area of 156 by 225 mm with 22 lines of 28 characters. */
const MM = 1440 / 25.4;
const PAGE = {
  size: { width: Math.round(210 * MM), height: Math.round(297 * MM) },
  margin: {
    top: Math.round(37 * MM),
    left: Math.round(28 * MM),
    right: Math.round(26 * MM),
    bottom: Math.round(35 * MM),
    footer: Math.round(28 * MM),
    header: Math.round(15 * MM),
  },
};
const LINE = Math.round((225 * MM) / 22);
/** Half points: 2号 22, 3号 16, 4号 14. */
const [SIZE_2, SIZE_3, SIZE_4] = [44, 32, 28];
const CHARACTER = 320;

const font = (eastAsia: string): NonNullable<IRunOptions["font"]> => ({
  ascii: "Times New Roman",
  hAnsi: "Times New Roman",
  eastAsia,
  cs: "Times New Roman",
});
const [TITLE_FONT, BODY_FONT, HEADING_FONT, SUB_FONT, PAGE_FONT] = ["方正小标宋简体", "仿宋", "黑体", "楷体", "宋体"].map(font);

const run = (text: string, face = BODY_FONT, size = SIZE_3): TextRun => new TextRun({ text, size, ...(face ? { font: face } : {}) });

const SPACING = { line: LINE, lineRule: LineRuleType.EXACT, before: 0, after: 0 };
const blank = (): Paragraph => new Paragraph({ spacing: SPACING, children: [] });
const indented = (text: string, face = BODY_FONT): Paragraph =>
  new Paragraph({ spacing: SPACING, indent: { firstLine: 2 * CHARACTER }, alignment: AlignmentType.BOTH, children: [run(text, face)] });

/** 一、 in 黑体, （一） in 楷体, everything else in 仿宋 (GB/T 9704—2012, 7.3.3). */
const paragraph = (text: string): Paragraph => {
  if (/^[一二三四五六七八九十]+、/.test(text)) return indented(text, HEADING_FONT);
  return indented(text, /^（[一二三四五六七八九十]+）/.test(text) ? SUB_FONT : BODY_FONT);
};

const ATTACHED = "附件：";
/** 附件说明: a line below the text, numbered where there are several. */
const attachments = (files: readonly string[]): Paragraph[] => {
  if (files.length === 0) return [];
  const named = files.map((name, index) => {
    const plain = name.replace(/\.[^.]{1,5}$/, "");
    const text = files.length === 1 ? plain : `${index + 1}．${plain}`;
    const first = index === 0 ? ATTACHED : "";
    const left = index === 0 ? 2 * CHARACTER : (2 + ATTACHED.length) * CHARACTER;
    return new Paragraph({ spacing: SPACING, indent: { left }, children: [run(`${first}${text}`)] });
  });
  return [blank(), ...named];
};

/** 2026年11月25日 */
const dayText = (at: Date): string => {
  const [year, month, day] = localDay(at).split("-").map(Number);
  return `${year}年${month}月${day}日`;
};

/** 署名 centred above the 成文日期, which ends four characters from the right. */
const signature = ({ signature: signed, signedAt }: PrintedReport): Paragraph[] => {
  const date = signedAt === null ? "（待签发）" : dayText(signedAt);
  const surplus = Math.max(0, Math.round(((signed.length - date.length / 1.4) * CHARACTER) / 2));
  const right = (text: string, indent: number): Paragraph =>
    new Paragraph({ spacing: SPACING, alignment: AlignmentType.RIGHT, indent: { right: indent }, children: [run(text)] });
  return [blank(), blank(), right(signed, 2 * CHARACTER), right(date, 2 * CHARACTER + surplus)];
};

const pageNumber = (): Footer =>
  new Footer({
    children: [
      new Paragraph({
        alignment: AlignmentType.CENTER,
        children: [new TextRun({ children: ["— ", PageNumber.CURRENT, " —"], size: SIZE_4, ...(PAGE_FONT ? { font: PAGE_FONT } : {}) })],
      }),
    ],
  });

/** What a copy is that is not the one that went out. */
const markOf = ({ documentNumber, revision, rehearsal }: PrintedReport): string =>
  [...(rehearsal ? ["演练"] : []), ...(documentNumber === null ? [`送审稿 第${revision}版`] : [])].join("　");

/** The report as a Word file in the layout of a Chinese official document (GB/T 9704—2012). The version's hash stands in its properties. */
export const reportAsWord = (report: PrintedReport): Promise<Buffer> => {
  const mark = markOf(report);
  const centred = (text: string, face = BODY_FONT, size = SIZE_3): Paragraph =>
    new Paragraph({
      spacing: { ...SPACING, line: size === SIZE_2 ? LINE + 120 : LINE },
      alignment: AlignmentType.CENTER,
      children: [run(text, face, size)],
    });
  const paragraphs = report.body
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");
  const document = new Document({
    title: report.title,
    creator: report.signature,
    description: `第${report.revision}版 ${report.hash}`,
    styles: { default: { document: { run: { size: SIZE_3, ...(BODY_FONT ? { font: BODY_FONT } : {}) } } } },
    sections: [
      {
        properties: { page: PAGE },
        headers: {
          default: new Header({ children: [new Paragraph({ alignment: AlignmentType.RIGHT, children: [run(mark, PAGE_FONT, SIZE_4)] })] }),
        },
        footers: { default: pageNumber() },
        children: [
          ...(report.documentNumber === null ? [] : [centred(report.documentNumber), blank()]),
          centred(report.title, TITLE_FONT, SIZE_2),
          blank(),
          new Paragraph({ spacing: SPACING, children: [run(`${report.addressee.replace(/[：:]$/, "")}：`)] }),
          ...paragraphs.map(paragraph),
          ...attachments(report.files),
          ...signature(report),
        ],
      },
    ],
  });
  return Packer.toBuffer(document);
};
