import type { FindingState, PatrolFinding } from "../../../entities/patrol.js";
import type { Refusal } from "../../kernel/refusal.js";
import type { LivestreamFacts } from "../facts.js";
import { refuse } from "../refusals.js";
import { isPublicity, runsIt } from "./standing.js";

type Facts = Pick<LivestreamFacts, "livestream" | "people">;
type WithTeam = Pick<LivestreamFacts, "livestream" | "people" | "team">;
type Level = PatrolFinding["level"];

/** Type of a finding as subject of deadlines. */
export const FINDING = "patrolFinding";

/** What was answered to a finding. */
export interface Answered {
  state: Exclude<FindingState, "open">;
  /** what was done, or why it goes on; null: nothing said */
  answer: string | null;
}

/** The duty that each level opens, and the setting of its minutes; null: by the end of the livestream. */
export const FINDING_DUTIES = {
  remind: { name: "heedReminder", minutes: null },
  correct: { name: "correctFinding", minutes: "livestream.correctMinutes" },
  interrupt: { name: "answerInterruption", minutes: "livestream.interruptAnswerMinutes" },
} as const;

const there = (userids: readonly (string | null)[]): string[] => [...new Set(userids.filter((userid) => userid !== null))];

/**
 * Whom a finding is asked of (R14-10): 现场负责人 and 房管; for 须立即纠正 发起部门's head as well; for 建议中断 both heads and 宣传部值班. Where they are
 * nobody of the organisation, the applicant.
 */
export const findingHolders = ({ livestream, people }: Facts, level: Level): string[] => {
  const staff = there([livestream.onSiteUserid ?? livestream.applicantUserid, livestream.commentControlUserid]);
  if (level === "remind") return staff;
  if (level === "correct") return there([...staff, ...people.heads.initiating]);
  return there([...people.heads.initiating, ...people.heads.operating, ...people.publicity.slice(0, 1)]);
};

/** True for those who may answer it: whom it is asked of, whoever runs the livestream, and 宣传部. */
export const mayAnswer = (facts: Facts, level: Level, userid: string): boolean =>
  findingHolders(facts, level).includes(userid) || runsIt(facts, userid) || isPublicity(facts, userid);

/** True for those who may report an incident from it: the team, and whoever may answer. */
export const mayReport = (facts: WithTeam, level: Level, userid: string): boolean =>
  mayAnswer(facts, level, userid) || facts.team.some((member) => member.userid === userid);

/** Why this answer cannot be given by this person; null: it can. */
export const answerRefusal = (facts: Facts, level: Level, userid: string, { state, answer }: Answered): Refusal | null => {
  if (!mayAnswer(facts, level, userid))
    return no("not-yours", "forbidden", "巡查问题由现场负责人、直播间管理人员、双方主要负责同志或宣传部答复，请联系他们。");
  if ((level === "interrupt") === (state === "settled"))
    return no("other-answer", "invalid", level === "interrupt" ? "中断建议请答复“已中断”或“不中断”。" : "这个问题请答复“已处理”。");
  if (state === "continued" && answer === null) return no("reason-wanted", "invalid", "不中断请写明理由（卡片上可选，也可打开页面填写）。");
  return null;
};

const no = (code: string, kind: "forbidden" | "invalid", detail: string): Refusal => refuse(code, kind, detail, "formPatrol");
