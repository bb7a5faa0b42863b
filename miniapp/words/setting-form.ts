import type { SettingView } from "../../server/http/contract.js";

/** A period of the day as two clock times. */
export interface PeriodForm {
  start: string;
  end: string;
}

/** What a person types or picks before it is a value: `text` for numbers, times, choices and words, `on` for yes and no. */
export interface SettingForm {
  text: string;
  on: boolean;
  periods: PeriodForm[];
}

/** The Chinese of the one number in a span. */
const spanUnits: Record<string, string> = {
  minutes: "分钟",
  hours: "小时",
  workingHours: "个工作小时",
  days: "天",
  workingDays: "个工作日",
};

/** The unit behind the field; empty where there is none. */
export const fieldUnit = ({ unit, spanUnit }: Pick<SettingView, "unit" | "spanUnit">): string =>
  spanUnit === null ? (unit ?? "") : (spanUnits[spanUnit] ?? "");

/** 1–720 的整数; null where the value is no number. */
export function rangeHint({ range, unit, spanUnit }: Pick<SettingView, "range" | "unit" | "spanUnit">): string | null {
  if (range === null) return null;
  return `${range.min} 到 ${range.max} ${fieldUnit({ unit, spanUnit })}${range.step === 1 ? "，整数" : "，最多一位小数"}`;
}

/** A stored value as the fields show it. */
export function settingForm({ kind, spanUnit }: Pick<SettingView, "kind" | "spanUnit">, value: unknown): SettingForm {
  const empty: SettingForm = { text: "", on: false, periods: [] };
  switch (kind) {
    case "flag":
      return { ...empty, on: value === true };
    case "span":
      return { ...empty, text: String((value as Record<string, number>)[spanUnit ?? ""] ?? "") };
    case "numbers":
      return { ...empty, text: (value as number[]).join("、") };
    case "texts":
      return { ...empty, text: (value as string[]).join("\n") };
    case "period":
    case "overnight":
      return { ...empty, periods: [{ ...(value as PeriodForm) }] };
    case "periods":
      return { ...empty, periods: (value as PeriodForm[]).map((period) => ({ ...period })) };
    case "number":
    case "time":
    case "choice":
    case "text":
      return { ...empty, text: String(value) };
  }
}

const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text.trim()));
const parts = (text: string, between: RegExp): string[] =>
  text
    .split(between)
    .map((part) => part.trim())
    .filter((part) => part !== "");

/** The value that the fields say; the server judges it. A number that is none is sent as null. */
export function settingValue({ kind, spanUnit }: Pick<SettingView, "kind" | "spanUnit">, form: SettingForm): unknown {
  switch (kind) {
    case "flag":
      return form.on;
    case "number":
      return numberOf(form.text);
    case "span":
      return { [spanUnit ?? ""]: numberOf(form.text) };
    case "numbers":
      return parts(form.text, /[、,，;；\s]+/).map(numberOf);
    case "texts":
      return parts(form.text, /\n/);
    case "period":
    case "overnight":
      return form.periods[0];
    case "periods":
      return form.periods;
    case "time":
    case "choice":
    case "text":
      return form.text.trim();
  }
}

/** Why the fields cannot be sent yet; null: they can. Only what a slip of the finger makes: everything else the server explains. */
export function settingObstacle(view: Pick<SettingView, "kind" | "spanUnit" | "value">, form: SettingForm, reason: string): string | null {
  const value = settingValue(view, form);
  if (JSON.stringify(value) === JSON.stringify(view.value)) return "与现在的值相同";
  if (/null|""|\[\]/.test(JSON.stringify(value))) return "请填写新的值";
  return [...reason.trim()].length < 5 ? "请写明更改理由（至少 5 个字）" : null;
}

/** 待确认: the open questions to 宣传部; 已更改: what differs from the default. */
export type SettingFilter = "all" | "questions" | "changed";

interface Chapter {
  number: number;
  title: string;
  articles: { number: number; settings: SettingView[] }[];
}

/** The chapters with the settings that a filter lets through and whose title holds the wanted words; what is left empty is left out. */
export function filteredChapters(chapters: readonly Chapter[], filter: SettingFilter, wanted: string): Chapter[] {
  const words = wanted.trim();
  const shown = (setting: SettingView): boolean =>
    (words === "" || setting.title.includes(words)) &&
    (filter === "all" || (filter === "questions" ? setting.question !== null : !setting.isDefault));
  return chapters
    .map((chapter) => ({
      ...chapter,
      articles: chapter.articles
        .map((article) => ({ ...article, settings: article.settings.filter(shown) }))
        .filter(({ settings }) => settings.length > 0),
    }))
    .filter(({ articles }) => articles.length > 0);
}
