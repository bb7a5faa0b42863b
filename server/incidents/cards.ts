import type { Incident, IncidentLevel } from "../../entities/incident.js";
import type { LevelDecision } from "../../entities/level-decision.js";
import { localMoment } from "../kernel/local-time.js";
import { short } from "../kernel/short.js";
import { citation, type DutyRule } from "../regulation/duties.js";
import type { CallbackButton, Card, CardRow, LinkButton } from "../wecom/card.js";
import { addressOf, criteriaBrief, drillMark, incidentWords, LEVEL_SHORT, levelName, ordersOf } from "./words.js";

/** A button of a card. */
export type Button = CallbackButton | LinkButton;

/** What every card of an incident shows; all of it fresh when the card is drawn. The description stays on the page. */
export interface IncidentCardFacts {
  incident: Incident;
  unit: { name: string } | null;
  dueAt: Date | null;
  link: string;
  /** null: the duty is open */
  closedText: string | null;
}

/** In the order in which they are offered. */
export const LEVELS: readonly IncidentLevel[] = ["yellow", "orange", "red", "none"];

/** The button that opens the incident. */
export const look = (facts: IncidentCardFacts, text = "查看"): LinkButton => ({ kind: "link", text, url: facts.link, style: 2 });

/** The post itself, one tap away. */
export const linkRow = ({ incident: { links } }: IncidentCardFacts): CardRow[] =>
  links[0] === undefined
    ? []
    : [{ keyname: "原帖", value: `${addressOf(links[0])}${links.length > 1 ? ` 等 ${links.length} 条` : ""}`, url: links[0] }];

/** What every card of an incident has; the buttons go once the duty is closed. */
export const finished = (
  facts: IncidentCardFacts,
  card: Omit<Card, "buttons" | "link" | "updatable" | "closedText">,
  buttons: Button[],
): Card => ({
  ...card,
  title: `${drillMark(facts.incident)}${card.title}`,
  buttons: facts.closedText === null ? buttons : [],
  link: facts.link,
  updatable: true,
  ...(facts.closedText === null ? {} : { closedText: facts.closedText }),
});

/** The clock, on every card of an alert (Q9). */
const clockRow = ({ incident }: IncidentCardFacts): CardRow[] =>
  incident.clockFrom === null ? [] : [{ keyname: "起算", value: localMoment(incident.clockFrom) }];

/** By when, after the line under the title. */
export const dueWords = (facts: IncidentCardFacts): string => (facts.dueAt === null ? "" : ` · ${localMoment(facts.dueAt)} 前`);

const COLOURS = { yellow: "black", orange: "black", red: "red", none: "grey" } as const;

/** 预警卡 (R24-03 … R24-05): the level beside its colour, what the article orders, and one tap that says it was seen. */
export const alertCard = (facts: IncidentCardFacts, more: { convene?: true; linkText?: string } = {}): Card => {
  const { incident, unit } = facts;
  const level = incident.level ?? "none";
  const seen: Button = { kind: "callback", text: "收到", key: "acknowledge", style: 1 };
  const convene: Button[] = more.convene ? [{ kind: "callback", text: "召集会商", key: "convene", style: 2 }] : [];
  return finished(
    facts,
    {
      source: { text: `${levelName(level)} · 第24条`, colour: COLOURS[level] },
      title: `${levelName(level)}：${short(incident.title, 28)}`,
      subtitle: `${incidentWords(incident, unit)}${dueWords(facts)}`,
      quote: { article: "24", text: ordersOf(level) },
      rows: [
        ...clockRow(facts),
        { keyname: "发现时间", value: localMoment(incident.discoveredAt) },
        { keyname: "报告时间", value: localMoment(incident.reportedAt) },
        ...linkRow(facts),
      ],
    },
    [seen, look(facts, more.linkText), ...convene],
  );
};

/** A duty of the alert that is discharged on the page, e.g. 启动应急处置方案. */
export const taskCard = (facts: IncidentCardFacts, rule: DutyRule, linkText: string, buttons: Button[] = []): Card => {
  const { incident, unit } = facts;
  const level = incident.level ?? "none";
  return finished(
    facts,
    {
      source: { text: `${levelName(level)} · ${citation(rule)}`, colour: COLOURS[level] },
      title: `${rule.title}：${short(incident.title, 26)}`,
      subtitle: `${incidentWords(incident, unit)}${dueWords(facts)}`,
      quote: { article: rule.article, text: rule.text },
      rows: [{ keyname: "级别", value: levelName(level) }, ...clockRow(facts), ...linkRow(facts)],
    },
    [...buttons, { ...look(facts, linkText), style: buttons.length === 0 ? 1 : 2 }],
  );
};

