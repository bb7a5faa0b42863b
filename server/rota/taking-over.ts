import { Handover, type Desk, type Shift } from "../../entities/shift.js";
import { closing } from "../deadlines/closing.js";
import { namesOf, type Actor } from "../identity/actor.js";
import { may } from "../identity/permissions.js";
import { newId } from "../kernel/ids.js";
import { addDays, dayName, localClock, localMoment } from "../kernel/local-time.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, insertRows, rowThere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { EARLY_MS, type Arriving } from "./arriving.js";
import { coverAt, publishedShift, seatedAt } from "./cover.js";
import { aboutShift, currentDay, dueBy, LANE, LEAST_MS, MINUTE_MS, publicityOf, recordAct, timesOf, type RotaDesk } from "./desk.js";
import { deskDuties, listed, passOn } from "./desk-duties.js";
import { aboutHandover, handoverTo, peopleBefore, stopAskingAbout } from "./handovers.js";
import { tell } from "./notices.js";
import { changedMeanwhile, notYourShift, nothingToTakeOver, takenOverAlready } from "./refusals.js";
import { DESK_NAMES } from "./words.js";

/** 接班: the one who comes taps 已接班, and the desk with all that is open is theirs; until then the former answers (R16-02, R24-13). */
export class TakingOver {
  constructor(
    private readonly desk: RotaDesk,
    private readonly arriving: Arriving,
  ) {}

  /** Asks whoever comes to take over, or 宣传部负责人 where nobody does. Safe to do twice. */
  async ask(tx: Tx, which: Desk, day: string): Promise<void> {
    const handover = await handoverTo(tx, which, day);
    if (!handover || handover.takenOverAt !== null) return;
    const shift = await publishedShift(tx, which, day);
    const instead = shift ? [] : await publicityOf(this.desk, tx);
    if (shift ? shift.userid === handover.fromUserid : instead.includes(handover.fromUserid)) return this.#goesOn(tx, handover);
    if (await this.desk.deadlines.openOne(tx, "takeOverShift", handover.id)) return;
    const now = this.desk.clock.now();
    const { startsAt } = timesOf(this.desk, day);
    const minutes = this.desk.settings.value("rota.takeOverMinutes");
    const at = new Date(Math.max(startsAt.getTime() + minutes * MINUTE_MS, now.getTime() + LEAST_MS));
    await this.desk.deadlines.open(tx, {
      duty: "takeOverShift",
      subject: { ...aboutHandover(handover), revision: null },
      holders: shift ? await seatedAt(tx, shift, now) : instead,
      startedAt: startsAt,
      due: dueBy(this.desk, at, `${localMoment(startsAt)} 接班，${minutes} 分钟内确认（设置）`),
      calendar: this.desk.calendar,
      lane: LANE,
    });
  }

  /** The verb for the page. */
  async takeOver(actor: Actor, which: Desk): Promise<void> {
    const refusal = await this.desk.uow.run(async (tx) => {
      const handover = await this.#theirs(tx, actor, which);
      return handover ? this.takeOverIn(tx, actor, handover.id) : nothingToTakeOver();
    });
    if (refusal) throw refusal;
  }

