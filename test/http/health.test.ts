import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { expect } from "chai";
import { Leases } from "../../server/clockwork/leases.js";
import { healthRoutes, SWEEP_JOB, SweepWatch } from "../../server/operations/health.js";
import { openMetrics } from "../../server/operations/metrics.js";
import { Desk } from "../support/desk.js";

const SECOND_MS = 1000;

describe("readiness", () => {
  let desk: Desk;
  let server: Server;
  let leases: Leases;
  let ahead = 0;
  before(async () => {
    desk = await Desk.open();
    const { uow, clock } = desk.services;
    const shifted = { now: () => clock.now(), wallNow: () => new Date(Date.now() + ahead) };
    leases = new Leases(uow, shifted);
    const answer = new Koa().use(healthRoutes(uow, shifted, new SweepWatch(shifted, leases), openMetrics()).routes()).callback();
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  });
  after(async () => {
    await new Promise((resolve) => server.close(resolve));
    await desk.close();
  });

  const asked = async (path: string): Promise<[number, string]> => {
    const response = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`);
    return [response.status, await response.text()];
  };

  it("fails while the sweep is more than three minutes late, and comes back with it", async () => {
    expect((await asked("/readyz"))[0]).to.equal(200);
    ahead = 179 * SECOND_MS;
    expect((await asked("/readyz"))[0]).to.equal(200);
    ahead = 185 * SECOND_MS;
    expect(await asked("/readyz")).to.deep.equal([503, '{"status":"unready","database":"ok","sweeps":"late"}']);
    expect((await asked("/healthz"))[0]).to.equal(200);
    expect((await asked("/metrics"))[1]).to.match(/desk_sweep_lag_seconds 18\d/);
    await leases.done("another.job");
    expect((await asked("/readyz"))[0], "another job is no sweep").to.equal(503);
    await leases.done(SWEEP_JOB);
    expect((await asked("/readyz"))[0]).to.equal(200);
  });
});
