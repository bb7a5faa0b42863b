import type { Livestream } from "../../../entities/livestream.js";
import { localMoment } from "../../kernel/local-time.js";
import type { Refusal } from "../../kernel/refusal.js";
import type { LivestreamFacts } from "../facts.js";
import { over, refuse } from "../refusals.js";
import { isPublicity, runsIt } from "./standing.js";

const HOUR_MS = 3_600_000;
/** It does not begin longer than this before its time. */
const EARLY_MS = 2 * HOUR_MS;
/** Nobody has closed it so long after its end, or after the last check-in. */
/** How long after its planned end, or the last check-in, a livestream that nobody closed is taken to go on. */
export const UNCLOSED_MS = 2 * HOUR_MS;

type Facts = Pick<LivestreamFacts, "livestream" | "people" | "team">;

/** True for those who can say that it begins or ends: who runs it, who patrols it, and 宣传部. */
export const attends = (facts: Facts, userid: string): boolean =>
  runsIt(facts, userid) || isPublicity(facts, userid) || facts.team.some((member) => member.userid === userid);

const notYours = (): Refusal =>
  refuse("not-yours", "forbidden", "开播和下播由申请人、主持、现场负责人、双方主要负责同志、巡查人员或宣传部登记。");

/** Why it cannot have begun then; null: it can. `userid` null: WeCom said so. */
export const startRefusal = (facts: Facts, userid: string | null, at: Date, now: Date): Refusal | null => {
  const { status, startAt } = facts.livestream;
  if (userid !== null && !attends(facts, userid)) return notYours();
  if (status === "cancelled" || status === "ended") return over(status);
  if (at > now) return refuse("in-future", "invalid", "开播时间晚于现在，请在开播后登记。");
  if (at.getTime() < startAt.getTime() - EARLY_MS)
    return refuse("start-too-early", "conflict", `计划 ${localMoment(startAt)} 开播，现在还早；提前举行请先改期。`);
  return null;
};

/** Why it cannot have ended then; null: it can. */
export const endRefusal = (facts: Facts, userid: string | null, at: Date, now: Date): Refusal | null => {
  const { status, startAt, startedAt } = facts.livestream;
  if (userid !== null && !attends(facts, userid)) return notYours();
  if (status === "cancelled") return over(status);
  if (at > now) return refuse("in-future", "invalid", "下播时间晚于现在，请在下播后登记。");
  // of a 企业直播 WeCom may tell the end before the start
  const could = userid === null ? startAt.getTime() - EARLY_MS : startAt.getTime();
  if (status !== "live" && now.getTime() < could) return refuse("not-started", "conflict", "这场直播还没有开播；不办了请取消。");
  if (at.getTime() < (startedAt?.getTime() ?? could)) return refuse("end-before-start", "invalid", "下播时间早于开播时间，请核对。");
  return null;
};

/** From when on a livestream that nobody closed is asked about; null: it is closed. `lastCheckIn` in ms, 0: none. */
export const unclosedSince = ({ status, endAt }: Pick<Livestream, "status" | "endAt">, lastCheckIn: number): Date | null =>
  status === "ended" || status === "cancelled" ? null : new Date(Math.max(endAt.getTime(), lastCheckIn) + UNCLOSED_MS);