  /** The desk is theirs from now on, with all that is open. Refused to others than the people of the shift; where it has none, than those who plan. */
  async takeOverIn(tx: Tx, actor: Actor, handoverId: string): Promise<Refusal | null> {
    const handover = await rowThere(tx, Handover, { id: handoverId });
    const shift = await publishedShift(tx, handover.desk, handover.day);
    const theirs = shift ? actor.userid === shift.userid || actor.userid === shift.standInUserid : may(actor, "rota.write");
    if (!theirs) return notYourShift();
    const from = await peopleBefore(tx, handover);
    const open = await deskDuties(this.desk, tx, handover.desk, from);
    const openDuties = await listed(this.desk, tx, open);
    const taken = { takenOverAt: this.desk.clock.now(), takenOverBy: actor.userid, openDuties };
    if ((await changeRows(tx, Handover, { id: handover.id, takenOverAt: null }, taken)) !== 1) return this.#lost(tx, handoverId);
    if (shift && !(await this.#seat(tx, actor, shift))) throw changedMeanwhile();
    const task = await this.desk.deadlines.openOne(tx, "takeOverShift", handover.id);
    if (task) await this.desk.deadlines.discharge(tx, task, closing(actor, "rota.taken-over"));
    await passOn(this.desk, tx, open, { which: handover.desk, from, to: actor, by: actor });
    await this.#tellFormer(tx, actor, handover, open.length);
    const facts = { desk: handover.desk, day: handover.day, from: handover.fromUserid, openDuties };
    recordAct(this.desk, tx, actor, shift ? aboutShift(shift) : aboutHandover(handover), "rota.taken-over", facts);
    return null;
  }

  /**
   * What came to the former shift after 已接班 (opened at that very moment, or owed again because a merge was undone) goes to whoever has the desk.
   * Safe to do twice.
   */
  async gather(tx: Tx, which: Desk, day: string): Promise<void> {
    const handover = await handoverTo(tx, which, day);
    if (!handover || handover.takenOverAt === null || handover.takenOverBy === null) return;
    const now = this.desk.clock.now();
    const there = await coverAt(tx, which, now, this.desk.settings);
    const from = (await peopleBefore(tx, handover)).filter((userid) => !there.includes(userid));
    const strays = await deskDuties(this.desk, tx, which, from);
    const userid = handover.takenOverBy;
    if (strays.length === 0 || !there.includes(userid)) return;
    const { name } = (await namesOf(tx, [userid]))(userid);
    await passOn(this.desk, tx, strays, { which, from, to: { userid, name }, by: null });
  }

  /** A running shift went to somebody else, who has to take over from whoever had it. */
  async begin(tx: Tx, shift: Shift, fromUserid: string): Promise<void> {
    const known = await rowWhere(tx, Handover, { desk: shift.desk, day: shift.day });
    if (!known) await insertRows(tx, Handover, [{ id: newId(), desk: shift.desk, day: shift.day, fromUserid }]);
    else if (known.takenOverAt !== null)
      await changeRows(tx, Handover, { id: known.id }, { fromUserid, takenOverAt: null, takenOverBy: null });
    const task = known && (await this.desk.deadlines.openOne(tx, "takeOverShift", known.id));
    if (task) await this.desk.deadlines.reassign(tx, task, [shift.userid]);
    await this.ask(tx, shift.desk, shift.day);
  }

  /** The handover that this person can take: to the running shift, or shortly before its start to their own. */
  async #theirs(tx: Tx, actor: Actor, which: Desk): Promise<Handover | null> {
    const day = currentDay(this.desk);
    const next = await publishedShift(tx, which, addDays(day, 1));
    const early = timesOf(this.desk, day).endsAt.getTime() - this.desk.clock.now().getTime() <= EARLY_MS;
    const theirs = next !== null && (actor.userid === next.userid || actor.userid === next.standInUserid);
    return handoverTo(tx, which, early && theirs ? addDays(day, 1) : day);
  }

  /** Whoever has taken over is there. */
  async #seat(tx: Tx, actor: Actor, shift: Shift): Promise<boolean> {
    const seated = shift.standsInSince === null ? shift.userid : shift.standInUserid;
    if (shift.arrivedAt !== null && seated === actor.userid) return true;
    return this.arriving.takeSeat(tx, actor, shift, "rota.taken-over");
  }

  /** The same person goes on, or whoever answers for a day without a shift has the desk already: there is nothing to hand over. */
  async #goesOn(tx: Tx, handover: Handover): Promise<void> {
    const taken = { takenOverAt: this.desk.clock.now(), takenOverBy: handover.fromUserid };
    await changeRows(tx, Handover, { id: handover.id, takenOverAt: null }, taken);
    await stopAskingAbout(this.desk, tx, handover.desk, handover.day);
  }

  async #lost(tx: Tx, handoverId: string): Promise<Refusal> {
    const { takenOverAt, takenOverBy } = await rowThere(tx, Handover, { id: handoverId });
    const name = await namesOf(tx, [takenOverBy ?? ""]);
    return takenOverAlready(name(takenOverBy ?? "").name, localMoment(takenOverAt ?? this.desk.clock.now()));
  }

  async #tellFormer(tx: Tx, actor: Actor, handover: Handover, open: number): Promise<void> {
    const now = this.desk.clock.now();
    await tell(this.desk, tx, {
      key: `taken-over:${handover.id}:${now.getTime()}`,
      subject: aboutHandover(handover),
      to: [handover.fromUserid].filter((userid) => userid !== actor.userid),
      title: `已接班：${DESK_NAMES[handover.desk]}`,
      subtitle: `${dayName(handover.day)}，您的班次到此结束`,
      rows: [
        ["接班人", actor.name],
        ["时间", localClock(now)],
        ["移交", open === 0 ? "没有未结事项" : `${open} 项未结事项`],
      ],
      duty: "takeOverShift",
    });
  }
}
