import { folded } from "./cells.js";
import type { Table } from "./table.js";

/** What another sheet lists, found by its number or, where only one bears it, by its name. A problem of null: the other sheet could not be read whole, so nothing is said. */
export type Find = (text: string) => { key: string } | { problem: string | null };

/** Finds rows of `table` by `keyField`, else by name; neither case, width nor blanks make a difference. `sheet` is where they are listed. */
export const finder = (table: Table, keyField: string, sheet: string, keyHeading: string): Find => {
  const whole = table.readable && table.entries.every(({ values }) => values.has(keyField) && values.has("name"));
  const keys = new Map<string, string>();
  const named = new Map<string, string[]>();
  for (const { values } of table.entries) {
    const [key, name] = [values.get(keyField), values.get("name")];
    if (typeof key !== "string") continue;
    keys.set(folded(key), key);
    if (typeof name === "string") named.set(folded(name), [...(named.get(folded(name)) ?? []), key]);
  }
  return (text) => {
    const key = keys.get(folded(text));
    if (key !== undefined) return { key };
    const found = [...new Set(named.get(folded(text)) ?? [])];
    if (found.length === 1) return { key: found[0] ?? "" };
    if (!whole) return { problem: null };
    return {
      problem:
        found.length > 1
          ? `「${sheet}」表中有 ${found.length} 行名为「${text}」，请改填${keyHeading}（${found.slice(0, 3).join("、")}）`
          : `「${sheet}」表中没有「${text}」，请先在该表登记或改正`,
    };
  };
};
