import type { Incident } from "../../entities/incident.js";
import { localMoment } from "../kernel/local-time.js";
import { short } from "../kernel/short.js";
import type { Card, CardRow } from "../wecom/card.js";
import { criteriaWords, incidentWords, siteOf } from "./words.js";

/** What every card of an incident shows; all of it fresh when the card is drawn. The description stays on the page. */
export interface IncidentCardFacts {
  incident: Incident;
  unit: { name: string } | null;
  dueAt: Date | null;
  link: string;
  /** null: the duty is open */
  closedText: string | null;
}

const rowsOf = ({ incident }: IncidentCardFacts): CardRow[] => {
  const [first] = incident.links;
  const more = incident.links.length > 1 ? ` 等 ${incident.links.length} 条` : "";
  return [
    { keyname: "报告人", value: short(incident.reporterName, 30) },
    { keyname: "发现时间", value: localMoment(incident.discoveredAt) },
    { keyname: "报告时间", value: localMoment(incident.reportedAt) },
    ...(first === undefined ? [] : [{ keyname: "链接", value: `${siteOf(first)}${more}` }]),
  ];
};

/** 研判 (R24-02): the article's criteria beside the choice of level. */
export const levelCard = (facts: IncidentCardFacts): Card => ({
  source: { text: "舆情 · 第24条 · 待研判", colour: "black" },
  title: `研判定级：${short(facts.incident.title, 28)}`,
  subtitle: `${incidentWords(facts.incident, facts.unit)}${facts.dueAt === null ? "" : ` · 请在 ${localMoment(facts.dueAt)} 前定级`}`,
  quote: { article: "24", text: criteriaWords() },
  rows: rowsOf(facts),
  buttons: facts.closedText === null ? [{ kind: "link", text: "查看并研判", url: facts.link, style: 1 }] : [],
  link: facts.link,
  updatable: true,
  ...(facts.closedText === null ? {} : { closedText: facts.closedText }),
});
