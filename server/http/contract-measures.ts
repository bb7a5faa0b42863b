import type { Instant } from "./contract.js";

export interface MeasuresView {
  now: Instant;
  document: { title: string; number: string; effectiveOn: string };
  chapters: { number: number; title: string; articles: ArticleView[] }[];
}
export interface ArticleView {
  number: number;
  /** the article's text as issued, paragraphs by \n */
  text: string;
  /** in force and running in this program, arriving with a later part, or words without a moment a program can see */
  state: "enforced" | "arrives" | "words";
  /** one sentence in Chinese: how it is enforced, or why not */
  how: string;
  duties: {
    name: string;
    title: string;
    quote: string;
    force: "must" | "normally" | "may" | "case";
    source: "rule" | "setting";
    arrives: string | null;
    open: number;
    late: number;
    discharged: number;
  }[];
  /** how the program reads the article's own words that give no number, with the values in force */
  readings: { word: string; within: string | null; words: string }[];
  settings: { key: string; title: string; value: string; source: "P" | "Q" }[];
}
