import { expect } from "chai";
import { nextAskingDay } from "../../server/calendar/asking.js";
import { readList } from "../../server/calendar/rules/list.js";
import { recounted } from "../../server/calendar/rules/recount.js";
import { wantedYears } from "../../server/calendar/rules/missing.js";
import { seedFacts } from "../../server/kernel/calendar-seed.js";
import { WorkingCalendar, type CalendarDay } from "../../server/kernel/calendar.js";
import { dueAt } from "../../server/kernel/due.js";
import { localMoment } from "../../server/kernel/local-time.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import type { Span } from "../../server/regulation/span.js";
import { CALENDAR_2027 } from "../support/calendar-2027.js";

const FACTS = seedFacts(SETTING_DEFAULTS);
const before = new WorkingCalendar(FACTS);
const day = (of: string, kind: CalendarDay["kind"]): CalendarDay => ({ day: of, kind, name: "" });
const corrected = (...days: CalendarDay[]): WorkingCalendar =>
  new WorkingCalendar({
    ...FACTS,
    days: [...FACTS.days.filter((each) => !days.some((other) => other.day === each.day)), ...days],
    version: "2",
  });
const at = (text: string): Date => new Date(`${text.replace(" ", "T")}:00+08:00`);

/** The due time of a deadline that was opened under the old calendar, after the correction, seen at `now`. */
const after = (span: Span, startedAt: string, calendar: WorkingCalendar, now: string): string => {
  const due = dueAt(span, at(startedAt), before);
  const deadline = { span: span as object, startedAt: at(startedAt), dueAt: due.at, dueWords: due.words, provisional: due.provisional };
  const { due: next, outcome } = recounted(deadline, before, calendar, at(now));
  return `${outcome} ${next.at === null ? "" : localMoment(next.at)}`;
};

describe("article 15 › an open deadline counted again (§2.1)", () => {
  const spring = corrected(day("2026-02-14", "holiday"));
  const TABLE: [string, Span, string, WorkingCalendar, string, string][] = [
    ["a make-up Saturday is called off", { workingDays: 1 }, "2026-02-13 10:00", spring, "2026-02-13 12:00", "moved 2月24日 18:00"],
    [
      "a Monday becomes a day off",
      { workingDays: 1 },
      "2026-11-27 10:00",
      corrected(day("2026-11-30", "holiday")),
      "2026-11-28 09:00",
      "moved 12月1日 18:00",
    ],
    [
      "a Saturday becomes a working day",
      { workingDays: 1 },
      "2026-11-27 10:00",
      corrected(day("2026-11-28", "makeUp")),
      "2026-11-27 12:00",
      "moved 11月28日 18:00",
    ],
    [
      "the same, told when it is over",
      { workingDays: 1 },
      "2026-11-27 10:00",
      corrected(day("2026-11-28", "makeUp")),
      "2026-11-29 09:00",
      "passed 11月30日 18:00",
    ],
    [
      "a day that does not lie between",
      { workingDays: 1 },
      "2026-11-27 10:00",
      corrected(day("2026-12-01", "holiday")),
      "2026-11-28 09:00",
      "same 11月30日 18:00",
    ],
    [
      "working hours",
      { workingHours: 4 },
      "2026-11-27 17:00",
      corrected(day("2026-11-30", "holiday")),
      "2026-11-28 09:00",
      "moved 12月1日 11:30",
    ],
    [
      "natural hours",
      { hours: 24 },
      "2026-11-29 17:00",
      corrected(day("2026-11-30", "holiday")),
      "2026-11-29 18:00",
      "same 11月30日 17:00",
    ],
    [
      "the same local day",
      { sameDay: true },
      "2026-11-30 09:00",
      corrected(day("2026-11-30", "holiday")),
      "2026-11-30 10:00",
      "same 12月1日 00:00",
    ],
    [
      "before a planned day",
      { before: { workingDays: 3 } },
      "2026-10-15 10:00",
      corrected(day("2026-10-13", "holiday")),
      "2026-09-20 10:00",
      "moved 10月10日 18:00",
    ],
    ["no clock at all", "open", "2026-11-27 10:00", spring, "2026-11-28 09:00", "same "],
  ];
  for (const [title, span, startedAt, calendar, now, expected] of TABLE)
    it(title, () => expect(after(span, startedAt, calendar, now)).to.equal(expected));

  it("leaves a due time that the domain reached otherwise, and keeps the words in front of the count", () => {
    const span = { workingDays: 1 };
    const due = dueAt(span, at("2026-11-27 10:00"), before);
    const open = { span, startedAt: at("2026-11-27 10:00"), dueAt: due.at, dueWords: `补充证明，${due.words}`, provisional: false };
    const off = corrected(day("2026-11-30", "holiday"));
    const capped = { ...open, dueAt: at("2026-11-30 12:00") };
    expect(recounted(capped, before, off, at("2026-11-28 09:00"))).to.deep.include({ outcome: "same" });
    expect(recounted(open, before, off, at("2026-11-28 09:00")).due.words).to.equal("补充证明，11月27日后第 1 个工作日（12月1日）18:00 前");
  });

  it("takes 暂定 off what the arrived year leaves where it was", () => {
    const span = { workingDays: 1 };
    const due = dueAt(span, at("2026-12-31 10:00"), before);
    const open = { span, startedAt: at("2026-12-31 10:00"), dueAt: due.at, dueWords: due.words, provisional: due.provisional };
    const arrived = new WorkingCalendar({ ...FACTS, years: [...FACTS.years, 2027], version: "2" });
    const { due: fixed, outcome } = recounted(open, before, arrived, at("2026-12-31 12:00"));
    expect([open.provisional, outcome, fixed.provisional]).to.deep.equal([true, "same", false]);
    expect(fixed.words).not.to.contain("暂定");
  });
});

