import { Shift } from "../../entities/shift.js";
import { closing } from "../deadlines/closing.js";
import type { Actor } from "../identity/actor.js";
import { namesOf } from "../identity/actor.js";
import { dayName, localMoment } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, rowThere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { seatedAt } from "./cover.js";
import { aboutShift, dueBy, LANE, LEAST_MS, MINUTE_MS, publicityOf, recordAct, timesOf, type RotaDesk } from "./desk.js";
import { deskDuties, passOn } from "./desk-duties.js";
import { tell } from "./notices.js";
import { arrivedAlready, changedMeanwhile, notYet, notYourShift, shiftNotFound, shiftOver } from "./refusals.js";
import { DESK_NAMES } from "./words.js";

/** Somebody who comes early may say so. */
export const EARLY_MS = 60 * MINUTE_MS;

/** 到岗: the person of a shift says that they are there, or the stand-in takes their place. */
export class Arriving {
  constructor(private readonly desk: RotaDesk) {}

  /** Asks whoever has a running shift to say that they are there. Safe to do twice. */
  async ask(tx: Tx, shift: Shift): Promise<void> {
    if (shift.arrivedAt !== null || (await this.desk.deadlines.openOne(tx, "arriveOnDuty", shift.id))) return;
    const now = this.desk.clock.now();
    const { startsAt } = timesOf(this.desk, shift.day);
    const minutes = this.desk.settings.value("rota.absentMinutes");
    const at = new Date(Math.max(startsAt.getTime() + minutes * MINUTE_MS, now.getTime() + LEAST_MS));
    await this.desk.deadlines.open(tx, {
      duty: "arriveOnDuty",
      subject: { ...aboutShift(shift), revision: null },
      holders: await seatedAt(tx, shift, now),
      startedAt: startsAt,
      due: dueBy(this.desk, at, `${localMoment(startsAt)} 开始值班，${minutes} 分钟内到岗（设置）`),
      calendar: this.desk.calendar,
      lane: LANE,
    });
  }

  /** The verb for the page. */
  async arrive(actor: Actor, shiftId: string): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.arriveIn(tx, actor, shiftId));
    if (refusal) throw refusal;
  }

  /** The person is there, or there again; or the stand-in takes the shift over from now on. Refused to everybody else. */
  async arriveIn(tx: Tx, actor: Actor, shiftId: string): Promise<Refusal | null> {
    const shift = await rowWhere(tx, Shift, { id: shiftId, state: "published" });
    if (!shift) return shiftNotFound();
    if (actor.userid !== shift.userid && actor.userid !== shift.standInUserid) return notYourShift();
    const now = this.desk.clock.now();
    const { startsAt, endsAt } = timesOf(this.desk, shift.day);
    const opens = new Date(startsAt.getTime() - EARLY_MS);
    if (now < opens) return notYet(localMoment(opens));
    if (now >= endsAt) return shiftOver();
    const seatedThere = (shift.standsInSince === null ? shift.userid : shift.standInUserid) === actor.userid;
    if (seatedThere && shift.arrivedAt !== null) return arrivedAlready();
    return (await this.takeSeat(tx, actor, shift, "rota.arrived")) ? null : changedMeanwhile();
  }

  /** Puts somebody of the shift on its seat: nothing more is asked of the other, whose duties of the desk pass to them. False: it changed meanwhile. */
  async takeSeat(tx: Tx, actor: Actor, shift: Shift, how: string): Promise<boolean> {
    const now = this.desk.clock.now();
    const standsIn = actor.userid !== shift.userid;
    const before = shift.standsInSince === null ? shift.userid : (shift.standInUserid ?? shift.userid);
    const standsInSince = standsIn ? (shift.standsInSince ?? now) : null;
    const seat = { arrivedAt: now, arrivedBy: actor.userid, standsInSince, version: shift.version + 1 };
    if ((await changeRows(tx, Shift, { id: shift.id, version: shift.version }, seat)) !== 1) return false;
    const arrival = await this.desk.deadlines.openOne(tx, "arriveOnDuty", shift.id);
    if (arrival) await this.desk.deadlines.discharge(tx, arrival, closing(actor, how));
    if (before !== actor.userid) await this.#changeSeat(tx, actor, shift, before);
    const action = before === actor.userid ? "rota.arrived" : standsIn ? "rota.stood-in" : "rota.resumed";
    recordAct(this.desk, tx, actor, aboutShift(shift), action, { desk: shift.desk, day: shift.day }, standsIn ? shift.userid : null);
    return true;
  }

  async #changeSeat(tx: Tx, actor: Actor, shift: Shift, before: string): Promise<void> {
    const open = await deskDuties(this.desk, tx, shift.desk, [before]);
    await passOn(this.desk, tx, open, { which: shift.desk, from: [before], to: actor, by: actor });
    const name = await namesOf(tx, [before]);
    const standsIn = actor.userid !== shift.userid;
    await tell(this.desk, tx, {
      key: `seat:${shift.id}:${shift.version}`,
      subject: aboutShift(shift),
      to: [before, ...(standsIn ? await publicityOf(this.desk, tx) : [])].filter((userid) => userid !== actor.userid),
      title: `${standsIn ? "替班已顶班" : "本人已回岗"}：${DESK_NAMES[shift.desk]}`,
      subtitle: dayName(shift.day),
      rows: [
        ["现在值班", actor.name],
        ["原值班", name(before).name],
        ["时间", localMoment(this.desk.clock.now())],
      ],
      duty: "arriveOnDuty",
    });
  }

  /** Takes back the question once the shift is over, or has gone to somebody else. */
  async stopAsking(tx: Tx, shiftId: string, how: string): Promise<void> {
    const arrival = await this.desk.deadlines.openOne(tx, "arriveOnDuty", shiftId);
    if (arrival) await this.desk.deadlines.cancel(tx, arrival, { by: "system:值班", how });
  }

  /** Asks the new person of a running shift instead of the one before. */
  async askInstead(tx: Tx, shiftId: string): Promise<void> {
    const shift = await rowThere(tx, Shift, { id: shiftId });
    const arrival = await this.desk.deadlines.openOne(tx, "arriveOnDuty", shiftId);
    if (arrival) await this.desk.deadlines.reassign(tx, arrival, await seatedAt(tx, shift, this.desk.clock.now()));
  }
}
