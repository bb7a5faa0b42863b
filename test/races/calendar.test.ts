import { expect } from "chai";
import { Deadline } from "../../entities/deadline.js";
import type { Services } from "../../server/compose.js";
import { loadActor, type Actor } from "../../server/identity/actor.js";
import { localDay, localMoment } from "../../server/kernel/local-time.js";
import { Desk } from "../support/desk.js";
import { secondProgram } from "../support/second-program.js";

const actor = async ({ uow, clock }: Services, userid: string): Promise<Actor> => {
  const found = await uow.read((tx) => loadActor(tx, userid, "page", localDay(clock.now())));
  if (!found) throw new Error(userid);
  return found;
};
const MONDAY_OFF = { day: "2026-11-30", kind: "holiday" as const, name: null, document: "国办发明电〔2026〕9号", reason: "临时通知放假" };

describe("article 15 › one working calendar in several programs", () => {
  let desk: Desk;
  let other: Services;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-27T17:00:00+08:00" });
    other = await secondProgram(desk);
  });
  afterEach(async () => {
    await other.close();
    await desk.close();
  });

  const dues = (): Promise<string[]> =>
    desk.services.uow.read(async (tx) => {
      const open = await tx.findBy(Deadline, { duty: "firstReviewer", state: "open" });
      return open.map(({ dueAt }) => localMoment(dueAt as Date)).sort();
    });

  it("counts by a correction in the other program when that next looks, without a restart", async () => {
    await desk.services.calendars.correct(await actor(desk.services, "pub.1"), MONDAY_OFF);
    expect(desk.services.calendar.isWorkingDay("2026-11-30")).to.equal(false);
    expect(other.calendar.isWorkingDay("2026-11-30")).to.equal(true);
    await other.editions.catchUp();
    expect(other.calendar.isWorkingDay("2026-11-30")).to.equal(false);
    expect(other.calendar.version).to.equal(desk.services.calendar.version);
  });

  it("puts right what a program opened in the second before it knew, and turns nothing back", async () => {
    await desk.submitted("先开始的");
    await other.calendars.correct(await actor(other, "pub.1"), MONDAY_OFF);
    await desk.submitted("还不知道时开始的");
    expect(await dues()).to.deep.equal(["11月30日 11:30", "12月1日 11:30"]);
    await desk.settle();
    expect(await dues()).to.deep.equal(["12月1日 11:30", "12月1日 11:30"]);
  });

  it("moves each deadline once and tells each person once, however many programs count at once", async () => {
    for (let draft = 0; draft < 6; draft += 1) await desk.submitted(`第 ${draft} 稿`);
    await desk.news();
    const beside = desk.database.engine === "mysql" ? other : desk.services;
    const moved = await Promise.all([
      desk.services.calendars.correct(await actor(desk.services, "pub.1"), MONDAY_OFF),
      ...[beside, desk.services, beside].map(({ recount }) => recount.run()),
    ]);
    await beside.recount.run();
    expect(moved.reduce((sum, each) => sum + each, 0)).to.equal(6);
    expect(new Set(await dues())).to.deep.equal(new Set(["12月1日 11:30"]));
    const news = await desk.news();
    for (const userid of ["first.1", "first.2", "ed.1", "media.head"]) expect(news[userid]?.length, userid).to.equal(6);
    expect(Object.keys(news).length).to.equal(4);
  });

  it("takes what the program brought along once, however many programs start at once", async () => {
    await Promise.all([desk.services.calendars.seed(), ...(desk.database.engine === "mysql" ? [other.calendars.seed()] : [])]);
    const head = await actor(desk.services, "pub.1");
    const { years, changes } = await desk.services.calendars.view(head);
    expect(years.map(({ year }) => year)).to.deep.equal([2024, 2025, 2026, 2027]);
    expect(changes.length).to.equal(4);
  });

  it("lets one of two who put the same day right at once, and tells the other", async () => {
    const beside = desk.database.engine === "mysql" ? other : desk.services;
    const said = await Promise.allSettled([
      desk.services.calendars.correct(await actor(desk.services, "pub.1"), MONDAY_OFF),
      beside.calendars.correct(await actor(beside, "pub.head"), MONDAY_OFF),
    ]);
    const told = said.flatMap((each) => (each.status === "rejected" ? [(each.reason as { code?: string }).code] : []));
    expect(told).to.deep.equal(["calendar.unchanged"]);
  });
});
