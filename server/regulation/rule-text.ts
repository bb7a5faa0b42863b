import { readFileSync } from "node:fs";

/** The issued text as it stands in rule.txt. */
const issued = readFileSync(new URL("./rule.txt", import.meta.url), "utf8");

const NUMERALS = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"] as const;

/** A number from 1 to 99 in the rule's numerals: 11 → 十一, 24 → 二十四. */
export function numeral(number: number): string {
  const tens = Math.floor(number / 10);
  const ten = tens === 0 ? "" : tens === 1 ? "十" : `${NUMERALS[tens]}十`;
  return `${ten}${NUMERALS[number % 10]}`;
}

/** Text by number of article, without its heading, paragraphs by \n. */
function articlesOf(text: string): ReadonlyMap<number, string> {
  const articles = new Map<number, string>();
  let current = 0;
  for (const line of text.split(/\r?\n/).map((each) => each.trim())) {
    if (line === "" || /^第[一二三四五六七八九十]+章\s/.test(line)) continue;
    const heading = `第${numeral(current + 1)}条`;
    if (line.startsWith(heading)) articles.set(++current, line.slice(heading.length).trim());
    else if (current > 0) articles.set(current, `${articles.get(current)}\n${line}`);
  }
  return articles;
}

const articles = articlesOf(issued);

/** How many articles the issued text has. */
export const ARTICLE_COUNT = articles.size;

/** The article's text as issued, paragraphs by \n. Throws RangeError for a number the rule does not have. */
export function articleText(number: number): string {
  const text = articles.get(number);
  if (text === undefined) throw new RangeError(`本办法没有第${number}条`);
  return text;
}
