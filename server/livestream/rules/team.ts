import type { PatrolInvitation, PatrolMember } from "../../../entities/patrol.js";
import type { Refusal } from "../../kernel/refusal.js";
import { refuse } from "../refusals.js";

/** Who is on a team and who is asked to join it. */
export interface TeamFacts {
  team: readonly Pick<PatrolMember, "userid" | "role" | "standsInForUserid">[];
  invitations: readonly Pick<PatrolInvitation, "userid" | "role" | "state">[];
}

/** Those who owe check-ins: lead, members, and a reserve who stands in for somebody; not whoever is stood in for. */
export const patrolling = <M extends TeamFacts["team"][number]>(team: readonly M[]): M[] =>
  team.filter(
    ({ userid, role, standsInForUserid }) =>
      (role !== "reserve" || standsInForUserid !== null) && !team.some((other) => other.standsInForUserid === userid),
  );

/** What a team still lacks (R14-05), in Chinese; empty: it stands. A reserve is waited for only while somebody is asked. */
export const teamLacks = ({ team, invitations }: TeamFacts, members: number): string[] => {
  const seated = team.filter(({ role }) => role !== "reserve");
  const asking = invitations.some(({ role, state }) => role === "reserve" && state === "asked");
  const reserve = team.some(({ role }) => role === "reserve");
  return [
    ...(seated.length < members ? [`巡查人员还差 ${members - seated.length} 人`] : []),
    ...(seated.some(({ role }) => role === "lead") ? [] : ["没有组长"]),
    ...(!reserve && asking ? ["候补还未答复"] : []),
  ];
};

/** Somebody who is to patrol, as far as that decides whether they may. */
export interface Wanted {
  userid: string;
  /** null: nobody of that name is there */
  name: string | null;
  unitId: string;
  left: boolean;
  trained: boolean;
  /** answers for something of the livestream, e.g. its host */
  runsIt: boolean;
}

/** A team that somebody wants to call in. */
export interface WantedTeam {
  people: readonly Wanted[];
  lead: string;
  reserve: string | null;
}

/** Why this team cannot be called in (R14-05, R17-01); null: it can. */
export const teamRefusal = ({ people, lead, reserve }: WantedTeam, members: number, initiatingUnitId: string): Refusal | null => {
  const seated = people.filter(({ userid }) => userid !== reserve);
  const names = (which: readonly Wanted[]): string => which.map(({ name, userid }) => name ?? userid).join("、");
  const unknown = people.filter(({ name, left }) => name === null || left);
  if (unknown.length > 0) return wrong("no-such-person", `${names(unknown)} 不在组织名单中或已离职，请换人。`);
  const untrained = people.filter(({ trained }) => !trained);
  if (untrained.length > 0) return untrainedPeople(names(untrained));
  const bound = people.filter(({ runsIt }) => runsIt);
  if (bound.length > 0) return wrong("runs-it", `${names(bound)} 在这场直播中另有职责，不能同时巡查，请换人。`);
  if (!seated.some(({ userid }) => userid === lead)) return wrong("lead-not-member", "组长应是巡查人员之一，且不能兼候补，请重新选择。");
  if (seated.length < members) return wrong("too-few", `巡查人员至少 ${members} 人（含组长），还差 ${members - seated.length} 人。`);
  if (seated.every(({ unitId }) => unitId === initiatingUnitId))
    return wrong("one-unit", "巡查人员不能全部来自发起部门，请从其他部门（单位）抽调。");
  return null;
};

const wrong = (code: string, detail: string): Refusal => refuse(code, "invalid", detail, "formPatrol");

/** Somebody without a valid certificate cannot patrol (Article 17). */
export const untrainedPeople = (names: string): Refusal =>
  refuse("untrained", "invalid", `${names} 没有有效的培训证书（第17条），不能参加巡查，请换人或先培训。`, "trainBeforeDuty");
