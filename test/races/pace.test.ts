import { expect } from "chai";
import type { DataSource } from "typeorm";
import { openDataSource } from "../../server/data-source.js";
import { Pace } from "../../server/delivery/pace.js";
import { systemClock } from "../../server/kernel/clock.js";
import { UnitOfWork, type Tx } from "../../server/kernel/unit-of-work.js";
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

  it("five hundred people take their places at once, in few statements, and of two messages that meet each person has exactly one", async () => {
    const crowd = Array.from({ length: 500 }, (_, number) => `crowd.${number}`);
    const first = await uow.run((tx) => pace.reserve(tx, crowd.slice(0, 100), 1));
    expect(first.size).to.equal(0);
    const statements: string[] = [];
    const counted = (tx: Tx) => {
      const query = tx.query.bind(tx);
      const runner = tx.queryRunner!;
      const run = runner.query.bind(runner);
      Object.assign(tx, { query: (...all: Parameters<typeof query>) => (statements.push(all[0]), query(...all)) });
      Object.assign(runner, { query: (...all: Parameters<typeof run>) => (statements.push(all[0]), run(...all)) });
      return tx;
    };
    const second = await uow.run((tx) => pace.reserve(counted(tx), crowd, 2));
    expect(second.size).to.equal(0);
    expect([...new Set(statements)].filter((text) => text !== "COMMIT")).to.have.length.at.most(5);
    const met = await Promise.all([0, 1, 2].map(() => uow.run((tx) => pace.reserve(tx, crowd, 3))));
    for (const userid of crowd) {
      const places = met.filter((late) => !late.has(userid)).length;
      expect(places, userid).to.equal(Number(userid.slice(6)) < 100 ? 1 : 2);
    }
  });

  it("a phone rings for one call at a time and never too often, whoever asks", async () => {
    const rung = await Promise.all(["a", "b", "c"].map((call) => uow.run((tx) => pace.ring(tx, "lead.top", call))));
    expect(rung.filter((place) => place === "free")).to.have.length(1);
    expect(rung.filter((place) => place === "ringing")).to.have.length(2);
    const mine = ["a", "b", "c"][rung.indexOf("free")] ?? "";
    await uow.run((tx) => pace.rung(tx, "lead.top", "somebody else's"));
    expect(await uow.run((tx) => pace.ring(tx, "lead.top", "d"))).to.equal("ringing");
    const later = [];
    for (const call of [mine, "e", "f"]) {
      await uow.run((tx) => pace.rung(tx, "lead.top", later.length === 0 ? mine : call));
      later.push(await uow.run((tx) => pace.ring(tx, "lead.top", call)));
      await uow.run((tx) => pace.rung(tx, "lead.top", call));
    }
    expect(later).to.deep.equal(["free", "free", "overLimit"]);
  });
});
