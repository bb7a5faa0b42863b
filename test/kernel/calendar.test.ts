import { execFileSync } from "node:child_process";
import { expect } from "chai";
import fc from "fast-check";
import { CalendarYearMissing, WorkingCalendar, type CalendarDay } from "../../server/kernel/calendar.js";
import { SEED_DAYS, SEED_YEARS, seedFacts } from "../../server/kernel/calendar-seed.js";
import { addDays, instantOf, isLocalDay, localClock, localDay, localIso, localMoment, remaining } from "../../server/kernel/local-time.js";
import { SETTING_DEFAULTS, type WorkingPeriod } from "../../server/regulation/settings.js";

const FACTS = seedFacts(SETTING_DEFAULTS);
const calendar = new WorkingCalendar(FACTS);
const at = (text: string): Date => new Date(`${text.replace(" ", "T")}:00+08:00`);
const worked = (from: string, hours: number): string => {
  const end = calendar.addWorkingHours(at(from), hours);
  return `${localDay(end)} ${localClock(end)}`;
};

/** Any day of 2024–2026, far enough from the ends to count in either direction. */
const someDay = fc.integer({ min: 60, max: 1096 - 90 }).map((n) => addDays("2024-01-01", n));
const someWorkingDay = someDay.filter((day) => calendar.isWorkingDay(day));

describe("local time", () => {
  it("turns at midnight in Shanghai, whatever the machine's zone", () => {
    expect(localDay(at("2026-10-02 23:59"))).to.equal("2026-10-02");
    expect(localDay(new Date("2026-10-02T15:59:59.999Z"))).to.equal("2026-10-02");
    expect(localDay(new Date("2026-10-02T16:00:00Z"))).to.equal("2026-10-03");
    expect(instantOf("2026-10-03", "00:00").toISOString()).to.equal("2026-10-02T16:00:00.000Z");
    expect(instantOf("2026-10-02", "24:00").getTime()).to.equal(instantOf("2026-10-03", "00:00").getTime());
  });

  it("refuses days and times that do not exist", () => {
    for (const day of ["2026-02-30", "2026-13-01", "2026-2-3", "20260203", "", "2026-02-03T00:00"]) {
      expect(isLocalDay(day), day).to.equal(false);
      expect(() => instantOf(day, "10:00"), day).to.throw(RangeError, "不是有效的日期");
    }
    expect(isLocalDay("2028-02-29")).to.equal(true);
    for (const clock of ["24:01", "25:00", "8:30", "10:60", "", "10:00:00"])
      expect(() => instantOf("2026-02-03", clock)).to.throw(RangeError);
  });

  it("writes moments as people read them and as HTTP sends them", () => {
    expect(localMoment(at("2026-11-23 10:14"))).to.equal("11月23日 10:14");
    expect(localClock(at("2026-11-23 00:05"))).to.equal("00:05");
    expect(localIso(at("2026-11-23 00:05"))).to.equal("2026-11-23T00:05:00.000+08:00");
    expect(new Date(localIso(at("2026-11-23 00:05"))).getTime()).to.equal(at("2026-11-23 00:05").getTime());
  });

  it("never says more time is left, or has run over, than is true", () => {
    const minute = 60_000;
    const cases: [number, string][] = [
      [38 * minute, "剩 38 分钟"],
      [38 * minute - 1, "剩 37 分钟"],
      [-12 * minute, "超 12 分钟"],
      [-13 * minute + 1, "超 12 分钟"],
      [minute - 1, "剩不到 1 分钟"],
      [0, "已到时限"],
      [-minute + 1, "已到时限"],
      [60 * minute, "剩 1 小时"],
      [102 * minute, "剩 1 小时 42 分钟"],
      [1440 * minute, "剩 1 天"],
      [-(2 * 1440 + 185) * minute, "超 2 天 3 小时"],
    ];
    for (const [ms, words] of cases) expect(remaining(ms)).to.equal(words);
  });
});

