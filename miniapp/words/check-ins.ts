import type { BoardMember, CheckInKind, ExpectedCheckInView, FindingLevel, LivestreamListItem } from "../../server/http/contract.js";
import type { WaitingCheckIn } from "../services/check-in-queue.js";
import type { Label } from "./labels.js";
import { clockText } from "./moment.js";

const MINUTE_MS = 60_000;
/** As the server: 到岗 can be tapped an hour before its time, every other ten minutes. */
const EARLY_MINUTES = { arrival: 60, other: 10 };

export const FINDING_TEXTS: Readonly<Record<Exclude<FindingLevel, "normal">, string>> = {
  remind: "提醒",
  correct: "须立即纠正",
  interrupt: "建议中断",
};

export const KIND_TEXTS: Readonly<Record<CheckInKind, string>> = {
  arrival: "到岗",
  start: "开播",
  round: "巡查",
  end: "结束",
  offAir: "下播确认",
};

/** From when on this check-in can be tapped, in ms. */
export const opensAt = ({ kind, at }: Pick<ExpectedCheckInView, "kind" | "at">): number =>
  Date.parse(at) - EARLY_MINUTES[kind === "arrival" ? "arrival" : "other"] * MINUTE_MS;

/** The check-in that the large button is for: the latest that can be tapped and has not been; null: none can. */
export const owedNow = (
  expected: readonly ExpectedCheckInView[],
  waiting: ReadonlySet<string>,
  now: number,
): ExpectedCheckInView | null => {
  const started = expected.some(({ kind, checkIn, id }) => kind === "end" && (checkIn !== null || waiting.has(id)));
  const open = expected.filter(
    (each) => each.checkIn === null && !waiting.has(each.id) && opensAt(each) <= now && (each.kind !== "offAir" || started),
  );
  return open[open.length - 1] ?? null;
};

/** 开播 that was missed and never made: it can be made late, beside whatever the large button is for; null: it is made, or not owed. */
export const startOwed = (expected: readonly ExpectedCheckInView[], waiting: ReadonlySet<string>): ExpectedCheckInView | null =>
  expected.find(({ kind, state, checkIn, id }) => kind === "start" && state === "missed" && checkIn === null && !waiting.has(id)) ?? null;

/** The next that is still to come; null: none is. */
export const comingNext = (
  expected: readonly ExpectedCheckInView[],
  waiting: ReadonlySet<string>,
  now: number,
): ExpectedCheckInView | null =>
  expected.find((each) => each.checkIn === null && !waiting.has(each.id) && Date.parse(each.at) > now) ?? null;

/** 还有 3 分钟, 已过 2 分钟. */
export const countdownText = (at: string, now: number): string => {
  const ms = Date.parse(at) - now;
  const minutes = Math.floor(Math.abs(ms) / MINUTE_MS);
  const span = minutes < 60 ? `${minutes} 分 ${String(Math.floor(Math.abs(ms) / 1000) % 60).padStart(2, "0")} 秒` : spanText(minutes);
  return ms >= 0 ? `还有 ${span}` : `已过 ${span}`;
};

const spanText = (minutes: number): string =>
  minutes < 48 * 60 ? `${Math.floor(minutes / 60)} 小时 ${minutes % 60} 分` : `${Math.floor(minutes / 1440)} 天`;

/** How one expected check-in stands. */
export const standOf = ({ state, checkIn, at }: ExpectedCheckInView, now: number): Label => {
  if (checkIn) {
    if (checkIn.madeUp) return { text: `${clockText(checkIn.madeAt)} 补传`, tone: "yellow" };
    return { text: `${clockText(checkIn.madeAt)} 已打卡`, tone: "green" };
  }
  if (state === "missed") return { text: "漏打卡", tone: "red" };
  return Date.parse(at) <= now ? { text: "等待打卡", tone: "yellow" } : { text: "未到", tone: "grey" };
};

/** 12月4日 15:00–16:00 */
export const spanOf = ({ startAt, endAt }: Pick<LivestreamListItem, "startAt" | "endAt">): string =>
  `${Number(startAt.slice(5, 7))}月${Number(startAt.slice(8, 10))}日 ${clockText(startAt)}–${clockText(endAt)}`;

/** One check-in that waits, as it is read: what it is, why something of it was not taken, and the word that takes it off the list; null: it has to stay. */
interface WaitingLine {
  clientId: string;
  text: string;
  reasons: string[];
  done: string | null;
}

const waitingLine = ({ input, photos, refusal, sent }: WaitingCheckIn): WaitingLine => {
  const counted = photos.length > 0 ? `，照片 ${photos.length} 张` : "";
  const refused = photos.flatMap((photo) => (photo.refusal === null ? [] : [`照片「${photo.name}」没有收下：${photo.refusal}`]));
  return {
    clientId: input.clientId,
    text: `${clockText(input.deviceAt)} ${KIND_TEXTS[input.kind]}${sent ? "，已打卡" : counted}`,
    reasons: refusal === null ? refused : [`没有收下：${refusal}`, ...refused],
    done: sent ? "知道了" : refusal === null ? null : "删去",
  };
};

/** What lies on the phone, oldest first. */
export const waitingLines = (waiting: readonly WaitingCheckIn[]): WaitingLine[] => waiting.map(waitingLine);

const unreplaced = (members: readonly BoardMember[]): BoardMember[] => members.filter(({ replacedBy }) => replacedBy === null);

/** Who is missing now: 漏打卡：某某 15:20 第 1 轮巡查. Whoever has been replaced, or was heard of since, is not; but whose 开播 is still owed is named. */
export const silentLines = (members: readonly BoardMember[]): string[] =>
  unreplaced(members).flatMap(({ person, expected }) => {
    const last = expected.filter(({ state }) => state === "done" || state === "missed").pop();
    const start = startOwed(expected, new Set());
    const silent = last?.state === "missed" && last.checkIn === null ? [`漏打卡：${person.name}，${clockText(last.at)} ${last.title}`] : [];
    return [...silent, ...(start && start !== last ? [`开播还没有打卡：${person.name}，${clockText(start.at)}，可以补打`] : [])];
  });

/** How many check-ins were missed, and how many of them were made late; null: none was. */
export const missedText = (members: readonly BoardMember[]): string | null => {
  const missed = members.flatMap(({ expected }) => expected.filter(({ state }) => state === "missed"));
  const made = missed.filter(({ checkIn }) => checkIn !== null).length;
  return missed.length === 0 ? null : `漏打卡 ${missed.length} 次${made > 0 ? `，补打 ${made} 次` : ""}`;
};
