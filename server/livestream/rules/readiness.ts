import type { LivestreamFacts } from "../facts.js";
import { teamLacks } from "./team.js";

/** What decides whether a livestream is 就绪, besides its own state. */
export interface ReadinessNeeds {
  members: number;
  /** the script's final approval */
  finalReview: boolean;
}

type Facts = Pick<LivestreamFacts, "livestream" | "venue" | "script" | "team" | "invitations">;

/** What is still missing before a livestream is 就绪, in Chinese, in the order in which it is usually done; empty: nothing (R14-03 … R14-06). */
export const readinessLacks = ({ livestream, venue, script, team, invitations }: Facts, needs: ReadinessNeeds): string[] => [
  ...(livestream.filedAt === null ? ["尚未备案"] : []),
  ...(venue === null || venue.state === "registered" ? [] : [venue.state === "adjust" ? "场地设备须按要求调整" : "场地设备报备尚未登记"]),
  ...(needs.finalReview ? scriptLacks(script) : []),
  ...(livestream.patrolWaiver === null ? [...teamLacks({ team, invitations }, needs.members), ...trainingLacks(team)] : []),
];

const trainingLacks = (team: Facts["team"]): string[] => {
  const missing = team.filter(({ trainedAt }) => trainedAt === null).length;
  return missing === 0 ? [] : [`巡查培训还有 ${missing} 人待大数据中心确认`];
};

const scriptLacks = (script: Facts["script"]): string[] => {
  if (script === null) return ["没有关联脚本稿件（第11条审核）"];
  if (script.status === "approved" || script.status === "published") return [];
  return [script.status === "withdrawn" || script.status === "takenDown" ? "脚本稿件已撤回" : "脚本尚未通过终审"];
};
