import { citation, type DutyRule } from "../regulation/duties.js";
import type { Card, CardRow } from "../wecom/card.js";

/** What a duty's card says beside the rule's own words. */
export interface DutyCardFacts {
  rule: DutyRule;
  /** what it is about, e.g. the draft's title */
  subject: string;
  subtitle: string;
  rows: readonly CardRow[];
  link: string;
  linkText: string;
  /** null: the duty is open */
  closedText: string | null;
}

/** The one card for any row of duties.ts: title, the article's words, what is known, one button that leads to where it is discharged. */
export const dutyCard = (facts: DutyCardFacts): Card => ({
  source: { text: `待办 · ${citation(facts.rule)}`, colour: "grey" },
  title: `${facts.rule.title}：${facts.subject}`,
  subtitle: facts.subtitle,
  quote: { article: facts.rule.article, text: facts.rule.text },
  rows: facts.rows,
  buttons: facts.closedText === null ? [{ kind: "link", text: facts.linkText, url: facts.link, style: 1 }] : [],
  link: facts.link,
  updatable: true,
  ...(facts.closedText === null ? {} : { closedText: facts.closedText }),
});
