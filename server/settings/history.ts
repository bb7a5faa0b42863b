import { SettingChange } from "../../entities/setting-change.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { isSettingKey, SETTING_DEFAULTS, type SettingKey, type SettingValue, type SettingValues } from "../regulation/settings.js";

/** Every change ever made, as the database has it at this moment. */
export class SettingHistory {
  private constructor(private readonly changes: readonly SettingChange[]) {}

  static async read(tx: Tx): Promise<SettingHistory> {
    return new SettingHistory(await tx.find(SettingChange, { order: { key: "ASC", number: "ASC" } }));
  }

  /** What is in force now. */
  now(): SettingValues {
    return valuesOf(this.changes);
  }

  /** What was in force at a moment: what was opened then stays counted by it. */
  at(moment: Date): SettingValues {
    return valuesOf(this.changes.filter(({ at }) => at <= moment));
  }

  /** The changes of one setting, first to last. */
  of(key: SettingKey): readonly SettingChange[] {
    return this.changes.filter((change) => change.key === key);
  }
}

/** A key of another release is not known here and is left alone. */
const valuesOf = (changes: readonly SettingChange[]): SettingValues => {
  const changed = new Map<SettingKey, unknown>();
  for (const { key, value } of changes) {
    if (!isSettingKey(key)) continue;
    if (value === null) changed.delete(key);
    else changed.set(key, JSON.parse(value));
  }
  return {
    value: <K extends SettingKey>(key: K) => (changed.has(key) ? (changed.get(key) as SettingValue<K>) : SETTING_DEFAULTS.value(key)),
  };
};
