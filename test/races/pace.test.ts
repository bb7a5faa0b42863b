import { expect } from "chai";
import type { DataSource } from "typeorm";
import { openDataSource } from "../../server/data-source.js";
import { Pace } from "../../server/delivery/pace.js";
import { systemClock } from "../../server/kernel/clock.js";
import { UnitOfWork } from "../../server/kernel/unit-of-work.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";

describe("article 24 › the pace of one person, kept by several workers at once", function () {
  this.timeout(30_000);
  let database: FreshDatabase;
  let dataSource: DataSource;
  let uow: UnitOfWork;
  const pace = new Pace(systemClock, SETTING_DEFAULTS);
  before(async () => {
    database = await freshDatabase();
    dataSource = await openDataSource(database.url);
    await dataSource.runMigrations();
    uow = new UnitOfWork(dataSource);
  });
  after(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  it("gives away exactly as many places as there are", async () => {
    const reserved = await Promise.all(Array.from({ length: 40 }, () => uow.run((tx) => pace.reserve(tx, ["first.1", "first.2"], 15))));
    expect(reserved.filter((late) => !late.has("first.1"))).to.have.length(15);
    expect(reserved.filter((late) => !late.has("first.2"))).to.have.length(15);
  });

  it("gathers what exceeds it in one message, and begins another once that one has left", async () => {
    const names = await Promise.all(
      Array.from({ length: 20 }, (_, number) => uow.run((tx) => pace.gathering(tx, "second.1", () => `bundle-${number}`))),
    );
    const [name = ""] = names;
    expect(new Set(names).size).to.equal(1);
    await uow.run((tx) => pace.gathered(tx, "second.1", name));
    expect(await uow.run((tx) => pace.gathering(tx, "second.1", () => "bundle-next"))).to.equal("bundle-next");
    await uow.run((tx) => pace.gathered(tx, "second.1", name));
    expect(await uow.run((tx) => pace.gathering(tx, "second.1", () => "never"))).to.equal("bundle-next");
  });
});
