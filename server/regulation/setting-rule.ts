import type { Domain } from "./offices.js";
import type { Question } from "./questions.js";

/** A stretch of the working day in local time, e.g. 08:30–12:00. */
export interface WorkingPeriod {
  readonly start: string;
  readonly end: string;
}

/** One value that the rule does not give. */
export interface SettingRule<V = unknown> {
  /** The article beside which it is shown; Arabic number. */
  readonly article: string;
  /** Short Chinese name. */
  readonly title: string;
  /** "P": a default of the product; "Q": the rule is ambiguous and 宣传部 may decide (第27条). */
  readonly source: "P" | "Q";
  readonly value: V;
  /** Chinese unit of a bare number, e.g. 天. */
  readonly unit?: string;
  /** Q1–Q15, the question to 宣传部 that this value answers for now. */
  readonly question?: Question;
  /** The story or section that asked for it, e.g. R11-04. */
  readonly story: string;
  /** The part of the program that will read it; absent when it is read today. */
  readonly arrives?: Domain;
}

/** Builders for the rows of one part of the program; `arrives` absent for what runs today. */
export function settingsOf(arrives?: Domain) {
  const rest = arrives ? { arrives } : {};
  return {
    product: <V>(article: string, story: string, title: string, value: V, unit?: string): SettingRule<V> => ({
      article,
      story,
      title,
      source: "P",
      value,
      ...(unit ? { unit } : {}),
      ...rest,
    }),
    question: <V>(question: Question, article: string, story: string, title: string, value: V, unit?: string): SettingRule<V> => ({
      article,
      story,
      title,
      source: "Q",
      question,
      value,
      ...(unit ? { unit } : {}),
      ...rest,
    }),
  };
}
