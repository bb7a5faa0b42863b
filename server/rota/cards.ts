import type { DutyRule } from "../regulation/duties.js";
import { citation } from "../regulation/duties.js";
import type { Card, CardRow } from "../wecom/card.js";
import { short } from "./words.js";

/** What one of the rota's cards says. */
export interface RotaCardFacts {
  rule: DutyRule;
  title: string;
  subtitle: string;
  rows: readonly (readonly [keyname: string, value: string])[];
  link: string;
  linkText: string;
  /** the buttons that decide, the usual one last */
  buttons: readonly { text: string; key: string }[];
  /** null: the duty is open */
  closedText: string | null;
}

/** A card of the rota: what it is about, one tap for the usual answer, the page for the rest. */
export const rotaCard = ({ rule, title, subtitle, rows, link, linkText, buttons, closedText }: RotaCardFacts): Card => {
  const look = { kind: "link" as const, text: linkText, url: link, style: buttons.length === 0 ? (1 as const) : (2 as const) };
  const decide = buttons.map(({ text, key }, index) => ({
    kind: "callback" as const,
    ...{ text, key },
    style: index === buttons.length - 1 ? (1 as const) : (2 as const),
  }));
  return {
    source: { text: `值班 · ${citation(rule)}`, colour: "grey" },
    title: short(title, 36),
    subtitle,
    quote: { article: rule.article, text: rule.text },
    rows: rows.map(([keyname, value]): CardRow => ({ keyname, value: short(value, 30) })),
    buttons: closedText === null ? [look, ...decide] : [],
    link,
    updatable: true,
    ...(closedText === null ? {} : { closedText }),
  };
};
