import { MemberPace } from "../../entities/member-pace.js";
import type { Clock } from "../kernel/clock.js";
import { changeRows, insertRows, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import type { SettingValues } from "../regulation/settings.js";

const MINUTE_MS = 60_000;
/** Shares of a person's minute that each lane may fill: what is more urgent always finds a place. */
const SHARES = [1, 0.9, 0.75, 0.6] as const;
/** What a bundle may fill: more than what it gathers, so that it gets through. */
const BUNDLE_SHARE = 0.8;
const TRIES = 20;

/** How full a person's minute may be for a message of this lane to go out, in messages. */
export const budgetOf = (lane: number, perMinute: number): number => Math.max(1, Math.floor(perMinute * (SHARES[lane] ?? SHARES[3])));

/** How full it may be for a bundle. */
export const bundleBudget = (perMinute: number): number => Math.max(1, Math.floor(perMinute * BUNDLE_SHARE));

/** The sends that still count: those within a minute, on either side, since clocks are put right. */
export const recent = (sends: readonly number[], now: number): number[] => sends.filter((at) => Math.abs(now - at) < MINUTE_MS);

/** The moment from which one message more stays within the budget; `now` itself if it does already. */
export const freeAt = (sends: readonly number[], now: number, budget: number): number => {
  const counted = recent(sends, now);
  return counted.length < budget ? now : (counted[counted.length - budget] ?? now) + MINUTE_MS;
};

/** Keeps every person's messages within what WeCom delivers (§2.3): it takes more without error and drops them silently [90312]. */
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
    const late = new Map<string, Date>();
    // one order for all, so that two workers never wait for each other
    for (const userid of [...new Set(userids)].sort()) {
      const at = await this.#reserve(tx, userid, budget);
      if (at !== null) late.set(userid, at);
    }
    return late;
  }

  #reserve(tx: Tx, userid: string, budget: number): Promise<Date | null> {
    const now = this.clock.now().getTime();
    return changed(tx, userid, ({ sends }) => {
      const free = freeAt(sends, now, budget);
      if (free > now) return { keep: null, result: new Date(free) };
      return { keep: { sends: [...recent(sends, now), now].sort((one, other) => one - other) }, result: null };
    });
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
}

type Kept = Pick<MemberPace, "sends" | "bundle">;

/** Reads a person's row, decides, and writes it if nobody else has meanwhile; else anew. */
const changed = async <T>(tx: Tx, userid: string, decide: (row: Kept) => { keep: Partial<Kept> | null; result: T }): Promise<T> => {
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    const row = await rowWhere(tx, MemberPace, { userid });
    const { keep, result } = decide(row ?? { sends: [], bundle: null });
    if (keep === null) return result;
    const written = row
      ? await changeRows(tx, MemberPace, { userid, version: row.version }, { ...keep, version: row.version + 1 })
      : await inserted(tx, { sends: [], bundle: null, ...keep, userid, version: 1 });
    if (written === 1) return result;
  }
  throw new Error(`the pace of ${userid} could not be kept`);
};

const inserted = async (tx: Tx, row: MemberPace): Promise<number> => {
  try {
    await insertRows(tx, MemberPace, [row]);
    return 1;
  } catch (error) {
    if (isDuplicate(error)) return 0;
    throw error;
  }
};
