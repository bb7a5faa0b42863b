import { MemberPace } from "../../entities/member-pace.js";
import type { Clock } from "../kernel/clock.js";
import { changeEach, insertRows, rowsWhere, rowWhere, undoable } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";

const MINUTE_MS = 60_000;
/** Shares of a person's minute that each lane below red may fill: what is more urgent always finds a place. */
const SHARES = [1, 0.9, 0.75, 0.6] as const;
/** Red goes out up to what WeCom still delivers: it drops the 31st message of a minute without a word [90312]. */
const RED = 0;
const RED_PER_MINUTE = 28;
/** What a bundle may fill: more than what it gathers, so that it gets through. */
const BUNDLE_SHARE = 0.8;
const TRIES = 20;

/** How full a person's minute may be for a message of this lane to go out, in messages. */
export const budgetOf = (lane: number, perMinute: number): number =>
  lane === RED ? Math.max(perMinute, RED_PER_MINUTE) : Math.max(1, Math.floor(perMinute * (SHARES[lane] ?? SHARES[3])));

/** How full it may be for a bundle. */
export const bundleBudget = (perMinute: number): number => Math.max(1, Math.floor(perMinute * BUNDLE_SHARE));

/** The sends that still count: those within a minute, on either side, since clocks are put right. */
export const recent = (sends: readonly number[], now: number): number[] => sends.filter((at) => Math.abs(now - at) < MINUTE_MS);

/** The moment from which one message more stays within the budget; `now` itself if it does already. */
export const freeAt = (sends: readonly number[], now: number, budget: number): number => {
  const counted = recent(sends, now);
  return counted.length < budget ? now : (counted[counted.length - budget] ?? now) + MINUTE_MS;
};

/** The most calls to one person within a span, over which WeCom refuses (reason 13) [91628]. */
const CALLS: readonly [most: number, spanMs: number][] = [
  [3, 8 * MINUTE_MS],
  [8, 24 * 60 * MINUTE_MS],
];
const DAY_MS = 24 * 60 * MINUTE_MS;
/** After this nobody can still be ringing, whatever became of the process that asked. */
const RUNG_OUT_MS = 90_000;

/** Whether one call more stays within what WeCom allows, after these. */
export const callable = (calls: readonly number[], now: number): boolean =>
  CALLS.every(([most, spanMs]) => calls.filter((at) => Math.abs(now - at) < spanMs).length < most);

type Kept = Pick<MemberPace, "sends" | "bundle" | "calls" | "ringing">;
type Change = { userid: string; row: MemberPace | null; keep: Partial<Kept> };

const EMPTY: Kept = { sends: [], bundle: null, calls: null, ringing: null };

/** Keeps every person's messages and calls within what WeCom delivers (§2.3): of messages it drops the excess silently [90312]. */
export class Pace {
  constructor(
    private readonly clock: Clock,
    private readonly settings: SettingValues,
  ) {}

  /** What one person may get in a minute. */
  get perMinute(): number {
    return this.settings.value("delivery.perMemberPerMinute");
  }

  /** Takes a place for each person who has one within the budget; for the others, the moment when they will. Exact among several processes. */
  async reserve(tx: Tx, userids: readonly string[], budget: number): Promise<ReadonlyMap<string, Date>> {
    return (await this.reserveAll(tx, [{ userids, budget }]))[0] ?? new Map<string, Date>();
  }

