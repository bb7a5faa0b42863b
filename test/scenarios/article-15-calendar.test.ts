import { expect } from "chai";
import { Deadline } from "../../entities/deadline.js";
import type { CalendarChanged, CalendarView, Problem, TodoList } from "../../server/http/contract.js";
import { localMoment } from "../../server/kernel/local-time.js";
import { CALENDAR_2027 } from "../support/calendar-2027.js";
import { Desk } from "../support/desk.js";
import { planned } from "../support/rota.js";

const DOCUMENT = "国办发明电〔2026〕9号";

describe("article 15 › the working calendar is corrected while deadlines run", () => {
  let desk: Desk;
  afterEach(() => desk.close());

  const correct = <T = CalendarChanged>(day: string, kind: string, status = 200, userid = "pub.1"): Promise<T> =>
    desk.as(userid).post<T>("/api/calendar/days", { day, kind, document: DOCUMENT, reason: "国务院办公厅临时通知" }, status);
  const taken = <T = CalendarChanged>(text: string, year = 2027, status = 200): Promise<T> =>
    desk.as("pub.1").post<T>("/api/calendar/years", { year, text, document: DOCUMENT }, status);
  const task = async (draftId: string): Promise<Deadline> =>
    desk.services.uow.read((tx) => tx.findOneByOrFail(Deadline, { subjectId: draftId, duty: "firstReviewer" }));
  const due = async (draftId: string): Promise<string> => localMoment((await task(draftId)).dueAt as Date);

  it("moves an open deadline and its steps, tells both parties and nobody else, once", async () => {
    desk = await Desk.open({ at: "2026-11-27T17:00:00+08:00" });
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    expect(await due(id)).to.equal("11月30日 11:30");
    const changed = await correct("2026-11-28", "makeUp");
    expect(changed.moved).to.equal(1);
    expect(await due(id)).to.equal("11月28日 11:30");
    const { dueWords, calendarVersion, steps } = await task(id);
    expect(dueWords).to.equal("普通稿件每级 4 个工作小时（设置），自 11月27日 17:00 起 4 个工作小时");
    expect(calendarVersion).to.equal(desk.services.calendar.version);
    expect(steps?.find(({ name }) => name === "half")?.at).to.match(/^2026-11-28T01:31/);
    const told = ["时限调整：开学第一课"];
    expect(await desk.news()).to.deep.equal({ "first.1": told, "first.2": told, "ed.1": told, "media.head": told });
    expect(await desk.services.recount.run()).to.equal(0);
    expect(await desk.news()).to.deep.equal({});
  });

  it("says why and from when to when, and keeps it on record with both editions", async () => {
    desk = await Desk.open({ at: "2026-11-27T17:00:00+08:00" });
    const { id } = await desk.submitted("开学第一课");
    await correct("2026-11-30", "holiday");
    await desk.settle();
    const { card } = desk.card("first.1", "时限调整") as unknown as {
      card: { horizontal_content_list: { keyname: string; value: string }[] };
    };
    expect(card.horizontal_content_list.map(({ keyname, value }) => `${keyname} ${value}`)).to.deep.equal([
      "事项 初审",
      "原时限 11月30日 11:30",
      "现时限 12月1日 11:30",
      "原因 2026 年工作日历更正",
      `依据 ${DOCUMENT}`,
    ]);
    const timeline = await desk.as("ed.1").get<{ entries: { sentence: string; article: string }[] }>(`/api/drafts/${id}/timeline`);
    expect(timeline.entries.find(({ sentence }) => sentence.includes("工作日历"))).to.include({
      sentence: "初审：2026 年工作日历更正，时限由 11月30日 11:30 改为 12月1日 11:30",
      article: "11",
    });
    const { uow, audit } = desk.services;
    const entries = await uow.read((tx) => audit.of(tx, { type: "draft", id }));
    const facts = JSON.parse(entries.find(({ action }) => action === "deadline.recounted")?.facts ?? "{}") as object;
    expect(facts).to.include({ calendarBefore: "calendar-4", calendarAfter: "calendar-5", document: DOCUMENT });
  });

  it("moves nothing that is met, missed or counted in natural hours", async () => {
    desk = await Desk.open({ at: "2026-11-27T15:00:00+08:00" });
    const [met, missed] = [await desk.submitted("已办"), await desk.submitted("已逾期")];
    await desk.judge("first.1", met.id, "pass");
    await desk.to("2026-11-30T10:30:00+08:00");
    for (const userid of ["ed.1", "pub.1"]) desk.logOut(userid);
    expect((await task(missed.id)).missedAt).not.to.equal(null);
    const [open, urgent] = [await desk.submitted("在办"), await desk.submitted("加急", { urgency: "urgent" })];
    const before = await Promise.all([met, missed, urgent].map(({ id }) => due(id)));
    await desk.news();
    expect((await correct("2026-11-30", "holiday")).moved).to.equal(1);
    expect(await Promise.all([met, missed, urgent].map(({ id }) => due(id)))).to.deep.equal(before);
    expect(await due(open.id)).to.equal("12月1日 15:00");
    expect(Object.values(await desk.news()).flat()).to.deep.equal(Array.from({ length: 4 }, () => "时限调整：在办"));
  });

  it("makes nobody late: a corrected moment that is over already leaves the old one, and says so on record", async () => {
    desk = await Desk.open({ at: "2026-11-27T17:00:00+08:00" });
    const { id } = await desk.submitted("开学第一课");
    await desk.to("2026-11-28T13:00:00+08:00");
    for (const userid of ["ed.1", "pub.1"]) desk.logOut(userid);
    await desk.news();
    expect((await correct("2026-11-28", "makeUp")).moved).to.equal(0);
    expect(await due(id)).to.equal("11月30日 11:30");
    expect(await desk.news()).to.deep.equal({});
    const { entries } = await desk.as("ed.1").get<{ entries: { sentence: string }[] }>(`/api/drafts/${id}/timeline`);
    expect(entries.map(({ sentence }) => sentence).join()).to.contain("重算的时限 11月28日 11:30 已过，仍按 11月30日 11:30");
  });

  it("a reminder that a correction plans anew at another moment is said again", async () => {
    desk = await Desk.open({ at: "2026-11-27T17:00:00+08:00" });
    await desk.submitted("开学第一课");
    await desk.news();
    const reminded = async (): Promise<string[]> => ((await desk.news())["first.1"] ?? []).filter((title) => !title.startsWith("时限调整"));
    await desk.to("2026-11-30T10:00:00+08:00");
    for (const userid of ["pub.1"]) desk.logOut(userid);
    const before = await reminded();
    expect(before).to.have.length(1);
    expect((await correct("2026-11-30", "holiday")).moved).to.equal(1);
    expect(await reminded()).to.deep.equal([]);
    await desk.to("2026-12-01T10:00:00+08:00");
    expect(await reminded()).to.deep.equal(before);
  });

  it("a moment that was over already does not keep a later correction from moving the deadline", async () => {
    desk = await Desk.open({ at: "2026-11-27T17:00:00+08:00" });
    const { id } = await desk.submitted("开学第一课");
    await desk.to("2026-11-28T13:00:00+08:00");
    expect((await correct("2026-11-28", "makeUp")).moved).to.equal(0);
    await desk.settle();
    expect(await due(id)).to.equal("11月30日 11:30");
    expect((await correct("2026-11-27", "holiday")).moved).to.equal(1);
    expect(await due(id)).to.equal("11月28日 15:00");
    await desk.settle();
    expect(await desk.services.recount.run()).to.equal(0);
  });

  it("counts with the working day that was in force when the deadline was opened (promise 3)", async () => {
    desk = await Desk.open({ at: "2026-11-27T17:00:00+08:00" });
    const { id } = await desk.submitted("开学第一课");
    const value = [
      { start: "09:30", end: "12:00" },
      { start: "14:30", end: "18:00" },
    ];
    const setting = { value, reason: "冬令时间调整", seen: 0 };
    await desk.as("pub.head").post("/api/settings/calendar.workingHours", setting);
    await correct("2026-11-30", "holiday");
    expect(await due(id)).to.equal("12月1日 11:30");
  });

  it("fixes what was provisional when the year arrives, and a later import of the same list changes nothing", async () => {
    desk = await Desk.open({ at: "2026-12-31T17:00:00+08:00", nextYear: false });
    const { id } = await desk.submitted("开学第一课");
    expect(await task(id)).to.include({ provisional: true });
    expect(await due(id)).to.equal("1月1日 11:30");
    await desk.news();
    expect((await taken(CALENDAR_2027)).moved).to.equal(1);
    expect(await task(id)).to.include({ provisional: false });
    expect(await due(id)).to.equal("1月4日 11:30");
    expect((await task(id)).dueWords).not.to.contain("暂定");
    expect(Object.keys(await desk.news()).sort()).to.deep.equal(["ed.1", "first.1", "first.2", "media.head"]);
    expect(await taken<Problem>(CALENDAR_2027, 2027, 409)).to.include({ code: "calendar.unchanged" });
    expect(await desk.news()).to.deep.equal({});
  });
});

