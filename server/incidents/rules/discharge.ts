import type { Deadline } from "../../../entities/deadline.js";
import type { How, IncidentEvidence } from "../../../entities/incident-evidence.js";
import type { Refusal } from "../../kernel/refusal.js";
import { localMoment } from "../../kernel/local-time.js";
import type { DutyName } from "../../regulation/duties.js";
import type { IncidentFacts } from "../facts.js";
import { refuse } from "../refusals.js";
import { handles, isDataCentre, isLeader, orangeLeaders, redLeaders } from "./standing.js";

/** The duties of Article 24 that are discharged by name. */
export const NAMED_DUTIES = [
  "handleYellow",
  "reportOrange",
  "writeUpOrange",
  "reportRed",
  "startEmergencyPlan",
  "reportSuperior",
  "reportCyberspace",
  "writeUpRed",
] as const satisfies readonly DutyName[];
export type NamedDuty = (typeof NAMED_DUTIES)[number];

/** What somebody enters to discharge a duty. */
export interface DischargeWish {
  duty: NamedDuty;
  note: string;
  how: How;
  at: Date;
}

const SPOKEN: readonly How[] = ["oral", "phone", "inPerson"];

/** True for what was said and not written: it waits for the leader's own confirmation. */
export const isSpoken = (how: How): boolean => SPOKEN.includes(how);

/** Whether the leaders to whom a duty is owed include this person. */
export const isOwedTo = (facts: IncidentFacts, duty: NamedDuty, userid: string): boolean =>
  (duty === "reportOrange" && orangeLeaders(facts).includes(userid)) || (duty === "reportRed" && redLeaders(facts).includes(userid));

/** Who may discharge which duty, beside the leader to whom it is owed. */
export const mayDischarge = (facts: IncidentFacts, duty: NamedDuty, userid: string): boolean => {
  if (handles(facts, userid)) return true;
  if (duty === "reportRed" || duty === "reportOrange") return isDataCentre(facts, userid) || isLeader(facts, userid);
  return duty === "startEmergencyPlan" && isLeader(facts, userid);
};

/** Why this cannot discharge the duty now; null: it can. `task`: the open duty, or the last one that was. */
export const dischargeRefusal = (
  facts: IncidentFacts,
  userid: string,
  wish: DischargeWish,
  task: Deadline | null,
  now: Date,
): Refusal | null => {
  const { duty, at } = wish;
  if (!task) return refuse("not-owed", "conflict", "这个事件现在没有这项义务；级别确定后才开始计时。", duty);
  if (!mayDischarge(facts, duty, userid) && !isOwedTo(facts, duty, userid))
    return refuse("not-yours", "forbidden", "这项义务由宣传部和事发部门（单位）负责，您不能登记。需要补充情况请联系宣传部值班。", duty);
  if (task.state === "discharged") return alreadyDischarged(task, facts, duty);
  if (task.state === "cancelled")
    return refuse("no-longer-owed", "conflict", "这项义务已经并入更高级别的义务或随警报解除，不用再办。", duty);
  if (at > now) return refuse("at-in-future", "invalid", "办理时间晚于现在，请核对。", duty);
  if (at < earliest(facts)) return refuse("at-before-incident", "invalid", "办理时间早于事件发生或发现的时间，请核对。", duty);
  return spokenRefusal(facts, userid, wish);
};

const earliest = ({ incident }: IncidentFacts): Date => incident.occurredAt ?? incident.discoveredAt;

/** ①: somebody else enters that the leader was told, so it must say how they were told. */
const spokenRefusal = (facts: IncidentFacts, userid: string, { duty, how }: DischargeWish): Refusal | null =>
  duty === "reportRed" && !isOwedTo(facts, duty, userid) && !isSpoken(how)
    ? refuse("told-how", "invalid", "请选择是电话、当面还是口头报告；主要领导自己点「收到」也可以。", duty)
    : null;

const alreadyDischarged = (task: Deadline, { evidence }: IncidentFacts, duty: NamedDuty): Refusal => {
  const last = evidence.filter((each) => each.deadlineId === task.id).at(-1);
  const who = last ? `已由 ${last.byName} 于 ${localMoment(task.closedAt ?? last.enteredAt)} 办结` : "已经办结";
  return refuse("already-discharged", "conflict", `这项义务${who}，不用再登记。`, duty);
};

/** ① of orange is two things: 处置意见, and that the leader knows of it. */
export const orangeState = (facts: IncidentFacts, task: Pick<Deadline, "id">): { opinion: boolean; heard: boolean } => {
  const own = facts.evidence.filter((each) => each.deadlineId === task.id);
  const leaders = orangeLeaders(facts);
  return {
    opinion: own.some((each) => each.kind === "opinion"),
    heard: own.some((each) => each.kind === "told") || acknowledgementsOf(facts).some((each) => leaders.includes(each.byUserid)),
  };
};

/** 收到 of the present alert: what somebody tapped at an earlier level does not count for a graver one. */
export const acknowledgementsOf = ({ incident, evidence }: Pick<IncidentFacts, "incident" | "evidence">): readonly IncidentEvidence[] =>
  evidence.filter((each) => each.kind === "acknowledgement" && incident.levelSetAt !== null && each.enteredAt >= incident.levelSetAt);

/** True while a duty rests on what somebody else entered as told by mouth, and the leader has not confirmed it. */
export const isUnconfirmed = ({ evidence }: Pick<IncidentFacts, "evidence">, deadlineId: string): boolean =>
  evidence.some((each) => each.deadlineId === deadlineId && each.kind === "told" && each.confirmedAt === null);

/** What was entered as told to this leader by mouth and waits for their own word. */
export const toConfirm = ({ evidence }: Pick<IncidentFacts, "evidence">, userid: string): readonly IncidentEvidence[] =>
  evidence.filter((each) => each.kind === "told" && each.confirmedAt === null && each.particulars.leader === userid);
