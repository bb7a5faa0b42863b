import { addDays, weekday } from "../kernel/local-time.js";
import type { SheetRow } from "../spreadsheet/table.js";

const HEAD = ["日期", "宣传部值班", "宣传部替班", "大数据中心值班", "大数据中心替班"];

/** The demonstration's rota for so many days: two of 宣传部 take turns, 大数据中心 changes at the weekend. */
export const demonstrationRota = (from: string, days: number): SheetRow[] => [
  { line: 1, cells: HEAD },
  ...Array.from({ length: days }, (_, index) => {
    const day = addDays(from, index);
    const publicity = ["duty.publicity1", "duty.publicity2"];
    const dataCentre = ["duty.data", "head.data"];
    if (index % 2 === 1) publicity.reverse();
    if (weekday(day) % 6 === 0) dataCentre.reverse();
    return { line: index + 2, cells: [day, ...publicity, ...dataCentre] };
  }),
];
