import { In, IsNull } from "typeorm";
import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import type { Outbox } from "../delivery/outbox.js";
import type { Clock } from "../kernel/clock.js";
import type { Due } from "../kernel/due.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import type { WorkingCalendar } from "../kernel/calendar.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { DOCUMENT } from "../regulation/articles.js";
import type { DutyName } from "../regulation/duties.js";
import type { SettingValues } from "../regulation/settings.js";
import { broughtForward, courseOf, replanned, storedCourse, withStep, type Course } from "./course.js";
import { planSteps, type PlannedStep } from "./plan.js";
import type { DutyRegister } from "./register.js";

export interface Subject {
  type: string;
  id: string;
  /** null: the duty is not bound to a version */
  revision: number | null;
}

export interface NewDeadline<Duty extends string = DutyName> {
  duty: Duty;
  subject: Subject;
  holders: readonly string[];
  startedAt: Date;
  due: Due;
  /** by which `due` was counted */
  calendar: WorkingCalendar;
  /** 0 red, 1 orange, 2 critical review, 3 others */
  lane: number;
  /** true: no card yet; the first one comes with a step, or when the holders are asked for it */
  quiet?: boolean;
}

/** Who closed it and how: `review.passed`, `review.superseded`. */
export interface Closing {
  by: string;
  how: string;
  /** whose own copy of the card is being redrawn already, by the answer to their tap */
  except?: string | undefined;
}

/**
 * Duties running against the clock: opened, discharged, cancelled, asked for again, moved to other holders or another time. `Duty` is what a domain
 * may open: the rule's own rows unless it says otherwise.
 */
