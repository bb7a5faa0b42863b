import { readFileSync } from "node:fs";
import { articleText } from "../../server/regulation/articles.js";

/** The issued text mixes widths and breaks lines inside sentences; the words are what is compared. */
export const plain = (text: string): string => text.normalize("NFKC").replace(/\s/g, "");
export const issued = readFileSync(new URL("../../server/regulation/rule.txt", import.meta.url), "utf8");

/** The words of an article, or of its item （二） alone. */
export function wordsOf(article: string, item?: string): string {
  const text = articleText(Number(article));
  if (!item) return plain(text);
  return plain(text.split("\n").find((line) => line.startsWith(`（${item}）`)) ?? "");
}
