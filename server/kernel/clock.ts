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

  /** `realNow`: where real time comes from, in epoch milliseconds; a test puts its own, so that it does not depend on the day it runs. */
  constructor(private readonly realNow: () => number = Date.now) {}

  now(): Date {
    return new Date(this.realNow() + this.#offsetMs);
  }

  wallNow(): Date {
    return new Date();
  }

  get offsetMs(): number {
    return this.#offsetMs;
  }

  /** The offset, in whole milliseconds, with which this moment is now. */
  offsetTo(moment: Date): number {
    return Math.ceil(moment.getTime() - this.realNow());
  }

  /** Takes over an offset found in the database, also one that another process has set. */
  adopt(offsetMs: number): void {
    this.#offsetMs = Math.max(this.#offsetMs, offsetMs);
  }
}
