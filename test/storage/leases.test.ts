import { expect } from "chai";
import { Leases } from "../../server/clockwork/leases.js";
import { openDataSource } from "../../server/data-source.js";
import { UnitOfWork } from "../../server/kernel/unit-of-work.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";

const DAY_MS = 24 * 3_600_000;

describe("the leases of jobs", () => {
  let database: FreshDatabase;
  let leases: Leases;
  let close: () => Promise<void>;
  let wall = Date.parse("2026-11-24T03:41:00+08:00");
  before(async () => {
    database = await freshDatabase();
    const dataSource = await openDataSource(database.url);
    await dataSource.runMigrations();
    leases = new Leases(new UnitOfWork(dataSource), { now: () => new Date(0), wallNow: () => new Date(wall) });
    close = () => dataSource.destroy();
  });
  after(async () => {
    await close();
    await database.drop();
  });

  it("a planned moment is one process's, and forgotten after a day; when a job last did its work is not", async () => {
    expect(await Promise.all([leases.take("job:1"), leases.take("job:1"), leases.take("job:1")])).to.have.members([true, false, false]);
    await leases.done("job");
    await leases.done("job");
    const done = new Date(wall);
    wall += 2 * DAY_MS;
    await leases.purge();
    await leases.purge();
    expect(await leases.take("job:1")).to.equal(true);
    expect(await leases.lastDone("job")).to.deep.equal(done);
    expect(await leases.lastDone("never")).to.equal(null);
  });
});
