/** The one door to the time. Domain time (deadlines, permits, sessions) comes from `now`; transport time (leases, signature age) from `wallNow`. */
export interface Clock {
  now(): Date;
  wallNow(): Date;
}

/** Real time. */
export const systemClock: Clock = { now: () => new Date(), wallNow: () => new Date() };

/**
 * Real time plus an offset, so that it ticks on while hours are skipped. The offset is kept in the database (server/clockwork) and handed in
 * here; it never goes back.
 */
export class AdjustableClock implements Clock {
  #offsetMs = 0;

  now(): Date {
    return new Date(Date.now() + this.#offsetMs);
  }

  wallNow(): Date {
    return new Date();
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** Takes over an offset found in the database, also one that another process has set. */
  adopt(offsetMs: number): void {
    this.#offsetMs = Math.max(this.#offsetMs, offsetMs);
  }
}