export class Deadlines<Duty extends string = DutyName> {
  #nudge: () => void = () => undefined;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly duties: DutyRegister,
    private readonly settings: SettingValues,
  ) {}

  /** Tells whom to wake when a step is due at once. */
  onHaste(nudge: () => void): void {
    this.#nudge = nudge;
  }

  /** Opens a duty and puts its first card on the way at once, unless it is quiet. Throws where the same duty is already open on the subject, or no row bears the name. */
  async open(tx: Tx, opening: NewDeadline<Duty>): Promise<Deadline> {
    const now = this.clock.now();
    const rule = this.duties.row(opening.duty);
    if (!rule) throw new Error(`no row bears the name ${opening.duty}`);
    const { startedAt, due, lane, calendar } = opening;
    const steps = planSteps(rule.steps ?? [], { startedAt, openedAt: now, due, lane, settings: this.settings }, calendar);
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
      countedVersion: null,
      span: spanOf(due),
      ...storedCourse({ steps, nextStepAt: steps[0]?.at ?? null }),
      nudgedAt: null,
      missedAt: null,
      closedAt: null,
      closedBy: null,
      closedHow: null,
      openKey: openKeyOf(opening.duty, opening.subject.id),
      lane: opening.lane,
    };
    await insertRows(tx, Deadline, [deadline]);
    await this.#addHolders(tx, deadline, opening.holders, opening.quiet);
    return deadline;
  }

  /** The open deadline of a duty on a subject; null where none is. */
  openOne(tx: Tx, duty: Duty, subjectId: string): Promise<Deadline | null> {
    return rowWhere(tx, Deadline, { openKey: openKeyOf(duty, subjectId) });
  }

  /** All open deadlines on a subject, or on several of one kind. */
  openOn(tx: Tx, subject: { type: string; id: string | readonly string[] }): Promise<Deadline[]> {
    return rowsWhere(tx, Deadline, { subjectType: subject.type, subjectId: subject.id, state: "open" });
  }

  /** The open deadline as it stands, which nobody else changes until this transaction ends; null: it is not open. */
  async held(tx: Tx, id: string): Promise<Deadline | null> {
    const open = { id, state: "open" as const };
    return (await changeRows(tx, Deadline, open, { state: "open" })) === 1 ? rowWhere(tx, Deadline, { id }) : null;
  }

  /** Those who still owe it, in no particular order. */
  async holders(tx: Tx, deadlineId: string): Promise<string[]> {
    const rows = await rowsWhere(tx, DeadlineHolder, { deadlineId, releasedAt: null });
    return rows.map((row) => row.userid);
  }

  /** The open deadlines that somebody still owes. */
  async heldBy(tx: Tx, userid: string): Promise<Deadline[]> {
    const held = await rowsWhere(tx, DeadlineHolder, { userid, releasedAt: null });
    return rowsWhere(tx, Deadline, { id: held.map(({ deadlineId }) => deadlineId), state: "open" });
  }

  /** Closes it as done, also in the row at hand. False: somebody else closed it first, and nothing was changed. */
  discharge(tx: Tx, deadline: Deadline, closing: Closing): Promise<boolean> {
    return this.#close(tx, deadline, "discharged", closing);
  }

  /** Closes it as no longer owed. False: it was closed already. */
  cancel(tx: Tx, deadline: Deadline, closing: Closing): Promise<boolean> {
    return this.#close(tx, deadline, "cancelled", closing);
  }

  /**
   * Moves the due time of an open, not yet missed deadline, and what follows with it. Steps whose moment has passed are not taken again. `settings`:
   * those to plan by, where they are not the ones in force now.
   */
  async reschedule(tx: Tx, deadline: Deadline, due: Due, calendar: WorkingCalendar, settings = this.settings): Promise<void> {
    const { startedAt, openedAt, lane } = deadline;
    const rule = this.duties.row(deadline.duty);
    if (!rule) return;
    const plan = planSteps(rule.steps ?? [], { startedAt, openedAt, due, lane, settings }, calendar);
    const named = (rule.steps ?? []).map(({ name }) => name);
    const moved = {
      dueAt: due.at,
      dueWords: due.words,
      provisional: due.provisional,
      calendarVersion: due.calendarVersion,
      countedVersion: null,
      span: spanOf(due),
      ...storedCourse(replanned(courseOf(deadline), plan, named, this.clock.now())),
    };
    await tx.update(Deadline, { id: deadline.id, state: "open", missedAt: IsNull() }, moved);
  }

  /** Brings a step that is still to come forward: it is due now and the sweep looks at once. False: it was taken, is due already, or nothing is open. */
  hasten(tx: Tx, deadline: Pick<Deadline, "id">, step: string): Promise<boolean> {
    return this.#steer(tx, deadline.id, (course) => broughtForward(course, step, this.clock.now()));
  }

  /** Plans a step of the domain's own; the same name twice is one step. False: there is, or was, one of that name, or nothing is open. */
  planStep(tx: Tx, deadline: Pick<Deadline, "id">, step: PlannedStep): Promise<boolean> {
    return this.#steer(tx, deadline.id, (course) => withStep(course, step));
  }

  /**
   * Replaces the holders: those who no longer owe it see their card closed, new ones get a card, unless the duty is quiet so far. True where anything
   * changed.
   */
  async reassign(tx: Tx, deadline: Deadline, holders: readonly string[], quiet = false): Promise<boolean> {
    const current = await this.holders(tx, deadline.id);
    const released = current.filter((userid) => !holders.includes(userid));
    const added = holders.filter((userid) => !current.includes(userid));
    if (released.length > 0) {
      await tx.update(DeadlineHolder, { deadlineId: deadline.id, userid: In(released) }, { releasedAt: this.clock.now(), owes: null });
      await this.outbox.closeCards(tx, deadline, { only: released });
    }
    if (added.length > 0) {
      await tx.delete(DeadlineHolder, { deadlineId: deadline.id, userid: In(added) });
      await this.#addHolders(tx, deadline, added, quiet);
    }
    return released.length + added.length > 0;
  }

  /** Sends the card once more to those who owe it and have none on the way. The same key twice is one card. */
  async askAgain(tx: Tx, deadline: Deadline, key: string): Promise<string[]> {
    const waiting = await this.outbox.waitingFor(tx, deadline);
    const asked = (await this.holders(tx, deadline.id)).filter((userid) => !waiting.has(userid));
    if (asked.length > 0) await this.outbox.dutyCard(tx, deadline, asked, key);
    return asked;
  }

  /** Changes what is still to come of an open deadline. */
  async #steer(tx: Tx, id: string, change: (course: Course) => Course | null): Promise<boolean> {
    const deadline = await this.held(tx, id);
    const course = deadline && change(courseOf(deadline));
    if (!course) return false;
    await changeRows(tx, Deadline, { id }, storedCourse(course));
    this.uow.afterCommit(tx, () => this.#nudge());
    return true;
  }

  async #addHolders(tx: Tx, deadline: Deadline, userids: readonly string[], quiet = false): Promise<void> {
    if (userids.length === 0) return;
    await insertRows(
      tx,
      DeadlineHolder,
      userids.map((userid) => ({ id: newId(), deadlineId: deadline.id, userid, owes: true })),
    );
    if (!quiet) await this.outbox.dutyCard(tx, deadline, userids);
  }

  async #close(tx: Tx, deadline: Deadline, state: "discharged" | "cancelled", closing: Closing): Promise<boolean> {
    const end = { state, closedAt: this.clock.now(), closedBy: closing.by, closedHow: closing.how, openKey: null, nextStepAt: null };
    if ((await changeRows(tx, Deadline, { id: deadline.id, state: "open" }, end)) !== 1) return false;
    Object.assign(deadline, end);
    await changeRows(tx, DeadlineHolder, { deadlineId: deadline.id }, { owes: null });
    await this.outbox.closeCards(tx, deadline, { except: closing.except });
    return true;
  }
}

const openKeyOf = (duty: string, subjectId: string): string => `${duty}:${subjectId}`;

const spanOf = ({ span }: Due): object | null => (typeof span === "string" ? null : span);
