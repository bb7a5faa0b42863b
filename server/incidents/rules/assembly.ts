import type { Deadline } from "../../../entities/deadline.js";
import type { IncidentEvidence } from "../../../entities/incident-evidence.js";
import type { LevelDecision } from "../../../entities/level-decision.js";
import { localDay, localMoment } from "../../kernel/local-time.js";
import type { IncidentFacts } from "../facts.js";
import { HOW_NAMES, levelName } from "../words.js";
import { isUnconfirmed } from "./discharge.js";
import { TO_FILL_IN } from "./written-report.js";

/** The words of a report, without who wrote it. */
export interface ReportWords {
  title: string;
  /** 主送 */
  addressee: string;
  body: string;
  /** 发文机关署名 */
  signature: string;
}

/** A deadline of the incident with its row's title. */
export type TitledDeadline = Pick<Deadline, "id" | "duty" | "state" | "startedAt" | "dueAt" | "closedAt" | "missedAt"> & { title: string };

const sentence = (text: string): string => (/[。！？；]$/.test(text) ? text : `${text}。`);
const lines = (text: string): string => text.replace(/\s*\n\s*/g, " ").trim();

const basics = ({ incident, unit }: IncidentFacts): string[] => {
  const occurred = incident.occurredAt === null ? "" : `${fullMoment(incident.occurredAt)}发生，`;
  const where = unit ? `涉及${unit.name}，` : "";
  const links = incident.links.length === 0 ? "" : `已掌握相关链接${incident.links.length}条。`;
  const description = lines(incident.description);
  return [
    `${where}${occurred}${fullMoment(incident.discoveredAt)}发现，${localMoment(incident.reportedAt)}报宣传部，编号${incident.number}。` +
      sentence(description === "" ? `基本情况：${TO_FILL_IN}` : description) +
      links,
  ];
};

const DECIDED: Readonly<Partial<Record<LevelDecision["kind"], (each: LevelDecision) => string>>> = {
  set: (each) => `研判为${levelName(each.toLevel)}`,
  raise: (each) => `升级为${levelName(each.toLevel)}`,
  settle: (each) => `裁定为${levelName(each.toLevel)}`,
  resume: (each) => `重新拉响${levelName(each.toLevel)}`,
  lower: (each) => `降为${levelName(each.toLevel)}`,
  lift: (each) => `解除${levelName(each.fromLevel ?? "none")}`,
  falseAlarm: () => "按误报取消警报",
};

const judged = ({ decisions }: IncidentFacts): string[] =>
  decisions
    .filter((each) => each.state === "effective")
    .flatMap((each) => {
      const words = DECIDED[each.kind]?.(each);
      return words === undefined ? [] : [`${localMoment(each.at)}，${words}${each.reason ? `，理由是：${lines(each.reason)}` : ""}`];
    })
    .map(sentence);

const reasoned = (what: string, { note }: IncidentEvidence): string => (note ? `${what}：${lines(note)}` : what);

const MEASURES: Readonly<Partial<Record<string, (each: IncidentEvidence) => string>>> = {
  opinion: (each) => reasoned("提出处置意见", each),
  instruction: (each) => reasoned(`${each.byPost.split("、")[0] ?? each.byName}批示`, each),
  convening: (each) => reasoned("召集会商", each),
};

const DISCHARGED: Readonly<Record<string, string>> = { startEmergencyPlan: "启动应急处置方案", handleYellow: "处置情况" };

const measures = ({ evidence, incident }: IncidentFacts): string[] => [
  ...evidence.flatMap((each) => {
    const done = each.kind === "discharge" ? DISCHARGED[each.duty ?? ""] : undefined;
    const words = done === undefined ? MEASURES[each.kind]?.(each) : reasoned(done, each);
    return words === undefined ? [] : [sentence(`${localMoment(each.at)}，${words}`)];
  }),
  ...(incident.handledAt === null ? [] : [`${localMoment(incident.handledAt)}，处置完毕。`]),
];

/** 请示报告 to a body outside. */
const isUpward = ({ kind, duty }: IncidentEvidence): boolean =>
  kind === "upward" || (kind === "discharge" && (duty === "reportSuperior" || duty === "reportCyberspace"));

const reports = (facts: IncidentFacts, deadlines: readonly TitledDeadline[]): string[] => [
  ...deadlines
    .filter(({ duty, state }) => state === "discharged" && (duty === "reportRed" || duty === "reportOrange"))
    .map(({ id, title, closedAt }) => {
      const waits = isUnconfirmed(facts, id) ? "（口头报告，未经领导本人确认）" : "";
      return `${closedAt ? localMoment(closedAt) : ""}，已${title}${waits}。`;
    }),
  ...facts.evidence.filter(isUpward).map((each) => {
    const receipt = each.particulars.receipt === undefined ? "" : `，回执：${each.particulars.receipt}`;
    return sentence(`${localMoment(each.at)}，${HOW_NAMES[each.how]}向${each.particulars.to ?? "上级"}报告${receipt}`);
  }),
];

/** Honest where something was late: whoever reads the report would find it in the record. */
const lateOnes = (deadlines: readonly TitledDeadline[]): string[] =>
  deadlines
    .filter(({ missedAt, state, duty }) => missedAt !== null && state !== "cancelled" && !duty.startsWith("writeUp"))
    .map(({ title, closedAt }) => `“${title}”超过时限，${closedAt === null ? "尚未办结" : `于${localMoment(closedAt)}办结`}。`);

const NEXT: readonly string[] = ["handleYellow", "reportOrange", "reportRed", "startEmergencyPlan", "reportSuperior", "reportCyberspace"];

const nextSteps = (deadlines: readonly TitledDeadline[]): string[] => [
  ...deadlines
    .filter(({ state, duty }) => state === "open" && NEXT.includes(duty))
    .map(({ title, dueAt }) => `抓紧办理“${title}”${dueAt === null ? "" : `（时限${localMoment(dueAt)}）`}。`),
  `持续监测舆情走势，及时处置引导，重要情况随时报告。${TO_FILL_IN}`,
];

const section = (heading: string, paragraphs: readonly string[]): string[] => [
  heading,
  ...(paragraphs.length === 0 ? [TO_FILL_IN] : paragraphs),
];

/** 2026年11月24日 08:40 */
const fullMoment = (at: Date): string => `${localDay(at).slice(0, 4)}年${localMoment(at)}`;

/**
 * The draft of a written report, from what is known: facts, times, measures, reports made, next steps (R24-08). Nothing is made up: what only a person
 * can know stands as 【待补充】.
 */
export const assembled = (
  facts: IncidentFacts,
  deadlines: readonly TitledDeadline[],
  house: { addressee: string; signature: string },
): ReportWords => ({
  title: `关于${facts.incident.title}舆情处置情况的报告`,
  addressee: house.addressee,
  body: [
    ...section("一、基本情况", basics(facts)),
    ...section("二、研判定级", judged(facts)),
    ...section("三、处置措施", measures(facts)),
    ...section("四、请示报告情况", [...reports(facts, deadlines), ...lateOnes(deadlines)]),
    ...section("五、下一步工作", nextSteps(deadlines)),
  ].join("\n"),
  signature: house.signature,
});
