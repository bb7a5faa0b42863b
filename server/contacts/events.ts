import { IsNull, MoreThan } from "typeorm";
import { Person } from "../../entities/person.js";
import { systemActor } from "../audit/record.js";
import type { Foundation } from "../domain.js";
import { directoryOf } from "../identity/directory.js";
import { localDay, localIso } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { ContactChange, Subscription } from "../wecom/events.js";
import { stoppedCard } from "./cards.js";
import type { People } from "./people.js";
import { givenAnew, todaysUserid } from "./renaming.js";
import { tooMany } from "./rules.js";
import type { Why } from "./words.js";

const HOUR_MS = 3_600_000;
const BEFORE_OTHERS = 2;
const ACTIVE = 1;
const GONE: readonly (number | null)[] = [2, 5];

/**
 * What WeCom tells about people as it happens: into the app's range and out of it [90240], and by the contacts-sync assistant [90970]. Where more
 * leave within an hour than may be believed, it stops and asks: a narrowed range tells the same of each.
 */
export class ContactEvents {
  constructor(
    private readonly desk: Foundation,
    private readonly people: People,
    private readonly link: string,
  ) {}

  /** By which userid somebody is known today. */
  async todays(tx: Tx, userid: string): Promise<string> {
    return (await directoryOf(tx)).person(userid) ? userid : todaysUserid(tx, userid);
  }

  /** Somebody came into the range, was enabled, left it, or was disabled. */
  async subscription(tx: Tx, event: Subscription): Promise<void> {
    const userid = await this.todays(tx, event.fromUser);
    if (event.kind === "subscribe") await this.people.comeBack(tx, userid);
    else await this.#leave(tx, userid, "unsubscribed");
  }

  /** Somebody joined, changed or left in the address book; changes of departments are nothing to us. */
  async change(tx: Tx, event: ContactChange): Promise<void> {
    if (event.userid === null) return;
    const { changeType, newUserid, status } = event;
    if (changeType === "create_user") await givenAnew(tx, event.userid);
    if (newUserid !== null) await this.people.rename(tx, event.userid, newUserid);
    const userid = await this.todays(tx, newUserid ?? event.userid);
    if (changeType === "delete_user") await this.#leave(tx, userid, "deleted");
    else if (GONE.includes(status)) await this.#leave(tx, userid, "disabled");
    else if (changeType === "create_user" || status === ACTIVE) await this.people.comeBack(tx, userid);
  }

  async #leave(tx: Tx, userid: string, why: Why): Promise<void> {
    const person = (await directoryOf(tx)).person(userid);
    if (!person || person.leftAt !== null) return;
    const hourAgo = new Date(this.desk.clock.now().getTime() - HOUR_MS);
    const leftLately = await tx.count(Person, { where: { leftAt: MoreThan(hourAgo) } });
    const present = await tx.count(Person, { where: { leftAt: IsNull() } });
    const percent = this.desk.settings.value("contacts.missingAtMost");
    if (tooMany(leftLately + 1, present + leftLately, percent)) await this.#stop(tx, leftLately + 1, present + leftLately, person.name);
    else await this.people.leave(tx, userid, why);
  }

  /** Once an hour: the others of the same hour say nothing more. */
  async #stop(tx: Tx, missing: number, known: number, name: string): Promise<void> {
    const now = this.desk.clock.now();
    const subject = { type: "contacts", id: localDay(now) };
    const facts = { missing, known };
    this.desk.audit.record(tx, { action: "contacts.stopped", subject, actor: systemActor("通讯录"), via: "system", article: "18", facts });
    const key = `contacts-events:${localIso(now).slice(0, 13)}`;
    const notice = stoppedCard({ missing, known, names: [name], link: this.link });
    await this.desk.outbox.notice(tx, { key, subject, to: await this.people.caretakers(tx), lane: BEFORE_OTHERS, notice });
  }
}
