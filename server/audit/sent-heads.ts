import { LessThan } from "typeorm";
import { AuditEntry } from "../../entities/audit-entry.js";
import { SentHead } from "../../entities/seal.js";
import type { TextNotice } from "../delivery/notice.js";
import type { Foundation } from "../domain.js";
import { holdersOf } from "../identity/offices.js";
import { addDays, dailyMoment, dayWords, instantOf, localClock, localDay } from "../kernel/local-time.js";
import { insertRows } from "../kernel/rows.js";
import { isDuplicate, type Tx } from "../kernel/unit-of-work.js";
import { EMPTY_HASH } from "./chain.js";
import { headWords, type Head } from "./head.js";
import { systemActor } from "./record.js";

/** After a silence so many days are made up: a head holds everything before it. */
const MADE_UP_DAYS = 7;
const OTHERS = 3;

/** Sends each day's head of the record to the discipline office: a witness whom nobody with the database in hand can reach (§2.4). */
export class SentHeads {
  constructor(private readonly desk: Foundation) {}

  /** Sends what is owed by now, also for days on which nothing ran; one message a day, however often and in however many processes. */
  async sendDue(): Promise<number> {
    let sent = 0;
    for (const day of await this.desk.uow.read((tx) => this.#owed(tx))) sent += await this.desk.uow.run((tx) => this.#send(tx, day));
    return sent;
  }

  /** The days whose head stays owed because nobody holds the office, oldest first; none while somebody does. */
  async unsent(tx: Tx): Promise<string[]> {
    return (await this.#witnesses(tx)).length > 0 ? [] : this.#owed(tx);
  }

  /** When the next day's head is due, after one moment and not after the other; null: not before then. */
  nextMoment(after: Date, until: Date): Date | null {
    return dailyMoment(this.desk.settings.value("record.headSentAt"), after, until);
  }

  /** The days that are over and whose head is not sent, oldest first. */
  async #owed(tx: Tx): Promise<string[]> {
    const now = this.desk.clock.now();
    const over = addDays(localDay(now), localClock(now) >= this.desk.settings.value("record.headSentAt") ? -1 : -2);
    const [last] = await tx.find(SentHead, { order: { day: "DESC" }, take: 1 });
    const since = last ? addDays(last.day, 1) : await firstDay(tx);
    if (since === null) return [];
    const earliest = addDays(over, 1 - MADE_UP_DAYS);
    const days: string[] = [];
    for (let day = since > earliest ? since : earliest; day <= over; day = addDays(day, 1)) days.push(day);
    return days;
  }

  async #send(tx: Tx, day: string): Promise<number> {
    const now = this.desk.clock.now();
    const to = await this.#witnesses(tx);
    if (to.length === 0) return 0;
    const before = await headBefore(tx, instantOf(day, "00:00"));
    const head = await headBefore(tx, instantOf(day, "24:00"));
    const acts = head.seq - before.seq;
    try {
      await insertRows(tx, SentHead, [{ day, ...head, acts, sentAt: now }]);
    } catch (error) {
      if (isDuplicate(error)) return 0;
      throw error;
    }
    const late = day < addDays(localDay(now), -1);
    // a day on which nothing ran has the head of the day before, which is known
    if (late && acts === 0) return 0;
    const subject = { type: "record", id: day };
    await this.desk.outbox.notice(tx, { key: `record-head:${day}`, subject, to, lane: OTHERS, notice: letter(day, head, acts, late) });
    const facts = { day, head: headWords(head), acts, to };
    this.desk.audit.record(tx, { action: "record.head-sent", subject, actor: systemActor("记录链"), via: "system", article: "26", facts });
    return 1;
  }

  /** The discipline office; where nobody holds it, the head of publicity keeps the witness. */
  async #witnesses(tx: Tx): Promise<string[]> {
    const today = localDay(this.desk.clock.now());
    const discipline = await holdersOf(tx, "discipline", today);
    return discipline.length > 0 ? discipline : holdersOf(tx, "publicityHead", today);
  }
}

/** A text, not a card: it can be copied as it is into the page that asks for it. */
const letter = (day: string, head: Head, acts: number, late: boolean): TextNotice => {
  const title = `记录链头 · ${dayWords(day)}${late ? "（补发）" : ""}`;
  const lines = [
    title,
    `${acts === 0 ? "当日没有新的记录" : `当日记录 ${acts} 条`}，累计 ${head.seq} 条`,
    headWords(head),
    "请保留本消息。日后在「更多 › 记录」输入上面这一行，就能核对当日及以前的记录是否还是原样。",
  ];
  return { kind: "text", title, text: lines.join("\n") };
};

const firstDay = async (tx: Tx): Promise<string | null> => {
  const first = await tx.findOneBy(AuditEntry, { seq: 1 });
  return first && localDay(first.at);
};

/** The last link before a moment. */
const headBefore = async (tx: Tx, moment: Date): Promise<Head> => {
  const [last] = await tx.find(AuditEntry, {
    select: { seq: true, hash: true },
    where: { at: LessThan(moment) },
    order: { seq: "DESC" },
    take: 1,
  });
  return last ? { seq: last.seq, hash: last.hash } : { seq: 0, hash: EMPTY_HASH };
};
