import { In, LessThanOrEqual, Not } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { systemActor, type AuditRecord } from "../audit/record.js";
import type { Outbox } from "../delivery/outbox.js";
import { namesOf } from "../identity/actor.js";
import type { Clock } from "../kernel/clock.js";
import { localMoment, remaining } from "../kernel/local-time.js";
import { changeRows, rowWhere } from "../kernel/rows.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import { citation } from "../regulation/duties.js";
import type { StepRule } from "../regulation/step-rule.js";
import type { DutyPart } from "./duty-part.js";
import { MISSED, stepAfter, type PlannedStep } from "./plan.js";
import type { DutyRegister } from "./register.js";
import type { Deadlines } from "./service.js";

const PAGE = 200;
/** A step this late says so (补发). */
const LATE_MS = 120_000;

/** What became due at one moment of one deadline. */
interface Taken {
  deadline: Deadline;
  step: PlannedStep;
  lateMs: number;
  /** the step after it has come, too */
  overtaken: boolean;
}

/** Takes the steps of open deadlines when their moments come: marks what is missed, reminds, asks again, tells others. Never decides anything. */
export class Ladder {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly deadlines: Deadlines<string>,
    private readonly outbox: Outbox,
    private readonly audit: AuditRecord,
    private readonly duties: DutyRegister,
    private readonly failed: (error: unknown, where: string) => void,
  ) {}

  /**
   * Takes every step that is due by now, the most urgent lane first and then in due order; returns how many. Safe to run twice and beside itself. A
   * step that fails holds up no other and is tried again by the next run.
   */
  async climb(): Promise<number> {
    const stuck = new Set<string>();
    for (let taken = 0; ;) {
      const due = await this.uow.read((tx) => this.#due(tx, stuck));
      if (due.length === 0) return taken;
      for (const id of due) {
        try {
          taken += await this.uow.run((tx) => this.#take(tx, id));
        } catch (error) {
          stuck.add(id);
          this.failed(error, `deadline ${id}`);
        }
      }
    }
  }

  async #due(tx: Tx, stuck: ReadonlySet<string>): Promise<string[]> {
    const rows = await tx.find(Deadline, {
      select: { id: true },
      where: { state: "open", nextStepAt: LessThanOrEqual(this.clock.now()), ...(stuck.size > 0 ? { id: Not(In([...stuck])) } : {}) },
      order: { lane: "ASC", nextStepAt: "ASC" },
      take: PAGE,
    });
    return rows.map((row) => row.id);
  }

  async #take(tx: Tx, id: string): Promise<number> {
    const now = this.clock.now();
    const deadline = await rowWhere(tx, Deadline, { id, state: "open" });
    if (!deadline?.nextStepAt || deadline.nextStepAt > now) return 0;
    const steps = stepsOf(deadline);
    const step = steps.find(({ at }) => at.getTime() === deadline.nextStepAt?.getTime());
    const next = stepAfter(steps, deadline.nextStepAt);
    const missed = step?.name === MISSED && deadline.missedAt === null ? { missedAt: now } : {};
    const moved = await changeRows(
      tx,
      Deadline,
      { id, state: "open", nextStepAt: deadline.nextStepAt },
      { nextStepAt: next?.at ?? null, ...missed },
    );
    if (moved !== 1 || !step) return 0;
    const taken = { deadline, step, lateMs: now.getTime() - step.at.getTime(), overtaken: next !== null && next.at <= now };
    if (step.name === MISSED) await this.#recordMissed(tx, taken);
    else await this.#speak(tx, taken);
    return 1;
  }

  async #recordMissed(tx: Tx, { deadline }: Taken): Promise<void> {
    this.#record(tx, deadline, "deadline.missed", { dueAt: deadline.dueAt, holders: await this.deadlines.holders(tx, deadline.id) });
  }

  async #speak(tx: Tx, taken: Taken): Promise<void> {
    const { deadline, step, lateMs } = taken;
    const rule = this.duties.row(deadline.duty)?.steps?.find(({ name }) => name === step.name);
    const part = this.duties.part(deadline.duty);
    if (!rule || !part) return;
    const holders = await this.deadlines.holders(tx, deadline.id);
    const told = await audienceOf(tx, part, deadline, rule, holders);
    const skipped = rule.holders === "remind" && taken.overtaken;
    const reminded = rule.holders === "remind" && !skipped ? holders : [];
    if (rule.holders === "ask") await this.deadlines.askAgain(tx, deadline, `step:${deadline.id}:${step.name}`);
    await this.#tell(tx, part, taken, rule, [...reminded, ...told], holders);
    this.#record(tx, deadline, told.length > 0 ? "deadline.escalated" : "deadline.reminded", {
      step: step.name,
      words: rule.words,
      skipped,
      plannedAt: step.at,
      lateMinutes: lateMs > LATE_MS ? Math.floor(lateMs / 60_000) : 0,
      holders,
      told,
    });
  }

  async #tell(tx: Tx, part: DutyPart, taken: Taken, rule: StepRule, to: readonly string[], holders: readonly string[]): Promise<void> {
    const { deadline, step, lateMs } = taken;
    const duty = this.duties.row(deadline.duty);
    if (to.length === 0 || deadline.dueAt === null || !duty) return;
    const about = await part.about(tx, deadline);
    const name = await namesOf(tx, holders);
    await this.outbox.notice(tx, {
      key: `step:${deadline.id}:${step.name}:told`,
      subject: { type: deadline.subjectType, id: deadline.subjectId },
      deadline,
      to,
      lane: deadline.lane,
      notice: {
        kind: "card",
        source: `${rule.tell ? "时限" : "提醒"} · ${citation(duty)}`,
        title: `${rule.words}：${about.title}`,
        subtitle: about.subtitle,
        article: duty.article,
        text: duty.text,
        rows: [
          { keyname: "事项", value: duty.title },
          {
            keyname: "时限",
            value: `${localMoment(deadline.dueAt)}（${remaining(deadline.dueAt.getTime() - this.clock.now().getTime())}）`,
          },
          { keyname: "应由", value: holders.map((userid) => name(userid).name).join("、") || "岗位空缺" },
          ...(lateMs > LATE_MS ? [{ keyname: "补发", value: `迟 ${Math.floor(lateMs / 60_000)} 分钟` }] : []),
        ],
        link: about.link,
      },
    });
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

const stepsOf = (deadline: Deadline): PlannedStep[] =>
  deadline.steps?.map(({ name, at }) => ({ name, at: new Date(at) })) ??
  (deadline.dueAt === null ? [] : [{ name: MISSED, at: deadline.dueAt }]);

/** Those whom the step tells, without the holders: they know. */
const audienceOf = async (tx: Tx, part: DutyPart, deadline: Deadline, rule: StepRule, holders: readonly string[]): Promise<string[]> => {
  const told = new Set<string>();
  for (const office of rule.tell ?? []) for (const userid of await part.audience(tx, deadline, office)) told.add(userid);
  return [...told].filter((userid) => !holders.includes(userid));
};
