import type { Deadline } from "../../../entities/deadline.js";
import type { IncidentDutyVerb, IncidentVerb } from "../../http/contract.js";
import type { IncidentFacts } from "../facts.js";
import { acknowledgementsOf, isOwedTo, mayDischarge, NAMED_DUTIES, toConfirm, type NamedDuty } from "./discharge.js";
import { isResumable } from "./levels.js";
import { sidesOf } from "./lowering.js";
import { handles, isDataCentre, isLeader, isPublicity, isPublicityHead } from "./standing.js";

/** What of the incident's deadlines the verbs depend on. */
export interface OpenDuties {
  deadlines: readonly Deadline[];
  /** holders who still owe, by deadline */
  holders: readonly { deadlineId: string; userid: string }[];
}

/** True where this person was asked for it and has not answered yet. */
const owes = ({ deadlines, holders }: OpenDuties, userid: string, ...duties: string[]): boolean =>
  deadlines.some(
    (task) =>
      task.state === "open" &&
      duties.includes(task.duty) &&
      holders.some((holder) => holder.deadlineId === task.id && holder.userid === userid),
  );

const isOpen = ({ deadlines }: OpenDuties, duty: string): boolean => deadlines.some((task) => task.duty === duty && task.state === "open");

/** The duties by which an alert reaches somebody, each with a 收到 of its own. */
export const ALERTING = ["acknowledgeAlert", "handleYellow", "reportOrange", "reportRed"] as const;

/** The verbs open to this person now; phones and cards draw exactly these. */
export const verbsOf = (facts: IncidentFacts, userid: string, duties: OpenDuties, now: Date): IncidentVerb[] => {
  const { incident } = facts;
  const verbs: IncidentVerb[] = [];
  const handling = incident.status === "handling";
  const [publicity, leads] = [isPublicity(facts, userid), isLeader(facts, userid)];
  const settable = incident.status === "reported" || (handling && incident.level !== "red") || (!handling && isResumable(facts, now));
  if (publicity && settable) verbs.push("setLevel");
  if (publicity && incident.status !== "reported" && isOpen(duties, "setLevel")) verbs.push("keepLevel");
  if (handling && isPublicityHead(facts, userid) && isOpen(duties, "settleLevel")) verbs.push("settleLevel");
  if (isDataCentre(facts, userid) && isOpen(duties, "consultLevel")) verbs.push("consult");
  if (!publicity && handling && incident.level !== "red") verbs.push("propose");
  const acknowledged = acknowledgementsOf(facts).some((each) => each.byUserid === userid);
  if (toConfirm(facts, userid).length > 0 || (handling && !acknowledged && owes(duties, userid, ...ALERTING))) verbs.push("acknowledge");
  if (handling && leads) verbs.push("instruct", "convene");
  if (publicity && (handling || incident.status === "reported")) verbs.push("assignUnit");
  if (handling && handles(facts, userid) && incident.handledAt === null) verbs.push("finish");
  if (mayLower(facts, userid)) verbs.push("lower");
  if (owes(duties, userid, "agreeLowering")) verbs.push("answerLowering");
  if (publicity && incident.status === "lifted") verbs.push("close");
  if (handles(facts, userid) && isOpen(duties, "reviewIncident")) verbs.push("review");
  return verbs;
};

/** Where one of two sides can begin, and nobody has begun yet. */
const mayLower = (facts: IncidentFacts, userid: string): boolean => {
  const { first, second } = sidesOf(facts);
  const waiting = facts.decisions.some((each) => each.state === "proposed");
  return facts.incident.status === "handling" && !waiting && [...first, ...second].includes(userid);
};

/** What this person may do with one duty. */
export const dutyVerbsOf = (facts: IncidentFacts, task: Deadline, userid: string): IncidentDutyVerb[] => {
  const duty = NAMED_DUTIES.find((name) => name === task.duty);
  const waits = facts.evidence.some((each) => each.deadlineId === task.id && each.kind === "told" && each.confirmedAt === null);
  if (duty !== undefined && waits && isOwedTo(facts, duty, userid)) return ["confirm"];
  if (duty === undefined || task.state !== "open" || !mayDischarge(facts, duty, userid)) return [];
  return openVerbs(facts, duty, task, userid);
};

/** Leaders to whom it is owed tap 收到 of the alert instead; 处置意见 comes from those who handle it. */
const openVerbs = (facts: IncidentFacts, duty: NamedDuty, task: Deadline, userid: string): IncidentDutyVerb[] => {
  if (isOwedTo(facts, duty, userid)) return [];
  if (duty === "reportRed") return ["told"];
  if (duty !== "reportOrange") return ["discharge"];
  const given = facts.evidence.some((each) => each.deadlineId === task.id && each.kind === "opinion");
  return given || !handles(facts, userid) ? ["told"] : ["opine", "told"];
};
