import type { ExpectedCheckIn, PatrolMember } from "../../../entities/patrol.js";
import type { Livestream } from "../../../entities/livestream.js";
import type { Refusal } from "../../kernel/refusal.js";
import { refuse } from "../refusals.js";

/** The team, as far as that decides who may stand in. */
export interface StandingInFacts {
  team: readonly Pick<PatrolMember, "userid" | "role" | "trainedAt" | "standsInForUserid">[];
}

/** Why somebody cannot stand in for another (我来接替, R14-09); null: they can. */
export const standInRefusal = (
  { team }: StandingInFacts,
  userid: string,
  silent: string,
  name: (userid: string) => string,
): Refusal | null => {
  const member = team.find((each) => each.userid === userid);
  const there = team.find((each) => each.standsInForUserid === silent);
  if (!member || member.role === "member") return no("not-reserve", "forbidden", "由候补或组长接替。需要换人请联系宣传部值班。");
  if (!team.some((each) => each.userid === silent)) return no("not-on-team", "conflict", "这位巡查人员已不在队伍中，不用接替。");
  if (silent === userid) return no("own-place", "conflict", "这是您自己的打卡，请直接打卡。");
  if (there) return no("stood-in-already", "conflict", `${name(there.userid)} 已经接替，本次操作未生效。`);
  if (member.standsInForUserid !== null)
    return no("stands-in-already", "conflict", `您已在接替 ${name(member.standsInForUserid)}，不能同时接替两人，请联系宣传部值班。`);
  if (member.trainedAt === null)
    return refuse("not-trained", "forbidden", "您的巡查培训还没有确认，不能接替。请马上联系大数据中心确认培训。", "trainPatrol");
  return null;
};

type Owed = Pick<ExpectedCheckIn, "userid" | "dueAt" | "state" | "checkInId">;

/** True where the last check-in that was either made or missed is a missed one, and nothing came for it since. */
const isSilent = (expected: readonly Owed[], silent: string): boolean => {
  const own = expected.filter(({ userid, state }) => userid === silent && (state === "done" || state === "missed"));
  const last = own.reduce<Owed | null>((latest, each) => (latest && latest.dueAt >= each.dueAt ? latest : each), null);
  return last !== null && last.state === "missed" && last.checkInId === null;
};

/** What somebody may do about another of the team: 我来接替, while that one is silent and it is not over (R14-09). */
export const standInVerbs = (
  facts: StandingInFacts & { livestream: Pick<Livestream, "status" | "endedAt"> },
  reader: string,
  silent: string,
  expected: readonly Owed[],
): "standIn"[] => {
  const isOver = facts.livestream.endedAt !== null || facts.livestream.status === "cancelled";
  const may = !isOver && isSilent(expected, silent) && standInRefusal(facts, reader, silent, (userid) => userid) === null;
  return may ? ["standIn"] : [];
};

const no = (code: string, kind: "forbidden" | "conflict", detail: string): Refusal => refuse(code, kind, detail, "formPatrol");
