import type { Domain, Office } from "./offices.js";
import type { Span } from "./span.js";
import type { StepRule } from "./step-rule.js";

/** The rule's own grade: 须、应 · 一般、原则上 (may be departed from, reason on record) · 可 · a situation of 第26条. */
export const FORCES = ["must", "normally", "may", "case"] as const;
export type Force = (typeof FORCES)[number];

/** One obligation: who owes what to whom by when, in the words it rests on. */
export interface DutyRule {
  /** Arabic number of the article, e.g. "11". */
  readonly article: string;
  /** Item within the article in the rule's numerals, e.g. "二" for （二）. */
  readonly item?: string;
  /** Short Chinese name for cards and lists. */
  readonly title: string;
  /** Verbatim words of the rule; for a row of ours the words of our setting. */
  readonly text: string;
  readonly force: Force;
  readonly by: Office;
  /** null: the rule names nobody; whom the program tells is then our setting. */
  readonly to: Office | readonly Office[] | null;
  readonly within: Span;
  readonly source: "rule" | "setting";
  /** The part of the program that will open this duty; absent when it does so today. */
  readonly arrives?: Domain;
  /** First local day on which the row applies. */
  readonly from: "2022-12-28";
  /** Last local day on which the row applies; absent while it is in force. */
  readonly until?: string;
  /** The event from which `within` counts, in Chinese; absent where the duty's opening is that event. */
  readonly startsFrom?: string;
  /** What follows while it stays open; the moment at which it is missed needs no step. */
  readonly steps?: readonly StepRule[];
}

/** What every row taken from the issued text has in common. */
export const ISSUED = { source: "rule", from: "2022-12-28" } as const;
/** What every row of our own setting has in common. */
export const OURS = { source: "setting", from: "2022-12-28" } as const;
