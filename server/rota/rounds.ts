import { MoreThanOrEqual } from "typeorm";
import { DESKS, Shift, type Desk } from "../../entities/shift.js";
import { addDays, dayName, localDay } from "../kernel/local-time.js";
import { Parts } from "../kernel/parts.js";
import { rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Arriving } from "./arriving.js";
import { publishedShift } from "./cover.js";
import { aboutShift, currentDay, MINUTE_MS, timesOf, type RotaDesk } from "./desk.js";
import { warnOnce } from "./findings.js";
import type { HandingOver } from "./handing-over.js";
import { stopAskingAbout } from "./handovers.js";
import { tell } from "./notices.js";
import type { Swapping } from "./swapping.js";
import type { TakingOver } from "./taking-over.js";
import { DESK_NAMES } from "./words.js";
import type { Yearly } from "./yearly.js";

/** What comes due by itself: the morning's questions, the day's warnings, the year's plan. Each part is safe to run twice and asks what is due by now. */
export class Rounds {
  constructor(
    private readonly desk: RotaDesk,
    private readonly verbs: { arriving: Arriving; handingOver: HandingOver; takingOver: TakingOver; swapping: Swapping; yearly: Yearly },
  ) {}

  /** Does everything that is due by now. One part that fails holds up no other; the first failure is thrown at the end. */
  async sweep(): Promise<void> {
    const { swapping, yearly } = this.verbs;
    const parts = new Parts();
    await parts.run(() => swapping.lapse());
    await parts.run(() => this.desk.uow.once((tx) => yearly.open(tx)));
    if ((await this.desk.uow.read((tx) => lastPublished(tx, addDays(currentDay(this.desk), -1)))) !== null) {
      for (const which of DESKS) await parts.run(() => this.desk.uow.once((tx) => this.#desk(tx, which)));
      // not in the night, while yesterday's shift still runs
      const morning = currentDay(this.desk) === localDay(this.desk.clock.now());
      if (morning && this.#asking()) await parts.run(() => this.desk.uow.once((tx) => warnOnce(this.desk, tx)));
    }
    parts.end();
  }

  /** The next moment at which a sweep would find something to do; null: none until then. */
  async nextMoment(after: Date, until: Date): Promise<Date | null> {
    const last = await this.desk.uow.read((tx) => lastPublished(tx, addDays(localDay(after), -1)));
    if (last === null) return null;
    for (let day = localDay(after); day <= addDays(last, 1); day = addDays(day, 1)) {
      const moment = this.#momentsOf(day).find((each) => each > after);
      if (moment) return moment <= until ? moment : null;
    }
    return null;
  }

  async #desk(tx: Tx, which: Desk): Promise<void> {
    const { arriving, handingOver, takingOver } = this.verbs;
    const [now, day] = [this.desk.clock.now(), currentDay(this.desk)];
    await this.#closeYesterday(tx, which, addDays(day, -1));
    await takingOver.ask(tx, which, day);
    await takingOver.gather(tx, which, day);
    const { endsAt } = timesOf(this.desk, day);
    const noteFrom = endsAt.getTime() - this.desk.settings.value("rota.handoverMinutes") * MINUTE_MS;
    await handingOver.ask(tx, which, now.getTime() >= noteFrom ? addDays(day, 1) : day);
    const shift = await publishedShift(tx, which, day);
    if (!this.#asking()) return;
    if (shift) await arriving.ask(tx, shift);
    const next = await publishedShift(tx, which, addDays(day, 1));
    if (next) await this.#remind(tx, next);
  }

  /** True from the moment at which today's person is asked. */
  #asking(): boolean {
    const { startsAt } = timesOf(this.desk, currentDay(this.desk));
    return this.desk.clock.now().getTime() >= startsAt.getTime() + this.desk.settings.value("rota.arrivalMinutes") * MINUTE_MS;
  }

  /** Nothing more is asked about a shift that is over. */
  async #closeYesterday(tx: Tx, which: Desk, day: string): Promise<void> {
    for (const shift of await rowsWhere(tx, Shift, { desk: which, day }))
      await this.verbs.arriving.stopAsking(tx, shift.id, "rota.shift-over");
    await stopAskingAbout(this.desk, tx, which, day);
  }

  /** Tomorrow's person hears of it once. */
  async #remind(tx: Tx, shift: Shift): Promise<void> {
    const start = this.desk.settings.value("rota.shiftStartsAt");
    const mark = this.desk.calendar.exception(shift.day)?.kind === "holiday" ? "，节假日" : "";
    await tell(this.desk, tx, {
      key: `tomorrow:${shift.id}`,
      subject: aboutShift(shift),
      to: [shift.userid],
      title: `明日值班：${DESK_NAMES[shift.desk]}`,
      subtitle: `${dayName(shift.day)}${mark}`,
      rows: [
        ["班次", `${start} 至次日 ${start}`],
        ["不能到岗", "请今天换班，或告知宣传部"],
      ],
      duty: "arriveOnDuty",
    });
  }

  #momentsOf(day: string): Date[] {
    const { startsAt } = timesOf(this.desk, day);
    const at = (minutes: number): Date => new Date(startsAt.getTime() + minutes * MINUTE_MS);
    return [at(-this.desk.settings.value("rota.handoverMinutes")), startsAt, at(this.desk.settings.value("rota.arrivalMinutes"))];
  }
}

/** The last published day from this one on; null: none. */
const lastPublished = async (tx: Tx, from: string): Promise<string | null> => {
  const [last] = await tx.find(Shift, { where: { day: MoreThanOrEqual(from), state: "published" }, order: { day: "DESC" }, take: 1 });
  return last?.day ?? null;
};
