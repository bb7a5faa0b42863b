import type { How } from "../../entities/incident-evidence.js";
import type { Incident, IncidentLevel } from "../../entities/incident.js";
import { short } from "../kernel/short.js";
import { DUTIES } from "../regulation/duties.js";
import { ALERT_LEVEL_RULES, ALERT_LEVELS } from "../regulation/alert-levels.js";

/** 黄色警报, 非舆情 */
export const levelName = (level: IncidentLevel): string => (level === "none" ? "非舆情" : ALERT_LEVEL_RULES[level].name);

/** 黄, 橙, 红, 非舆情: for buttons */
export const LEVEL_SHORT: Readonly<Record<IncidentLevel, string>> = { yellow: "黄色", orange: "橙色", red: "红色", none: "非舆情" };

export const HOW_NAMES: Readonly<Record<How, string>> = {
  page: "在本系统",
  oral: "口头",
  phone: "电话",
  inPerson: "当面",
  written: "书面",
  other: "其他方式",
};

/** How each level's criteria begin, in the article's own words and from the gravest down: what fits a card on which a level is picked in a hurry. */
export const criteriaBrief = (): string =>
  [...ALERT_LEVELS]
    .reverse()
    .map((level) => `${LEVEL_SHORT[level]}：${ALERT_LEVEL_RULES[level].criteria[0]?.split("，")[0] ?? ""}…`)
    .join("\n");

/** What the article orders at a level, in its own words. */
export const ordersOf = (level: IncidentLevel): string => {
  switch (level) {
    case "yellow":
      return DUTIES.handleYellow.text;
    case "orange":
      return `${DUTIES.reportOrange.text}，${DUTIES.writeUpOrange.text}`;
    case "red":
      return `${DUTIES.reportRed.text}，${DUTIES.startEmergencyPlan.text}，${DUTIES.reportSuperior.text}，${DUTIES.writeUpRed.text}`;
    case "none":
      return DUTIES.setLevel.text;
  }
};

/** Before everything that is said of a rehearsal (R24-15); "" before what is real. */
export const drillMark = ({ rehearsal }: Pick<Incident, "rehearsal">): string => (rehearsal ? "【演练】" : "");

/** What stands under a title: number and unit concerned. */
export const incidentWords = (incident: Pick<Incident, "number">, unit: { name: string } | null): string =>
  `${incident.number} · ${unit?.name ?? "事发部门待定"}`;

/** The site of an address, for cards: weibo.com. */
export const siteOf = (link: string): string => /^https?:\/\/(?:[^/?#@]*@)?([^/?#:]+)/i.exec(link)?.[1] ?? "";

/** An address as a card has room for it: without its scheme, cut at the end. */
export const addressOf = (link: string): string => short(link.replace(/^https?:\/\/(?:[^/?#@]*@)?(?:www\.)?/i, ""), 22);

/** How many links lead where, the most first: weibo.com 12、douyin.com 3; for cards. */
export const platformsOf = (links: readonly string[]): string => {
  const counts = new Map<string, number>();
  for (const link of links) {
    const site = siteOf(link).toLowerCase().split(".").slice(-2).join(".");
    counts.set(site, (counts.get(site) ?? 0) + 1);
  }
  const most = [...counts].sort(([, one], [, other]) => other - one);
  return most.length === 0 ? "无链接" : most.map(([site, count]) => `${site} ${count}`).join("、");
};

const LINKS_MOST = 20;
const LINK_LONGEST = 2000;

/** What somebody typed after 报舆情, taken apart: addresses, and the rest as words. An address ends at a blank or at Chinese. */
export const reportedInWords = (text: string): { links: { address: string; site: string }[]; words: string } => {
  const found = text.match(/https?:\/\/[\w\-.~:/?#[\]@!$&'()*+,;=%]+/gi) ?? [];
  const usable = [...new Set(found)].filter((address) => siteOf(address) !== "" && address.length <= LINK_LONGEST).slice(0, LINKS_MOST);
  const words = usable.reduce((rest, address) => rest.replaceAll(address, " "), text);
  return {
    links: usable.map((address) => ({ address, site: siteOf(address) })),
    words: words
      .replace(/^[\s:：+＋,，。；;]+/, "")
      .replace(/\s+/g, " ")
      .trim(),
  };
};

const STEP_WORDS: Readonly<Record<string, string>> = {
  missed: "到时限",
  others: "主要领导未确认，请分管领导和宣传部负责人当面或电话报告",
  next: "联系下一位书记班子成员",
  byHand: "请值班员用办公电话或当面报告",
  leader: "打电话给未点收到的领导",
  unseen: "事发部门未点收到则告知宣传部",
  daily: "书面报告仍未报出，再次催办",
};

/** What a step of our own does, in Chinese; several of a kind are numbered: next.2. */
export const stepWords = (name: string): string => STEP_WORDS[name.split(".")[0] ?? ""] ?? name;
