import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "chai";
import { systemActor } from "../../server/audit/record.js";
import { compose } from "../../server/compose.js";
import { bringUpToDate, openDataSource } from "../../server/data-source.js";
import { openLog } from "../../server/operations/log.js";
import { Program } from "../faults/program.js";
import { readerOf, type Row } from "../faults/rows.js";
import { testClock } from "../support/clock.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";
import { Desk } from "../support/desk.js";

describe("article 11 › three processes on one database", function () {
  this.timeout(120_000);
  let database: FreshDatabase;
  before(function () {
    if (process.env.TEST_DATABASE_URL) return;
    console.log("      skipped: several processes are for MySQL; npm run test:mysql runs this");
    this.skip();
  });
  beforeEach(async () => {
    database = await freshDatabase();
  });

  const rows = async (text: string): Promise<Row[]> => {
    const reader = await readerOf(database.url);
    return reader.all(text).finally(() => reader.close());
  };

  it("a job fires once at each of its moments, and at every one", async () => {
    const dataSource = await openDataSource(database.url);
    await bringUpToDate(dataSource);
    await dataSource.destroy();
    const child = () =>
      promisify(execFile)(process.execPath, ["--import", "tsx", "test/races/child.ts", "6000"], {
        env: { PATH: process.env.PATH, DATABASE_URL: database.url },
      });
    await Promise.all([child(), child(), child()]);
    const runs = await rows("SELECT value FROM counter");
    const taken = await rows("SELECT `key` FROM cron_lease WHERE `key` LIKE 'probe%' ORDER BY `key`");
    const moments = taken.map(({ key }) => Date.parse(String(key).replace("probe:", "")) / 1000);
    expect(moments.length).to.be.greaterThan(3);
    expect(runs).to.have.length(moments.length);
    expect(moments).to.deep.equal(moments.map((_, index) => (moments[0] ?? 0) + index));
    await database.drop();
  });

  it("record on where a backup was restored without its procedure, which npm run migrate puts back", async () => {
    const desk = await Desk.open();
    const { uow, audit, headFile } = desk.services;
    const dataSource = await openDataSource(desk.database.url);
    const act = { action: "test.done", subject: { type: "test", id: "t" }, actor: systemActor("测试"), via: "system" as const };
    const recorded = async (): Promise<number> => {
      await uow.run((tx) => Promise.resolve(audit.record(tx, act)));
      await headFile.settled();
      const { entries, broken } = await audit.verify();
      expect(broken).to.equal(null);
      return entries;
    };
    const procedures = async (): Promise<number> =>
      (await dataSource.query<unknown[]>("SHOW PROCEDURE STATUS WHERE Db = DATABASE() AND Name = 'chain_acts'")).length;
    const before = await recorded();
    await dataSource.query("DROP PROCEDURE chain_acts");
    expect(await recorded()).to.equal(before + 1);
    for (let times = 0; times < 2; times += 1) {
      await bringUpToDate(dataSource);
      expect(await procedures()).to.equal(1);
    }
    expect(await recorded()).to.equal(before + 2);
    await dataSource.destroy();
    await desk.close();
  });

  it("start together on an empty database, import the organisation once, ask for one token, and send every card once", async () => {
    const dataSource = await openDataSource(database.url);
    await bringUpToDate(dataSource);
    await dataSource.destroy();
    const first = await Program.open({ database, asleep: true, logLevel: "debug" });
    const others = [await first.beside(), await first.beside()];
    const all = [first, ...others];
    try {
      await Promise.all(all.map((program) => program.start()));
      expect(await rows("SELECT seq FROM audit_entry WHERE action = 'organisation.imported'")).to.have.length(1);
      expect(new Set((await rows("SELECT name FROM program_presence")).map(({ name }) => name)).size).to.equal(3);
      const titles = all.flatMap((_, index) => [1, 2, 3].map((number) => `稿件${index}${number}`));
      await Promise.all(titles.map((title, index) => (all[index % 3] ?? first).submit(title)));
      for (const title of titles) {
        for (const userid of ["first.1", "first.2"]) {
          await first.card(userid, `初审：${title}`);
          expect(first.cards(userid, `初审：${title}`), `${userid} ${title}`).to.have.length(1);
        }
      }
      expect(first.sandbox.journal.filter(({ path }) => path.endsWith("/gettoken"))).to.have.length(1);
      for (const program of all) expect(await program.stop()).to.equal(0);
      expect(await rows("SELECT name FROM program_presence")).to.deep.equal([]);
      const secrets = await first.secrets();
      const told = [...all.map((program) => program.said()), JSON.stringify(await rows("SELECT * FROM shared_token"))].join("\n");
      expect(told).to.contain('"msg":"message"');
      for (const secret of secrets) expect(told.includes(secret)).to.equal(false);
      expect((await first.verify()).code).to.equal(0);
    } finally {
      for (const program of others) await program.leave();
      await first.close();
    }
  });

  it("a clock that one of them has moved goes on in the others, and never back", async () => {
    const desk = await Desk.open({ database });
    const other = compose(desk.services.env, await openDataSource(database.url), openLog("silent"), testClock());
    try {
      await other.clockwork?.adopt();
      await desk.advance("PT3H");
      const moved = desk.services.clock.now().getTime();
      // the other one does not know of it yet
      await other.clockwork?.walkTo(new Date(moved + 60_000));
      expect(other.clock.now().getTime()).to.be.at.least(moved + 60_000);
      await desk.services.clockwork?.adopt();
      expect(desk.services.clock.now().getTime()).to.be.at.least(moved + 60_000);
      await Promise.all([desk.advance("PT1H"), other.clockwork?.walkTo(new Date(moved + 120_000))]);
      const [row] = await rows("SELECT offsetMs FROM clock_offset");
      const third = testClock();
      third.adopt(Number(row?.["offsetMs"]));
      expect(third.now().getTime()).to.be.at.least(moved + 3_600_000);
    } finally {
      await other.close();
      await desk.close();
    }
  });
});
