import { schedule, type ScheduledTask } from "node-cron";
import type { Services } from "../server/compose.js";
import { JOBS, type Job } from "./jobs.js";

/** Starts the jobs: each fires once however many processes run, never overlaps itself, and one that throws is named in the log. */
export const startJobs = (services: Services): { stop(): Promise<void> } => {
  const tasks = JOBS.map((job) => begin(job, services));
  return {
    stop: async () => {
      for (const task of tasks) await task.stop();
    },
  };
};

const begin = (job: Job, services: Services): ScheduledTask =>
  schedule(
    job.schedule,
    async () => {
      try {
        await job.run(services);
        await services.leases.done(job.name);
      } catch (error) {
        services.log.error({ err: error, job: job.name }, "job failed");
      }
    },
    {
      name: job.name,
      timezone: "Asia/Shanghai",
      noOverlap: true,
      distributed: true,
      runCoordinator: { shouldRun: (key) => services.leases.take(key) },
    },
  );
