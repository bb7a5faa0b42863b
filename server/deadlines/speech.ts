import type { Deadline } from "../../entities/deadline.js";
import type { Outbox } from "../delivery/outbox.js";
import { namesOf } from "../identity/actor.js";
import type { Clock } from "../kernel/clock.js";
import { localMoment, remaining } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { citation, type DutyRule } from "../regulation/duties.js";
import type { Office } from "../regulation/offices.js";
import type { StepRule } from "../regulation/step-rule.js";
import type { DutyPart } from "./duty-part.js";
import type { PlannedStep } from "./plan.js";
import type { Deadlines } from "./service.js";

/** What became due at one moment of one deadline. */
export interface Taken {
  deadline: Deadline;
  step: PlannedStep;
  lateMs: number;
  /** the step after it has come, too */
  overtaken: boolean;
}

/** The duty whose step it is: its row, that step of it, and the domain's part. */
export interface Duty {
  row: DutyRule;
  rule: StepRule;
  part: DutyPart;
}

/** Whom a step spoke to, for the record. */
export interface Said {
  words: string;
  /** the holders heard nothing, because the next step has come already */
  skipped: boolean;
  told: readonly string[];
  called: readonly string[];
}

/** A step this late says so (补发). */
const LATE_MS = 120_000;

/** How late a step was taken, in whole minutes; 0 while that is not worth a word. */
export const lateMinutes = ({ lateMs }: Pick<Taken, "lateMs">): number => (lateMs > LATE_MS ? Math.floor(lateMs / 60_000) : 0);

/** Says what a step's row wants said: to those who owe it, and to whom else it names. */
export class Speech {
  constructor(
    private readonly clock: Clock,
    private readonly deadlines: Deadlines<string>,
    private readonly outbox: Outbox,
  ) {}

  /** Owes every word of one step; its keys make a second time nothing. */
  async say(tx: Tx, duty: Duty, taken: Taken & { holders: readonly string[] }): Promise<Said> {
    const { rule, part } = duty;
    const { deadline, step, holders } = taken;
    const rung = await audienceOf(tx, part, deadline, rule.call ?? [], holders);
    const told = [...new Set([...(await audienceOf(tx, part, deadline, rule.tell ?? [], holders)), ...rung])];
    const skipped = rule.holders === "remind" && taken.overtaken;
    const reminded = rule.holders === "remind" && !skipped ? holders : [];
    if (rule.holders === "ask" || rule.holders === "call") await this.deadlines.askAgain(tx, deadline, keyOf(taken));
    const carded = told.length > 0 && (await part.toldCard?.(tx, deadline, step.name));
    if (carded) await this.outbox.toldCard(tx, deadline, told, { key: `${keyOf(taken)}:card`, step: step.name });
    await this.#tell(tx, duty, taken, carded ? reminded : [...reminded, ...told]);
    const called = [...(rule.holders === "call" ? holders : []), ...rung];
    await this.#ring(tx, duty, taken, called);
    return { words: rule.words, skipped, told, called };
  }

  async #tell(tx: Tx, duty: Duty, taken: Taken & { holders: readonly string[] }, to: readonly string[]): Promise<void> {
    const { row, rule, part } = duty;
    const { deadline, holders } = taken;
    if (to.length === 0) return;
    const about = await part.about(tx, deadline);
    const name = await namesOf(tx, holders);
    const late = lateMinutes(taken);
    await this.outbox.notice(tx, {
      key: `${keyOf(taken)}:told`,
      subject: { type: deadline.subjectType, id: deadline.subjectId },
      deadline,
      to,
      lane: deadline.lane,
      notice: {
        kind: "card",
        source: `${rule.tell || rule.call ? "时限" : "提醒"} · ${citation(row)}`,
        title: `${about.mark ?? ""}${rule.words}：${about.title}`,
        subtitle: about.subtitle,
        article: row.article,
        text: row.text,
        rows: [
          { keyname: "事项", value: row.title },
          { keyname: "时限", value: this.#dueWords(deadline) },
          { keyname: "应由", value: holders.map((userid) => name(userid).name).join("、") || "岗位空缺" },
          ...(late > 0 ? [{ keyname: "补发", value: `迟 ${late} 分钟` }] : []),
        ],
        link: about.link,
      },
    });
  }

  async #ring(tx: Tx, { rule, part }: Duty, taken: Taken, userids: readonly string[]): Promise<void> {
    if (userids.length === 0) return;
    const { deadline } = taken;
    const words = `${(await part.about(tx, deadline)).mark ?? ""}${rule.words}`;
    const late = lateMinutes(taken);
    await this.outbox.call(tx, {
      key: `${keyOf(taken)}:call`,
      subject: { type: deadline.subjectType, id: deadline.subjectId },
      deadline,
      userids,
      lane: deadline.lane,
      words: late > 0 ? `${words}（补发，迟 ${late} 分钟）` : words,
    });
  }

  #dueWords({ dueAt, dueWords }: Deadline): string {
    return dueAt === null ? dueWords : `${localMoment(dueAt)}（${remaining(dueAt.getTime() - this.clock.now().getTime())}）`;
  }
}

/** Those whom the step tells, without the holders: they know. */
const audienceOf = async (
  tx: Tx,
  part: DutyPart,
  deadline: Deadline,
  offices: readonly Office[],
  holders: readonly string[],
): Promise<string[]> => {
  const told = new Set<string>();
  for (const office of offices) for (const userid of await part.audience(tx, deadline, office)) told.add(userid);
  return [...told].filter((userid) => !holders.includes(userid));
};

/** One step at one planned moment: said again it is the same word; planned anew after a correction it is another. */
const keyOf = ({ deadline, step }: Taken): string => `step:${deadline.id}:${step.name}:${(step.was ?? step.at).getTime()}`;
