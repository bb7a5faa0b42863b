import Router from "koa-router";
import { LessThanOrEqual } from "typeorm";
import { OutboxMessage } from "../../entities/outbox-message.js";
import type { Leases } from "../clockwork/leases.js";
import type { Clock } from "../kernel/clock.js";
import type { UnitOfWork } from "../kernel/unit-of-work.js";
import type { Metrics } from "./metrics.js";

const SWEEP_LATE_SECONDS = 180;
const LANES = [0, 1, 2, 3];

/** The job whose silence makes the program unfit: without it nothing falls due. */
export const SWEEP_JOB = "deadlines.sweep";

/** When the sweep last ran, in whichever process and in wall time; readiness fails when it is late. */
export class SweepWatch {
  readonly #since: Date;

  constructor(
    private readonly clock: Clock,
    private readonly leases: Leases,
  ) {
    this.#since = clock.wallNow();
  }

  /** Seconds since the last sweep, counted from the start where this process has seen none. */
  async ageSeconds(): Promise<number> {
    const done = await this.leases.lastDone(SWEEP_JOB);
    const last = done && done > this.#since ? done : this.#since;
    return (this.clock.wallNow().getTime() - last.getTime()) / 1000;
  }
}

/** `/healthz` alive, `/readyz` fit to serve, `/metrics` for Prometheus. None tells anything about people or content. */
export const healthRoutes = (uow: UnitOfWork, clock: Clock, sweeps: SweepWatch, metrics: Metrics): Router => {
  const router = new Router();
  router.get("/healthz", (ctx) => {
    ctx.body = { status: "ok" };
  });
  router.get("/readyz", async (ctx) => {
    const database = await uow
      .read((tx) => tx.query("SELECT 1"))
      .then(
        () => true,
        () => false,
      );
    const late = database && (await sweeps.ageSeconds()) > SWEEP_LATE_SECONDS;
    const ready = database && !late;
    ctx.status = ready ? 200 : 503;
    ctx.body = { status: ready ? "ok" : "unready", database: database ? "ok" : "unreachable", sweeps: late ? "late" : "ok" };
  });
  router.get("/metrics", async (ctx) => {
    // what this process counted by itself is wanted most when the database is gone
    await measured(uow, clock, sweeps, metrics).catch(() => undefined);
    ctx.type = metrics.registry.contentType;
    ctx.body = await metrics.registry.metrics();
  });
  return router;
};

const measured = async (uow: UnitOfWork, clock: Clock, sweeps: SweepWatch, metrics: Metrics): Promise<void> => {
  await uow.read(async (tx) => {
    for (const lane of LANES) {
      const [oldest] = await tx.find(OutboxMessage, {
        where: { lane, state: "pending", dueAt: LessThanOrEqual(clock.now()) },
        order: { dueAt: "ASC" },
        take: 1,
      });
      metrics.queueAge(lane, oldest ? (clock.now().getTime() - oldest.dueAt.getTime()) / 1000 : 0);
    }
  });
  metrics.swept(await sweeps.ageSeconds());
};
