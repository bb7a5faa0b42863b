import { ARTICLES, CHAPTERS, type ArticleRule } from "./articles.js";
import { DUTIES, dutiesOfArticle } from "./duties.js";
import { DOMAIN_NAMES } from "./offices.js";
import { settingsOfArticle } from "./settings.js";

export const CROSS_REFERENCE_MARKER = "<!-- 条文对照 -->";

const stateWords = (article: ArticleRule): string => {
  if (article.state === "enforced") return "已执行";
  if (article.state === "words") return "文字条款";
  return `随“${article.arrives ? DOMAIN_NAMES[article.arrives] : ""}”到来`;
};

function row(article: ArticleRule): string {
  const number = String(article.number);
  const duties = dutiesOfArticle(number).map((name) => `\`${name}\` ${DUTIES[name].title}`);
  const settings = settingsOfArticle(number).length;
  const cells = [
    `第${number}条`,
    stateWords(article),
    article.how,
    duties.join("<br>") || "—",
    settings ? String(settings) : "—",
    article.folder ? `\`${article.folder}\`` : "—",
  ];
  return `| ${cells.join(" | ")} |`;
}

/** The table article ↔ function ↔ code as Markdown, without its markers; README shows exactly this. */
export function crossReference(): string {
  const lines = ["| 条 | 状态 | 如何执行，或为何不由程序执行 | 义务 | 设置 | 代码 |", "| --- | --- | --- | --- | --- | --- |"];
  for (const chapter of CHAPTERS) {
    lines.push(`| **第${chapter.number}章** | | **${chapter.title}** | | | |`);
    for (const article of ARTICLES.filter((each) => each.chapter === chapter.number)) lines.push(row(article));
  }
  return lines.join("\n");
}