  /** The same for several messages, which take their places in this order: as few statements for hundreds of people as for two. */
  async reserveAll(
    tx: Tx,
    wanted: readonly { userids: readonly string[]; budget: number }[],
  ): Promise<readonly ReadonlyMap<string, Date>[]> {
    const now = this.clock.now().getTime();
    // one order for all, so that two workers never wait for each other
    const everybody = [...new Set(wanted.flatMap(({ userids }) => userids))].sort();
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      const rows = new Map((await rowsWhere(tx, MemberPace, { userid: everybody })).map((row) => [row.userid, row]));
      const sends = new Map<string, number[]>(everybody.map((userid) => [userid, recent(rows.get(userid)?.sends ?? [], now)]));
      const taken = new Set<string>();
      const late = wanted.map(({ userids, budget }) => {
        const surplus = new Map<string, Date>();
        for (const userid of userids) {
          const known = sends.get(userid) ?? [];
          const free = freeAt(known, now, budget);
          if (free > now) surplus.set(userid, new Date(free));
          else {
            sends.set(
              userid,
              [...known, now].sort((one, other) => one - other),
            );
            taken.add(userid);
          }
        }
        return surplus;
      });
      const changes = [...taken].map((userid) => ({ userid, row: rows.get(userid) ?? null, keep: { sends: sends.get(userid) ?? [] } }));
      if (await written(tx, changes)) return late;
    }
    throw new Error(`the pace of ${everybody.length} people could not be kept`);
  }

  /** The message in which this person's surplus is gathered; `fresh` names a new one where none is. */
  gathering(tx: Tx, userid: string, fresh: () => string): Promise<string> {
    return changed(tx, userid, ({ bundle }) => {
      const id = bundle ?? fresh();
      return { keep: { bundle: id }, result: id };
    });
  }

  /** Nothing more is gathered in this message: it goes out. */
  async gathered(tx: Tx, userid: string, bundle: string): Promise<void> {
    await changed(tx, userid, (row) => ({ keep: row.bundle === bundle ? { bundle: null } : null, result: null }));
  }

  /** Takes this person's phone for a call; one that rings for another call is left to ring out. */
  ring(tx: Tx, userid: string, call: string): Promise<"free" | "ringing" | "overLimit"> {
    const now = this.clock.now().getTime();
    return changed(tx, userid, ({ calls, ringing }) => {
      const known = calls ?? [];
      if (ringing !== null && ringing !== call && now - (known.at(-1) ?? 0) < RUNG_OUT_MS)
        return { keep: null, result: "ringing" as const };
      if (!callable(known, now)) return { keep: null, result: "overLimit" as const };
      const kept = [...known.filter((at) => Math.abs(now - at) < DAY_MS), now].sort((one, other) => one - other);
      return { keep: { calls: kept, ringing: call }, result: "free" as const };
    });
  }

  /** The phone does not ring for this call any more. */
  async rung(tx: Tx, userid: string, call: string): Promise<void> {
    await changed(tx, userid, (row) => ({ keep: row.ringing === call ? { ringing: null } : null, result: null }));
  }
}

/** Reads a person's row, decides, and writes it if nobody else has meanwhile; else anew. */
const changed = async <T>(tx: Tx, userid: string, decide: (row: Kept) => { keep: Partial<Kept> | null; result: T }): Promise<T> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const row = await rowWhere(tx, MemberPace, { userid });
    const { keep, result } = decide(row ?? EMPTY);
    if (keep === null || (await written(tx, [{ userid, row, keep }]))) return result;
  }
  throw new Error(`the pace of ${userid} could not be kept`);
};

/** Writes all changes, or none: false where another process was faster with one of them. */
const written = async (tx: Tx, changes: readonly Change[]): Promise<boolean> => {
  const write = async (): Promise<boolean> => {
    const fresh = changes.filter(({ row }) => row === null).map(({ userid, keep }) => ({ ...EMPTY, ...keep, userid, version: 1 }));
    const known = changes.flatMap(({ userid, row, keep }) =>
      row === null ? [] : [{ equal: { userid, version: row.version }, changes: { ...keep, version: row.version + 1 } }],
    );
    return (await inserted(tx, fresh)) && (await changeEach(tx, MemberPace, { key: "userid", guard: "version" }, known)) === known.length;
  };
  return changes.length > 1 ? undoable(tx, write) : write();
};

const inserted = async (tx: Tx, rows: readonly MemberPace[]): Promise<boolean> => {
  try {
    await insertRows(tx, MemberPace, rows);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
};
