import { MoreThan } from "typeorm";
import type { Rounds } from "../domain.js";
import { Deadline } from "../../entities/deadline.js";
import { ClockOffset } from "../../entities/housekeeping.js";
import { OutboxMessage } from "../../entities/outbox-message.js";
import type { AdjustableClock } from "../kernel/clock.js";
import { Refusal } from "../kernel/refusal.js";
import { isDuplicate, type Tx, type UnitOfWork } from "../kernel/unit-of-work.js";

/** Does everything that is due by now: sweeps, works off, sends. */
export type Tick = () => Promise<void>;

const ROW = "clock";
const MOST_STEPS = 5000;
const LONGEST_MS = 400 * 24 * 3_600_000;

/** What happens once a day without any deadline, e.g. the morning's gaps of the organisation. */
export interface Daily extends Pick<Rounds, "nextMoment"> {
  /** Does what is due by now; safe to run twice. */
  run(): Promise<unknown>;
}

/** Moves the adjustable clock on: not by a jump, but through every due moment in order, so that what would have happened on the way happens. */
export class Clockwork {
  #walking: Promise<unknown> = Promise.resolve();
  #dailies: readonly Daily[] = [];

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: AdjustableClock,
    private readonly tick: Tick,
    private readonly rounds: readonly Pick<Rounds, "nextMoment">[],
  ) {}

  /** Lets what happens once a day happen on the way, too, each at its hour. */
  follow(dailies: readonly Daily[]): void {
    this.#dailies = dailies;
  }

  /** Takes over the offset from the database, also one that another process has set. */
  async adopt(): Promise<void> {
    const row = await this.uow.read((tx) => tx.findOneBy(ClockOffset, { id: ROW }));
    if (row) this.clock.adopt(Number(row.offsetMs));
  }

  /** Walks to a moment and answers once everything due by then has been swept and sent. Refuses to go back. */
  walkTo(target: Date): Promise<Date> {
    const walk = this.#walking.then(() => this.#walk(target));
    this.#walking = walk.catch(() => undefined);
    return walk;
  }

  async #walk(target: Date): Promise<Date> {
    await this.adopt();
    const from = this.clock.now();
    if (target < from) throw new Refusal({ code: "clock.backwards", kind: "invalid", detail: "时钟只能往前拨，不能往回拨。" });
    if (target.getTime() - from.getTime() > LONGEST_MS)
      throw new Refusal({ code: "clock.too-far", kind: "invalid", detail: "一次最多往前拨 400 天，请分几次。" });
    // the clock ticks on while the work is done: what has come due meanwhile is a moment too
    let looked = this.clock.now();
    await this.tick();
    for (let steps = 0; steps < MOST_STEPS; steps += 1) {
      const next = await this.#nextMoment(looked, target);
      if (next === null) break;
      await this.#set(next);
      looked = this.clock.now();
      await this.#arrive();
    }
    if (this.clock.now() < target) await this.#set(target);
    await this.#arrive();
    return this.clock.now();
  }

  async #arrive(): Promise<void> {
    await this.tick();
    for (const daily of this.#dailies) await daily.run();
    if (this.#dailies.length > 0) await this.tick();
  }

  async #set(moment: Date): Promise<void> {
    const offset = this.clock.offsetTo(moment);
    while (!(await this.uow.run((tx) => this.#raised(tx, offset))));
    this.clock.adopt(offset);
  }

  /** True where the stored offset is at least this one now; false: another process changed it meanwhile, and it has to be looked at again. */
  async #raised(tx: Tx, offset: number): Promise<boolean> {
    const row = await tx.findOneBy(ClockOffset, { id: ROW });
    if (row && Number(row.offsetMs) >= offset) return true;
    const offsetMs = String(offset);
    if (row) return (await tx.update(ClockOffset, { id: ROW, offsetMs: row.offsetMs }, { offsetMs })).affected === 1;
    return tx.insert(ClockOffset, { id: ROW, offsetMs }).then(
      () => true,
      (error: unknown) => (isDuplicate(error) ? false : Promise.reject(error as Error)),
    );
  }

  async #nextMoment(after: Date, until: Date): Promise<Date | null> {
    const byTheHour = await Promise.all([...this.rounds, ...this.#dailies].map((each) => each.nextMoment(after, until)));
    return this.uow.read(async (tx) => {
      const [deadline] = await tx.find(Deadline, {
        where: { state: "open", nextStepAt: MoreThan(after) },
        order: { nextStepAt: "ASC" },
        take: 1,
      });
      const [message] = await tx.find(OutboxMessage, {
        where: { state: "pending", dueAt: MoreThan(after) },
        order: { dueAt: "ASC" },
        take: 1,
      });
      const moments = [deadline?.nextStepAt, message?.dueAt, ...byTheHour]
        .filter((moment) => moment instanceof Date)
        .filter((moment) => moment <= until);
      return moments.length === 0 ? null : new Date(Math.min(...moments.map((moment) => moment.getTime())));
    });
  }
}
