import type { PatrolInvitation, PatrolMember } from "../../../entities/patrol.js";

/** Who is on a team and who is asked to join it. */
export interface TeamFacts {
  team: readonly Pick<PatrolMember, "userid" | "role" | "standsInForUserid">[];
  invitations: readonly Pick<PatrolInvitation, "userid" | "role" | "state">[];
}

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
