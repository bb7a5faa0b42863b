import { minutesOfDay } from "../../kernel/local-time.js";
import { choicesOf, kindOf, rangeOf, spanUnit, type Range } from "../../regulation/setting-limits.js";
import { SETTINGS, type Setting, type SettingKey } from "../../regulation/settings.js";

/** A value that may be stored, or what to do about it in Chinese. */
export type Checked = { readonly value: unknown } | { readonly fault: string };

const LONGEST_TEXT = 60;
const MOST_TEXTS = 20;
const MOST_PERIODS = 4;

const fault = (words: string): Checked => ({ fault: words });

/** Reads a wanted value of a setting as its kind asks: a number stays a number in a sane range, a span a span of the same unit, a time HH:MM. */
export function checkedValue(key: SettingKey, given: unknown): Checked {
  const setting = ruleOf(key);
  const range = rangeOf(setting);
  const unit = setting.unit ?? "";
  switch (kindOf(key)) {
    case "flag":
      return typeof given === "boolean" ? { value: given } : fault("请选择是或否");
    case "number":
      return checkedNumber(given, range, unit);
    case "numbers":
      return checkedNumbers(given, range, unit);
    case "span":
      return checkedSpan(given, spanUnit(key) ?? "", range);
    case "time":
      return isClock(given) ? { value: given } : fault("请按 HH:MM 填写时刻，如 18:00");
    case "period":
      return checkedPeriod(given, false);
    case "overnight":
      return checkedPeriod(given, true);
    case "periods":
      return checkedPeriods(given);
    case "choice":
      return choicesOf(key)?.includes(given as string) ? { value: given } : fault(`请从中选择：${choicesOf(key)?.join("、")}`);
    case "text":
      return checkedText(given);
    case "texts":
      return checkedTexts(given);
  }
}

/** The row of a setting. */
export const ruleOf = (key: SettingKey): Setting => SETTINGS.find((setting) => setting.key === key) as Setting;

const rangeWords = ({ min, max, step }: Range, unit: string): string =>
  `${min} 到 ${max} ${unit}之间的${step === 1 ? "整数" : "数，最多一位小数"}`.replace("  ", " ");

const isWithin = (given: unknown, range: Range | null): given is number => {
  if (typeof given !== "number" || !Number.isFinite(given)) return false;
  if (range === null) return true;
  const steps = given / range.step;
  return given >= range.min && given <= range.max && Math.abs(steps - Math.round(steps)) < 1e-6;
};

const checkedNumber = (given: unknown, range: Range | null, unit: string): Checked =>
  isWithin(given, range) ? { value: given } : fault(range === null ? "请填写数字" : `请填写 ${rangeWords(range, unit)}`);

function checkedNumbers(given: unknown, range: Range | null, unit: string): Checked {
  const numbers: unknown[] = Array.isArray(given) ? given : [];
  const rising = numbers.every((each, index) => index === 0 || (each as number) > (numbers[index - 1] as number));
  if (numbers.length === 0 || numbers.length > MOST_TEXTS || !rising) return fault("请至少填写一个数，从小到大，不重复");
  const wrong = numbers.map((each) => checkedNumber(each, range, unit)).find((each) => "fault" in each);
  return wrong ?? { value: numbers };
}

const SPAN_WORDS: Readonly<Record<string, string>> = {
  minutes: "分钟",
  hours: "小时",
  workingHours: "个工作小时",
  days: "天",
  workingDays: "个工作日",
};

function checkedSpan(given: unknown, unit: string, range: Range | null): Checked {
  const entries = typeof given === "object" && given !== null ? Object.entries(given) : [];
  const [entry] = entries;
  if (entries.length !== 1 || entry?.[0] !== unit) return fault(`这一时限按“${SPAN_WORDS[unit] ?? unit}”计算，单位不能改变`);
  const number = checkedNumber(entry[1], range, SPAN_WORDS[unit] ?? "");
  return "fault" in number ? number : { value: { [unit]: number.value } };
}

const isClock = (given: unknown): given is string => typeof given === "string" && /^([01]\d|2[0-3]):[0-5]\d$/.test(given);

function checkedPeriod(given: unknown, overnight: boolean): Checked {
  const { start, end } = (given ?? {}) as { start?: unknown; end?: unknown };
  if (!isClock(start) || !isClock(end)) return fault("请按 HH:MM 填写开始和结束的时刻");
  if (start === end) return fault("开始和结束不能是同一时刻");
  if (!overnight && start > end) return fault(`开始（${start}）须早于结束（${end}）`);
  return { value: { start, end } };
}

function checkedPeriods(given: unknown): Checked {
  const periods = Array.isArray(given) ? given.map((each) => checkedPeriod(each, false)) : [];
  if (periods.length === 0 || periods.length > MOST_PERIODS) return fault(`请填写 1 到 ${MOST_PERIODS} 个时段`);
  const wrong = periods.find((each) => "fault" in each);
  if (wrong) return wrong;
  const values = periods.map((each) => (each as { value: { start: string; end: string } }).value);
  const ordered = values.every(({ start }, index) => index === 0 || minutesOfDay(start) >= minutesOfDay(values[index - 1]?.end ?? "00:00"));
  return ordered ? { value: values } : fault("各时段须按先后排列，互不重叠");
}

const checkedText = (given: unknown): Checked => {
  const text = typeof given === "string" ? given.trim() : "";
  return text !== "" && [...text].length <= LONGEST_TEXT ? { value: text } : fault(`请填写文字，最多 ${LONGEST_TEXT} 个字`);
};

function checkedTexts(given: unknown): Checked {
  const texts = Array.isArray(given) ? given.map(checkedText) : [];
  if (texts.length === 0 || texts.length > MOST_TEXTS) return fault(`请至少填写一项，最多 ${MOST_TEXTS} 项`);
  const wrong = texts.find((each) => "fault" in each);
  if (wrong) return wrong;
  const values = texts.map((each) => (each as { value: string }).value);
  return new Set(values).size === values.length ? { value: values } : fault("有重复的项，请删去");
}
