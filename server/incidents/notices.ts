import { localMoment } from "../kernel/local-time.js";
import { short } from "../kernel/short.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";
import { subjectOf, type IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { laneOf } from "./tasks.js";
import { incidentWords } from "./words.js";

/** What a notice says; `duty` is the row of the rule that it rests on. */
interface Said {
  title: string;
  rows: { keyname: string; value: string }[];
  duty: DutyName;
}

/** Says something about an incident to people who need not act (知会). `key` makes it one notice however often the fact is met. */
export const tell = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, key: string, to: readonly string[], said: Said): Promise<void> =>
  desk.outbox.notice(tx, {
    key: `${key}:${facts.incident.id}`,
    subject: subjectOf(facts.incident.id),
    to,
    lane: laneOf(facts.incident.level),
    notice: {
      kind: "card",
      source: "知会 · 第24条",
      title: `${said.title}：${short(facts.incident.title, 26)}`,
      subtitle: incidentWords(facts.incident, facts.unit),
      article: DUTIES[said.duty].article,
      text: DUTIES[said.duty].text,
      rows: said.rows,
      link: desk.link("incident", facts.incident.id),
    },
  });

/** To the reporter: it has arrived and cannot be held back. */
export const tellReporter = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts): Promise<void> =>
  tell(desk, tx, facts, "received", [facts.incident.reportedBy], {
    title: "已收到您的舆情报告",
    duty: "reportEvent",
    rows: [
      { keyname: "编号", value: facts.incident.number },
      { keyname: "报告时间", value: localMoment(facts.incident.reportedAt) },
      { keyname: "已送达", value: "宣传部值班、大数据中心值班" },
    ],
  });

/** To the head of the reporter's unit: a copy, not a gate. */
export const tellReportersHead = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, head: readonly string[]): Promise<void> =>
  tell(desk, tx, facts, "copy", head, {
    title: "本部门上报舆情",
    duty: "reportEvent",
    rows: [
      { keyname: "报告人", value: facts.incident.reporterName },
      { keyname: "报告时间", value: localMoment(facts.incident.reportedAt) },
      { keyname: "已直达", value: "宣传部值班、大数据中心值班" },
    ],
  });
