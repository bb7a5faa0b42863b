import type { FindingKind } from "../../entities/operations.js";
import { localMoment } from "../kernel/local-time.js";

const MINUTE_MS = 60_000;
/** Later than this nobody takes it for the ordinary pace of sweeping and sending (stories §2.3). */
export const LATE_MS = 2 * MINUTE_MS;
/** So much longer than it should take a job may be silent. */
const JOB_GRACE_MINUTES = 2;
/** An outage of WeCom shorter than this is nobody's business but the queue's. */
const WECOM_MS = 5 * MINUTE_MS;
const ORANGE = 1;
const DAY_MINUTES = 1440;

/** What the watchdog looks at. Lanes as everywhere: 0 red, 1 orange, 2 critical review, 3 others. */
export interface WatchFacts {
  now: Date;
  steps: readonly { id: string; title: string; lane: number; dueAt: Date }[];
  messages: readonly { id: string; title: string; lane: number; dueAt: Date }[];
  jobs: readonly { name: string; title: string; silentMinutes: number; late: boolean }[];
  ownerless: readonly { id: string; title: string }[];
  /** offices that nobody holds and what stays untold for it, in Chinese */
  vacant: readonly { id: string; words: string }[];
  wecom: { since: Date; reason: string } | null;
  letters: readonly { id: string; title: string; reason: string; dead: boolean }[];
  taps: readonly { id: string; what: string }[];
  /** whom an alert would not reach, as of this morning */
  unreachable: readonly { id: string; name: string; why: string }[];
}

/** Something that is not as it should be, under the key by which it is known again. */
export interface Problem {
  key: string;
  kind: FindingKind;
  words: string;
  urgent: boolean;
}

/** Everything that somebody has to look at now. */
export function problemsOf(facts: WatchFacts): Problem[] {
  const calm = (kind: FindingKind, id: string, words: string): Problem => ({ key: `${kind}:${id}`, kind, words, urgent: false });
  const late = (kind: "step" | "message", what: string) => (row: WatchFacts["steps"][number]) => ({
    ...calm(kind, row.id, `${row.title}：${what} ${localMoment(row.dueAt)}，已迟 ${minutes(facts.now, row.dueAt)} 分钟`),
    urgent: row.lane <= ORANGE,
  });
  return [
    ...facts.steps.filter(({ dueAt }) => isLate(facts.now, dueAt)).map(late("step", "下一步应在")),
    ...facts.messages.filter(({ dueAt }) => isLate(facts.now, dueAt)).map(late("message", "应发送于")),
    ...facts.jobs
      .filter((job) => job.late)
      .map((job) => ({ ...calm("job", job.name, `${job.title}：已有 ${job.silentMinutes} 分钟没有完成过`), urgent: true })),
    ...facts.ownerless.map(({ id, title }) => calm("ownerless", id, `${title}：没有办理人，也没有下一步`)),
    ...facts.vacant.map(({ id, words }) => calm("vacant", id, words)),
    ...wecomOf(facts).map(({ reason }) => calm("wecom", "app", `企业微信收不了消息：${reason}`)),
    ...facts.letters.filter(({ dead }) => dead).map(({ id, title, reason }) => calm("letter", id, `${title}：${reason}`)),
    ...facts.unreachable.map(({ id, name, why }) => calm("reach", id, `${name} 收不到警报：${why}`)),
    ...facts.taps.map(({ id, what }) => calm("tap", id, `${what}：试了多次仍未办成`)),
  ];
}

/** True where the problem says that the program itself does not keep up; what WeCom or a recipient refuses, or an office that nobody holds, is no fault of it. */
export const isOfTheProgram = ({ kind }: Pick<Problem, "kind">): boolean =>
  kind !== "letter" && kind !== "tap" && kind !== "vacant" && kind !== "reach";

const isLate = (now: Date, dueAt: Date): boolean => now.getTime() - dueAt.getTime() > LATE_MS;
const minutes = (now: Date, since: Date): number => Math.floor((now.getTime() - since.getTime()) / MINUTE_MS);
const wecomOf = ({ now, wecom }: WatchFacts): { reason: string }[] =>
  wecom !== null && now.getTime() - wecom.since.getTime() >= WECOM_MS ? [wecom] : [];

/** Whether a job has been silent for too long, `silentMs` after it last did its work. */
export const jobIsLate = (schedule: string, silentMs: number): boolean =>
  silentMs > (longestGapMinutes(schedule) + JOB_GRACE_MINUTES) * MINUTE_MS;

const FIRST_WARNED = "-10-01";

/** Until which day working days are known, and what to do where the coming year is not, from October on (stories §2.1). */
export function calendarCover(today: string, covers: (day: string) => boolean): { until: string | null; missing: string | null } {
  const year = Number(today.slice(0, 4));
  let last = year;
  while (covers(`${last}-12-31`)) last += 1;
  const until = last === year ? null : `${last - 1}-12-31`;
  const wanted = last === year ? year : today >= `${year}${FIRST_WARNED}` && last === year + 1 ? last : null;
  const missing =
    wanted === null ? null : `${wanted} 年的放假安排还没有录入：跨年的期限先按最早可能的日子计。请在国务院办公厅发布通知后录入。`;
  return { until, missing };
}

/** The longest pause between two runs of a schedule, in minutes; of one that does not run every day, a week or a month. */
export function longestGapMinutes(schedule: string): number {
  const [minute = "*", hour = "*", day = "*", month = "*", weekday = "*"] = schedule.split(" ").slice(-5);
  if (day !== "*" || month !== "*") return 31 * DAY_MINUTES;
  if (weekday !== "*") return 7 * DAY_MINUTES;
  const runs = valuesOf(hour, 24).flatMap((h) => valuesOf(minute, 60).map((m) => h * 60 + m));
  const last = runs.at(-1) ?? 0;
  return Math.max(...runs.map((run, index) => run - (runs[index - 1] ?? last - DAY_MINUTES)));
}

/** The values of a field in order: a star, a number, a list, a range, each with or without a pace. */
const valuesOf = (field: string, size: number): number[] => {
  const values = field.split(",").flatMap((part) => {
    const [range = "*", pace = "1"] = part.split("/");
    const [from, to = range.includes("-") ? undefined : from] = range === "*" ? [0, size - 1] : range.split("-").map(Number);
    return Array.from({ length: size }, (_, value) => value).filter(
      (value) => value >= (from ?? 0) && value <= (to ?? size - 1) && (value - (from ?? 0)) % Number(pace) === 0,
    );
  });
  return [...new Set(values)].sort((one, other) => one - other);
};
