import { In, IsNull, LessThanOrEqual, Not } from "typeorm";
import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import { systemActor, type AuditRecord } from "../audit/record.js";
import type { Outbox } from "../delivery/outbox.js";
import type { Clock } from "../kernel/clock.js";
import type { Due } from "../kernel/due.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { DOCUMENT } from "../regulation/articles.js";
import { DUTIES, type DutyName } from "../regulation/duties.js";

export interface Subject {
  type: string;
  id: string;
  /** null: the duty is not bound to a version */
  revision: number | null;
}

export interface NewDeadline {
  duty: DutyName;
  subject: Subject;
  holders: readonly string[];
  startedAt: Date;
  due: Due;
  /** 0 red, 1 orange, 2 critical review, 3 others */
  lane: number;
}

/** Who closed it and how: `review.passed`, `review.superseded`. */
export interface Closing {
  by: string;
  how: string;
  /** whose own copy of the card is being redrawn already, by the answer to their tap */
  except?: string | undefined;
}

const SWEEP_PAGE = 200;

/** Duties running against the clock: opened, discharged, cancelled, moved to other holders, and marked missed when their time has passed. */
export class Deadlines {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly audit: AuditRecord,
  ) {}

  /** Opens a duty and puts its first card on the way at once. Throws where the same duty is already open on the subject. */
  async open(tx: Tx, opening: NewDeadline): Promise<Deadline> {
    const now = this.clock.now();
    const rule = DUTIES[opening.duty];
    const deadline: Deadline = {
      id: newId(),
      duty: opening.duty,
      article: rule.article,
      rule: DOCUMENT.number,
      subjectType: opening.subject.type,
      subjectId: opening.subject.id,
      subjectRevision: opening.subject.revision,
      state: "open",
      openedAt: now,
      startedAt: opening.startedAt,
      dueAt: opening.due.at,
      dueWords: opening.due.words,
      provisional: opening.due.provisional,
      calendarVersion: opening.due.calendarVersion,
      nextStepAt: opening.due.at,
      missedAt: null,
      closedAt: null,
      closedBy: null,
      closedHow: null,
      openKey: openKeyOf(opening.duty, opening.subject.id),
      lane: opening.lane,
    };
    await insertRows(tx, Deadline, [deadline]);
    await this.#addHolders(tx, deadline, opening.holders);
    return deadline;
  }

  /** The open deadline of a duty on a subject; null where none is. */
  openOne(tx: Tx, duty: DutyName, subjectId: string): Promise<Deadline | null> {
    return rowWhere(tx, Deadline, { openKey: openKeyOf(duty, subjectId) });
  }

  /** All open deadlines on a subject. */
  openOn(tx: Tx, subject: { type: string; id: string }): Promise<Deadline[]> {
    return rowsWhere(tx, Deadline, { subjectType: subject.type, subjectId: subject.id, state: "open" });
  }

  /** Those who still owe it, in no particular order. */
  async holders(tx: Tx, deadlineId: string): Promise<string[]> {
    const rows = await rowsWhere(tx, DeadlineHolder, { deadlineId, releasedAt: null });
    return rows.map((row) => row.userid);
  }

  /** Closes it as done. False: somebody else closed it first, and nothing was changed. */
  discharge(tx: Tx, deadline: Deadline, closing: Closing): Promise<boolean> {
    return this.#close(tx, deadline, "discharged", closing);
  }

  /** Closes it as no longer owed. False: it was closed already. */
  cancel(tx: Tx, deadline: Deadline, closing: Closing): Promise<boolean> {
    return this.#close(tx, deadline, "cancelled", closing);
  }

  /** Moves the due time of an open, not yet missed deadline. */
  async reschedule(tx: Tx, deadline: Deadline, due: Due): Promise<void> {
    const moved = {
      dueAt: due.at,
      dueWords: due.words,
      provisional: due.provisional,
      calendarVersion: due.calendarVersion,
      nextStepAt: due.at,
    };
    await tx.update(Deadline, { id: deadline.id, state: "open", missedAt: IsNull() }, moved);
  }

  /** Replaces the holders: those who no longer owe it see their card closed, new ones get a card. True where anything changed. */
  async reassign(tx: Tx, deadline: Deadline, holders: readonly string[]): Promise<boolean> {
    const current = await this.holders(tx, deadline.id);
    const released = current.filter((userid) => !holders.includes(userid));
    const added = holders.filter((userid) => !current.includes(userid));
    if (released.length > 0) {
      await tx.update(DeadlineHolder, { deadlineId: deadline.id, userid: In(released) }, { releasedAt: this.clock.now() });
      await this.outbox.closeCards(tx, deadline, { only: released });
    }
    if (added.length > 0) {
      await tx.delete(DeadlineHolder, { deadlineId: deadline.id, userid: In(added) });
      await this.#addHolders(tx, deadline, added);
    }
    return released.length + added.length > 0;
  }

  /** Marks what is past its due time as missed, once. Safe to run twice; what was missed stays missed. */
  async sweep(): Promise<number> {
    let missed = 0;
    for (;;) {
      const page = await this.uow.run((tx) => this.#markMissed(tx));
      missed += page;
      if (page < SWEEP_PAGE) return missed;
    }
  }

  /** The next moment at which something falls due; null where nothing does. */
  async nextStepAt(tx: Tx): Promise<Date | null> {
    const next = await tx.find(Deadline, { where: { state: "open", nextStepAt: Not(IsNull()) }, order: { nextStepAt: "ASC" }, take: 1 });
    return next[0]?.nextStepAt ?? null;
  }

  async #markMissed(tx: Tx): Promise<number> {
    const now = this.clock.now();
    const due = await tx.find(Deadline, {
      where: { state: "open", nextStepAt: LessThanOrEqual(now) },
      order: { nextStepAt: "ASC" },
      take: SWEEP_PAGE,
    });
    for (const deadline of due) {
      const marked = await tx.update(Deadline, { id: deadline.id, state: "open", missedAt: IsNull() }, { missedAt: now, nextStepAt: null });
      if (marked.affected !== 1) continue;
      this.audit.record(tx, {
        action: "deadline.missed",
        subject: { type: deadline.subjectType, id: deadline.subjectId },
        actor: systemActor("时限巡检"),
        via: "system",
        article: deadline.article,
        revision: deadline.subjectRevision,
        facts: {
          duty: deadline.duty,
          title: DUTIES[deadline.duty as DutyName].title,
          dueAt: deadline.dueAt,
          holders: await this.holders(tx, deadline.id),
        },
      });
    }
    return due.length;
  }

  async #addHolders(tx: Tx, deadline: Deadline, userids: readonly string[]): Promise<void> {
    if (userids.length === 0) return;
    await insertRows(
      tx,
      DeadlineHolder,
      userids.map((userid) => ({ id: newId(), deadlineId: deadline.id, userid })),
    );
    await this.outbox.dutyCard(tx, deadline, userids);
  }

  async #close(tx: Tx, deadline: Deadline, state: "discharged" | "cancelled", closing: Closing): Promise<boolean> {
    const closed = await changeRows(
      tx,
      Deadline,
      { id: deadline.id, state: "open" },
      { state, closedAt: this.clock.now(), closedBy: closing.by, closedHow: closing.how, openKey: null, nextStepAt: null },
    );
    if (closed !== 1) return false;
    await this.outbox.closeCards(tx, deadline, { except: closing.except });
    return true;
  }
}

const openKeyOf = (duty: DutyName, subjectId: string): string => `${duty}:${subjectId}`;
