import { CalendarLink } from "../../entities/calendar-link.js";
import { Person } from "../../entities/person.js";
import type { AuditRecord } from "../audit/record.js";
import type { SubscriptionView } from "../http/contract.js";
import { recorded, type Actor } from "../identity/actor.js";
import { hasLeft } from "../identity/qualification.js";
import type { Clock } from "../kernel/clock.js";
import { keyedHash, newId, sha256 } from "../kernel/ids.js";
import { localDay, localIso } from "../kernel/local-time.js";
import { Refusal } from "../kernel/refusal.js";
import { changeRows, insertRows, rowWhere } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { feedText, type CalendarSource } from "./feed.js";

const PAST_MS = 31 * 24 * 3_600_000;
const ARTICLE = "16";

/** A link per person under which a calendar finds what is theirs, without login, until they revoke it. */
export class Subscriptions {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly audit: AuditRecord,
    private readonly env: { publicUrl: string; sessionSecret: string },
    private readonly sources: readonly CalendarSource[],
  ) {}

  /** The link that this person has. */
  view(actor: Actor): Promise<SubscriptionView> {
    return this.uow.read((tx) => this.#viewOf(tx, actor.userid));
  }

  /** A new link; one they had is dead from now on. */
  make(actor: Actor): Promise<SubscriptionView> {
    return this.uow.run(async (tx) => {
      const { userid } = actor;
      const serial = newId();
      const link = { serial, tokenHash: sha256(this.#tokenOf(serial)), madeAt: this.clock.now() };
      if ((await changeRows(tx, CalendarLink, { userid }, link)) === 0) await insertRows(tx, CalendarLink, [{ userid, ...link }]);
      this.#record(tx, actor, "calendar.linked");
      return this.#viewOf(tx, userid);
    });
  }

  /** No calendar gets anything any more under the link that this person had. Done twice it is done once. */
  revoke(actor: Actor): Promise<void> {
    return this.uow.run(async (tx) => {
      const gone = await tx.delete(CalendarLink, { userid: actor.userid });
      if (gone.affected === 1) this.#record(tx, actor, "calendar.unlinked");
    });
  }

  /** The calendar under a link, as iCalendar text. Refused alike for a token that never was, is revoked, or whose owner has left. */
  feed(token: string): Promise<string> {
    return this.uow.read(async (tx) => {
      const now = this.clock.now();
      const link = await rowWhere(tx, CalendarLink, { tokenHash: sha256(token) });
      const person = link && (await rowWhere(tx, Person, { userid: link.userid }));
      if (!person || hasLeft(person, localDay(now))) throw dead();
      const from = new Date(now.getTime() - PAST_MS);
      const entries = [];
      for (const source of this.sources) entries.push(...(await source(tx, person.userid, from)));
      return feedText(entries, { host: new URL(this.env.publicUrl).hostname, now });
    });
  }

  /** Made anew from the serial whenever its owner looks, so that it need not be kept. */
  #tokenOf(serial: string): string {
    return keyedHash(this.env.sessionSecret, `calendar\n${serial}`);
  }

  async #viewOf(tx: Tx, userid: string): Promise<SubscriptionView> {
    const link = await rowWhere(tx, CalendarLink, { userid });
    if (!link) return { url: null, madeAt: null };
    const token = this.#tokenOf(link.serial);
    // with another secret than when it was made the link still works, but can only be made anew
    const url = sha256(token) === link.tokenHash ? `${this.env.publicUrl}/ical/${token}.ics` : null;
    return { url, madeAt: localIso(link.madeAt) };
  }

  #record(tx: Tx, actor: Actor, action: string): void {
    const subject = { type: "person", id: actor.userid.slice(0, 36) };
    this.audit.record(tx, { action, subject, actor: recorded(actor), via: actor.via, article: ARTICLE });
  }
}

const dead = (): Refusal =>
  new Refusal({ code: "calendar.no-such-link", kind: "notFound", detail: "这个日历链接已失效，请在值班页重新生成后再订阅。" });
