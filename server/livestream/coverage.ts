import { namesOf } from "../identity/actor.js";
import { localClock } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { loadPatrol } from "./check-in-desk.js";
import type { LivestreamFacts } from "./facts.js";
import { patrolling } from "./rules/team.js";

/** Who else patrols, and when each was last heard of: what a missed check-in means for the livestream. */
export const coverageWords = async (tx: Tx, { livestream, team }: LivestreamFacts, silent: string): Promise<string> => {
  const there = patrolling(team).filter(({ userid }) => userid !== silent);
  if (there.length === 0) return "没有其他人在巡查";
  const { checkIns } = await loadPatrol(tx, livestream.id);
  const name = await namesOf(
    tx,
    there.map(({ userid }) => userid),
  );
  return there
    .map(({ userid }) => {
      const last = checkIns.filter((checkIn) => checkIn.userid === userid).at(-1);
      return `${name(userid).name} ${last ? `${localClock(last.madeAt)} 已打卡` : "还没有打卡"}`;
    })
    .join("；");
};
