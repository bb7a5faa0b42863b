import { schedule, type ScheduledTask, type TaskOptions } from "node-cron";
import type { Services } from "../server/compose.js";
import { dailiesOf, JOBS, type Job } from "./jobs.js";

/** What stopping waits for jobs that are at work; what one has not done by then is done by the next run, here or elsewhere. */
const PARTING_MS = 2000;

/** Starts the jobs: each fires once however many processes run, never overlaps itself, and one that throws is named in the log. */
export const startJobs = (services: Services, jobs: readonly Job[] = JOBS): { stop(): Promise<void> } => {
  services.jobWatch.expect(jobs.filter((job) => !job.everywhere));
  services.clockwork?.follow(dailiesOf(services, jobs));
  const atWork = new Set<Promise<void>>();
  const tasks = jobs.map((job) =>
    begin(job, services, (run) => {
      atWork.add(run);
      return run.finally(() => atWork.delete(run));
    }),
  );
  return {
    stop: async () => {
      for (const task of tasks) await task.stop();
      const parting = new Promise((resolve) => setTimeout(resolve, PARTING_MS).unref());
      await Promise.race([Promise.all(atWork), parting]);
    },
  };
};

const begin = (job: Job, services: Services, working: (run: Promise<void>) => Promise<void>): ScheduledTask => {
  const run = async (): Promise<void> => {
    try {
      await job.run(services);
      if (!job.everywhere) await services.leases.done(job.name);
    } catch (error) {
      services.log.error({ err: error, job: job.name }, "job failed");
    }
  };
  const once: TaskOptions = { distributed: true, runCoordinator: { shouldRun: (key) => services.leases.take(key) } };
  return schedule(job.schedule, () => working(run()), {
    name: job.name,
    timezone: "Asia/Shanghai",
    noOverlap: true,
    ...(job.everywhere ? { suppressMissedWarning: true } : once),
  });
};
