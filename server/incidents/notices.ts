import type { Deadline } from "../../entities/deadline.js";
import type { IncidentEvidence } from "../../entities/incident-evidence.js";
import { namesOf } from "../identity/actor.js";
import { localMoment } from "../kernel/local-time.js";
import { short } from "../kernel/short.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";
import { subjectOf, type IncidentsDesk } from "./desk.js";
import type { IncidentFacts } from "./facts.js";
import { whoHolds } from "./rules/who-holds.js";
import { laneOf } from "./tasks.js";
import { drillMark, incidentWords, levelName } from "./words.js";

/** What a notice says; `duty` is the row of the rule that it rests on. */
interface Said {
  title: string;
  rows: { keyname: string; value: string }[];
  duty: DutyName;
  /** where a tap leads; absent: to the incident */
  link?: string;
}

/** Says something about an incident to people who need not act (知会). `key` makes it one notice however often the fact is met. */
export const tell = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, key: string, to: readonly string[], said: Said): Promise<void> =>
  desk.outbox.notice(tx, {
    key: `${key}:${facts.incident.id}`,
    subject: subjectOf(facts.incident.id),
    // what another system or a part of the program reported is told to no member
    to: to.filter((userid) => !userid.startsWith("system:")),
    lane: laneOf(facts.incident.level),
    notice: {
      kind: "card",
      source: "知会 · 第24条",
      title: `${drillMark(facts.incident)}${said.title}：${short(facts.incident.title, 26)}`,
      subtitle: incidentWords(facts.incident, facts.unit),
      article: DUTIES[said.duty].article,
      text: DUTIES[said.duty].text,
      rows: said.rows,
      link: said.link ?? desk.link("incident", facts.incident.id),
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

/** To those who handle the incident: a leader has given an instruction (批示), or calls people together. Its words stay on the page. */
export const tellInstruction = (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  said: IncidentEvidence,
  to: readonly string[],
): Promise<void> =>
  tell(desk, tx, facts, `instruction:${said.id}`, to, {
    title: said.kind === "convening" ? "领导召集会商" : "领导批示",
    duty: "setLevel",
    rows: [
      { keyname: "批示人", value: said.byName },
      { keyname: "时间", value: localMoment(said.at) },
      { keyname: "内容", value: "请打开查看" },
    ],
  });

/** To the leaders of 第24条（二） who have tapped 收到 before there was an opinion: here it is. */
export const tellOpinion = (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  opinion: IncidentEvidence,
  to: readonly string[],
): Promise<void> =>
  tell(desk, tx, facts, `opinion:${opinion.id}`, to, {
    title: "处置意见已提出",
    duty: "reportOrange",
    rows: [
      { keyname: "提出人", value: opinion.byName },
      { keyname: "时间", value: localMoment(opinion.at) },
      { keyname: "意见", value: "请打开查看" },
    ],
  });

/** To whoever was named 总指挥 by somebody else. */
export const tellCommander = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, commander: string): Promise<void> =>
  tell(desk, tx, facts, "commander", [commander], {
    title: "您被指定为应急处置总指挥",
    duty: "startEmergencyPlan",
    rows: [{ keyname: "级别", value: levelName(facts.incident.level ?? "none") }],
  });

/** To 宣传部: the unit concerned has not tapped 收到 (R24-03). */
export const tellUnseen = (desk: IncidentsDesk, tx: Tx, facts: IncidentFacts, to: readonly string[]): Promise<void> =>
  tell(desk, tx, facts, `unseen:${facts.decisions.length}`, to, {
    title: "事发部门未点收到",
    duty: "handleYellow",
    rows: [
      { keyname: "事发部门", value: short(facts.unit?.name ?? "", 30) },
      { keyname: "请", value: "电话联系事发部门主要负责人" },
    ],
  });

/** To 宣传部值班, at once: a leader cannot be reached, and why; once per leader and duty. */
export const tellOutOfReach = async (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  { task, userids, why }: { task: Deadline; userids: readonly string[]; why: string },
): Promise<void> => {
  const name = await namesOf(tx, userids);
  const to = whoHolds(facts.people, "publicityDepartment");
  for (const userid of userids)
    await tell(desk, tx, facts, `out-of-reach:${task.id}:${userid}`, to, {
      title: `${short(name(userid).name, 12)} 联系不上`,
      duty: "reportRed",
      rows: [
        { keyname: "原因", value: short(why, 30) },
        { keyname: "系统已", value: "立即联系下一位领导" },
        { keyname: "请", value: "打办公电话或当面报告" },
      ],
    });
};

/** Daily while a written report is overdue (R24-08). */
export const tellUnwritten = (
  desk: IncidentsDesk,
  tx: Tx,
  facts: IncidentFacts,
  { task, day, to }: { task: Deadline; day: number; to: readonly string[] },
): Promise<void> =>
  tell(desk, tx, facts, `unwritten:${task.id}:${day}`, to, {
    title: `书面报告超时 ${day} 天`,
    duty: task.duty === "writeUpOrange" ? "writeUpOrange" : "writeUpRed",
    rows: [{ keyname: "时限", value: task.dueAt === null ? "" : localMoment(task.dueAt) }],
  });