describe("the seeded calendar", () => {
  it("has the days off and the make-up days of the three notices", () => {
    const count = (year: string, kind: CalendarDay["kind"]): number =>
      SEED_DAYS.filter((each) => each.day.startsWith(year) && each.kind === kind).length;
    expect(["2024", "2025", "2026"].map((year) => [count(year, "holiday"), count(year, "makeUp")])).to.deep.equal([
      [28, 8],
      [28, 5],
      [33, 6],
    ]);
    expect(SEED_DAYS.find(({ day }) => day === "2026-02-14")).to.deep.equal({
      day: "2026-02-14",
      kind: "makeUp",
      name: "春节",
    });
  });

  it("counts make-up Saturdays and Sundays as working days, and holidays on weekdays not", () => {
    const working = ["2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10", "2025-09-28", "2025-10-11", "2026-11-23"];
    const off = ["2026-02-16", "2026-02-23", "2026-05-05", "2026-09-25", "2026-10-07", "2025-10-08", "2026-11-22", "2026-11-21"];
    for (const day of working) expect(calendar.isWorkingDay(day), day).to.equal(true);
    for (const day of off) expect(calendar.isWorkingDay(day), day).to.equal(false);
  });

  it("is the same in every zone of the machine", () => {
    const script = `
      const { SEED_DAYS, seedFacts } = await import("./server/kernel/calendar-seed.ts");
      const { SETTING_DEFAULTS } = await import("./server/regulation/settings.ts");
      const { WorkingCalendar } = await import("./server/kernel/calendar.ts");
      const calendar = new WorkingCalendar(seedFacts(SETTING_DEFAULTS));
      const midnight = calendar.instantOf("2026-02-14", "00:30");
      console.log(JSON.stringify([SEED_DAYS, midnight, calendar.localDay(midnight), calendar.addWorkingHours(midnight, 9), calendar.addWorkingDays("2026-03-06", 1)]));`;
    const inZone = (TZ: string): string =>
      execFileSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
        env: { ...process.env, TZ },
        encoding: "utf8",
      });
    const midnight = calendar.instantOf("2026-02-14", "00:30");
    const here = [SEED_DAYS, midnight, "2026-02-14", calendar.addWorkingHours(midnight, 9), "2026-03-09"];
    expect(inZone("America/New_York").trim()).to.equal(JSON.stringify(here));
  });
});

describe("working days", () => {
  it("do not count the day they start from", () => {
    expect(calendar.addWorkingDays("2026-11-23", 0)).to.equal("2026-11-23");
    expect(calendar.addWorkingDays("2026-11-23", 1)).to.equal("2026-11-24");
    expect(calendar.subtractWorkingDays("2026-11-23", 1)).to.equal("2026-11-20");
    expect(calendar.lastWorkingDayOnOrBefore("2026-10-07")).to.equal("2026-09-30");
    expect(calendar.lastWorkingDayOnOrBefore("2026-10-08")).to.equal("2026-10-08");
  });

  it("refuse a count that is no whole number of days", () => {
    for (const n of [-1, 1.5, Number.NaN]) expect(() => calendar.addWorkingDays("2026-11-23", n)).to.throw(RangeError);
  });

  it("counted forth and back lead to the same day", () => {
    fc.assert(
      fc.property(someWorkingDay, fc.integer({ min: 0, max: 40 }), (day, n) => {
        expect(calendar.subtractWorkingDays(calendar.addWorkingDays(day, n), n)).to.equal(day);
        expect(calendar.addWorkingDays(calendar.subtractWorkingDays(day, n), n)).to.equal(day);
      }),
    );
  });

  it("never run backwards: a later start or a longer count ends no earlier, and always on a working day", () => {
    fc.assert(
      fc.property(someDay, fc.nat(30), fc.integer({ min: 1, max: 20 }), (day, later, n) => {
        const end = calendar.addWorkingDays(day, n);
        expect(calendar.isWorkingDay(end)).to.equal(true);
        expect(calendar.addWorkingDays(addDays(day, later), n) >= end).to.equal(true);
        expect(calendar.addWorkingDays(day, n + 1) > end).to.equal(true);
      }),
    );
  });
});

