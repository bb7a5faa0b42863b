import { expect } from "chai";
import type { DataSource } from "typeorm";
import { Counter } from "../../entities/housekeeping.js";
import { openDataSource } from "../../server/data-source.js";
import { isDuplicate, UnitOfWork, type Tx } from "../../server/kernel/unit-of-work.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
const add = (tx: Tx, name: string) => tx.insert(Counter, { name, value: 1 });

describe("a unit of work", function () {
  this.timeout(30_000);
  let database: FreshDatabase;
  let dataSource: DataSource;
  let uow: UnitOfWork;
  beforeEach(async () => {
    database = await freshDatabase();
    dataSource = await openDataSource(database.url);
    await dataSource.runMigrations();
    uow = new UnitOfWork(dataSource);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const names = async (): Promise<string[]> => (await uow.read((tx) => tx.find(Counter))).map((row) => row.name).sort();

  it("that rolls back takes nothing of its neighbours with it", async () => {
    const failing = uow.run(async (tx) => {
      await add(tx, "a");
      await pause(30);
      throw new Error("planted");
    });
    const committing = uow.run(async (tx) => {
      await add(tx, "b");
      await pause(10);
    });
    const single = uow.run((tx) => add(tx, "c"));
    expect(await failing.catch((error: Error) => error.message)).to.equal("planted");
    await Promise.all([committing, single]);
    expect(await names()).to.deep.equal(["b", "c"]);
  });

  it("keeps exact count among 300 at once", async () => {
    const jobs = Array.from({ length: 300 }, (_, index) =>
      uow
        .run(async (tx) => {
          await add(tx, `n${index}`);
          if (index % 3 === 0) throw new Error("planted");
          await add(tx, `m${index}`);
        })
        .catch((error: Error) => expect(error.message).to.equal("planted")),
    );
    await Promise.all(jobs);
    expect(await names()).to.have.length(400);
  });

  it("is not opened inside another", async () => {
    const nested = uow.run(() => uow.run((tx) => add(tx, "x")));
    expect(String(await nested.catch((error: unknown) => error))).to.contain("inside another");
    expect(await names()).to.deep.equal([]);
  });

  it("is the only way to the database", async () => {
    expect(() => dataSource.createQueryRunner()).to.throw(/unit of work/);
    const outside = await dataSource.manager.find(Counter).catch((error: unknown) => String(error));
    expect(outside).to.contain("unit of work");
    const inside = uow.run(() => dataSource.manager.insert(Counter, { name: "stray", value: 1 }));
    expect(String(await inside.catch((error: unknown) => error))).to.contain("unit of work");
  });

  it("is closed to a statement that somebody forgot to await", async () => {
    let late: Promise<unknown> = Promise.resolve();
    await uow.run(async (tx) => {
      await add(tx, "kept");
      late = pause(20).then(() => add(tx, "late"));
      late.catch(() => undefined);
    });
    const next = uow.run(async (tx) => {
      await pause(60);
      await add(tx, "next");
      throw new Error("planted");
    });
    expect(String(await late.catch((error: unknown) => error))).to.match(/released/i);
    await next.catch(() => undefined);
    expect(await names()).to.deep.equal(["kept"]);
  });

  it("does its last steps once before the commit, and what follows after it, outside", async () => {
    const order: string[] = [];
    let followed: Promise<unknown> = Promise.resolve();
    await uow.run(async (tx) => {
      for (let asked = 0; asked < 2; asked += 1) {
        uow.beforeCommit(tx, "step", (last) => {
          order.push("before");
          return add(last, "last").then(() => undefined);
        });
      }
      uow.afterCommit(tx, () => {
        order.push("after");
        followed = uow.run((other) => add(other, "followed"));
      });
      order.push("work");
      await add(tx, "work");
    });
    await followed;
    expect(order).to.deep.equal(["work", "before", "after"]);
    expect(await names()).to.deep.equal(["followed", "last", "work"]);
  });

  it("that rolled back is followed by nothing", async () => {
    let followed = false;
    await uow
      .run((tx) => {
        uow.afterCommit(tx, () => (followed = true));
        return Promise.reject(new Error("planted"));
      })
      .catch(() => undefined);
    expect(followed).to.equal(false);
  });

  it("tells a taken key from other faults, and goes on after it", async () => {
    await uow.run(async (tx) => {
      await add(tx, "twice");
      const error: unknown = await add(tx, "twice").catch((caught: unknown) => caught);
      expect(isDuplicate(error)).to.equal(true);
      expect(isDuplicate(new Error("other"))).to.equal(false);
      await add(tx, "once");
    });
    expect(await names()).to.deep.equal(["once", "twice"]);
  });

  it("that cannot be written any more lets the next one through (embedded database)", async function () {
    if (database.engine !== "sqlite") {
      console.log("      skipped: a full page count is a fault of SQLite only");
      return this.skip();
    }
    await uow.read((tx) => tx.query("PRAGMA max_page_count = 1"));
    const big = uow.run(async (tx) => {
      for (let index = 0; index < 2000; index += 1) await add(tx, `${"x".repeat(30)}${index}`);
    });
    expect(String(await big.catch((error: unknown) => error))).to.match(/full/i);
    await uow.read((tx) => tx.query("PRAGMA max_page_count = 1000000"));
    await uow.run((tx) => add(tx, "after"));
    expect(await names()).to.deep.equal(["after"]);
  });
});
