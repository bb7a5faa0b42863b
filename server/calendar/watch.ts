import type { Foundation, Rounds } from "../domain.js";
import { holdersOf } from "../identity/offices.js";
import type { Due } from "../kernel/due.js";
import { instantOf, localClock, localDay, localMoment } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { planAsking } from "./asking.js";
import { CalendarHistory } from "./history.js";
import { wantedYears } from "./rules/missing.js";

const DUTY = "importCalendar";
const OTHERS = 3;
/** Nobody is woken for it. */
const FROM = "09:00";

/** Sees to it that the next year's calendar is there in time: from 1 October on somebody owes it (§2.1). */
export class YearWatch implements Rounds {
  constructor(private readonly desk: Foundation) {}

  /** Opens the duty for every year that is missing, in the morning, and keeps it with those who hold the posts now. Safe to run twice and beside itself. */
  async sweep(): Promise<void> {
    const today = localDay(this.desk.clock.now());
    const missing = wantedYears(today).filter((year) => !this.desk.calendar.covers(`${year}-01-01`));
    for (const year of missing) await this.desk.uow.once((tx) => this.#owe(tx, year, today));
  }

  /** The first morning of October. */
  nextMoment(after: Date, until: Date): Promise<Date | null> {
    const year = Number(localDay(after).slice(0, 4));
    const moments = [year, year + 1].map((each) => instantOf(`${each}-10-01`, FROM));
    return Promise.resolve(moments.find((moment) => moment > after && moment <= until) ?? null);
  }

  /** The year has been taken over: nobody owes it any more. */
  async imported(tx: Tx, year: number, by: string): Promise<void> {
    const open = await this.desk.deadlines.openOne(tx, DUTY, String(year));
    if (open) await this.desk.deadlines.discharge(tx, open, { by, how: "calendar.imported" });
  }

  async #owe(tx: Tx, year: number, today: string): Promise<void> {
    // another process may have taken it over a moment ago
    if ((await CalendarHistory.read(tx)).years.includes(year)) return this.imported(tx, year, "system:工作日历");
    const holders = [...new Set([...(await holdersOf(tx, "administrator", today)), ...(await holdersOf(tx, "publicityDuty", today))])];
    const open = await this.desk.deadlines.openOne(tx, DUTY, String(year));
    if (open) {
      await this.desk.deadlines.reassign(tx, open, holders);
      return;
    }
    const { calendar, clock, deadlines } = this.desk;
    const startedAt = clock.now();
    if (localClock(startedAt) < FROM) return;
    const due = dueOf(year, startedAt, calendar.version);
    const subject = { type: "calendar", id: String(year), revision: null };
    const opened = await deadlines.open(tx, { duty: DUTY, subject, holders, startedAt, due, calendar, lane: OTHERS });
    await planAsking(this.desk, tx, opened);
  }
}

/** The notice comes out in October or November: it is due by 1 December, or a day from now where that is over. */
const dueOf = (year: number, now: Date, calendarVersion: string): Due => {
  const december = instantOf(`${year - 1}-12-01`, "18:00");
  const at = december > now ? december : new Date(now.getTime() + 24 * 3_600_000);
  return { at, words: `${localMoment(at)} 前录入，之后每天提醒`, span: "open", provisional: false, calendarVersion };
};
