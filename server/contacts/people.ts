import { IsNull, LessThan, Not } from "typeorm";
import { Appointment } from "../../entities/appointment.js";
import { Person } from "../../entities/person.js";
import { Session } from "../../entities/session.js";
import { Unit } from "../../entities/unit.js";
import { systemActor } from "../audit/record.js";
import type { Leavers } from "../deadlines/leavers.js";
import type { Foundation } from "../domain.js";
import { directoryOf, type Directory } from "../identity/directory.js";
import { holdersOf } from "../identity/offices.js";
import { hasLeft } from "../identity/qualification.js";
import { ROLE_NAMES } from "../identity/roles.js";
import { localDay } from "../kernel/local-time.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { leftCard, returnedCard } from "./cards.js";
import { renamed } from "./renaming.js";
import { WHYS, type Why } from "./words.js";

const OTHERS = 3;

/**
 * What the address book decides about people: who is here, and how they are called. Whoever leaves loses sessions and posts in the same
 * transaction, and what they owed goes into other hands (R11-18). Every verb done twice does nothing the second time.
 */
export class People {
  constructor(
    private readonly desk: Foundation,
    private readonly leavers: Leavers,
    /** absolute address of the record of one person, for cards */
    private readonly link: (userid: string) => string,
  ) {}

  /** Somebody is of the organisation no more. False: they were not, or are unknown. */
  async leave(tx: Tx, userid: string, why: Why): Promise<boolean> {
    const now = this.desk.clock.now();
    const directory = await directoryOf(tx);
    const person = directory.person(userid);
    if (!person || (await changeRows(tx, Person, { userid, leftAt: null }, { leftAt: now })) !== 1) return false;
    const posts = postsOf(directory, userid);
    await tx.update(Session, { userid, endedAt: IsNull() }, { endedAt: now });
    await this.#vacate(tx, userid);
    await this.desk.outbox.withhold(tx, userid, "收件人已离任，不再发送");
    const { moved, orphaned } = await this.leavers.moveOn(tx, { userid, name: person.name });
    this.#record(tx, "person.left", userid, { name: person.name, why, posts, moved, orphaned });
    const notice = leftCard({ name: person.name, why: WHYS[why], posts, moved, orphaned, link: this.link(userid) });
    if (posts.length + moved + orphaned > 0) await this.#tell(tx, userid, `left:${userid}:${now.getTime()}`, notice);
    return true;
  }

  /** Somebody is here again, with no post until one is given. False: they were here, are unknown, or their contract is over. */
  async comeBack(tx: Tx, userid: string): Promise<boolean> {
    const now = this.desk.clock.now();
    const person = (await directoryOf(tx)).person(userid);
    if (!person || hasLeft({ ...person, leftAt: null }, localDay(now))) return false;
    const back = await tx.update(Person, { userid, leftAt: Not(IsNull()) }, { leftAt: null });
    if (back.affected !== 1) return false;
    this.#record(tx, "person.returned", userid, { name: person.name });
    const notice = returnedCard({ name: person.name, link: this.link(userid) });
    await this.#tell(tx, userid, `returned:${userid}:${now.getTime()}`, notice);
    return true;
  }

  /** Those whose contract is over leave, whether WeCom has noticed or not; returns how many. */
  async endContracts(): Promise<number> {
    const { uow, clock } = this.desk;
    const before = localDay(clock.now());
    const ended = await uow.read((tx) =>
      tx.find(Person, { select: { userid: true }, where: { leftAt: IsNull(), leavesOn: LessThan(before) } }),
    );
    let left = 0;
    for (const { userid } of ended) left += (await uow.run((tx) => this.leave(tx, userid, "contractEnded"))) ? 1 : 0;
    return left;
  }

  /** WeCom calls somebody otherwise. False: not otherwise, or unknown. */
  async call(tx: Tx, userid: string, name: string): Promise<boolean> {
    const person = (await directoryOf(tx)).person(userid);
    if (!person || person.name === name || name === "") return false;
    await changeRows(tx, Person, { userid }, { name });
    this.#record(tx, "person.named", userid, { from: person.name, to: name });
    return true;
  }

  /** WeCom knows somebody by another userid from now on. False: done before, unknown, or the new one is somebody else's here. */
  async rename(tx: Tx, from: string, to: string): Promise<boolean> {
    const directory = await directoryOf(tx);
    if (from === to || !directory.person(from) || directory.person(to)) return false;
    await renamed(tx, from, to, this.desk.clock.now());
    this.#record(tx, "person.userid-changed", to, { from, to });
    return true;
  }

  /** Those who look after the program, else who answers for publicity. */
  async caretakers(tx: Tx): Promise<string[]> {
    const today = localDay(this.desk.clock.now());
    const administrators = await holdersOf(tx, "administrator", today);
    return administrators.length > 0 ? administrators : holdersOf(tx, "publicityHead", today);
  }

  async #vacate(tx: Tx, userid: string): Promise<void> {
    await tx.delete(Appointment, { userid });
    await tx.update(Unit, { headUserid: userid }, { headUserid: null });
    await tx.update(Unit, { leaderInChargeUserid: userid }, { leaderInChargeUserid: null });
  }

  #record(tx: Tx, action: string, userid: string, facts: object): void {
    const subject = { type: "person", id: userid };
    this.desk.audit.record(tx, { action, subject, actor: systemActor("通讯录"), via: "system", article: "18", facts: { ...facts } });
  }

  async #tell(tx: Tx, userid: string, key: string, notice: ReturnType<typeof leftCard>): Promise<void> {
    await this.desk.outbox.notice(tx, {
      key,
      subject: { type: "person", id: userid },
      to: await this.caretakers(tx),
      lane: OTHERS,
      notice,
    });
  }
}

/** Everything somebody holds, e.g. 公众号·新媒体团队 初审负责人. */
const postsOf = (directory: Directory, userid: string): string[] => [
  ...directory
    .unitsUnder(userid)
    .flatMap((unit) => [
      ...(unit.headUserid === userid ? [`${unit.name}主要负责同志`] : []),
      ...(unit.leaderInChargeUserid === userid ? [`${unit.name}分管领导`] : []),
    ]),
  ...directory.postsOf(userid).map(({ role, scopeId }) => `${directory.account(scopeId)?.name ?? ""} ${ROLE_NAMES[role]}`.trim()),
];
