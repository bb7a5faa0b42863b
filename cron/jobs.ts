import { SWEEP_JOB } from "../server/operations/health.js";
import type { Services } from "../server/compose.js";

/** A job asks what is due by now, never what fell due this minute, and is safe to run twice. */
export interface Job {
  name: string;
  /** five fields, Asia/Shanghai */
  schedule: string;
  run(services: Services): Promise<unknown>;
}

/** Every job, by name. Sending has its own worker; these sweep and tidy. */
export const JOBS: readonly Job[] = [
  { name: SWEEP_JOB, schedule: "* * * * *", run: ({ ladder }) => ladder.climb() },
  { name: "review.refill", schedule: "* * * * *", run: ({ review }) => review.refill() },
  { name: "callbacks.work-off", schedule: "* * * * *", run: ({ reception }) => reception.workOff() },
  { name: "clock.adopt", schedule: "* * * * *", run: async ({ clockwork }) => clockwork?.adopt() },
  { name: "sessions.purge", schedule: "17 * * * *", run: ({ sessions }) => sessions.purge() },
  { name: "answers.purge", schedule: "23 * * * *", run: ({ idempotency }) => idempotency.purge() },
  { name: "leases.purge", schedule: "41 3 * * *", run: ({ leases }) => leases.purge() },
];
