import type { Domain } from "../domain.js";
import { SETTINGS } from "../regulation/settings.js";
import { settingRoutes } from "./routes.js";
import type { Settings } from "./service.js";

interface ChangeFacts {
  title: string;
  from: string;
  to: string;
  detail: string;
}

/** 第27条 as the program takes it in: calls and words, no duty. */
export const settingsDomain = (settings: Settings): Domain => ({
  parts: {},
  sentence,
  titles: { setting: (_tx, keys) => Promise.resolve(titlesOf(keys)) },
  routes: settingRoutes(settings),
});

const titlesOf = (keys: readonly string[]): Map<string, string> =>
  new Map(SETTINGS.filter(({ key }) => keys.includes(key)).map(({ key, title }) => [key, title]));

/** How a change reads in the record. */
const sentence = (action: string, who: string, facts: object): string | null => {
  const { title, from, to, detail } = facts as ChangeFacts;
  switch (action) {
    case "setting.changed":
      return `${who} 更改设置「${title}」：${from} → ${to}`;
    case "setting.restored":
      return `${who} 恢复设置「${title}」的默认值：${from} → ${to}`;
    case "setting.refused":
      return `${who} 要更改设置「${title}」，未生效：${detail}`;
    default:
      return null;
  }
};
