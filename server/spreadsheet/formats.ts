import { walkXml } from "./xml.js";

/** Formats of Excel itself that show a day, the Chinese ones among them (ECMA-376 18.8.30). */
const BUILT_IN_DAYS = [
  [14, 22],
  [27, 36],
  [50, 58],
] as const;

/** A format written by hand that shows a day: y or d outside of quotes, escapes, and brackets such as [红色] or [$-804]. */
const showsDay = (code: string): boolean => /[yd]/i.test(code.replace(/"[^"]*"|\\.|_.|\*.|\[[^\]]*\]/g, ""));

/** For each cell style by number: true where it shows a number as a day. */
export const dayStylesOf = (styles: string | null): readonly boolean[] => {
  const custom = new Map<string, boolean>();
  const shown: boolean[] = [];
  if (styles === null) return shown;
  walkXml(styles, {
    open(name, attributes, parents) {
      if (name === "numFmt") custom.set(attributes.numFmtId ?? "", showsDay(attributes.formatCode ?? ""));
      if (name !== "xf" || parents.at(-1) !== "cellXfs") return;
      const id = attributes.numFmtId ?? "0";
      shown.push(custom.get(id) ?? BUILT_IN_DAYS.some(([first, last]) => Number(id) >= first && Number(id) <= last));
    },
  });
  return shown;
};

const DAY_MS = 86_400_000;
/** Day 0 of each of the two ways in which workbooks count days; 1900 is counted as if it had a 29 February. */
const DAY_ZERO = { from1900: Date.UTC(1899, 11, 30), from1904: Date.UTC(1904, 0, 1) };

/** The local day (YYYY-MM-DD) that a workbook shows for a number; null for a number that is no day of this or the last century. */
export const dayOfSerial = (serial: number, from1904: boolean): string | null => {
  const at = new Date((from1904 ? DAY_ZERO.from1904 : DAY_ZERO.from1900) + Math.floor(serial) * DAY_MS);
  const year = at.getUTCFullYear();
  return year >= 1901 && year <= 2199 ? at.toISOString().slice(0, 10) : null;
};
