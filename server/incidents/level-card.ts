import type { LevelDecision } from "../../entities/level-decision.js";
import { localMoment } from "../kernel/local-time.js";
import { short } from "../kernel/short.js";
import type { Card, CardRow } from "../wecom/card.js";
import { dueWords, finished, LEVELS, linkRow, look, type Button, type IncidentCardFacts } from "./cards.js";
import { isGraver } from "./rules/levels.js";
import { criteriaBrief, incidentWords, LEVEL_SHORT, levelName } from "./words.js";

/** So many rows a card has room for [90236]; the last gives way. */
const ROWS_MOST = 6;

/** What a slip of the finger on 红色 does, and how it is taken back (R24-10): raising must stay one tap. */
const slipRow = ({ incident, closedText }: IncidentCardFacts): CardRow[] => {
  if (closedText === null) return [{ keyname: "点红色", value: "立即电话主要领导，点前请看清" }];
  const alarmed = incident.status === "handling" && incident.level !== null && incident.level !== "none";
  return alarmed ? [{ keyname: "点错了", value: "进页面提「误报」，两人同意取消" }] : [];
};

/** 研判 (R24-02): the article's criteria beside the choice of level; for an alert that runs, the graver levels only. `proposal`: who asked for it. */
export const levelCard = (facts: IncidentCardFacts, proposal: LevelDecision | undefined): Card => {
  const { incident, unit } = facts;
  const ended = incident.status !== "reported" && incident.status !== "handling";
  const open = LEVELS.filter((level) =>
    incident.status === "reported" ? true : level !== "none" && (ended || isGraver(incident.level, level)),
  );
  const keyname = ended ? "新线索" : incident.status === "reported" ? "建议定级" : "申请升级";
  const asked = proposal === undefined ? [] : [{ keyname, value: short(`${proposal.byName}：${LEVEL_SHORT[proposal.toLevel]}`, 30) }];
  const picks: Button[] = open.map((level) => ({
    kind: "callback",
    text: LEVEL_SHORT[level],
    key: level,
    style: level === "red" ? 3 : level === "none" ? 2 : 1,
  }));
  const offered = incident.similarTo !== null && incident.status === "reported";
  const similar: Button[] = offered ? [{ kind: "callback", text: "并入疑似同一", key: "mergeSimilar", style: 2 }] : [];
  return finished(
    facts,
    {
      source: { text: `舆情 · 第24条 · ${incident.level === null ? "待研判" : levelName(incident.level)}`, colour: "black" },
      title: `研判定级：${short(incident.title, 28)}`,
      subtitle: `${incidentWords(incident, unit)}${dueWords(facts)}`,
      quote: { article: "24", text: criteriaBrief() },
      rows: [
        { keyname: "报告人", value: short(incident.reporterName, 30) },
        { keyname: "发现时间", value: localMoment(incident.discoveredAt) },
        { keyname: "报告时间", value: localMoment(incident.reportedAt) },
        ...linkRow(facts),
        ...asked,
        ...(incident.similarTo === null ? [] : [{ keyname: "疑似同一", value: incident.similarTo.number }]),
        ...slipRow(facts),
      ].slice(0, ROWS_MOST),
    },
    [...picks, ...similar, look(facts, "查看详情")],
  );
};
