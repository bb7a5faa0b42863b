import type { Instant, PersonView } from "./contract.js";

/** How a value is written and asked for; `overnight`: a period that goes past midnight. */
export type SettingKind =
  "flag" | "number" | "numbers" | "time" | "period" | "overnight" | "periods" | "span" | "choice" | "text" | "texts";
/** One change of a setting (第27条), as it was made. */
export interface SettingChangeView {
  number: number;
  /** the value before, to be restored as it was */
  previous: unknown;
  from: string;
  to: string;
  /** true: back to the default */
  restored: boolean;
  reason: string;
  document: string | null;
  by: PersonView;
  at: Instant;
}
export interface SettingView {
  key: string;
  title: string;
  article: string;
  /** P: a default of the product; Q: the rule is ambiguous and 宣传部 decides */
  source: "P" | "Q";
  question: { number: string; text: string } | null;
  kind: SettingKind;
  /** Chinese unit of bare numbers; null: none */
  unit: string | null;
  /** the one key of a span's value, e.g. workingHours; null: not a span */
  spanUnit: string | null;
  range: { min: number; max: number; step: number } | null;
  choices: string[] | null;
  value: unknown;
  words: string;
  default: unknown;
  defaultWords: string;
  isDefault: boolean;
  /** how many changes there are; goes back with a change as `seen` */
  changes: number;
  /** the latest; null: never changed */
  changed: SettingChangeView | null;
  /** the part of the program that will read it, e.g. 账号备案; null: read today */
  arrives: string | null;
  /** why it cannot be changed; null: it can */
  fixed: string | null;
  may: ("change" | "restore")[];
}
export interface SettingsView {
  now: Instant;
  may: "change"[];
  /** articles without settings are left out */
  chapters: { number: number; title: string; articles: { number: number; settings: SettingView[] }[] }[];
}
export interface SettingHistoryView {
  now: Instant;
  items: SettingChangeView[];
}
/** Why a setting is changed; `seen`: how many changes of it whoever changes it has seen. */
export interface SettingGrounds {
  reason: string;
  document: string | null;
  seen: number;
}
