import { In, LessThanOrEqual, Not } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { systemActor, type AuditRecord } from "../audit/record.js";
import type { Clock } from "../kernel/clock.js";
import { changeRows } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { courseOf } from "./course.js";
import { MISSED, stepAfter } from "./plan.js";
import type { DutyRegister } from "./register.js";
import type { Deadlines } from "./service.js";
import { lateMinutes, type Speech, type Taken } from "./speech.js";

const PAGE = 200;

/** A deadline whose next step has come. */
type Due = Pick<Deadline, "id" | "lane" | "nextStepAt">;

/** Takes the steps of open deadlines when their moments come: marks what is missed, reminds, asks again, rings, tells others. Never decides anything. */
export class Ladder {
  /** deadlines whose step failed, and when, in wall time */
  readonly #stuck = new Map<string, number>();

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly deadlines: Deadlines<string>,
    private readonly speech: Speech,
    private readonly audit: AuditRecord,
    private readonly duties: DutyRegister,
    private readonly failed: (error: unknown, where: string) => void,
  ) {}

  /**
   * Takes every step that is due by now, the most urgent lane first and then in due order; returns how many. Safe to run twice and beside itself. A
   * step that fails holds up no other and is tried again by the next run, or by the first that comes `patienceMs` later.
   */
  async climb(patienceMs = 0): Promise<number> {
    const recently = this.clock.wallNow().getTime() - patienceMs;
    const stuck = new Set([...this.#stuck].filter(([, failedAt]) => failedAt > recently).map(([id]) => id));
    for (let taken = 0; ;) {
      const due = await this.uow.read((tx) => this.#due(tx, stuck));
      if (due.length === 0) return taken;
      for (let one = due.shift(); one; one = due.shift()) {
        const { id, lane } = one;
        try {
          const step = await this.uow.run((tx) => this.#take(tx, id));
          this.#stuck.delete(id);
          if (step) taken += 1;
          if (step?.next && step.next <= this.clock.now()) inOrder(due, { id, lane, nextStepAt: step.next });
        } catch (error) {
          stuck.add(id);
          this.#stuck.set(id, this.clock.wallNow().getTime());
          this.failed(error, `deadline ${id}`);
        }
      }
    }
  }

  #due(tx: Tx, stuck: ReadonlySet<string>): Promise<Due[]> {
    return tx.find(Deadline, {
      select: { id: true, lane: true, nextStepAt: true },
      where: { state: "open", nextStepAt: LessThanOrEqual(this.clock.now()), ...(stuck.size > 0 ? { id: Not(In([...stuck])) } : {}) },
      order: { lane: "ASC", nextStepAt: "ASC" },
      take: PAGE,
    });
  }

  /** Null: somebody else took it, or it is not due any more. */
  async #take(tx: Tx, id: string): Promise<{ next: Date | null } | null> {
    const now = this.clock.now();
    const deadline = await this.deadlines.held(tx, id);
    if (!deadline?.nextStepAt || deadline.nextStepAt > now) return null;
    const { steps } = courseOf(deadline);
    const step = steps.find(({ at }) => at.getTime() === deadline.nextStepAt?.getTime());
    const next = stepAfter(steps, deadline.nextStepAt);
    const missed = step?.name === MISSED && deadline.missedAt === null ? { missedAt: now } : {};
    await changeRows(tx, Deadline, { id }, { nextStepAt: next?.at ?? null, ...missed });
    if (!step) return { next: next?.at ?? null };
    await this.#follow(tx, { deadline, step, lateMs: now.getTime() - step.at.getTime(), overtaken: next !== null && next.at <= now });
    return { next: next?.at ?? null };
  }

  /** What the step's row says, then what the domain adds. */
  async #follow(tx: Tx, taken: Taken): Promise<void> {
    const { deadline, step } = taken;
    const part = this.duties.part(deadline.duty);
    const row = this.duties.row(deadline.duty);
    const rule = row?.steps?.find(({ name }) => name === step.name);
    const holders = await this.deadlines.holders(tx, deadline.id);
    if (step.name === MISSED) this.#record(tx, deadline, "deadline.missed", { dueAt: deadline.dueAt, holders });
    else if (row && rule && part) {
      const { told, ...said } = await this.speech.say(tx, { row, rule, part }, { ...taken, holders });
      const facts = { ...said, ...when(taken), holders, told };
      this.#record(tx, deadline, told.length > 0 ? "deadline.escalated" : "deadline.reminded", facts);
    } else this.#record(tx, deadline, "deadline.stepped", { words: part?.stepWords?.(step.name), ...when(taken), holders });
    await part?.step?.(tx, deadline, step.name, lateMinutes(taken));
  }

  #record(tx: Tx, deadline: Deadline, action: string, facts: object): void {
    this.audit.record(tx, {
      action,
      subject: { type: deadline.subjectType, id: deadline.subjectId },
      actor: systemActor("时限巡检"),
      via: "system",
      article: deadline.article,
      revision: deadline.subjectRevision,
      facts: { duty: deadline.duty, title: this.duties.row(deadline.duty)?.title ?? deadline.duty, ...facts },
    });
  }
}

/** When it came and when it should have. */
const when = (taken: Taken): object => ({
  step: taken.step.name,
  plannedAt: taken.step.was ?? taken.step.at,
  broughtForward: taken.step.was !== undefined,
  lateMinutes: lateMinutes(taken),
});

/** A further step of the same deadline takes its place in the order. */
const inOrder = (due: Due[], one: Due): void => {
  const later = (other: Due): boolean =>
    other.lane > one.lane || (other.lane === one.lane && Number(other.nextStepAt) > Number(one.nextStepAt));
  const place = due.findIndex(later);
  due.splice(place === -1 ? due.length : place, 0, one);
};
