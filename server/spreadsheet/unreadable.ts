import { Refusal } from "../kernel/refusal.js";

/** A file that is not a workbook we can read; `detail` says in Chinese what to do. */
export const unreadable = (detail: string): Refusal => new Refusal({ code: "spreadsheet.unreadable", kind: "invalid", detail });
