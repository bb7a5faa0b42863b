import { Deadline } from "../../entities/deadline.js";
import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import type { AuditRecord } from "../audit/record.js";
import type { Deadlines } from "../deadlines/service.js";
import type { Notice, TextNotice } from "../delivery/notice.js";
import type { Outbox } from "../delivery/outbox.js";
import type { Reception } from "../delivery/reception.js";
import type { Rendering } from "../delivery/rendering.js";
import { namesOf, recorded, type Actor } from "../identity/actor.js";
import { present } from "../identity/offices.js";
import type { Clock } from "../kernel/clock.js";
import { localDay } from "../kernel/local-time.js";
import { changeRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { eventName, messageTitle } from "./facts.js";
import { TO_MEMBERS } from "./letters.js";
import { letterNobody, letterSettled, letterUntrue, tapSettled } from "./refusals.js";

/** What mending stands on. */
export interface MendingDesk {
  uow: UnitOfWork;
  clock: Clock;
  outbox: Outbox;
  deadlines: Deadlines<string>;
  audit: AuditRecord;
  rendering: Rendering;
  reception: Reception;
}

/** Puts right by hand what the program could not: a message sent again, or told by other means; a tap tried again. Each goes on record with its article. */
export class Mending {
  constructor(private readonly desk: MendingDesk) {}

  /** Sends a message again to those who did not get it and whom it still concerns: as a new one, since the old one stays what it is. Once, whoever asks. */
  resend(actor: Actor, messageId: string): Promise<void> {
    return this.desk.uow.run(async (tx) => {
      const { message, missed } = await this.#letter(tx, messageId);
      const spoken = await this.desk.rendering.spoken(tx, message);
      if (spoken.kind === "untrue") throw letterUntrue(spoken.why);
      const deadline = message.deadlineId === null ? null : await rowWhere(tx, Deadline, { id: message.deadlineId });
      const to = await this.#concerned(tx, message, missed);
      if (to.length === 0) throw letterNobody();
      await this.#deal(tx, message, missed);
      await this.#send(tx, message, deadline, to, `resend:${missed[0]?.id ?? message.id}`);
      await this.#record(tx, actor, "delivery.resent", message, deadline, { title: spoken.title, to });
    });
  }

  /** Notes that those who did not get a message were told by other means. */
  setAside(actor: Actor, messageId: string, note: string): Promise<void> {
    return this.desk.uow.run(async (tx) => {
      const { message, missed } = await this.#letter(tx, messageId);
      const deadline = message.deadlineId === null ? null : await rowWhere(tx, Deadline, { id: message.deadlineId });
      await this.#deal(tx, message, missed);
      const facts = { title: messageTitle(message), to: missed.map((copy) => copy.userid), note };
      await this.#record(tx, actor, "delivery.set-aside", message, deadline, facts);
    });
  }

  /** Gives a tap that was given up another chance, and takes it at once. It is decided by the state that is now, as any tap is. */
  async retry(actor: Actor, dedupeKey: string): Promise<void> {
    await this.desk.uow.run(async (tx) => {
      const row = await this.desk.reception.revive(tx, dedupeKey);
      if (!row) throw tapSettled();
      const { taskId } = row.event as { taskId?: string };
      const card = taskId === undefined ? null : await rowWhere(tx, OutboxMessage, { id: taskId });
      const deadline = card?.deadlineId ? await rowWhere(tx, Deadline, { id: card.deadlineId }) : null;
      const about = card ?? { subjectType: "callback", subjectId: dedupeKey.slice(0, 36) };
      const title = card ? messageTitle(card) : eventName(row.kind);
      await this.#record(tx, actor, "delivery.tap-retried", about, deadline, { title, to: [row.fromUser] });
    });
    await this.desk.reception.workOff();
  }

  async #letter(tx: Tx, id: string): Promise<{ message: OutboxMessage; missed: Recipient[] }> {
    const message = await rowWhere(tx, OutboxMessage, { id });
    const missed =
      message && TO_MEMBERS.includes(message.kind) ? await rowsWhere(tx, Recipient, { messageId: id, state: "failed", dealtAt: null }) : [];
    if (!message || missed.length === 0) throw letterSettled();
    return { message, missed };
  }

  /** Those of the missed whom the message is still for: who owes the duty, or who is still of the organisation. */
  async #concerned(tx: Tx, { kind, deadlineId }: OutboxMessage, missed: readonly Recipient[]): Promise<string[]> {
    const userids = missed.map((copy) => copy.userid);
    const here = await present(tx, userids, localDay(this.desk.clock.now()));
    if (kind !== "duty" || deadlineId === null) return here;
    const holders = await this.desk.deadlines.holders(tx, deadlineId);
    return here.filter((userid) => holders.includes(userid));
  }

  /** Takes the message off the list; whoever comes second finds it gone. */
  async #deal(tx: Tx, message: OutboxMessage, missed: readonly Recipient[]): Promise<void> {
    const dealtAt = this.desk.clock.now();
    for (const { id } of missed) {
      if ((await changeRows(tx, Recipient, { id, messageId: message.id, dealtAt: null }, { dealtAt })) !== 1) throw letterSettled();
    }
  }

  async #send(tx: Tx, message: OutboxMessage, deadline: Deadline | null, to: readonly string[], key: string): Promise<void> {
    if (message.kind === "duty" && deadline) return this.desk.outbox.dutyCard(tx, deadline, to, key);
    const subject = { type: message.subjectType, id: message.subjectId };
    const notice = message.notice as Notice | TextNotice;
    return this.desk.outbox.notice(tx, { key, subject, to, lane: message.lane, notice, ...(deadline ? { deadline } : {}) });
  }

  async #record(
    tx: Tx,
    actor: Actor,
    action: string,
    about: Pick<OutboxMessage, "subjectType" | "subjectId"> & { notice?: object | null },
    deadline: Deadline | null,
    facts: { title: string; to: readonly string[]; note?: string },
  ): Promise<void> {
    const name = await namesOf(tx, facts.to);
    this.desk.audit.record(tx, {
      action,
      subject: { type: about.subjectType, id: about.subjectId },
      actor: recorded(actor),
      via: "page",
      article: deadline?.article ?? (about.notice as Partial<Notice> | null | undefined)?.article ?? null,
      revision: deadline?.subjectRevision ?? null,
      facts: { ...facts, names: facts.to.map((userid) => name(userid).name) },
    });
  }
}
