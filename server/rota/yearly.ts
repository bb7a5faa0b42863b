import { Between } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { DESKS, Shift } from "../../entities/shift.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import { holdersOf } from "../identity/offices.js";
import { addDays, instantOf, isLocalDay, localMoment } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { dueBy, LANE, today, type RotaDesk } from "./desk.js";

const SUBJECT = "rota";
const LAST_DAY = "12-31";
/** A working day's end; its reminders then keep to working hours. */
const ON_THE_DAY = { before: { workingDays: 0 } } as const;

/** 全年轮值安排: owed for the year that follows, from some days before it is due; done when every day of both desks is published. */
export class Yearly {
  constructor(private readonly desk: RotaDesk) {}

  /** Opens the duty for next year once its time has come, and never a second time for one year. */
  async open(tx: Tx): Promise<void> {
    const now = this.desk.clock.now();
    const year = String(Number(today(this.desk).slice(0, 4)) + 1);
    const { due, opensAt } = this.#moments(year);
    if (now < opensAt || (await tx.existsBy(Deadline, { duty: "yearlyRota", subjectId: year })) || (await isWhole(tx, year))) return;
    const day = today(this.desk);
    const holders = [...(await holdersOf(tx, "publicityHead", day)), ...(await holdersOf(tx, "administrator", day))];
    await this.desk.deadlines.open(tx, {
      duty: "yearlyRota",
      subject: { type: SUBJECT, id: year, revision: null },
      holders: [...new Set(holders)],
      startedAt: opensAt,
      due: { ...dueBy(this.desk, due, `${year} 年安排在 ${localMoment(due)} 前公布（设置）`), span: ON_THE_DAY },
      calendar: this.desk.calendar,
      lane: LANE,
    });
  }

  /** Closes the duty of each of these years whose every day is published. */
  async settle(tx: Tx, actor: Actor, years: Iterable<string>): Promise<void> {
    for (const year of years) {
      const task = await this.desk.deadlines.openOne(tx, "yearlyRota", year);
      if (task && (await isWhole(tx, year))) await this.desk.deadlines.discharge(tx, task, closing(actor, "rota.published"));
    }
  }

  /** When the duty of a year is due, and when it is first spoken of. */
  #moments(year: string): { due: Date; opensAt: Date } {
    const wanted = `${Number(year) - 1}-${this.desk.settings.value("rota.yearlyDueOn")}`;
    const day = isLocalDay(wanted) ? wanted : `${Number(year) - 1}-${LAST_DAY}`;
    const opensOn = addDays(day, -this.desk.settings.value("rota.yearlyNoticeDays"));
    return {
      due: instantOf(day, this.desk.calendar.workingDayEndsAt),
      opensAt: instantOf(opensOn, this.desk.settings.value("reminder.workingHours").start),
    };
  }
}

/** How many days of how many are published for a year, over both desks. */
export const progressOf = async (tx: Tx, year: string): Promise<{ published: number; of: number }> => {
  const published = await tx.countBy(Shift, { day: Between(`${year}-01-01`, `${year}-12-31`), state: "published" });
  return { published, of: DESKS.length * (isLocalDay(`${year}-02-29`) ? 366 : 365) };
};

const isWhole = async (tx: Tx, year: string): Promise<boolean> => {
  const { published, of } = await progressOf(tx, year);
  return published === of;
};
