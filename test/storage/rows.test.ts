import { expect } from "chai";
import type { DataSource } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { Counter } from "../../entities/housekeeping.js";
import { InboxEvent } from "../../entities/inbox-event.js";
import { Person } from "../../entities/person.js";
import { openDataSource } from "../../server/data-source.js";
import { newId } from "../../server/kernel/ids.js";
import { changeEach, changeRows, insertRows, rowLocked, rowsUpTo, rowsWhere, rowWhere, undoable } from "../../server/kernel/rows.js";
import { UnitOfWork } from "../../server/kernel/unit-of-work.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";

const AT = new Date("2026-11-24T01:02:03.999Z");

const deadline = (extra: Partial<Deadline> = {}): Deadline => ({
  id: newId(),
  duty: "firstReviewer",
  article: "11",
  rule: "团粤办发〔2022〕24号",
  subjectType: "draft",
  subjectId: "d1",
  subjectRevision: null,
  state: "open",
  openedAt: AT,
  startedAt: AT,
  dueAt: null,
  dueWords: "普通稿件每级 4 个工作小时",
  provisional: true,
  calendarVersion: "v",
  countedVersion: null,
  span: { workingHours: 4 },
  steps: null,
  nudgedAt: null,
  nextStepAt: AT,
  missedAt: null,
  closedAt: null,
  closedBy: null,
  closedHow: null,
  openKey: null,
  lane: 3,
  ...extra,
});

