import type { Editions } from "../kernel/editions.js";
import { SETTING_DEFAULTS, type SettingKey, type SettingValue, type SettingValues } from "../regulation/settings.js";
import { SettingHistory } from "./history.js";

/**
 * The values in force, from memory: what was changed, else the default. Exact in the process that made a change, at most a second behind in every
 * other (kernel/editions). A deadline that runs keeps what it was opened with.
 */
export class LiveSettings implements SettingValues {
  #values: SettingValues = SETTING_DEFAULTS;
  readonly #listeners: (() => void)[] = [];

  constructor(editions: Editions) {
    editions.follow("settings", async (tx) => {
      const values = (await SettingHistory.read(tx)).now();
      return () => {
        this.#values = values;
        for (const listener of this.#listeners) listener();
      };
    });
  }

  /** Calls back whenever other values may be in force. */
  onChange(listener: () => void): void {
    this.#listeners.push(listener);
  }

  value<K extends SettingKey>(key: K): SettingValue<K> {
    return this.#values.value(key);
  }
}
