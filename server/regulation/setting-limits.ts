import { SETTING_DEFAULTS, type Setting, type SettingKey, type WorkingPeriod } from "./settings.js";

/** How a value is written and asked for. `overnight`: a period that goes past midnight. */
export type SettingKind =
  "flag" | "number" | "numbers" | "time" | "period" | "overnight" | "periods" | "span" | "choice" | "text" | "texts";

/** Between which numbers a value may be, both included, in whole steps. */
export interface Range {
  readonly min: number;
  readonly max: number;
  readonly step: number;
}

const whole = (min: number, max: number): Range => ({ min, max, step: 1 });

/** What is sane for a bare number in this unit. */
const BY_UNIT: Readonly<Record<string, Range>> = {
  分钟: whole(1, 1440),
  小时: whole(1, 720),
  天: whole(1, 365),
  个工作日: whole(1, 60),
  个月: whole(1, 36),
  年: whole(1, 30),
  条: whole(1, 100),
  字: whole(1, 200),
  人: whole(1, 50),
  次: whole(1, 24),
  倍: { min: 1.1, max: 20, step: 0.1 },
  周岁: whole(18, 40),
};

/** The same for the number in a span. */
const BY_SPAN: Readonly<Record<string, Range>> = {
  minutes: whole(1, 1440),
  hours: whole(1, 168),
  workingHours: whole(1, 80),
  days: whole(1, 365),
  workingDays: whole(1, 60),
};

/** Narrower, where something outside sets the limit: WeCom updates a card for 72 hours and drops silently from 30 messages a minute on. */
const BY_KEY: Readonly<Partial<Record<SettingKey, Range>>> = {
  "card.updatableHours": whole(1, 72),
  "delivery.perMemberPerMinute": whole(5, 25),
  "contacts.missingAtMost": whole(5, 50),
  "session.hours": whole(1, 24),
  "session.sensitiveActMinutes": whole(1, 60),
  "cases.retentionYears": whole(3, 30),
  "livestream.photoYears": whole(3, 30),
};

const CHOICES: Readonly<Partial<Record<SettingKey, readonly string[]>>> = {
  "livestream.filingCounts": ["自然日", "工作日"],
  "incidents.clockStart": ["发现或报告，取早", "发现", "报告", "定级"],
};

/** Earlier, or at most at the same time: first to last. */
const RISING: readonly (readonly SettingKey[])[] = [
  ["incidents.setLevelMinutes", "incidents.setLevelLeaderMinutes"],
  ["incidents.redSecondCallMinutes", "incidents.redOthersMinutes", "incidents.redThirdCallMinutes", "incidents.redByHandMinutes"],
  ["review.takeDownRedMinutes", "review.takeDownMinutes"],
];

/** What cannot be changed, and why: without it the program would break the rule, or it is part of how the program is built. */
const FIXED: Readonly<Partial<Record<SettingKey, string>>> = {
  "review.oneLevelPerPerson": "三级由三个不同的人审核，是先审后发的底线，不能关闭。",
  "review.editInvalidates": "许可只对审核过的这一版有效，不能关闭。",
  "review.cardPassWithoutReading.final": "发布许可一律在审核页上给出，终审不在卡片上通过。",
  "review.sendBackFromCardByGateAlone": "卡片上没有填写说明的地方；要求说明的，请在审核页退回。",
  "review.allGatesInOneTap": "审核页固定提供；逐关勾选同样有效。",
  "review.categories": "稿件固定分为这三类，统计和会商都以此为准。",
  "rights.publicityChangesSettings": "由岗位决定：宣传部负责人和系统管理员可以更改，其他人可以查看。",
};

const CLOCK = /^([01]\d|2[0-3]):[0-5]\d$/;

const wraps = (value: unknown): boolean => (value as WorkingPeriod).start >= (value as WorkingPeriod).end;

/** The kind of a setting's value, by its default: a change never changes the kind. */
export function kindOf(key: SettingKey): SettingKind {
  const value: unknown = SETTING_DEFAULTS.value(key);
  if (typeof value === "boolean") return "flag";
  if (typeof value === "number") return "number";
  if (typeof value === "string") return CLOCK.test(value) ? "time" : CHOICES[key] ? "choice" : "text";
  if (!Array.isArray(value)) return !("start" in (value as object)) ? "span" : wraps(value) ? "overnight" : "period";
  const [first] = value as readonly unknown[];
  return typeof first === "number" ? "numbers" : typeof first === "string" ? "texts" : "periods";
}

/** The one key of a span setting, e.g. workingHours; null for any other kind. */
export const spanUnit = (key: SettingKey): string | null =>
  kindOf(key) === "span" ? (Object.keys(SETTING_DEFAULTS.value(key) as object)[0] ?? null) : null;

/** Between which numbers a setting's numbers may be; null where it has none. */
export function rangeOf({ key, unit }: Pick<Setting, "key" | "unit">): Range | null {
  const span = spanUnit(key);
  if (span !== null) return BY_KEY[key] ?? BY_SPAN[span] ?? null;
  return kindOf(key) === "number" || kindOf(key) === "numbers" ? (BY_KEY[key] ?? BY_UNIT[unit ?? ""] ?? whole(1, 1000)) : null;
}

/** What may be chosen; null where the value is not a choice. */
export const choicesOf = (key: SettingKey): readonly string[] | null => CHOICES[key] ?? null;

/** Why a setting cannot be changed; null: it can. */
export const fixedBecause = (key: SettingKey): string | null => FIXED[key] ?? null;

/** The settings that this one must not be later than, and those that must not be earlier. */
export function neighbours(key: SettingKey): { before: readonly SettingKey[]; after: readonly SettingKey[] } {
  const chain = RISING.find((keys) => keys.includes(key)) ?? [];
  const at = chain.indexOf(key);
  return { before: chain.slice(0, Math.max(at, 0)), after: chain.slice(at + 1) };
}
