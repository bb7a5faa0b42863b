import { CalendarChange, CalendarDayRow } from "../../entities/calendar.js";
import { systemActor, type RecordedActor } from "../audit/record.js";
import type { Foundation } from "../domain.js";
import type { CalendarView, CorrectionInput, YearInput } from "../http/contract.js";
import { recorded, type Actor } from "../identity/actor.js";
import { may } from "../identity/permissions.js";
import { SEED_DAYS, SEED_NOTICES, SEED_YEARS } from "../kernel/calendar-seed.js";
import type { Editions } from "../kernel/editions.js";
import { newId } from "../kernel/ids.js";
import { localDay, localIso } from "../kernel/local-time.js";
import { insertRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { CalendarHistory } from "./history.js";
import type { Recount } from "./recount.js";
import { correctionRefusal, dayNow, yearRefusal } from "./rules/correction.js";
import { readList } from "./rules/list.js";
import { listRefusal } from "./rules/refusals.js";
import { calendarView } from "./views.js";
import { KIND_WORDS } from "./words.js";
import type { YearWatch } from "./watch.js";

type Day = Pick<CalendarDayRow, "day" | "kind" | "name">;

/** The working calendar of the organisation (§2.1): years taken over from the State Council's notices, single days put right, each with its document. */
export class Calendars {
  constructor(
    private readonly desk: Foundation,
    private readonly editions: Editions,
    private readonly watch: YearWatch,
    private readonly recount: Recount,
  ) {}

  /** Takes over the years that the program brings along and the table does not have. Safe to run twice and beside itself. */
  async seed(): Promise<void> {
    await this.desk.uow.run(async (tx) => {
      const known = (await CalendarHistory.read(tx)).years;
      if (SEED_YEARS.every((year) => known.includes(year))) return;
      const actor = systemActor("工作日历");
      for (const year of SEED_YEARS) {
        const edition = await this.editions.publish(tx, "calendar");
        if ((await CalendarHistory.read(tx)).years.includes(year)) continue;
        const document = SEED_NOTICES[year] ?? "";
        const days = SEED_DAYS.filter(({ day }) => day.startsWith(`${year}-`));
        await this.#write(tx, { edition, kind: "seed", year, document, reason: null }, days, actor);
      }
    });
    await this.recount.run();
  }

  /** One year's days and every change of the calendar; without a year, that of today. */
  view(actor: Actor, year?: number): Promise<CalendarView> {
    return this.desk.uow.read(async (tx) => {
      const now = this.desk.clock.now();
      const history = await CalendarHistory.read(tx);
      const shown = year ?? Number(localDay(now).slice(0, 4));
      return { now: localIso(now), ...calendarView(history, shown, localDay(now), may(actor, "calendar.write")) };
    });
  }

  /**
   * Takes over a year's notice: everything or nothing, with a line per error. A year that is there already is replaced by the list; only what differs is
   * written. Afterwards open deadlines are counted again; returns how many moved.
   */
  async importYear(actor: Actor, { year, text, document }: YearInput): Promise<number> {
    const { days, faults } = readList(text, year);
    if (faults.length > 0) throw listRefusal(faults);
    await this.desk.uow.run(async (tx) => {
      const edition = await this.editions.publish(tx, "calendar");
      const history = await CalendarHistory.read(tx);
      const changed = differing(history, year, days);
      const refusal = yearRefusal(year, localDay(this.desk.clock.now()), history.years.includes(year) && changed.length === 0);
      if (refusal) throw refusal;
      await this.#write(tx, { edition, kind: "import", year, document, reason: null }, changed, recorded(actor), actor.via);
      await this.watch.imported(tx, year, actor.userid);
    });
    return this.recount.run();
  }

  /** Puts one day right. Afterwards open deadlines are counted again; returns how many moved. */
  async correct(actor: Actor, input: CorrectionInput): Promise<number> {
    await this.desk.uow.run(async (tx) => {
      const edition = await this.editions.publish(tx, "calendar");
      const history = await CalendarHistory.read(tx);
      const refusal = correctionRefusal(input, { years: history.years, now: dayNow(history.days, input.day) });
      if (refusal) throw refusal;
      const year = Number(input.day.slice(0, 4));
      const { day, kind, name, document, reason } = input;
      await this.#write(tx, { edition, kind: "correction", year, document, reason }, [{ day, kind, name }], recorded(actor), actor.via);
    });
    return this.recount.run();
  }

  async #write(
    tx: Tx,
    change: Omit<CalendarChange, "byUserid" | "byName" | "at">,
    days: readonly Day[],
    actor: RecordedActor,
    via: "page" | "card" | "text" | "system" = "system",
  ): Promise<void> {
    const { edition, kind, year, document, reason } = change;
    await insertRows(tx, CalendarChange, [{ ...change, byUserid: actor.userid, byName: actor.name, at: this.desk.clock.now() }]);
    await insertRows(
      tx,
      CalendarDayRow,
      days.map(({ day, kind, name }) => ({ id: newId(), edition, day, kind, name: name || null })),
    );
    const [first] = days;
    this.desk.audit.record(tx, {
      action: kind === "correction" ? "calendar.corrected" : "calendar.imported",
      subject: { type: "calendar", id: String(year) },
      actor,
      via,
      article: "15",
      facts: {
        ...{ edition, year, document, reason, days: days.length },
        ...(kind === "correction" && first ? { day: first.day, to: KIND_WORDS[first.kind], name: first.name } : {}),
      },
    });
  }
}

/** What of a year's list is not in the table yet, with days that are no longer listed as ordinary again. */
const differing = (history: CalendarHistory, year: number, listed: readonly Day[]): Day[] => {
  const there = new Map(history.days.filter(({ day }) => day.startsWith(`${year}-`)).map((row) => [row.day, row]));
  const wanted = new Set(listed.map(({ day }) => day));
  const anew = listed.filter(({ day, kind, name }) => {
    const row = there.get(day);
    return row?.kind !== kind || (row.name ?? null) !== (name ?? null);
  });
  const gone = [...there.keys()].filter((day) => !wanted.has(day)).map((day) => ({ day, kind: "plain" as const, name: null }));
  return [...anew, ...gone];
};