describe("article 15 › the next year's calendar is somebody's duty from 1 October on", () => {
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-09-30T09:20:00+08:00", nextYear: false });
  });
  afterEach(() => desk.close());

  /** What each person got about the calendar; other duties of the season go their own way. */
  const told = async (): Promise<Record<string, string[]>> => {
    const about = Object.entries(await desk.news()).map(
      ([userid, titles]) => [userid, titles.filter((title) => title.includes("工作日历"))] as const,
    );
    return Object.fromEntries(about.filter(([, titles]) => titles.length > 0));
  };
  const asked = async (): Promise<number> => {
    const { "pub.1": titles = [], ...others } = await told();
    expect(others).to.deep.equal({});
    return titles.length;
  };
  const week = async (times: number): Promise<number[]> => {
    const counts: number[] = [];
    for (let at = 0; at < times; at += 1) {
      await desk.advance("P7D");
      counts.push(await asked());
    }
    return counts;
  };

  it("asks administrators and the publicity duty once a week, daily in December, and no more once it is there", async () => {
    expect(await asked()).to.equal(0);
    await desk.advance("P1D");
    expect(await asked()).to.equal(1);
    desk.logOut("pub.1");
    const { items } = await desk.as("pub.1").get<TodoList>("/api/todo");
    expect(items.find(({ duty }) => duty === "importCalendar")).to.include({ title: "录入 2027 年工作日历", article: "15" });
    expect(await week(8)).to.deep.equal([1, 1, 1, 1, 1, 1, 1, 1]);
    await desk.to("2026-12-01T17:00:00+08:00");
    await desk.news();
    await desk.advance("PT2H");
    expect(await told()).to.deep.equal({ "pub.head": ["下一年工作日历仍未录入：2027 年"] });
    for (let day = 0; day < 3; day += 1) {
      await desk.advance("P1D");
      expect(await asked()).to.equal(1);
    }
    desk.logOut("pub.1");
    await desk.as("pub.1").post("/api/calendar/years", { year: 2027, text: CALENDAR_2027, document: DOCUMENT });
    await desk.advance("P10D");
    expect(await asked()).to.equal(0);
    desk.logOut("pub.1");
    expect(desk.shows("pub.1", "录入工作日历：2027 年")).to.equal("已录入 2027 年工作日历");
    const open = (await desk.as("pub.1").get<TodoList>("/api/todo")).items.filter(({ duty }) => duty === "importCalendar");
    expect(open).to.deep.equal([]);
  });

  it("stays with those who owe it by office when the desk goes to the next shift, and they get no card anew", async () => {
    await planned(desk, "日期,值班台,值班人,替班人\n2026-10-08,宣传部,pub.1,\n2026-10-09,宣传部,second.1,");
    await desk.to("2026-10-09T08:30:00+08:00");
    await desk.news();
    await desk.press("second.1", "接班：", "takeOver");
    await desk.news();
    for (const run of [1, 2, 3]) {
      await desk.advance("PT2M");
      expect(await told(), `sweep ${run}`).to.deep.equal({});
    }
    const holders = await desk.services.uow.read(async (tx) => {
      const open = await desk.services.deadlines.openOne(tx, "importCalendar", "2027");
      return open && desk.services.deadlines.holders(tx, open.id);
    });
    expect(holders).to.deep.equal(["pub.1"]);
  });
});

