import type { Domain } from "../domain.js";
import { settingRoutes } from "./routes.js";
import type { Settings } from "./service.js";

interface ChangeFacts {
  title: string;
  from: string;
  to: string;
}

/** 第27条 as the program takes it in: calls and words, no duty. */
export const settingsDomain = (settings: Settings): Domain => ({ parts: {}, sentence, routes: settingRoutes(settings) });

/** How a change reads in the record. */
const sentence = (action: string, who: string, facts: object): string | null => {
  const { title, from, to } = facts as ChangeFacts;
  switch (action) {
    case "setting.changed":
      return `${who} 更改设置「${title}」：${from} → ${to}`;
    case "setting.restored":
      return `${who} 恢复设置「${title}」的默认值：${from} → ${to}`;
    default:
      return null;
  }
};
