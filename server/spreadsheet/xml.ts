import { SaxesParser } from "saxes";
import { unreadable } from "./unreadable.js";

/** What a reader of one part does with it; names come without prefix. */
export interface Walk {
  open?(name: string, attributes: Readonly<Record<string, string>>, parents: readonly string[]): void;
  /** all text between the tags of the innermost element, once it closes */
  close?(name: string, text: string, parents: readonly string[]): void;
}

const MOST_DEPTH = 64;

const plain = (name: string): string => name.slice(name.indexOf(":") + 1);

/** Characters that XML cannot hold are written _x000D_ (ECMA-376 22.9.2.19). */
const unescaped = (text: string): string =>
  text.includes("_x") ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(parseInt(code, 16))) : text;

/** Walks one part of a workbook from beginning to end. Throws the refusal `spreadsheet.unreadable` where it is no XML, has a DTD or is nested too deep. */
export const walkXml = (source: string, walk: Walk): void => {
  const parser = new SaxesParser();
  const parents: string[] = [];
  const texts: string[] = [];
  parser.on("doctype", () => parser.fail("doctype"));
  parser.on("error", () => {
    throw unreadable("表格内部结构已损坏，请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。");
  });
  parser.on("opentag", ({ name, attributes }) => {
    if (parents.length === MOST_DEPTH) parser.fail("too deep");
    const own = Object.fromEntries(Object.entries(attributes).map(([key, value]) => [plain(key), value]));
    walk.open?.(plain(name), own, parents);
    parents.push(plain(name));
    texts.push("");
  });
  parser.on("text", (text) => {
    if (texts.length > 0) texts[texts.length - 1] += text;
  });
  parser.on("cdata", (text) => {
    if (texts.length > 0) texts[texts.length - 1] += text;
  });
  parser.on("closetag", () => {
    const [name, text] = [parents.pop() ?? "", texts.pop() ?? ""];
    walk.close?.(name, unescaped(text), parents);
  });
  parser.write(source).close();
};
