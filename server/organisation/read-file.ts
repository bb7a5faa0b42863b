import { readFile } from "node:fs/promises";
import { Refusal } from "../kernel/refusal.js";
import { jsonFaultOf } from "./json-text.js";

const unreadable = (detail: string): Refusal => new Refusal({ code: "organisation.unreadable", kind: "invalid", detail });

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "找不到文件",
  EISDIR: "这是一个文件夹，不是文件",
  EACCES: "没有读取权限",
};

/** Reads an organisation file as parsed JSON. Throws the refusal `organisation.unreadable`, which says in Chinese what to do, with the line number. */
export const readOrganisationFile = async (path: string): Promise<unknown> => {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw unreadable(`${REASONS[error.code ?? ""] ?? "无法读取文件"}：${path}`);
  });
  if (/[.]xlsx?$/i.test(path) || bytes.subarray(0, 2).toString("latin1") === "PK") {
    throw unreadable(`目前只能导入 JSON 文件，还不能导入 Excel 表格：${path}`);
  }
  const text = textOf(bytes, path);
  const fault = jsonFaultOf(text);
  if (fault) throw unreadable(`不是有效的 JSON，第 ${fault.line} 行第 ${fault.column} 个字：${fault.message}（${path}）`);
  return JSON.parse(text) as unknown;
};

/** The text without a byte order mark. */
const textOf = (bytes: Buffer, path: string): string => {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw unreadable(`文件不是 UTF-8 编码（可能是 GBK 或 UTF-16），请在编辑器中另存为 UTF-8 后再导入：${path}`);
  }
};
