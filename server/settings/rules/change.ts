import { Refusal } from "../../kernel/refusal.js";
import { fixedBecause, neighbours } from "../../regulation/setting-limits.js";
import { settingWords, type SettingKey, type SettingValues } from "../../regulation/settings.js";
import { checkedValue, ruleOf } from "./value.js";

/** What a change is judged by. */
export interface ChangeFacts {
  key: SettingKey;
  /** the wanted value; null: back to the default */
  given: unknown;
  /** how many changes of this setting whoever wants it has seen */
  seen: number;
  /** how many there are, and who made the last */
  last: { number: number; byName: string } | null;
  /** those in force */
  settings: SettingValues;
  /** what the setting has without any change */
  fallback: unknown;
}

const refuse = (kind: "invalid" | "conflict", code: string, detail: string, key: SettingKey): Refusal =>
  new Refusal({
    code: `settings.${code}`,
    kind,
    detail: `「${ruleOf(key).title}」${detail}`,
    article: "27",
    ...(kind === "invalid" ? { fields: [{ path: "value", message: detail }] } : {}),
  });

/** Why a change is refused, or the value to store: `null` where it is the default that comes back (第27条). */
export function judgeChange({ key, given, seen, last, settings, fallback }: ChangeFacts): Refusal | { value: unknown } {
  const fixed = fixedBecause(key);
  if (fixed !== null) return refuse("conflict", "fixed", `不能更改：${fixed}`, key);
  if (seen !== (last?.number ?? 0))
    return refuse("conflict", "changed-meanwhile", `刚由${last?.byName ?? "他人"}更改过，请刷新后看清现在的值再改。`, key);
  const checked = given === null ? { value: fallback } : checkedValue(key, given);
  if ("fault" in checked) return refuse("invalid", "invalid", `没有更改：${checked.fault}。`, key);
  if (JSON.stringify(checked.value) === JSON.stringify(settings.value(key)))
    return refuse("conflict", "same", `现在就是 ${settingWords(ruleOf(key), checked.value)}，不用更改。`, key);
  return outOfOrder(key, checked.value, settings) ?? { value: given === null ? null : checked.value };
}

/** Steps of one ladder come one after the other whatever is changed. */
function outOfOrder(key: SettingKey, value: unknown, settings: SettingValues): Refusal | null {
  const { before, after } = neighbours(key);
  const number = value as number;
  const earlier = before.find((each) => (settings.value(each) as number) > number);
  const later = after.find((each) => (settings.value(each) as number) < number);
  const other = earlier ?? later;
  if (other === undefined) return null;
  const words = `没有更改：不能${earlier ? "早于" : "晚于"}「${ruleOf(other).title}」（现为 ${settingWords(ruleOf(other), settings.value(other))}）。`;
  return refuse("invalid", "out-of-order", words, key);
}