describe("working hours", () => {
  const cases: [string, string, number, string][] = [
    ["in the morning", "2026-11-23 08:30", 3, "2026-11-23 11:30"],
    ["over the midday break", "2026-11-23 10:14", 4, "2026-11-23 16:44"],
    ["ending exactly at the end of the morning", "2026-11-23 08:30", 3.5, "2026-11-23 12:00"],
    ["ending exactly at the end of the day", "2026-11-23 08:30", 7, "2026-11-23 18:00"],
    ["begun in the midday break", "2026-11-23 12:00", 1, "2026-11-23 15:30"],
    ["begun before work", "2026-11-23 00:00", 1, "2026-11-23 09:30"],
    ["begun after work", "2026-11-23 18:00", 1, "2026-11-24 09:30"],
    ["over the night", "2026-11-23 17:00", 4, "2026-11-24 11:30"],
    ["over a weekend", "2026-11-20 17:30", 1, "2026-11-23 09:00"],
    ["on a make-up Saturday", "2026-02-13 17:00", 4, "2026-02-14 11:30"],
    ["over the Spring Festival", "2026-02-14 17:00", 4, "2026-02-24 11:30"],
    ["begun on a holiday at midnight", "2026-10-01 00:00", 4, "2026-10-08 15:00"],
    ["of more than a day", "2026-11-20 08:30", 16, "2026-11-24 10:30"],
  ];
  for (const [title, from, hours, end] of cases) {
    it(`run ${title}: ${hours} from ${from}`, () => {
      expect(worked(from, hours)).to.equal(end);
    });
  }

  it("never run backwards, and add up", () => {
    const someInstant = fc
      .tuple(someDay, fc.nat(1439))
      .map(([day, minute]) => new Date(instantOf(day, "00:00").getTime() + minute * 60_000));
    fc.assert(
      fc.property(someInstant, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 30 }), (start, one, other) => {
        const end = calendar.addWorkingHours(start, one);
        expect(end.getTime()).to.be.at.least(start.getTime() + one * 3_600_000);
        expect(calendar.addWorkingHours(end, other).getTime()).to.equal(calendar.addWorkingHours(start, one + other).getTime());
      }),
    );
  });

  it("follow the setting, and refuse hours that overlap or are missing", () => {
    const working = (hours: readonly WorkingPeriod[]) => new WorkingCalendar({ ...FACTS, working: { ...FACTS.working, hours } });
    const summer = working([{ start: "08:00", end: "12:00" }]);
    expect(localMoment(summer.addWorkingHours(at("2026-11-23 11:00"), 2))).to.equal("11月24日 09:00");
    const wrong = [
      [],
      [{ start: "12:00", end: "08:00" }],
      [
        { start: "08:00", end: "12:00" },
        { start: "11:00", end: "13:00" },
      ],
    ];
    for (const hours of wrong) expect(() => working(hours)).to.throw(RangeError);
  });
});

describe("a year that nobody has published", () => {
  it("refuses a plan and names the year, forth, back and at once", () => {
    expect(calendar.covers("2026-12-31")).to.equal(true);
    expect(calendar.covers("2027-01-01")).to.equal(false);
    expect(() => calendar.addWorkingDays("2026-12-31", 1)).to.throw(CalendarYearMissing, "2027");
    expect(() => calendar.subtractWorkingDays("2027-01-05", 1)).to.throw(CalendarYearMissing, "2027");
    expect(() => calendar.subtractWorkingDays("2024-01-02", 1)).to.throw(CalendarYearMissing, "2023");
    expect(() => calendar.addWorkingHours(at("2026-12-31 17:00"), 2)).to.throw(CalendarYearMissing);
    expect(() => calendar.isWorkingDay("2027-10-01")).to.throw(CalendarYearMissing, "2027 年的工作日历尚未录入");
    const missing = new CalendarYearMissing(2027);
    expect(missing).to.include({ code: "calendar.year-missing", kind: "invalid", year: 2027 });
  });

  it("does not refuse what stays within the known years", () => {
    expect(calendar.addWorkingDays("2026-12-30", 1)).to.equal("2026-12-31");
    expect(worked("2026-12-31 14:30", 3.5)).to.equal("2026-12-31 18:00");
    expect(calendar.coversAll("2026-12-31", "2024-01-01")).to.equal(true);
    expect(calendar.coversAll("2026-12-31", "2027-01-01")).to.equal(false);
  });

  it("gives a duty the earliest day there can be: no calendar that arrives later moves it forward", () => {
    const someYear = fc.uniqueArray(fc.integer({ min: 0, max: 60 }), { maxLength: 40 });
    fc.assert(
      fc.property(someYear, fc.nat(20), fc.integer({ min: 1, max: 15 }), fc.boolean(), (offsets, before, n, makeUp) => {
        const days: CalendarDay[] = offsets.map((offset) => ({
          day: addDays("2027-01-01", offset),
          kind: makeUp ? "makeUp" : "holiday",
          name: "",
        }));
        const arrived = new WorkingCalendar({ ...FACTS, days: [...SEED_DAYS, ...days], years: [...SEED_YEARS, 2027] });
        const start = addDays("2026-12-31", -before);
        expect(calendar.addWorkingDays(start, n, "earliest") <= arrived.addWorkingDays(start, n)).to.equal(true);
      }),
    );
    expect(calendar.addWorkingDays("2026-12-31", 1, "earliest")).to.equal("2027-01-01");
  });
});
