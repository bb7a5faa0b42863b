import Router from "koa-router";
import { LessThanOrEqual } from "typeorm";
import { OutboxMessage } from "../../entities/outbox-message.js";
import type { Clock } from "../kernel/clock.js";
import type { UnitOfWork } from "../kernel/unit-of-work.js";
import type { Metrics } from "./metrics.js";

const SWEEP_LATE_MS = 180_000;
const LANES = [0, 1, 2, 3];

/** When the sweeps last ran, in wall time; readiness fails when one is late. */
export class SweepWatch {
  #last: Date;

  constructor(
    private readonly clock: Clock,
    private readonly metrics: Metrics,
  ) {
    this.#last = clock.wallNow();
  }

  ran(): void {
    const now = this.clock.wallNow();
    this.metrics.swept((now.getTime() - this.#last.getTime()) / 1000);
    this.#last = now;
  }

  late(): boolean {
    return this.clock.wallNow().getTime() - this.#last.getTime() > SWEEP_LATE_MS;
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
    const ready = database && !sweeps.late();
    ctx.status = ready ? 200 : 503;
    ctx.body = { status: ready ? "ok" : "unready", database: database ? "ok" : "unreachable", sweeps: sweeps.late() ? "late" : "ok" };
  });
  router.get("/metrics", async (ctx) => {
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
    ctx.type = metrics.registry.contentType;
    ctx.body = await metrics.registry.metrics();
  });
  return router;
};
