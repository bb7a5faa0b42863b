import { LessThan, Like, Not } from "typeorm";
import { CronLease } from "../../entities/housekeeping.js";
import type { Clock } from "../kernel/clock.js";
import { isDuplicate, type UnitOfWork } from "../kernel/unit-of-work.js";

const DONE = "done:";
const doneKey = (job: string): string => `${DONE}${job}`;

const KEPT_MS = 24 * 3_600_000;

/** Who runs a job at a planned moment: the first process that takes its lease. Transport, so wall time. */
export class Leases {
  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** True for exactly one caller per key; the key carries job and planned moment. */
  async take(key: string): Promise<boolean> {
    try {
      await this.uow.run((tx) => tx.insert(CronLease, { key: key.slice(-120), takenAt: this.clock.wallNow() }));
      return true;
    } catch (error) {
      if (isDuplicate(error)) return false;
      throw error;
    }
  }

  /** Notes, for every process to see, that a job has done its work. */
  async done(job: string): Promise<void> {
    const takenAt = this.clock.wallNow();
    await this.uow.run(async (tx) => {
      const noted = await tx.update(CronLease, { key: doneKey(job) }, { takenAt });
      if (noted.affected !== 1) await tx.insert(CronLease, { key: doneKey(job), takenAt });
    });
  }

  /** When a job last did its work, in whichever process; null: never. */
  async lastDone(job: string): Promise<Date | null> {
    return (await this.uow.read((tx) => tx.findOneBy(CronLease, { key: doneKey(job) })))?.takenAt ?? null;
  }

  /** The same of every job that has ever done its work. */
  async lastRuns(): Promise<ReadonlyMap<string, Date>> {
    const rows = await this.uow.read((tx) => tx.findBy(CronLease, { key: Like(`${DONE}%`) }));
    return new Map(rows.map((row) => [row.key.slice(DONE.length), row.takenAt]));
  }

  /** Forgets leases a day old; when each job last did its work is kept. */
  async purge(): Promise<void> {
    const takenAt = LessThan(new Date(this.clock.wallNow().getTime() - KEPT_MS));
    await this.uow.run((tx) => tx.delete(CronLease, { key: Not(Like(`${DONE}%`)), takenAt }));
  }
}