describe("rows of the hot paths", () => {
  let database: FreshDatabase;
  let dataSource: DataSource;
  let uow: UnitOfWork;
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

  it("come back as TypeORM itself reads them: milliseconds, yes and no, empty, structures", async () => {
    const event = { text: "😀", list: [1, null], deep: { 'quote"': "换行\n" } };
    await uow.run(async (tx) => {
      await insertRows(tx, Deadline, [deadline({ id: "one" }), deadline({ id: "two", provisional: false, subjectRevision: 7, dueAt: AT })]);
      await insertRows(tx, InboxEvent, [
        { dedupeKey: "k", kind: "text", fromUser: "ed.1", receivedAt: AT, state: "done", attempts: 0, event },
      ]);
      const ours = await rowsWhere(tx, Deadline, { subjectId: "d1" }, ["id"]);
      const theirs = await tx.find(Deadline, { where: { subjectId: "d1" }, order: { id: "ASC" } });
      expect(ours).to.deep.equal(theirs.map((row) => ({ ...row })));
      expect(ours[0]).to.include({ provisional: true, subjectRevision: null });
      expect(ours[0]?.openedAt.toISOString()).to.equal(AT.toISOString());
      expect((await rowWhere(tx, InboxEvent, { dedupeKey: "k" }))?.event).to.deep.equal(event);
      expect((await rowWhere(tx, InboxEvent, { dedupeKey: "k" }))?.answer).to.equal(null);
    });
  });

  it("is locked until the unit ends: two who count on at once both count", async () => {
    await uow.run((tx) => insertRows(tx, Counter, [{ name: "locked", value: 0 }]));
    const countOn = (): Promise<number> =>
      uow.run(async (tx) => {
        const { value } = await rowLocked(tx, Counter, { name: "locked" });
        await new Promise((resolve) => setTimeout(resolve, 20));
        return changeRows(tx, Counter, { name: "locked" }, { value: value + 1 });
      });
    expect(await Promise.all([countOn(), countOn(), countOn()])).to.deep.equal([1, 1, 1]);
    expect((await uow.read((tx) => rowWhere(tx, Counter, { name: "locked" })))?.value).to.equal(3);
    const missing = await uow.run((tx) => rowLocked(tx, Counter, { name: "nobody" })).catch((error: Error) => error.message);
    expect(missing).to.equal("counter has no such row");
  });

  it("are found by lists and by emptiness, and not at all by an empty list", async () => {
    await uow.run(async (tx) => {
      await insertRows(tx, Deadline, [deadline({ id: "x1", subjectId: "s" }), deadline({ id: "x2", subjectId: "s", openKey: "k2" })]);
      const ids = async (equal: object): Promise<string[]> =>
        (await rowsWhere(tx, Deadline, { subjectId: "s", ...equal }, ["id"])).map((row) => row.id);
      expect(await ids({ openKey: null })).to.deep.equal(["x1"]);
      expect(await ids({ id: ["x1", "x2"] })).to.deep.equal(["x1", "x2"]);
      expect(await ids({ id: [] })).to.deep.equal([]);
      expect(await rowsWhere(tx, Deadline, { subjectId: undefined }).catch((error: unknown) => String(error))).to.contain("without value");
    });
  });

  it("change only where every condition holds, and say how many did", async () => {
    await uow.run(async (tx) => {
      await insertRows(tx, Deadline, [deadline({ id: "c1" })]);
      expect(await changeRows(tx, Deadline, { id: "c1", state: "open" }, { state: "discharged", closedAt: AT, openKey: null })).to.equal(1);
      expect(await changeRows(tx, Deadline, { id: "c1", state: "open" }, { state: "cancelled" })).to.equal(0);
      expect(await rowWhere(tx, Deadline, { id: "c1" })).to.include({ state: "discharged" });
    });
  });

  it("keep different emoji apart as keys, and people's userids byte by byte", async () => {
    await uow.run(async (tx) => {
      await insertRows(tx, Counter, [
        { name: "😀", value: 1 },
        { name: "😁", value: 2 },
      ]);
      expect((await rowWhere(tx, Counter, { name: "😁" }))?.value).to.equal(2);
      expect(await rowWhere(tx, Person, { userid: "nobody" })).to.equal(null);
    });
  });

  it("change many, each to values of its own, and only while a column is as it was", async () => {
    const people = [deadline({ subjectId: "each1" }), deadline({ subjectId: "each2" }), deadline({ subjectId: "each3" })];
    const to = (lane: number, words: string) => ({ lane, dueWords: words, steps: [{ name: words, at: AT.toISOString() }] });
    const changed = await uow.run(async (tx) => {
      await insertRows(tx, Deadline, people);
      const rows = people.map(({ id, lane }, index) => ({ equal: { id, lane: index === 2 ? 9 : lane }, changes: to(index, `第${index}`) }));
      return changeEach(tx, Deadline, { key: "id", guard: "lane" }, rows);
    });
    expect(changed).to.equal(2);
    const found = await uow.read((tx) => rowsWhere(tx, Deadline, { subjectId: ["each1", "each2", "each3"] }, ["subjectId"]));
    expect(found.map(({ lane, dueWords, steps }) => [lane, dueWords, steps?.[0]?.name])).to.deep.equal([
      [0, "第0", "第0"],
      [1, "第1", "第1"],
      [3, "普通稿件每级 4 个工作小时", undefined],
    ]);
    expect(await uow.run((tx) => changeEach(tx, Deadline, { key: "id" }, []))).to.equal(0);
  });

  it("are found up to a moment, in order, so many; lists change together", async () => {
    const at = (ms: number): Date => new Date(AT.getTime() + ms);
    const some = [3, 1, 2, 4].map((ms) => deadline({ subjectId: `upTo${ms}`, subjectType: "upTo", nextStepAt: at(ms) }));
    await uow.run((tx) => insertRows(tx, Deadline, some));
    const upTo = { column: "nextStepAt" as const, value: at(3) };
    const found = await uow.read((tx) => rowsUpTo(tx, Deadline, { subjectType: "upTo" }, upTo, { order: ["nextStepAt"], most: 2 }));
    expect(found.map(({ subjectId }) => subjectId)).to.deep.equal(["upTo1", "upTo2"]);
    expect(await uow.run((tx) => changeRows(tx, Deadline, { subjectId: ["upTo1", "upTo3"], closedBy: null }, { lane: 0 }))).to.equal(2);
    expect(await uow.run((tx) => changeRows(tx, Deadline, { subjectId: [] }, { lane: 0 }))).to.equal(0);
  });

  it("a part that says false leaves nothing, the rest of its transaction stands", async () => {
    await uow.run(async (tx) => {
      await insertRows(tx, Deadline, [deadline({ subjectType: "undone", subjectId: "before" })]);
      for (const stays of [false, true]) {
        await undoable(tx, async () => {
          await insertRows(tx, Deadline, [deadline({ subjectType: "undone", subjectId: `part ${stays}` })]);
          return stays;
        });
      }
    });
    const found = await uow.read((tx) => rowsWhere(tx, Deadline, { subjectType: "undone" }, ["id"]));
    expect(found.map(({ subjectId }) => subjectId)).to.deep.equal(["before", "part true"]);
  });
});
