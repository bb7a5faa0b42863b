import { Between, IsNull, LessThan, Not } from "typeorm";
import { IdempotentAnswer } from "../../entities/housekeeping.js";
import type { Clock } from "../kernel/clock.js";
import { sha256 } from "../kernel/ids.js";
import { intending } from "../kernel/intention.js";
import { Refusal, type RefusalKind } from "../kernel/refusal.js";
import { changeRows } from "../kernel/rows.js";
import { isDuplicate, type Tx, type UnitOfWork } from "../kernel/unit-of-work.js";
import { problemOf } from "./errors.js";
import type { Answer } from "./route.js";

const PATTERN = /^[\x21-\x7e]{8,100}$/;
/** A first request that has neither acted nor answered by then died on the way; so has one from a future, whose clock has been put back since. */
const STALE_MS = 60_000;
const KEPT_MS = 24 * 3_600_000;

/** Refusals that say nothing of the request itself: later, or after a new login, it may be granted. */
const PASSING: readonly RefusalKind[] = ["busy", "tooMany", "unauthenticated"];

/** What is already known of a request: its answer, or what it acted on before its answer was lost. */
type Earlier = { answer: Answer } | { actedOn: string };

/** One write as it was asked for. */
export interface AskedOnce {
  userid: string;
  key: string;
  /** method, path and body: the same key for another request is refused */
  request: string;
  work: () => Promise<Answer>;
  /** the answer anew, from what was acted on */
  again?: ((subjectId: string) => Promise<Answer>) | undefined;
}

/**
 * The first answer to a write, again, for whoever repeats it with the same Idempotency-Key. What was done is never done again, even where the program
 * died before it could answer.
 */
export class Idempotency {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` once per person and key. The same key for another request is refused. */
  async once({ userid, key, request, work, again }: AskedOnce): Promise<Answer> {
    if (!PATTERN.test(key))
      throw new Refusal({ code: "http.bad-idempotency-key", kind: "invalid", detail: "Idempotency-Key 应为 8 到 100 个可见字符。" });
    const id = sha256(`${userid}\n${key}`);
    const earlier = await this.#claim(id, sha256(request));
    if (earlier && "answer" in earlier) return earlier.answer;
    if (earlier) return this.#answered(id, () => (again ? again(earlier.actedOn) : Promise.reject(alreadyDone())));
    const done = async (tx: Tx, subjectId: string): Promise<void> =>
      void (await changeRows(tx, IdempotentAnswer, { id }, { actedOn: subjectId }));
    return this.#answered(id, () => intending({ done }, work));
  }

  /** Forgets answers a day old. */
  async purge(): Promise<void> {
    await this.uow.run((tx) => tx.delete(IdempotentAnswer, { startedAt: LessThan(new Date(this.clock.wallNow().getTime() - KEPT_MS)) }));
  }

  /** Keeps the answer of `work`, and a refusal that stands. Anything else leaves the request open to be asked again, unless it has acted. */
  async #answered(id: string, work: () => Promise<Answer>): Promise<Answer> {
    try {
      const answer = await work();
      await this.#keep(id, answer.status ?? (answer.body === undefined ? 204 : 200), answer.body);
      return answer;
    } catch (error) {
      if (error instanceof Refusal && !PASSING.includes(error.kind)) await this.#keep(id, problemOf(error).status, problemOf(error));
      else await this.uow.run((tx) => tx.delete(IdempotentAnswer, { id, actedOn: IsNull() })).catch(() => undefined);
      throw error;
    }
  }

  #claim(id: string, requestHash: string): Promise<Earlier | null> {
    const wall = this.clock.wallNow();
    return this.uow.run(async (tx) => {
      try {
        await tx.insert(IdempotentAnswer, { id, requestHash, startedAt: wall, status: null, body: null, actedOn: null });
        return null;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const row = await tx.findOneBy(IdempotentAnswer, { id });
      if (!row) throw inProgress();
      if (row.requestHash !== requestHash)
        throw new Refusal({ code: "http.key-reused", kind: "conflict", detail: "同一个 Idempotency-Key 已用于另一次操作，请换一个。" });
      if (row.status !== null) return { answer: { status: row.status, ...(row.body === null ? {} : { body: row.body }) } };
      if (row.actedOn !== null) return { actedOn: row.actedOn };
      const lately = Between(new Date(wall.getTime() - STALE_MS), new Date(wall.getTime() + STALE_MS));
      const taken = await tx.update(IdempotentAnswer, { id, startedAt: Not(lately), actedOn: IsNull() }, { startedAt: wall });
      if (taken.affected === 1) return null;
      throw inProgress();
    });
  }

  async #keep(id: string, status: number, body: unknown): Promise<void> {
    await this.uow.run((tx) => tx.update(IdempotentAnswer, { id }, { status, body: body ?? null }));
  }
}

const inProgress = (): Refusal =>
  new Refusal({ code: "http.in-progress", kind: "conflict", detail: "上一次提交还在处理，请稍候再看结果。" });

const alreadyDone = (): Refusal =>
  new Refusal({ code: "http.already-done", kind: "conflict", detail: "这次操作已经办理，只是结果没有送达。请刷新后查看，不必再做一次。" });
