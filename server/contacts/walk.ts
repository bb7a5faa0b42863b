import { ContactWalk, ShownMember } from "../../entities/contacts.js";
import { Person } from "../../entities/person.js";
import { systemActor } from "../audit/record.js";
import type { Notice } from "../delivery/notice.js";
import type { Foundation } from "../domain.js";
import { directoryOf } from "../identity/directory.js";
import { hasLeft } from "../identity/qualification.js";
import { newId } from "../kernel/ids.js";
import { localDay } from "../kernel/local-time.js";
import { insertRows, rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { AddressBook } from "./address-book.js";
import { failedCard, stoppedCard } from "./cards.js";
import type { People } from "./people.js";
import { differencesOf, tooMany, type Differences, type Known } from "./rules.js";

const BEFORE_OTHERS = 2;
/** Failures of one day after which somebody is told. */
const TELL_AFTER = 3;

/** What a walk found and did. `stopped` and `failed` changed nobody. */
export type Walked =
  | { result: "done"; known: number; left: string[]; back: string[]; named: string[] }
  | { result: "stopped"; known: number; missing: string[] }
  | { result: "failed"; reason: string };

/** Compares our people with WeCom's address book: the net under the events, which WeCom may lose [90930]. */
export class ContactsWalk {
  constructor(
    private readonly desk: Foundation,
    private readonly people: People,
    private readonly book: AddressBook,
    private readonly link: string,
  ) {}

  /** The night's walk: once a day; after a failure the next call tries again. Null: today's is done, or was stopped and waits for a person. */
  async nightly(): Promise<Walked | null> {
    const day = localDay(this.desk.clock.now());
    const settled = await this.desk.uow.read((tx) =>
      tx.existsBy(ContactWalk, [
        { day, result: "done" },
        { day, result: "stopped" },
      ]),
    );
    return settled ? null : this.walk();
  }

  /** Walks now. `believed`: as many missing people as a person has confirmed, which are then believed. */
  async walk(believed = 0): Promise<Walked> {
    const known = await this.desk.uow.read((tx) => this.#known(tx));
    const shown = await this.book.showing(known);
    if ("reason" in shown) return this.desk.uow.run((tx) => this.#failed(tx, known.length, shown.reason));
    const differences = differencesOf(known, shown.people);
    const present = known.filter(({ left }) => !left).length;
    const percent = this.desk.settings.value("contacts.missingAtMost");
    const { missing } = differences;
    if (missing.length !== believed && tooMany(missing.length, present, percent))
      return this.desk.uow.run((tx) => this.#stopped(tx, present, missing));
    return this.#apply(present, differences);
  }

  /** What the walk saw may be over by the time somebody's turn comes, so each is asked for once more; who cannot be asked for waits for the next night. */
  async #apply(known: number, { missing, fresh, back, named }: Differences): Promise<Walked> {
    const done = { left: [] as string[], back: [] as string[], named: [] as string[] };
    const { uow } = this.desk;
    await uow.run((tx) => this.#note(tx, fresh));
    for (const userid of missing) {
      const gone = (await this.book.isActive(userid)) === false;
      if (gone && (await uow.run((tx) => this.people.leave(tx, userid, "missing")))) done.left.push(userid);
    }
    for (const userid of back) {
      const here = (await this.book.isActive(userid)) === true;
      if (here && (await uow.run((tx) => this.people.comeBack(tx, userid)))) done.back.push(userid);
    }
    for (const { userid, name } of named) if (await uow.run((tx) => this.people.call(tx, userid, name))) done.named.push(userid);
    await uow.run((tx) => this.#keep(tx, { result: "done", known, missing: missing.length, detail: null }));
    return { result: "done", known, ...done };
  }

  async #note(tx: Tx, userids: readonly string[]): Promise<void> {
    const noted = new Set((await rowsWhere(tx, ShownMember, { userid: [...userids] })).map(({ userid }) => userid));
    const fresh = userids.filter((userid) => !noted.has(userid));
    await insertRows(
      tx,
      ShownMember,
      fresh.map((userid) => ({ userid, firstShownAt: this.desk.clock.now() })),
    );
  }

  async #stopped(tx: Tx, known: number, missing: string[]): Promise<Walked> {
    await this.#keep(tx, { result: "stopped", known, missing: missing.length, detail: null });
    const directory = await directoryOf(tx);
    const names = missing.map((userid) => directory.person(userid)?.name ?? userid);
    this.#record(tx, "contacts.stopped", { known, missing: missing.length });
    await this.#tell(tx, "stopped", stoppedCard({ missing: missing.length, known, names, link: this.link }));
    return { result: "stopped", known, missing };
  }

  async #failed(tx: Tx, known: number, reason: string): Promise<Walked> {
    await this.#keep(tx, { result: "failed", known, missing: 0, detail: reason });
    this.#record(tx, "contacts.failed", { detail: reason });
    const failures = await tx.count(ContactWalk, { where: { day: localDay(this.desk.clock.now()), result: "failed" } });
    if (failures >= TELL_AFTER) await this.#tell(tx, "failed", failedCard({ reason, link: this.link }));
    return { result: "failed", reason };
  }

  async #known(tx: Tx): Promise<Known[]> {
    const today = localDay(this.desk.clock.now());
    const people = await tx.find(Person, { order: { userid: "ASC" } });
    const shown = new Set((await tx.find(ShownMember)).map(({ userid }) => userid));
    return people.map((person) => ({
      userid: person.userid,
      name: person.name,
      left: person.leftAt !== null,
      shownBefore: shown.has(person.userid),
      ended: hasLeft({ ...person, leftAt: null }, today),
    }));
  }

  async #keep(tx: Tx, walk: Pick<ContactWalk, "result" | "known" | "missing" | "detail">): Promise<void> {
    const finishedAt = this.desk.clock.now();
    await insertRows(tx, ContactWalk, [{ id: newId(), day: localDay(finishedAt), finishedAt, ...walk }]);
  }

  #record(tx: Tx, action: string, facts: object): void {
    const subject = { type: "contacts", id: localDay(this.desk.clock.now()) };
    this.desk.audit.record(tx, { action, subject, actor: systemActor("通讯录"), via: "system", article: "18", facts: { ...facts } });
  }

  /** Once a day. */
  async #tell(tx: Tx, what: string, notice: Notice): Promise<void> {
    const subject = { type: "contacts", id: localDay(this.desk.clock.now()) };
    const to = await this.people.caretakers(tx);
    await this.desk.outbox.notice(tx, { key: `contacts-walk:${what}:${subject.id}`, subject, to, lane: BEFORE_OTHERS, notice });
  }
}