describe("article 15 › the calendar's page", () => {
  let desk: Desk;
  before(async () => {
    desk = await Desk.open();
  });
  after(() => desk.close());

  const imported = <T>(body: object, status: number): Promise<T> =>
    desk.as("pub.1").post<T>("/api/calendar/years", { year: 2028, text: CALENDAR_2027, document: DOCUMENT, ...body }, status);
  const corrected = <T>(body: object, status: number): Promise<T> =>
    desk
      .as("pub.1")
      .post<T>(
        "/api/calendar/days",
        { day: "2026-12-05", kind: "makeUp", document: DOCUMENT, reason: "国务院办公厅临时通知", ...body },
        status,
      );

  it("shows everybody the years, the days with the notice they come from, and who changed what", async () => {
    const view = await desk.as("ed.1").get<CalendarView>("/api/calendar?year=2026");
    expect(view).to.deep.include({ year: 2026, covered: true, missing: [], may: [] });
    expect(view.years.map(({ year }) => year)).to.deep.equal([2024, 2025, 2026, 2027]);
    expect(view.days.find(({ day }) => day === "2026-02-14")).to.deep.equal({
      day: "2026-02-14",
      kind: "makeUp",
      name: "春节",
      document: "国务院办公厅 2025-11-04 通知",
    });
    expect(view.changes[0]).to.include({ kind: "import", year: 2027, by: "测试" });
    expect((await desk.as("pub.1").get<CalendarView>("/api/calendar")).may).to.deep.equal(["import", "correct"]);
  });

  it("is changed by administrators, the head of 宣传部 and the publicity duty only", async () => {
    for (const userid of ["data.1", "media.head", "ed.1"])
      expect(await desk.as(userid).post<Problem>("/api/calendar/days", {}, 403)).to.include({ code: "http.not-permitted" });
  });

  it("takes a list as a whole or not at all, with a line per error", async () => {
    const bad = "2028-01-01,休,元旦\n2028-02-30,休\n2029-01-01,休\n2028-01-03,班\n2028-01-01,休\n2028-05-01,假\n";
    const problem = await imported<Problem>({ text: bad }, 422);
    expect(problem.detail).to.contain("有 5 处错误，没有写入任何内容");
    expect(problem.fields).to.deep.equal([
      { path: "第 2 行", message: "「2028-02-30」不是日期，请写成 2028-01-01，连续几天写成 2028-02-05~2028-02-11" },
      { path: "第 3 行", message: "2029-01-01 不在 2028 年，请只贴这一年的安排" },
      { path: "第 4 行", message: "2028-01-03 是星期一，本来就上班，不用写“班”" },
      { path: "第 5 行", message: "2028-01-01 与第 1 行重复" },
      { path: "第 6 行", message: "第二栏应为 休 或 班，现为「假」" },
    ]);
    expect((await imported<Problem>({ text: "2028-01-01,休" }, 422)).fields?.[0]?.message).to.contain("只有 1 天休假");
    expect((await imported<Problem>({ year: 2040, text: CALENDAR_2027.replaceAll("2027", "2040") }, 422)).detail).to.match(/只能录入|错误/);
    expect((await imported<Problem>({ document: "" }, 422)).detail).to.contain("请填写通知文号或日期");
    expect((await desk.as("pub.1").get<CalendarView>("/api/calendar?year=2028")).covered).to.equal(false);
  });

  it("puts single days right where the year is there and the day would really change", async () => {
    expect(await corrected<Problem>({ day: "2028-01-01" }, 409)).to.include({ code: "calendar.year-missing" });
    expect(await corrected<Problem>({ day: "2026-12-07" }, 422)).to.include({ code: "calendar.works-anyway" });
    expect(await corrected<Problem>({ day: "2026-02-31" }, 422)).to.include({ code: "calendar.no-such-day" });
    expect(await corrected<Problem>({ kind: "plain" }, 409)).to.include({ code: "calendar.unchanged" });
    const { days } = await corrected<CalendarView>({}, 200);
    expect(days.find(({ day }) => day === "2026-12-05")).to.include({ kind: "makeUp", document: DOCUMENT });
    expect(desk.services.calendar.isWorkingDay("2026-12-05")).to.equal(true);
    expect(await corrected<Problem>({}, 409)).to.include({ code: "calendar.unchanged" });
    await corrected({ kind: "plain" }, 200);
    expect(desk.services.calendar.isWorkingDay("2026-12-05")).to.equal(false);
    expect(await desk.news()).to.deep.equal({});
  });
});
