import type { CheckIn, CheckInKind, ExpectedCheckIn, FindingLevel, PatrolMember } from "../../../entities/patrol.js";
import type { Livestream } from "../../../entities/livestream.js";
import { localClock, localMoment } from "../../kernel/local-time.js";
import type { Refusal } from "../../kernel/refusal.js";
import { refuse } from "../refusals.js";
import { checkInWords } from "../words.js";

const MINUTE_MS = 60_000;
/** Sent so soon after the tap, it did not wait in the phone's queue. */
const AT_ONCE_MS = MINUTE_MS;
/** How long before its time a check-in is taken: 到岗, and every other. */
const EARLY_MS = { arrival: 60 * MINUTE_MS, other: 10 * MINUTE_MS };
/** So long after 下播 the closing check-ins are still taken. */
const AFTERWARDS_MS = 24 * 60 * MINUTE_MS;
/** From here on the person is told that the phone's clock is wrong. */
const CLOCK_OFF_MS = 2 * MINUTE_MS;

/** When a check-in was made by the server's clock, and whether it waited in a queue (补传). */
export interface Moment {
  at: Date;
  queued: boolean;
}

/**
 * The server's clock counts; the phone's only says how long the check-in waited between its two moments, however wrong it stands. A phone whose clock
 * was put back meanwhile says nothing.
 */
export const momentOf = ({ deviceAt, sentAt }: { deviceAt: Date; sentAt: Date }, receivedAt: Date): Moment => {
  const waited = sentAt.getTime() - deviceAt.getTime();
  return waited > AT_ONCE_MS ? { at: new Date(receivedAt.getTime() - waited), queued: true } : { at: receivedAt, queued: false };
};

/** How wrong the phone's clock stands, for the person; null: it is right. */
export const clockWords = (sentAt: Date, receivedAt: Date): string | null => {
  const off = sentAt.getTime() - receivedAt.getTime();
  if (Math.abs(off) <= CLOCK_OFF_MS) return null;
  const minutes = Math.round(Math.abs(off) / MINUTE_MS);
  const span = minutes < 120 ? `${minutes} 分钟` : minutes < 2880 ? `${Math.round(minutes / 60)} 小时` : `${Math.round(minutes / 1440)} 天`;
  return `手机时间比标准时间${off > 0 ? "快" : "慢"} ${span}，已按服务器时间记录。请在手机设置中打开“自动设置时间”。`;
};

type Row = Pick<ExpectedCheckIn, "id" | "userid" | "kind" | "round" | "dueAt" | "state">;
/** A check-in as far as that decides what it meets. */
export type Made = Pick<CheckIn, "id" | "clientId" | "userid" | "kind" | "expectedId" | "madeAt">;

/** From when on an expected check-in can be met; 结束 and 下播确认 whenever it is over. */
const opensAt = ({ kind, dueAt }: Row): number => {
  if (kind === "end" || kind === "offAir") return -Infinity;
  return dueAt.getTime() - EARLY_MS[kind === "arrival" ? "arrival" : "other"];
};

/** The expected check-in that one is for: the one it names, else that of its kind, for a round the nearest that can be met; null: one more than owed. */
export const targetOf = <R extends Row>(rows: readonly R[], made: Omit<Made, "id" | "clientId">, roundMinutes: number): R | null => {
  const own = rows.filter(({ userid, state }) => userid === made.userid && state !== "cancelled");
  const named = own.find(({ id }) => id === made.expectedId);
  if (named) return named;
  if (made.kind !== "round") return own.find(({ kind }) => kind === made.kind) ?? null;
  const at = made.madeAt.getTime();
  const away = ({ dueAt }: R): number => Math.abs(dueAt.getTime() - at);
  const near = own.filter((row) => row.kind === "round" && at >= opensAt(row) && away(row) < roundMinutes * MINUTE_MS);
  return near.sort((one, other) => away(one) - away(other) || one.round - other.round)[0] ?? null;
};

/**
 * The expected check-ins that one meets: its target, unless it is too early for it, and for 结束 the round that it closes as well. Nothing here
 * depends on what came before, so the order in which check-ins arrive does not matter.
 */
export const metBy = <R extends Row>(rows: readonly R[], made: Omit<Made, "id" | "clientId">, roundMinutes: number): R[] => {
  const at = made.madeAt.getTime();
  const target = targetOf(rows, made, roundMinutes);
  const closes = ({ userid, kind, state, dueAt }: R): boolean =>
    userid === made.userid &&
    kind === "round" &&
    state !== "cancelled" &&
    dueAt.getTime() <= at &&
    dueAt.getTime() > at - roundMinutes * MINUTE_MS;
  return [...new Set([...(target && at >= opensAt(target) ? [target] : []), ...(made.kind === "end" ? rows.filter(closes) : [])])];
};

