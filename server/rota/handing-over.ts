import { Handover, type Desk } from "../../entities/shift.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import { addDays, dayName, localMoment } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, rowThere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { currentDay, dueBy, LANE, LEAST_MS, recordAct, timesOf, type RotaDesk } from "./desk.js";
import { aboutHandover, handoverTo, openDutiesOf } from "./handovers.js";
import { tell } from "./notices.js";
import { notYourShift, refuse } from "./refusals.js";
import { DESK_NAMES } from "./words.js";

/** What the one-tap handover writes. */
const NOTHING_OPEN = "无未结事项。";

/** 交班: the one who leaves writes what the next one has to know; what is open is listed by itself (R16-02, R24-13). */
export class HandingOver {
  constructor(private readonly desk: RotaDesk) {}

  /** Asks the one who leaves for the note to the shift of this day. Safe to do twice. */
  async ask(tx: Tx, which: Desk, day: string): Promise<void> {
    const handover = await handoverTo(tx, which, day);
    if (!handover || handover.writtenAt !== null || handover.takenOverAt !== null) return;
    if (await this.desk.deadlines.openOne(tx, "writeHandover", handover.id)) return;
    const now = this.desk.clock.now();
    const { startsAt } = timesOf(this.desk, day);
    const at = startsAt > now ? startsAt : new Date(now.getTime() + LEAST_MS);
    await this.desk.deadlines.open(tx, {
      duty: "writeHandover",
      subject: { ...aboutHandover(handover), revision: null },
      holders: [handover.fromUserid],
      startedAt: now,
      due: dueBy(this.desk, at, `${localMoment(startsAt)} 交班（设置）`),
      calendar: this.desk.calendar,
      lane: LANE,
    });
  }

  /** The note for the page, by whoever has the desk, also late. Refused to everybody else. */
  async write(actor: Actor, which: Desk, note: string): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const handover = await this.#theirs(tx, actor, which);
      return handover ? this.#writeIn(tx, actor, handover, note) : notYourShift();
    });
    if (refusal) throw refusal;
  }

  /** The one-tap handover; refused where something is open, which then must be written about. */
  async nothingOpen(tx: Tx, actor: Actor, handoverId: string): Promise<Refusal | null> {
    const handover = await rowThere(tx, Handover, { id: handoverId });
    if (handover.fromUserid !== actor.userid) return notYourShift();
    const open = await openDutiesOf(this.desk, tx, handover);
    if (open.length > 0)
      return refuse("duties-open", "conflict", `您还有 ${open.length} 项未结事项，请点「写交班说明」在页面上写明进展。`, "writeHandover");
    return this.#writeIn(tx, actor, handover, NOTHING_OPEN);
  }

  async #writeIn(tx: Tx, actor: Actor, handover: Handover, note: string): Promise<null> {
    const [now, openDuties] = [this.desk.clock.now(), await openDutiesOf(this.desk, tx, handover)];
    await changeRows(tx, Handover, { id: handover.id }, { note, openDuties, writtenAt: now });
    const task = await this.desk.deadlines.openOne(tx, "writeHandover", handover.id);
    if (task) await this.desk.deadlines.discharge(tx, task, closing(actor, "rota.handover-written"));
    const facts = { desk: handover.desk, day: handover.day, note, openDuties };
    recordAct(this.desk, tx, actor, aboutHandover(handover), "rota.handover-written", facts);
    await tell(this.desk, tx, {
      key: `note:${handover.id}:${now.getTime()}`,
      subject: aboutHandover(handover),
      to: handover.takenOverBy === null ? [] : [handover.takenOverBy],
      title: `交班说明已补写：${DESK_NAMES[handover.desk]}`,
      subtitle: dayName(handover.day),
      rows: [
        ["交班人", actor.name],
        ["说明", note],
      ],
      duty: "writeHandover",
    });
    return null;
  }

  /** The handover that this person owes: to the running shift while it is not settled, else to the next one. */
  async #theirs(tx: Tx, actor: Actor, which: Desk): Promise<Handover | null> {
    const day = currentDay(this.desk);
    const current = await handoverTo(tx, which, day);
    if (current?.fromUserid === actor.userid && (current.takenOverAt === null || current.writtenAt === null)) return current;
    const next = await handoverTo(tx, which, addDays(day, 1));
    return next?.fromUserid === actor.userid ? next : null;
  }
}
