import type { Livestream } from "../../../entities/livestream.js";
import type { CheckInKind, ExpectedCheckIn } from "../../../entities/patrol.js";

/** The times of a livestream that decide when who has to check in. */
export type LiveTimes = Pick<Livestream, "startAt" | "endAt" | "startedAt" | "endedAt">;

/** How the plan is spaced (R14-07). */
export interface Spacing {
  arrivalMinutes: number;
  roundMinutes: number;
  offAirMinutes: number;
}

/** A check-in that everybody on patrol owes. `round` counts the rounds from 1 and is 0 for the rest. */
export interface Planned {
  kind: CheckInKind;
  round: number;
  at: Date;
}

const MINUTE_MS = 60_000;

/**
 * When it ends: as recorded, else as planned; past the planned end a step of the rounds ahead of now, since it goes on until 下播 is recorded. `until`:
 * from when on nobody believes that any more; null: it goes on.
 */
const endOf = ({ endAt, endedAt }: LiveTimes, roundMs: number, now: Date, until: Date | null): number => {
  if (endedAt !== null) return endedAt.getTime();
  const [planned, latest] = [endAt.getTime(), Math.min(now.getTime(), until?.getTime() ?? Infinity)];
  return latest < planned ? planned : planned + roundMs * (Math.floor((latest - planned) / roundMs) + 1);
};

/** 到岗, 开播, every round, 结束 and 下播确认 of one livestream as it stands now (R14-07). */
export const plannedCheckIns = (times: LiveTimes, spacing: Spacing, now: Date, until: Date | null): Planned[] => {
  const roundMs = spacing.roundMinutes * MINUTE_MS;
  const begin = (times.startedAt ?? times.startAt).getTime();
  const [planned, end] = [times.endAt.getTime(), endOf(times, roundMs, now, until)];
  const rounds: number[] = [];
  for (let at = begin + roundMs; at < Math.min(planned, end); at += roundMs) rounds.push(at);
  for (let at = planned; at < end; at += roundMs) rounds.push(at);
  return [
    { kind: "arrival", round: 0, at: new Date(times.startAt.getTime() - spacing.arrivalMinutes * MINUTE_MS) },
    { kind: "start", round: 0, at: new Date(begin) },
    ...rounds.map((at, index): Planned => ({ kind: "round", round: index + 1, at: new Date(at) })),
    { kind: "end", round: 0, at: new Date(end) },
    { kind: "offAir", round: 0, at: new Date(end + spacing.offAirMinutes * MINUTE_MS) },
  ];
};

type Row = Pick<ExpectedCheckIn, "id" | "userid" | "kind" | "round" | "dueAt" | "state">;

/** What brings the stored plan up to date. */
export interface Following {
  insert: (Planned & { userid: string })[];
  move: { row: Row; at: Date }[];
  cancel: Row[];
}

/** Nobody is asked for what was due longer ago than this when they joined. */
const GRACE_MS = 2 * MINUTE_MS;

/** Compares the plan for these people with the rows there are. What is done or was told of as missed stays as it is. */
export const followPlan = (plan: readonly Planned[], userids: readonly string[], rows: readonly Row[], now: Date): Following => {
  const keyOf = (userid: string, { kind, round }: Pick<Planned, "kind" | "round">): string => `${userid} ${kind} ${round}`;
  const known = new Map(rows.map((row) => [keyOf(row.userid, row), row]));
  const following: Following = { insert: [], move: [], cancel: [] };
  const wanted = new Set<string>();
  for (const userid of userids)
    for (const planned of plan) {
      const key = keyOf(userid, planned);
      wanted.add(key);
      const row = known.get(key);
      const ahead = planned.at.getTime() >= now.getTime() - GRACE_MS;
      if (!row && ahead) following.insert.push({ ...planned, userid });
      else if (row?.state === "expected" && row.dueAt.getTime() !== planned.at.getTime()) following.move.push({ row, at: planned.at });
      else if (row?.state === "cancelled" && ahead) following.move.push({ row, at: planned.at });
    }
  following.cancel = rows.filter((row) => row.state === "expected" && !wanted.has(keyOf(row.userid, row)));
  return following;
};