/** The question of the consultation card: which level instead; read only with 不同意. */
export const ADVICE_QUESTION = "advice";
const NO_ADVICE = "unsaid";

/** The level that was picked with 不同意; null: none. */
export const advisedLevel = (selected: Readonly<Record<string, readonly string[]>>): IncidentLevel | null =>
  LEVELS.find((level) => level === selected[ADVICE_QUESTION]?.[0]) ?? null;

/** 会商 (R24-02): the level that 宣传部 has set, to agree with or not. */
export const consultationCard = (facts: IncidentCardFacts, setBy: string): Card => {
  const { incident, unit } = facts;
  const level = incident.level ?? "none";
  const card = finished(
    facts,
    {
      source: { text: "会商 · 第24条", colour: "black" },
      title: `会商${levelName(level)}：${short(incident.title, 26)}`,
      subtitle: incidentWords(incident, unit),
      quote: { article: "24", text: criteriaBrief() },
      rows: [{ keyname: "宣传部定", value: `${levelName(level)} · ${setBy}` }, ...clockRow(facts), ...linkRow(facts)],
    },
    [
      { kind: "callback", text: "会商同意", key: "agree", style: 1 },
      { kind: "callback", text: "不同意", key: "dissent", style: 3 },
      look(facts, "查看详情"),
    ],
  );
  if (facts.closedText !== null) return card;
  const others = LEVELS.filter((other) => other !== level).map((other) => ({ id: other, text: `建议${LEVEL_SHORT[other]}` }));
  const options = [{ id: NO_ADVICE, text: "不同意时请选建议级别" }, ...others];
  return { ...card, selection: { questionKey: ADVICE_QUESTION, title: "建议级别", options, selectedId: NO_ADVICE } };
};

/** A dissent for the head of 宣传部 to settle: both levels, each with a button; what makes a red alert lower has its on the page only. */
export const settlementCard = (facts: IncidentCardFacts, rule: DutyRule, decision: LevelDecision | undefined): Card => {
  const dissent = decision?.kind === "dissent";
  const mine = (dissent ? decision.fromLevel : decision?.toLevel) ?? facts.incident.level ?? "none";
  const theirs = dissent ? decision.toLevel : (decision?.advisedLevel ?? null);
  const pick = (level: IncidentLevel, style: 1 | 2): Button => ({ kind: "callback", text: `定为${LEVEL_SHORT[level]}`, key: level, style });
  const isRed = facts.incident.level === "red";
  const buttons = [pick(mine, 1), ...(theirs === null || theirs === mine ? [] : [pick(theirs, 2)])].filter(
    (button) => button.kind === "link" || (button.key !== "none" && (!isRed || button.key === "red")),
  );
  const card = taskCard(facts, rule, isRed ? "查看并裁定" : "查看详情", buttons);
  return {
    ...card,
    rows: [
      { keyname: "宣传部", value: levelName(mine) },
      { keyname: "大数据", value: theirs === null ? "不同意，见意见" : levelName(theirs) },
      { keyname: "现按", value: levelName(facts.incident.level ?? "none") },
    ],
  };
};

/** A lowering to agree to (R24-10); for red only the page takes the answer. */
export const loweringCard = (facts: IncidentCardFacts, rule: DutyRule, proposal: LevelDecision | undefined, words: string): Card => {
  const answers: Button[] = [
    { kind: "callback", text: "同意", key: "agree", style: 1 },
    { kind: "callback", text: "不同意", key: "decline", style: 3 },
  ];
  const card = taskCard(facts, rule, "查看并答复", facts.incident.level === "red" ? [] : answers);
  return {
    ...card,
    rows: [
      { keyname: "内容", value: words },
      { keyname: "提出人", value: short(proposal?.byName ?? "", 30) },
      { keyname: "理由", value: "请打开查看" },
    ],
  };
};
