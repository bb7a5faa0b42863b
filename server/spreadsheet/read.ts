import { Archive } from "./archive.js";
import { dayStylesOf } from "./formats.js";
import { SheetReader, type Shared } from "./sheet.js";
import { unreadable } from "./unreadable.js";
import type { Sheet } from "./workbook.js";
import { walkXml } from "./xml.js";

/** First bytes of the files that people take for a workbook. */
const ZIP = Buffer.from("504b0304", "hex");
const COMPOUND = Buffer.from("d0cf11e0a1b11ae1", "hex");

const MOST_SHEETS = 50;

/** True where the bytes may be a workbook, of whatever age: what begins otherwise is text. */
export const looksLikeWorkbook = (bytes: Buffer): boolean =>
  [ZIP, COMPOUND].some((signature) => bytes.subarray(0, signature.length).equals(signature));

/**
 * Reads a workbook (.xlsx) as the cells that people see, with what they do not see marked: hidden rows, columns and sheets, merged cells, formulas.
 * Throws the refusal `spreadsheet.unreadable`, which says in Chinese what to do; memory is bounded whatever the file says of itself.
 */
export const readWorkbook = (bytes: Buffer): Sheet[] => {
  if (bytes.subarray(0, COMPOUND.length).equals(COMPOUND))
    throw unreadable("这是旧版 Excel 文件（.xls、.et），或者加了密码。请用 Excel 或 WPS 打开，取消密码，另存为 .xlsx 后再导入。");
  if (!looksLikeWorkbook(bytes))
    throw unreadable("这不是 Excel 表格（可能是改了扩展名的 CSV 或网页）。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。");
  const archive = new Archive(bytes);
  refuseOthers(archive);
  const { sheets, from1904 } = contentsOf(archive);
  const shared: Shared = {
    strings: stringsOf(archive.text("xl/sharedStrings.xml")),
    dayStyles: dayStylesOf(archive.text("xl/styles.xml")),
    from1904,
  };
  return sheets.map(({ name, path, hidden }) => {
    const source = path.includes("/worksheets/") ? archive.text(path) : null;
    return new SheetReader(name, shared).read(source ?? "<worksheet/>", hidden);
  });
};

const refuseOthers = (archive: Archive): void => {
  const { paths } = archive;
  if (paths.some((path) => /vbaProject|macrosheets\//i.test(path)) || /macroEnabled/i.test(archive.text("[Content_Types].xml") ?? ""))
    throw unreadable("文件含有宏，不予打开。请另存为不含宏的 .xlsx 后再导入。");
  if (paths.includes("xl/workbook.bin")) throw unreadable("这是二进制格式（.xlsb），请另存为 .xlsx 后再导入。");
  if (!paths.includes("xl/workbook.xml")) throw unreadable("这个压缩包不是 Excel 表格。请用 Excel 或 WPS 另存为 .xlsx 后再导入。");
};

interface Listed {
  name: string;
  path: string;
  hidden: boolean;
}

const contentsOf = (archive: Archive): { sheets: Listed[]; from1904: boolean } => {
  const targets = new Map<string, string>();
  walkXml(archive.text("xl/_rels/workbook.xml.rels") ?? "<none/>", {
    open(name, { Id, Target }) {
      if (name === "Relationship" && Id && Target) targets.set(Id, Target.startsWith("/") ? Target.slice(1) : `xl/${Target}`);
    },
  });
  const sheets: Listed[] = [];
  let from1904 = false;
  walkXml(archive.text("xl/workbook.xml") ?? "<none/>", {
    open(name, attributes) {
      if (name === "workbookPr") from1904 = attributes.date1904 === "1" || attributes.date1904 === "true";
      if (name !== "sheet") return;
      const hidden = attributes.state === "hidden" || attributes.state === "veryHidden";
      sheets.push({ name: attributes.name ?? "", path: targets.get(attributes.id ?? "") ?? "", hidden });
    },
  });
  if (sheets.length > MOST_SHEETS) throw unreadable(`工作表超过 ${MOST_SHEETS} 个，请删除多余的工作表后再导入。`);
  return { sheets, from1904 };
};

/** The texts that cells refer to by number; hints on how to read characters (rPh) are no content. */
const stringsOf = (source: string | null): string[] => {
  const strings: string[] = [];
  if (source === null) return strings;
  let text = "";
  walkXml(source, {
    close(name, own, parents) {
      if (name === "t" && !parents.includes("rPh")) text += own;
      if (name !== "si") return;
      strings.push(text);
      text = "";
    },
  });
  return strings;
};
