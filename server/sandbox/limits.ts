const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;
const SHANGHAI_MS = 8 * HOUR_MS;

interface Counted {
  at: number;
  weight: number;
}

/** One of WeCom's frequency limits [90312]: so much of something per key within a span, and a pause once it is passed. */
export class Limit {
  readonly #counted = new Map<string, Counted[]>();
  readonly #closedUntil = new Map<string, number>();

  /** @param most units within the span @param spanMs milliseconds @param pauseMs how long everything is refused once the limit is passed */
  constructor(
    private readonly most: number,
    private readonly spanMs: number,
    private readonly pauseMs = 0,
  ) {}

  /** Counts so many units and answers true; false, and nothing counted, when they pass the limit or the pause is not over. */
  take(key: string, nowMs: number, weight = 1): boolean {
    if (nowMs < (this.#closedUntil.get(key) ?? 0)) return false;
    const living = (this.#counted.get(key) ?? []).filter(({ at }) => at > nowMs - this.spanMs);
    const used = living.reduce((sum, entry) => sum + entry.weight, 0);
    if (used + weight > this.most) {
      this.#counted.set(key, living);
      this.#closedUntil.set(key, nowMs + this.pauseMs);
      return false;
    }
    this.#counted.set(key, [...living, { at: nowMs, weight }]);
    return true;
  }
}

/** The figures for message/send [90312]: what a member gets too much of is dropped in silence, what the app sends too much of is refused. */
export class SendLimits {
  readonly memberPerMinute = new Limit(30, MINUTE_MS);
  readonly memberPerHour = new Limit(1000, HOUR_MS);
  readonly #perDay: Limit;

  /** @param accounts members that the enterprise may have: each is worth 200 receptions a day */
  constructor(accounts: number) {
    this.#perDay = new Limit(accounts * 200, DAY_MS);
  }

  /** Takes the receptions of one message out of the calendar day in Shanghai; false when the day has not so many left. */
  takeOfDay(nowMs: number, receptions: number): boolean {
    return this.#perDay.take(new Date(nowMs + SHANGHAI_MS).toISOString().slice(0, 10), nowMs, receptions);
  }

  takeOfMember(userid: string, nowMs: number): boolean {
    return this.memberPerMinute.take(userid, nowMs) && this.memberPerHour.take(userid, nowMs);
  }
}

/** The figures for groups and webhooks [90245] [98913] [90248] [99110]; a member's own limits drop messages without an error. */
export class GroupLimits {
  readonly creations = new Limit(1000, DAY_MS);
  readonly changes = new Limit(1000, HOUR_MS, HOUR_MS);
  readonly perMinute = new Limit(20_000, MINUTE_MS, MINUTE_MS);
  readonly perHour = new Limit(300_000, HOUR_MS, HOUR_MS);
  readonly memberPerMinute = new Limit(200, MINUTE_MS);
  readonly memberPerDay = new Limit(10_000, DAY_MS);
  readonly webhookPerMinute = new Limit(20, MINUTE_MS);
}
