import { short } from "../kernel/short.js";
import { citation, type DutyRule } from "../regulation/duties.js";
import type { Card, CardRow, CardSelection } from "../wecom/card.js";

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

/** What the card of a duty says that one tap decides. */
export interface ChoiceCardFacts {
  /** whose card it is, in two characters, e.g. 值班 */
  domain: string;
  rule: DutyRule;
  title: string;
  subtitle: string;
  rows: readonly (readonly [keyname: string, value: string])[];
  link: string;
  linkText: string;
  /** the buttons that decide, the usual one last */
  buttons: readonly { text: string; key: string }[];
  /** read only with the button that needs a reason */
  selection?: CardSelection;
  /** a word of warning beside the article, in red */
  label?: string | null;
  /** null: the duty is open */
  closedText: string | null;
}

const MAIN = 1 as const;
const OTHER = 2 as const;

/** What it is about, one tap for the usual answer, the page for the rest. Ended, it says how and asks for nothing. */
export const choiceCard = (facts: ChoiceCardFacts): Card => {
  const { domain, rule, title, subtitle, rows, link, linkText, buttons, selection, label = null, closedText } = facts;
  const look = { kind: "link" as const, text: linkText, url: link, style: buttons.length === 0 ? MAIN : OTHER };
  const decide = buttons.map(({ text, key }, index) => ({
    kind: "callback" as const,
    ...{ text, key },
    style: index === buttons.length - 1 ? MAIN : OTHER,
  }));
  return {
    source: { text: [domain, citation(rule), label].filter((part) => part !== null).join(" · "), colour: label === null ? "grey" : "red" },
    title: short(title, 36),
    subtitle,
    quote: { article: rule.article, text: rule.text },
    rows: rows.map(([keyname, value]): CardRow => ({ keyname, value: short(value, 30) })),
    buttons: closedText === null ? [look, ...decide] : [],
    ...(selection && closedText === null ? { selection } : {}),
    link,
    updatable: true,
    ...(closedText === null ? {} : { closedText }),
  };
};