/** True where `one` is the check-in that counts of the two: the earlier made. */
export const counts = (one: Pick<Made, "madeAt" | "clientId">, other: Pick<Made, "madeAt" | "clientId">): boolean => {
  const apart = one.madeAt.getTime() - other.madeAt.getTime();
  return apart < 0 || (apart === 0 && one.clientId < other.clientId);
};

/** What decides whether somebody may check in. */
export interface CheckInFacts {
  livestream: Pick<Livestream, "status" | "endedAt">;
  /** null: not on the team */
  member: Pick<PatrolMember, "role" | "standsInForUserid" | "trainedAt"> | null;
  /** why the certificate does not count today; null: it does */
  lapse: string | null;
  /** the expected check-in that is named; null: none was */
  named: (Row & { livestreamId: string }) | null;
  /** the one that it is for; null: none */
  target: Row | null;
}

/** What is said. */
export interface Said {
  livestreamId: string;
  userid: string;
  kind: CheckInKind;
  finding: FindingLevel;
  /** the one that it says it is for; null: none was named */
  expectedId: string | null;
  files: readonly string[];
  note: string | null;
}

/** Why this cannot be checked in (R14-06, R14-08), in Chinese with what to do; null: it can. */
export const checkInRefusal = (facts: CheckInFacts, said: Said, madeAt: Date): Refusal | null =>
  standingRefusal(facts) ?? namedRefusal(facts, said) ?? timeRefusal(facts, said, madeAt) ?? photoRefusal(said);

const no = (code: string, kind: "forbidden" | "conflict" | "invalid" | "notFound", detail: string): Refusal =>
  refuse(code, kind, detail, "formPatrol");

/** Why somebody cannot check in at all; null: they can. */
export const standingRefusal = ({ member, lapse }: Pick<CheckInFacts, "member" | "lapse">): Refusal | null => {
  if (!member) return no("not-on-team", "forbidden", "您不在这场直播的巡查队伍中，不能打卡。需要参加请联系宣传部值班。");
  if (member.trainedAt === null)
    return refuse("not-trained", "forbidden", "您的巡查培训还没有确认，不能打卡。请马上联系大数据中心确认培训。", "trainPatrol");
  if (lapse !== null)
    return refuse("untrained", "forbidden", `您的培训证书${lapse}（第17条），不能打卡，请联系大数据中心。`, "trainBeforeDuty");
  if (member.role === "reserve" && member.standsInForUserid === null)
    return no("reserve", "forbidden", "您是候补，接替他人后才能打卡。有人漏打卡时，请在提醒或直播看板中点「我来接替」。");
  return null;
};

const namedRefusal = ({ named }: CheckInFacts, { livestreamId, userid, kind, expectedId }: Said): Refusal | null => {
  if (expectedId === null) return null;
  if (!named || named.livestreamId !== livestreamId)
    return no("other-livestream", "invalid", "这次打卡不属于这场直播，请返回直播列表，从正确的直播进入打卡。");
  if (named.userid !== userid) return no("not-your-place", "forbidden", "这是其他巡查人员的打卡，不能代打。请从自己的打卡页办理。");
  if (named.kind !== kind) return no("other-kind", "invalid", "打卡种类与计划不符，请刷新打卡页后再试。");
  return null;
};

const timeRefusal = ({ livestream, target }: CheckInFacts, { kind, finding }: Said, madeAt: Date): Refusal | null => {
  const { status, endedAt } = livestream;
  if (status === "cancelled") return no("over", "conflict", "这场直播已经取消，不用打卡。");
  const closes = kind === "end" || kind === "offAir";
  const last = endedAt === null ? Infinity : endedAt.getTime() + (closes ? AFTERWARDS_MS : 0);
  if (endedAt !== null && madeAt.getTime() > last)
    return no(
      "ended",
      "conflict",
      `这场直播已于 ${localMoment(endedAt)} 下播，${closes ? "已过一天，" : ""}不能再打卡。需要补充说明请告知组长，写入巡查小结。`,
    );
  // a problem is never too early to be told
  if (!target || finding !== "normal" || madeAt.getTime() >= opensAt(target)) return null;
  const from = localMoment(new Date(opensAt(target)));
  return no("too-early", "conflict", `${checkInWords(target)}应于 ${localClock(target.dueAt)} 打卡，${from} 起可以打，请届时再打。`);
};

const photoRefusal = ({ kind, files, note }: Said): Refusal | null => {
  if ((kind !== "start" && kind !== "end") || files.length > 0 || note !== null) return null;
  return no("photo-wanted", "invalid", "开播和结束打卡请附一张现场照片或截图；拍不了请在说明中写明原因。");
};
