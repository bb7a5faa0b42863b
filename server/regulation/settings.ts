import { ACCOUNT_SETTINGS, ACCOUNTABILITY_SETTINGS } from "./setting-rows/accounts-and-accountability.js";
import { INCIDENT_SETTINGS } from "./setting-rows/incidents.js";
import { FEEDBACK_SETTINGS, LIVESTREAM_SETTINGS } from "./setting-rows/livestream-and-feedback.js";
import { PRODUCT_SETTINGS } from "./setting-rows/product.js";
import { REVIEW_SETTINGS } from "./setting-rows/review.js";
import { ROTA_AND_SAFETY_SETTINGS } from "./setting-rows/rota-and-safety.js";
import type { SettingRule, WorkingPeriod } from "./setting-rule.js";
import { spanWords, type Span } from "./span.js";

export type { SettingRule, WorkingPeriod } from "./setting-rule.js";

const rows = {
  ...PRODUCT_SETTINGS,
  ...REVIEW_SETTINGS,
  ...ACCOUNT_SETTINGS,
  ...LIVESTREAM_SETTINGS,
  ...FEEDBACK_SETTINGS,
  ...ROTA_AND_SAFETY_SETTINGS,
  ...INCIDENT_SETTINGS,
  ...ACCOUNTABILITY_SETTINGS,
};

export type SettingKey = keyof typeof rows;
export type SettingValue<K extends SettingKey> = (typeof rows)[K]["value"];
export type Setting = SettingRule & { readonly key: SettingKey };

/** The values in force: of the program now (server/settings), or those of an earlier moment. Whatever depends on a setting is given these. */
export interface SettingValues {
  value<K extends SettingKey>(key: K): SettingValue<K>;
}

/** Everything the rule leaves open, with the value in use until 宣传部 changes it. */
export const SETTINGS: readonly Setting[] = (Object.keys(rows) as SettingKey[]).map((key) => ({ key, ...rows[key] }));

/** What is in force while nobody has changed anything. */
export const SETTING_DEFAULTS: SettingValues = { value: (key) => rows[key].value };

/** True for the name of a setting; a stored or sent name may be of another release. */
export const isSettingKey = (key: string): key is SettingKey => Object.hasOwn(rows, key);

/** The settings that stand beside one article. */
export const settingsOfArticle = (article: string): readonly Setting[] => SETTINGS.filter((setting) => setting.article === article);

/** A setting's value in Chinese as the pages show it, e.g. 72 小时, 是, 08:30–12:00、14:30–18:00. */
export function settingWords(setting: Pick<SettingRule, "unit">, value: unknown): string {
  const unit = setting.unit ? ` ${setting.unit}` : "";
  if (typeof value === "boolean") return value ? "是" : "否";
  if (Array.isArray(value)) return value.map((each) => settingWords({}, each)).join("、") + unit;
  if (typeof value !== "object" || value === null) return `${String(value)}${unit}`;
  return isPeriod(value) ? `${value.start}–${value.end}` : spanWords(value as Span);
}

const isPeriod = (value: object): value is WorkingPeriod => "start" in value && "end" in value;
