import type { How, IncidentEvidence } from "../../../entities/incident-evidence.js";
import type { UpwardReportList } from "../../http/contract.js";
import { Refusal, type RefusalKind } from "../../kernel/refusal.js";
import { articleText } from "../../regulation/articles.js";
import type { SettingValues } from "../../regulation/settings.js";
import type { IncidentFacts } from "../facts.js";
import { isDataCentre, isPublicity } from "./standing.js";

/** 网信部门 of 第24条（三）. */
export const CYBERSPACE = "省网信办";

/** The duties of 第24条（三） that are discharged by reporting to a body outside. */
export type UpwardDuty = "reportSuperior" | "reportCyberspace";

/** 请示报告 to a body outside, as somebody enters it. */
export interface UpwardWish {
  to: string;
  how: How;
  at: Date;
  content: string;
  receipt: string;
}

/** The bodies that the rule and the settings name, in the order in which they are offered (第22条). */
export const bodiesOf = (settings: SettingValues): readonly string[] => [
  ...new Set([...settings.value("incidents.superiorDepartments"), CYBERSPACE]),
];

/** The duty that a report to this body counts for; null: none. */
export const dutyOfBody = (to: string, settings: SettingValues): UpwardDuty | null => {
  if (to === CYBERSPACE) return "reportCyberspace";
  return settings.value("incidents.superiorDepartments").includes(to) ? "reportSuperior" : null;
};

/** True for 请示报告, whether or not it discharged a duty. */
export const isUpward = ({ kind, duty }: Pick<IncidentEvidence, "kind" | "duty">): boolean =>
  kind === "upward" || (kind === "discharge" && (duty === "reportSuperior" || duty === "reportCyberspace"));

/** True where with this report every body that the duty is owed to has been reported to. */
export const isComplete = (facts: IncidentFacts, taskId: string, to: string, duty: UpwardDuty, settings: SettingValues): boolean => {
  if (duty === "reportCyberspace") return true;
  const told = [to, ...facts.evidence.flatMap(({ deadlineId, particulars }) => (deadlineId === taskId ? (particulars.to ?? []) : []))];
  return settings.value("incidents.superiorDepartments").every((body) => told.includes(body));
};

/** A refusal that rests on 第22条. */
export const refuse22 = (code: string, kind: RefusalKind, detail: string): Refusal =>
  new Refusal({ code: `incidents.${code}`, kind, detail, article: "22", text: articleText(22) });

/** Why it cannot be entered; null: it can. */
export const upwardRefusal = (facts: IncidentFacts, userid: string, wish: UpwardWish, now: Date): Refusal | null => {
  const { incident, evidence } = facts;
  if (!isPublicity(facts, userid)) return refuse22("not-publicity", "forbidden", "请示报告由团省委宣传部负责并登记，请联系宣传部值班。");
  if (incident.status === "dismissed") return refuse22("dismissed", "conflict", "这个事件已定为非舆情，不用向上级报告。");
  if (wish.at > now) return refuse22("at-in-future", "invalid", "报告时间晚于现在，请核对；还没有报告的先报告再登记。");
  if (wish.at < (incident.occurredAt ?? incident.discoveredAt))
    return refuse22("at-before-incident", "invalid", "报告时间早于事件发生或发现的时间，请核对。");
  const same = evidence.some(
    (each) => isUpward(each) && each.particulars.to === wish.to && each.particulars.receipt === wish.receipt && each.note === wish.content,
  );
  return same ? refuse22("already-entered", "conflict", `这次向${wish.to}的报告已经登记过，不用再登记。`) : null;
};

/** What this person may do beside reading 请示报告 of an incident. */
export const upwardVerbs = (facts: IncidentFacts, userid: string): UpwardReportList["may"] => {
  const { status } = facts.incident;
  const monitors = isPublicity(facts, userid) || isDataCentre(facts, userid);
  const over = status === "closed" || status === "dismissed";
  return [
    ...(isPublicity(facts, userid) && status !== "dismissed" ? (["enter"] as const) : []),
    ...(monitors && !over ? (["bulletin"] as const) : []),
  ];
};