describe("article 15 › a year's notice as people write it down", () => {
  const list = (text: string, year = 2027) => readList(text, year);

  it("is read from lines, with stretches, other separators and other ways to write a day", () => {
    const { days, faults } = list(CALENDAR_2027);
    expect(faults).to.deep.equal([]);
    expect([days.length, days.filter(({ kind }) => kind === "makeUp").length]).to.deep.equal([31, 4]);
    expect(days[0]).to.deep.equal({ day: "2027-01-01", kind: "holiday", name: "元旦" });
    const same = CALENDAR_2027.replaceAll(",", "，")
      .replaceAll("~", "至")
      .replace("2027-06-09", "6月9日")
      .replace("2027-09-15", "2027年9月15日")
      .replaceAll("班", "上班")
      .replaceAll("休", "放假")
      .replaceAll("\n", "\r\n\r\n");
    expect(list(`\uFEFF${same}`).days).to.deep.equal(days);
  });

  it("is read from JSON", () => {
    const { days } = list(CALENDAR_2027);
    const json = days.map(({ day: date, kind, name }) => ({ date, kind: kind === "holiday" ? "休" : "班", name }));
    expect(list(JSON.stringify(json))).to.deep.equal({ days, faults: [] });
    expect(list("[{]").faults[0]?.message).to.contain("JSON 格式有误");
    expect(list('{"days":[]}').faults[0]?.message).to.contain("JSON 应为列表");
  });

  const WRONG: [string, number, string][] = [
    ["", 0, "没有内容"],
    ["2027-01-01,休,元旦", 0, "只有 1 天休假"],
    ["元旦,休", 1, "不是日期"],
    ["2027-13-01,休", 1, "不是日期"],
    ["2027-01-01~,休", 1, "不是日期"],
    ["2027-01-03~2027-01-01,休", 1, "起止颠倒或太长"],
    ["2027-01-01~2027-03-01,休", 1, "起止颠倒或太长"],
    ["2027-12-30~2028-01-02,休", 1, "不在 2027 年"],
    ["2027-01-01", 1, "第二栏应为 休 或 班"],
    ["2027-01-04,班", 1, "星期一"],
    [`2027-01-01,休,${"长".repeat(21)}`, 1, "名称最多 20 个字"],
    ["2027-01-01,休\n2027-01-01~2027-01-03,休", 2, "与第 1 行重复"],
    ["2027-01-01,休\n".repeat(401), 0, "最多 400 行"],
  ];
  for (const [text, line, words] of WRONG)
    it(`refuses 「${text.slice(0, 30).replace("\n", "⏎")}」 with its line`, () => {
      const [fault] = list(text).faults;
      expect([fault?.line, fault?.message]).to.satisfy(([where, message]: [number, string]) => where === line && message.includes(words));
    });

  it("is wanted from October of the year before on, and asked for weekly, then daily", () => {
    expect([wantedYears("2026-09-30"), wantedYears("2026-10-01")]).to.deep.equal([[2026], [2026, 2027]]);
    const asked = ["2026-10-01", "2026-11-23", "2026-11-26", "2026-11-30", "2026-12-01", "2027-01-05"].map((today) =>
      nextAskingDay(today, 2027),
    );
    expect(asked).to.deep.equal(["2026-10-08", "2026-11-30", "2026-12-01", "2026-12-01", "2026-12-02", "2027-01-06"]);
  });
});
