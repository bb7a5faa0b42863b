import { SettingChange } from "../../entities/setting-change.js";
import type { Editions } from "../kernel/editions.js";
import { isSettingKey, SETTING_DEFAULTS, type SettingKey, type SettingValue, type SettingValues } from "../regulation/settings.js";

type Changed = ReadonlyMap<SettingKey, unknown>;

/**
 * The values in force, from memory: what was changed, else the default. Exact in the process that made a change, at most a second behind in every
 * other (kernel/editions). A deadline that runs keeps what it was opened with.
 */
export class LiveSettings implements SettingValues {
  #changed: Changed = new Map();
  readonly #listeners: (() => void)[] = [];

  constructor(editions: Editions) {
    editions.follow("settings", async (tx) => {
      const changed = changedValues(await tx.find(SettingChange, { order: { number: "ASC" } }));
      return () => {
        this.#changed = changed;
        for (const listener of this.#listeners) listener();
      };
    });
  }

  /** Calls back whenever other values may be in force. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  value<K extends SettingKey>(key: K): SettingValue<K> {
    return valueOf(this.#changed, key);
  }
}

const changedValues = (changes: readonly SettingChange[]): Changed => {
  const changed = new Map<SettingKey, unknown>();
  for (const { key, value } of changes) {
    if (!isSettingKey(key)) continue;
    if (value === null) changed.delete(key);
    else changed.set(key, JSON.parse(value));
  }
  return changed;
};

const valueOf = <K extends SettingKey>(changed: Changed, key: K): SettingValue<K> =>
  changed.has(key) ? (changed.get(key) as SettingValue<K>) : SETTING_DEFAULTS.value(key);
