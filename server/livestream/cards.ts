import { short } from "../kernel/short.js";
import { citation, type DutyRule } from "../regulation/duties.js";
import type { Card, CardRow, CardSelection } from "../wecom/card.js";
import { LATE_LABEL } from "./words.js";

/** What one of Article 14's cards says. */
export interface LivestreamCardFacts {
  rule: DutyRule;
  title: string;
  subtitle: string;
  rows: readonly (readonly [keyname: string, value: string])[];
  /** 逾期申报 */
  late: boolean;
  link: string;
  linkText: string;
  /** the buttons that decide, the usual one last */
  buttons: readonly { text: string; key: string }[];
  /** read only with the button that needs a reason */
  selection?: CardSelection;
  /** null: the duty is open */
  closedText: string | null;
}

/** A card about a livestream: what it is about, one tap for the usual answer, the page for the rest. The late label is red. */
export const livestreamCard = (facts: LivestreamCardFacts): Card => {
  const { rule, title, subtitle, rows, late, link, linkText, buttons, selection, closedText } = facts;
  const look = { kind: "link" as const, text: linkText, url: link, style: buttons.length === 0 ? (1 as const) : (2 as const) };
  const decide = buttons.map(({ text, key }, index) => ({
    kind: "callback" as const,
    ...{ text, key },
    style: index === buttons.length - 1 ? (1 as const) : (2 as const),
  }));
  return {
    source: { text: `直播 · ${citation(rule)}${late ? ` · ${LATE_LABEL}` : ""}`, colour: late ? "red" : "grey" },
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
