import { LessThan } from "typeorm";
import { IdempotentAnswer } from "../../entities/housekeeping.js";
import type { Clock } from "../kernel/clock.js";
import { sha256 } from "../kernel/ids.js";
import { Refusal } from "../kernel/refusal.js";
import { isDuplicate, type UnitOfWork } from "../kernel/unit-of-work.js";
import { problemOf } from "./errors.js";
import type { Answer } from "./route.js";

const PATTERN = /^[\x21-\x7e]{8,100}$/;
/** A first request that has not answered by then died on the way; what it did is safe to do again. */
const STALE_MS = 60_000;
const KEPT_MS = 24 * 3_600_000;

/** The first answer to a write, again, for whoever repeats it with the same Idempotency-Key. */
export class Idempotency {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Runs `work` once per person and key. The same key for another request is refused. */
  async once(userid: string, key: string, request: string, work: () => Promise<Answer>): Promise<Answer> {
    if (!PATTERN.test(key))
      throw new Refusal({ code: "http.bad-idempotency-key", kind: "invalid", detail: "Idempotency-Key 应为 8 到 100 个可见字符。" });
    const id = sha256(`${userid}\n${key}`);
    const requestHash = sha256(request);
    const earlier = await this.#claim(id, requestHash);
    if (earlier) return earlier;
    try {
      const answer = await work();
      await this.#keep(id, answer.status ?? (answer.body === undefined ? 204 : 200), answer.body);
      return answer;
    } catch (error) {
      if (error instanceof Refusal && error.kind !== "busy") await this.#keep(id, problemOf(error).status, problemOf(error));
      else await this.uow.run((tx) => tx.delete(IdempotentAnswer, { id })).catch(() => undefined);
      throw error;
    }
  }

  /** Forgets answers a day old. */
  async purge(): Promise<void> {
    await this.uow.run((tx) => tx.delete(IdempotentAnswer, { startedAt: LessThan(new Date(this.clock.wallNow().getTime() - KEPT_MS)) }));
  }

  #claim(id: string, requestHash: string): Promise<Answer | null> {
    const wall = this.clock.wallNow();
    return this.uow.run(async (tx) => {
      try {
        await tx.insert(IdempotentAnswer, { id, requestHash, startedAt: wall, status: null, body: null });
        return null;
      } catch (error) {
        if (!isDuplicate(error)) throw error;
      }
      const row = await tx.findOneByOrFail(IdempotentAnswer, { id });
      if (row.requestHash !== requestHash)
        throw new Refusal({ code: "http.key-reused", kind: "conflict", detail: "同一个 Idempotency-Key 已用于另一次操作，请换一个。" });
      if (row.status !== null) return { status: row.status, ...(row.body === null ? {} : { body: row.body }) };
      const stale = new Date(wall.getTime() - STALE_MS);
      const taken = await tx.update(IdempotentAnswer, { id, startedAt: LessThan(stale) }, { startedAt: wall });
      if (taken.affected === 1) return null;
      throw new Refusal({ code: "http.in-progress", kind: "conflict", detail: "上一次提交还在处理，请稍候再看结果。" });
    });
  }

  async #keep(id: string, status: number, body: unknown): Promise<void> {
    await this.uow.run((tx) => tx.update(IdempotentAnswer, { id }, { status, body: body ?? null }));
  }
}
