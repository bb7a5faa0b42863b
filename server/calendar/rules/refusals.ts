import { Refusal, type RefusalKind } from "../../kernel/refusal.js";
import type { LineFault } from "./list.js";

const SHOWN = 20;

/** A refusal of the calendar: `calendar.<code>`. Working days are Article 12's and 15's own measure. */
export const refuse = (code: string, kind: RefusalKind, detail: string): Refusal =>
  new Refusal({ code: `calendar.${code}`, kind, detail, article: "15" });

/** A list that cannot be taken over, one line per error. */
export const listRefusal = (faults: readonly LineFault[]): Refusal => {
  const more = faults.length > SHOWN ? `（只列出前 ${SHOWN} 处）` : "";
  return new Refusal({
    code: "calendar.list-invalid",
    kind: "invalid",
    detail: `放假安排有 ${faults.length} 处错误，没有写入任何内容；请逐条改正后重新导入${more}。`,
    article: "15",
    fields: faults.slice(0, SHOWN).map(({ line, message }) => ({ path: line === 0 ? "全文" : `第 ${line} 行`, message })),
  });
};
