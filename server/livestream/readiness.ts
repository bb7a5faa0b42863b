import { Livestream } from "../../entities/livestream.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { recordAct, type LivestreamDesk } from "./desk.js";
import { loadLivestream, type LivestreamFacts } from "./facts.js";
import { tell } from "./notices.js";
import { readinessLacks } from "./rules/readiness.js";

/** What is missing before this livestream is 就绪. */
export const lacksOf = (desk: LivestreamDesk, facts: LivestreamFacts): string[] =>
  readinessLacks(facts, {
    members: desk.settings.value("livestream.patrolMembers"),
    finalReview: desk.settings.value("livestream.readyNeedsFinalReview"),
  });

/** Marks a filed livestream 就绪 once nothing is missing, and takes that back where something is missing again. Safe to do twice. */
export const reviewReadiness = async (desk: LivestreamDesk, tx: Tx, livestreamId: string): Promise<void> => {
  const facts = await loadLivestream(desk, tx, livestreamId);
  const { status, id, version, applicantUserid, onSiteUserid } = facts.livestream;
  if (status !== "filed" && status !== "ready") return;
  const lacks = lacksOf(desk, facts);
  const becomes = lacks.length === 0 ? ("ready" as const) : ("filed" as const);
  if (becomes === status) return;
  if ((await changeRows(tx, Livestream, { id, version }, { status: becomes, updatedAt: desk.clock.now(), version: version + 1 })) !== 1)
    return;
  recordAct(desk, tx, null, facts.livestream, becomes === "ready" ? "livestream.ready" : "livestream.not-ready", { lacks });
  const lead = facts.team.filter(({ role }) => role === "lead").map(({ userid }) => userid);
  await tell(desk, tx, facts, {
    key: `${becomes}:${version}`,
    to: [applicantUserid, ...(onSiteUserid === null ? [] : [onSiteUserid]), ...lead],
    title: becomes === "ready" ? "直播已就绪" : "直播不再就绪",
    rows: becomes === "ready" ? [["请", "按时开播，巡查人员提前到岗"]] : [["还缺", lacks.join("、")]],
  });
};
