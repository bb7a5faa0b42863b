import { readFile, stat } from "node:fs/promises";
import { extname } from "node:path";
import { Refusal } from "../kernel/refusal.js";
import { looksLikeWorkbook, readWorkbook } from "../spreadsheet/read.js";
import { jsonFaultOf } from "./json-text.js";
import { jsonSource, type Source } from "./source.js";
import { workbookSource } from "./workbook/read.js";

/** An organisation of ten thousand people stays under half of it. */
export const MOST_FILE_BYTES = 5 * 1024 * 1024;

const unreadable = (detail: string): Refusal => new Refusal({ code: "organisation.unreadable", kind: "invalid", detail });

/** What is larger than any organisation. */
export const tooLarge = (): Refusal =>
  new Refusal({ code: "organisation.too-large", kind: "tooLarge", detail: "文件超过 5 MB，请删除图片、多余的工作表和空行后再导入。" });

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "找不到文件",
  EISDIR: "这是一个文件夹，不是文件",
  EACCES: "没有读取权限",
};

/** Reads an organisation file, JSON or XLSX. Throws a refusal that says in Chinese what to do, with the line number of JSON. */
export const readOrganisationFile = async (path: string): Promise<Source> => {
  const failed = (error: NodeJS.ErrnoException): never => {
    throw unreadable(`${REASONS[error.code ?? ""] ?? "无法读取文件"}：${path}`);
  };
  const { size } = await stat(path).catch(failed);
  if (size > MOST_FILE_BYTES) throw tooLarge();
  return organisationSource(await readFile(path).catch(failed), path);
};

/** The same for bytes that came otherwise; whether they are JSON or XLSX is seen from themselves, `name` is for messages. */
export const organisationSource = (bytes: Buffer, name: string): Source => {
  if (bytes.length === 0) throw unreadable(`文件是空的：${name}`);
  if (looksLikeWorkbook(bytes) || isTableByName(name)) return workbookSource(readWorkbook(bytes));
  const text = textOf(bytes, name);
  const fault = jsonFaultOf(text);
  if (fault) throw unreadable(`不是有效的 JSON，第 ${fault.line} 行第 ${fault.column} 个字：${fault.message}（${name}）`);
  return jsonSource(JSON.parse(text) as unknown);
};

const isTableByName = (name: string): boolean => [".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".csv"].includes(extname(name).toLowerCase());

/** The text without a byte order mark. */
const textOf = (bytes: Buffer, name: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(`文件不是 UTF-8 编码（可能是 GBK 或 UTF-16），请在编辑器中另存为 UTF-8 后再导入：${name}`);
  }
};
