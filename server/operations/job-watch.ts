import type { Leases } from "../clockwork/leases.js";
import type { Clock } from "../kernel/clock.js";
import { jobIsLate } from "./rules.js";

/** A job as the watchdog knows it. */
export interface ExpectedJob {
  name: string;
  /** Chinese, for the page that says what runs */
  title: string;
  /** five fields, Asia/Shanghai; six begin with seconds */
  schedule: string;
}

/** How one job is doing. */
export interface JobState {
  name: string;
  title: string;
  /** since it last did its work, in whichever process; before its first time, since this process began to expect it */
  silentMs: number;
  /** true: it has not done its work since then */
  never: boolean;
  late: boolean;
}

/** Whether the jobs do their work: transport, so wall time. */
export class JobWatch {
  #expected: readonly ExpectedJob[] = [];
  #since: Date;

  constructor(
    private readonly clock: Clock,
    private readonly leases: Leases,
  ) {
    this.#since = clock.wallNow();
  }

  /** Says which jobs there are; from now on their silence is counted. */
  expect(jobs: readonly ExpectedJob[]): void {
    this.#expected = jobs;
    this.#since = this.clock.wallNow();
  }

  async state(): Promise<JobState[]> {
    const done = await this.leases.lastRuns();
    const wall = this.clock.wallNow().getTime();
    return this.#expected.map(({ name, title, schedule }) => {
      const last = done.get(name);
      // while nothing ran nothing could be done: a process that has just started gives every job its time
      const silentMs = wall - Math.max(last?.getTime() ?? 0, this.#since.getTime());
      return { name, title, silentMs, never: last === undefined, late: jobIsLate(schedule, silentMs) };
    });
  }
}
