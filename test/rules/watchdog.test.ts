import { expect } from "chai";
import { calendarCover, isOfTheProgram, jobIsLate, longestGapMinutes, problemsOf, type WatchFacts } from "../../server/operations/rules.js";

const at = (clock: string): Date => new Date(`2026-11-24T${clock}+08:00`);
const HEALTHY: WatchFacts = {
  now: at("10:00:00"),
  steps: [],
  messages: [],
  jobs: [],
  ownerless: [],
  vacant: [],
  wecom: null,
  letters: [],
  taps: [],
  unreachable: [],
};
const row = { id: "1", title: "初审", lane: 3 };

describe("the watchdog (stories §2.3) › what is not as it should be", () => {
  const table: [string, Partial<WatchFacts>, string[]][] = [
    ["nothing", {}, []],
    ["a step that is two minutes late", { steps: [{ ...row, dueAt: at("09:58:00") }] }, []],
    ["a step later than that", { steps: [{ ...row, dueAt: at("09:57:59") }] }, ["step:1"]],
    ["a red one", { steps: [{ ...row, lane: 0, dueAt: at("09:50:00") }] }, ["step:1!"]],
    ["an orange one", { messages: [{ ...row, lane: 1, dueAt: at("09:50:00") }] }, ["message:1!"]],
    ["a message that is due in future", { messages: [{ ...row, dueAt: at("10:04:00") }] }, []],
    ["a message that nobody sends", { messages: [{ ...row, dueAt: at("09:57:00") }] }, ["message:1"]],
    ["a job that is on time", { jobs: [{ name: "sweep", title: "时限巡检", silentMinutes: 2, late: false }] }, []],
    ["a job that is silent", { jobs: [{ name: "sweep", title: "时限巡检", silentMinutes: 4, late: true }] }, ["job:sweep!"]],
    ["a duty that nobody owes", { ownerless: [row] }, ["ownerless:1"]],
    ["an office that nobody holds", { vacant: [{ id: "keepers", words: "没有人担任系统管理员" }] }, ["vacant:keepers"]],
    ["WeCom gone for a moment", { wecom: { since: at("09:55:01"), reason: "无法连接" } }, []],
    ["WeCom gone for five minutes", { wecom: { since: at("09:55:00"), reason: "无法连接" } }, ["wecom:app"]],
    ["a message that one of several did not get", { letters: [{ id: "1", title: "初审", reason: "未收到", dead: false }] }, []],
    ["a message that nobody got", { letters: [{ id: "1", title: "初审", reason: "未收到", dead: true }] }, ["letter:1"]],
    ["a tap that could not be decided", { taps: [{ id: "1", what: "初审卡片上的点按" }] }, ["tap:1"]],
  ];
  for (const [name, given, expected] of table) {
    it(name, () => {
      const found = problemsOf({ ...HEALTHY, ...given });
      expect(found.map(({ key, urgent }) => `${key}${urgent ? "!" : ""}`)).to.deep.equal(expected);
    });
  }

  it("says how late, and what keeps the heartbeat from being sent", () => {
    const facts = {
      ...HEALTHY,
      steps: [{ ...row, dueAt: at("09:52:30") }],
      letters: [{ id: "2", title: "二审", reason: "未收到", dead: true }],
    };
    const [step, letter] = problemsOf(facts);
    expect(step?.words).to.equal("初审：下一步应在 11月24日 09:52，已迟 7 分钟");
    expect([step, letter].map((problem) => problem && isOfTheProgram(problem))).to.deep.equal([true, false]);
  });
});

describe("the state of the program › until when working days are known", () => {
  const table: [string, string, number[], string | null, number | null][] = [
    ["this year alone, in summer", "2026-09-30", [2025, 2026], "2026-12-31", null],
    ["this year alone, in October", "2026-10-01", [2025, 2026], "2026-12-31", 2027],
    ["next year too", "2026-12-31", [2026, 2027], "2027-12-31", null],
    ["not even this year", "2027-01-01", [2025, 2026], null, 2027],
  ];
  for (const [name, today, years, until, missing] of table) {
    it(name, () => {
      const cover = calendarCover(today, (day) => years.includes(Number(day.slice(0, 4))));
      expect(cover.until).to.equal(until);
      if (missing === null) expect(cover.missing).to.equal(null);
      else expect(cover.missing).to.contain(`${missing} 年的放假安排还没有录入`);
    });
  }
});

describe("the watchdog › how long a job may be silent", () => {
  const gaps: [string, number][] = [
    ["* * * * *", 1],
    ["* * * * * *", 1],
    ["*/5 * * * *", 5],
    ["17 * * * *", 60],
    ["7,17,27,37,47,57 * * * *", 10],
    ["0,50 * * * *", 50],
    ["41 3 * * *", 1440],
    ["0 8,20 * * *", 720],
    ["0 9-17 * * *", 960],
    ["10 9 * * 1-5", 7 * 1440],
    ["0 0 1 * *", 31 * 1440],
  ];
  for (const [schedule, minutes] of gaps)
    it(`${schedule} runs every ${minutes} minutes at the longest`, () => expect(longestGapMinutes(schedule)).to.equal(minutes));

  it("is its pause and two minutes more", () => {
    expect(jobIsLate("* * * * *", 180_000)).to.equal(false);
    expect(jobIsLate("* * * * *", 180_001)).to.equal(true);
    expect(jobIsLate("17 * * * *", 62 * 60_000)).to.equal(false);
  });
});
