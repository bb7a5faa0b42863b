import type { SettingChangeView, SettingsView, SettingView } from "../http/contract.js";
import type { SettingChange } from "../../entities/setting-change.js";
import { localIso } from "../kernel/local-time.js";
import { ARTICLES, CHAPTERS } from "../regulation/articles.js";
import { DOMAIN_NAMES } from "../regulation/offices.js";
import { QUESTIONS } from "../regulation/questions.js";
import { choicesOf, fixedBecause, kindOf, rangeOf, spanUnit } from "../regulation/setting-limits.js";
import { SETTING_DEFAULTS, settingsOfArticle, settingWords, type Setting } from "../regulation/settings.js";
import type { SettingHistory } from "./history.js";

/** All settings as the page lists them: by chapter and article, articles without any left out. `mayChange`: whether the reader may change them. */
export const settingsView = (history: SettingHistory, mayChange: boolean): Pick<SettingsView, "chapters" | "may"> => ({
  may: mayChange ? ["change"] : [],
  chapters: CHAPTERS.map(({ number, title }) => ({
    number,
    title,
    articles: ARTICLES.filter(({ chapter }) => chapter === number)
      .map((article) => ({
        number: article.number,
        settings: settingsOfArticle(String(article.number)).map((setting) => settingView(setting, history, mayChange)),
      }))
      .filter(({ settings }) => settings.length > 0),
  })).filter(({ articles }) => articles.length > 0),
});

/** One setting with its value in force, its default, and who changed it when and why. */
export const settingView = (setting: Setting, history: SettingHistory, mayChange: boolean): SettingView => {
  const { key, question, arrives } = setting;
  const value = history.now().value(key);
  const changes = history.of(key);
  const last = changes.at(-1);
  const fixed = fixedBecause(key);
  const isDefault = JSON.stringify(value) === JSON.stringify(SETTING_DEFAULTS.value(key));
  return {
    key,
    title: setting.title,
    article: setting.article,
    source: setting.source,
    question: question ? { number: question, text: QUESTIONS[question] } : null,
    kind: kindOf(key),
    unit: setting.unit ?? null,
    spanUnit: spanUnit(key),
    range: rangeOf(setting),
    choices: choicesOf(key)?.slice() ?? null,
    value,
    words: settingWords(setting, value),
    default: SETTING_DEFAULTS.value(key),
    defaultWords: settingWords(setting, SETTING_DEFAULTS.value(key)),
    isDefault,
    changes: last?.number ?? 0,
    changed: last ? changeView(setting, last) : null,
    arrives: arrives ? DOMAIN_NAMES[arrives] : null,
    fixed,
    may: mayChange && fixed === null ? (isDefault ? ["change"] : ["change", "restore"]) : [],
  };
};

/** The changes of one setting, the latest first. */
export const settingHistoryView = (setting: Setting, changes: readonly SettingChange[]): SettingChangeView[] =>
  [...changes].reverse().map((change) => changeView(setting, change));

const changeView = (setting: Setting, change: SettingChange): SettingChangeView => {
  const previous: unknown = JSON.parse(change.previous);
  const value: unknown = change.value === null ? SETTING_DEFAULTS.value(setting.key) : JSON.parse(change.value);
  return {
    number: change.number,
    previous,
    from: settingWords(setting, previous),
    to: settingWords(setting, value),
    restored: change.value === null,
    reason: change.reason,
    document: change.document,
    by: { userid: change.byUserid, name: change.byName },
    at: localIso(change.at),
  };
};
