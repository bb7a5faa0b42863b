import { expect } from "chai";
import { Account } from "../../entities/account.js";
import { Appointment } from "../../entities/appointment.js";
import { OrganisationState } from "../../entities/organisation-state.js";
import { Person } from "../../entities/person.js";
import { Unit } from "../../entities/unit.js";
import { compose } from "../../server/compose.js";
import { openDataSource } from "../../server/data-source.js";
import { directoryOf } from "../../server/identity/directory.js";
import { changeRows, rowWhere } from "../../server/kernel/rows.js";
import type { Tx } from "../../server/kernel/unit-of-work.js";
import { openLog } from "../../server/operations/log.js";
import { testClock } from "../support/clock.js";
import { Desk } from "../support/desk.js";

describe("the organisation as a transaction sees it", function () {
  this.timeout(30_000);
  let desk: Desk;
  before(async () => {
    desk = await Desk.open();
  });
  after(() => desk.close());

  const mark = (tx: Tx) => tx.findOneByOrFail(OrganisationState, { id: "now" }).then((state) => state.mark);
  const nameOf = (tx: Tx, userid: string) => directoryOf(tx).then((directory) => directory.person(userid)?.name);

  const changes: [string, (tx: Tx) => Promise<unknown>][] = [
    ["a unit is added", (tx) => tx.insert(Unit, { id: "u-new", name: "新部门", kind: "operating" })],
    ["a unit changes", (tx) => tx.update(Unit, { id: "u-new" }, { name: "改名的部门" })],
    ["a unit goes", (tx) => tx.delete(Unit, { id: "u-new" })],
    [
      "a person is added",
      (tx) => tx.insert(Person, { userid: "p-new", name: "新人", unitId: "media", membership: "none", established: false }),
    ],
    ["a person changes", (tx) => tx.update(Person, { userid: "p-new" }, { name: "改名" })],
    ["a person goes", (tx) => tx.delete(Person, { userid: "p-new" })],
    [
      "an account is added",
      (tx) => tx.insert(Account, { id: "a-new", platform: "weibo", name: "新号", unitId: "media", status: "active" }),
    ],
    ["an account changes", (tx) => tx.update(Account, { id: "a-new" }, { status: "frozen" })],
    ["an account goes", (tx) => tx.delete(Account, { id: "a-new" })],
    ["a post is given", (tx) => tx.insert(Appointment, { id: "post", role: "editor", scopeId: "wx-main", userid: "ed.1x", position: 9 })],
    ["a post moves", (tx) => tx.update(Appointment, { id: "post" }, { position: 8 })],
    ["a post ends", (tx) => tx.delete(Appointment, { id: "post" })],
  ];
  for (const [what, change] of changes) {
    it(`is read anew when ${what}, by whatever means`, async () => {
      const before = await desk.services.uow.read(mark);
      const after = await desk.services.uow.run(async (tx) => {
        await change(tx);
        return mark(tx);
      });
      expect(after).not.to.equal(before);
    });
  }

  it("shows a change to the transaction that makes it at once, and to no other once it is taken back", async () => {
    const seen = await desk.services.uow
      .run(async (tx) => {
        expect(await nameOf(tx, "ed.1")).not.to.equal("另一个名字");
        await tx.update(Person, { userid: "ed.1" }, { name: "另一个名字" });
        expect(await nameOf(tx, "ed.1")).to.equal("另一个名字");
        throw new Error("taken back");
      })
      .catch((error: Error) => error.message);
    expect(seen).to.equal("taken back");
    expect(await desk.services.uow.read((tx) => nameOf(tx, "ed.1"))).not.to.equal("另一个名字");
  });

  it("shows what another process changed, at the next question", async () => {
    const other = compose(desk.services.env, await openDataSource(desk.database.url), openLog("silent"), testClock());
    try {
      await desk.services.uow.read((tx) => nameOf(tx, "ed.2"));
      await other.uow.run((tx) => tx.update(Person, { userid: "ed.2" }, { name: "别处改的" }));
      expect(await desk.services.uow.read((tx) => nameOf(tx, "ed.2"))).to.equal("别处改的");
    } finally {
      await other.close();
    }
  });
});

describe("a question within one unit of work", () => {
  let desk: Desk;
  before(async () => {
    desk = await Desk.open();
  });
  after(() => desk.close());

  it("is answered once until its table is written to, by any kind of statement", async () => {
    await desk.services.uow.run(async (tx) => {
      const statements: string[] = [];
      Object.assign(tx.dataSource, { logger: { logQuery: (text: string) => statements.push(text), logQueryError: () => undefined } });
      const ask = () => rowWhere(tx, Unit, { id: "media" });
      const first = await ask();
      expect(await ask()).to.deep.equal(first);
      expect(statements).to.have.length(1);
      await changeRows(tx, Unit, { id: "media" }, { name: "甲" });
      expect((await ask())?.name).to.equal("甲");
      await tx.update(Unit, { id: "media" }, { name: "乙" });
      expect((await ask())?.name).to.equal("乙");
      await tx.query("UPDATE unit SET name = '丙' WHERE id = 'media'");
      expect((await ask())?.name).to.equal("丙");
      await tx.delete(Unit, { id: "media" });
      expect(await ask()).to.equal(null);
    });
  });

  it("hands each asker a row of their own", async () => {
    await desk.services.uow.read(async (tx) => {
      const first = await rowWhere(tx, Person, { userid: "ed.1" });
      if (first) first.name = "只在手里改";
      expect((await rowWhere(tx, Person, { userid: "ed.1" }))?.name).not.to.equal("只在手里改");
    });
  });

  it("is asked anew by whoever lost a race, of every table", async () => {
    await desk.services.uow.run(async (tx) => {
      const statements: string[] = [];
      Object.assign(tx.dataSource, { logger: { logQuery: (text: string) => statements.push(text), logQueryError: () => undefined } });
      const ask = () => rowWhere(tx, Person, { userid: "ed.1" });
      await ask();
      expect(await changeRows(tx, Account, { id: "nobody's" }, { name: "无" })).to.equal(0);
      await ask();
      expect((await tx.update(Account, { id: "nobody's" }, { name: "无" })).affected).to.equal(0);
      await ask();
      expect(statements.filter((text) => text.startsWith("SELECT"))).to.have.length(3);
    });
  });
});
