import { dayName } from "../kernel/local-time.js";
import { Person } from "../../entities/person.js";
import { Shift, type Desk } from "../../entities/shift.js";
import type { Actor } from "../identity/actor.js";
import { hasLeft } from "../identity/qualification.js";
import { newId } from "../kernel/ids.js";
import type { Refusal } from "../kernel/refusal.js";
import { changeRows, insertRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import type { Arriving } from "./arriving.js";
import { aboutShift, currentDay, recordAct, timesOf, type RotaDesk } from "./desk.js";
import { tell } from "./notices.js";
import { changedMeanwhile, refuse, shiftOver } from "./refusals.js";
import type { Swapping } from "./swapping.js";
import type { TakingOver } from "./taking-over.js";
import { DESK_NAMES } from "./words.js";

/** Who is to have a desk on a day. */
export interface DayWish {
  desk: Desk;
  day: string;
  userid: string;
  /** null: nobody stands in */
  standInUserid: string | null;
  /** why a published day changes; null: not said */
  reason: string | null;
}

/** Sets single days: freely in the draft, with a reason once published (R16-01). */
export class Planning {
  constructor(
    private readonly desk: RotaDesk,
    private readonly arriving: Arriving,
    private readonly takingOver: TakingOver,
    private readonly swapping: Swapping,
  ) {}

  /** Puts people on a day. Refused for days that are over, for people who have left by then, and without a reason where the day is published. */
  async set(actor: Actor, wish: DayWish): Promise<void> {
    const refusal = await this.desk.uow.run((tx) => this.#setIn(tx, actor, wish));
    if (refusal) throw refusal;
  }

  async #setIn(tx: Tx, actor: Actor, wish: DayWish): Promise<Refusal | null> {
    if (wish.day < currentDay(this.desk)) return shiftOver();
    const wrong = await peopleFault(tx, wish);
    if (wrong) return wrong;
    const shift = await rowWhere(tx, Shift, { desk: wish.desk, day: wish.day });
    if (!shift) return this.#draft(tx, actor, wish);
    if (shift.userid === wish.userid && shift.standInUserid === wish.standInUserid) return null;
    return shift.state === "draft" ? this.#redraft(tx, actor, shift, wish) : this.#change(tx, actor, shift, wish);
  }

  async #draft(tx: Tx, actor: Actor, { desk, day, userid, standInUserid }: DayWish): Promise<null> {
    const row = { id: newId(), desk, day, userid, standInUserid, state: "draft" as const, version: 1 };
    await insertRows(tx, Shift, [row]).catch((error: unknown) => {
      throw isDuplicate(error) ? changedMeanwhile() : error;
    });
    recordAct(this.desk, tx, actor, aboutShift(row), "rota.drafted", { desk, day, userid, standInUserid });
    return null;
  }

  async #redraft(tx: Tx, actor: Actor, shift: Shift, { userid, standInUserid }: DayWish): Promise<Refusal | null> {
    const { id, version, desk, day } = shift;
    const draft = { userid, standInUserid, version: version + 1 };
    if ((await changeRows(tx, Shift, { id, version, state: "draft" }, draft)) !== 1) return changedMeanwhile();
    recordAct(this.desk, tx, actor, aboutShift(shift), "rota.drafted", { desk, day, userid, standInUserid });
    return null;
  }

  async #change(tx: Tx, actor: Actor, shift: Shift, wish: DayWish): Promise<Refusal | null> {
    if (wish.reason === null) return refuse("reason-missing", "invalid", `${dayName(shift.day)}已经公布，改动请写明原因，如病假、出差。`);
    const { id, version } = shift;
    const moved = wish.userid !== shift.userid;
    const seat = moved ? { arrivedAt: null, arrivedBy: null, standsInSince: null } : {};
    const after = { userid: wish.userid, standInUserid: wish.standInUserid, version: version + 1, ...seat };
    if ((await changeRows(tx, Shift, { id, version }, after)) !== 1) return changedMeanwhile();
    const changed: Shift = { ...shift, ...after };
    await this.swapping.voidOf(tx, shift);
    if (moved && timesOf(this.desk, shift.day).startsAt <= this.desk.clock.now()) await this.#goOn(tx, shift, changed);
    const from = { userid: shift.userid, standInUserid: shift.standInUserid };
    const facts = { desk: shift.desk, day: shift.day, from, to: { userid: wish.userid, standInUserid: wish.standInUserid } };
    recordAct(this.desk, tx, actor, aboutShift(shift), "rota.changed", { ...facts, comment: wish.reason });
    await this.#tell(tx, actor, shift, changed, wish.reason);
    return null;
  }

  /** A running shift: whoever comes now is asked to arrive and to take over. */
  async #goOn(tx: Tx, before: Shift, after: Shift): Promise<void> {
    const seated = before.standsInSince === null ? before.userid : (before.standInUserid ?? before.userid);
    await this.takingOver.begin(tx, after, seated);
    await this.arriving.askInstead(tx, after.id);
  }

  async #tell(tx: Tx, actor: Actor, before: Shift, after: Shift, reason: string): Promise<void> {
    const said: [title: string, userid: string | null][] = [];
    if (before.userid !== after.userid) said.push(["改由他人值班", before.userid], ["请您值班", after.userid]);
    if (before.standInUserid !== after.standInUserid) said.push(["改由他人替班", before.standInUserid], ["请您替班", after.standInUserid]);
    for (const [title, userid] of said)
      await tell(this.desk, tx, {
        key: `changed:${after.id}:${after.version}:${title}`,
        subject: aboutShift(after),
        to: [userid].filter((each) => each !== null),
        title: `${title}：${DESK_NAMES[after.desk]}`,
        subtitle: dayName(after.day),
        rows: [
          ["原因", reason],
          ["由谁改动", actor.name],
        ],
      });
  }
}

/** Why these people cannot be put on this day; null: they can. */
const peopleFault = async (tx: Tx, { userid, standInUserid, day }: DayWish): Promise<Refusal | null> => {
  if (userid === standInUserid) return refuse("same-person", "invalid", "值班人和替班人是同一人，请换一个替班人。");
  const wanted = [userid, ...(standInUserid === null ? [] : [standInUserid])];
  const people = new Map((await rowsWhere(tx, Person, { userid: wanted })).map((person) => [person.userid, person]));
  for (const each of wanted) {
    const person = people.get(each);
    if (!person) return refuse("no-such-person", "invalid", `没有「${each}」这个人，请从名单里选。`);
    if (hasLeft(person, day)) return refuse("person-left", "invalid", `${person.name} 到 ${dayName(day)}已经离职，请换人。`);
  }
  return null;
};
