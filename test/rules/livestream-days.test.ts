import { expect } from "chai";
import { seedFacts } from "../../server/kernel/calendar-seed.js";
import { CalendarYearMissing, WorkingCalendar } from "../../server/kernel/calendar.js";
import { localMoment } from "../../server/kernel/local-time.js";
import { filingDue, patrolDue, type DaysCount } from "../../server/livestream/rules/filing-days.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";

const calendar = new WorkingCalendar(seedFacts(SETTING_DEFAULTS));
const at = (text: string): Date => new Date(`${text.replace(" ", "T")}:00+08:00`);

describe("article 14 › until when a livestream has to be filed", () => {
  const cases: [string, DaysCount, string, string][] = [
    ["2026-10-08 15:00", "自然日", "2026-10-01", "开播日 10月8日提前 7 天（10月1日 24:00 前）"],
    ["2026-10-08 00:00", "自然日", "2026-10-01", "开播日 10月8日提前 7 天（10月1日 24:00 前）"],
    ["2026-10-07 23:59", "自然日", "2026-09-30", "开播日 10月7日提前 7 天（9月30日 24:00 前）"],
    ["2026-03-02 09:00", "自然日", "2026-02-23", "开播日 3月2日提前 7 天（2月23日 24:00 前）"],
    ["2026-10-08 15:00", "工作日", "2026-09-21", "开播日 10月8日提前 7 个工作日（9月21日 18:00 前）"],
  ];
  for (const [start, counts, day, words] of cases)
    it(`${start} in ${counts}: ${day}`, () => {
      const due = filingDue(at(start), counts, calendar);
      expect([due.day, due.words]).to.deep.equal([day, words]);
    });

  it("lets the whole day count: a minute before midnight is in time, midnight is not", () => {
    const due = filingDue(at("2026-10-08 15:00"), "自然日", calendar);
    expect(at("2026-10-01 23:59") > due.at).to.equal(false);
    expect(at("2026-10-02 00:01") > due.at).to.equal(true);
  });

  it("refuses a start in a year without calendar", () => {
    expect(() => filingDue(at("2027-01-04 15:00"), "自然日", calendar)).to.throw(CalendarYearMissing, "2027");
  });
});

describe("article 14 › when the patrol team has to stand", () => {
  const cases: [string, string, string][] = [
    ["2026-11-25 15:00", "11月24日 18:00", "11月25日开播，提前 1 天组建（11月24日 18:00 前）"],
    ["2026-10-08 15:00", "9月30日 18:00", "10月8日开播，提前 1 天组建，前 1 天为休息日，提前到 9月30日（9月30日 18:00 前）"],
    ["2026-02-24 10:00", "2月14日 18:00", "2月24日开播，提前 1 天组建，前 1 天为休息日，提前到 2月14日（2月14日 18:00 前）"],
    ["2026-11-30 09:00", "11月27日 18:00", "11月30日开播，提前 1 天组建，前 1 天为休息日，提前到 11月27日（11月27日 18:00 前）"],
  ];
  for (const [start, moment, words] of cases)
    it(`${start}: ${moment}`, () => {
      const due = patrolDue(at(start), "18:00", calendar);
      expect([localMoment(due.at), due.words]).to.deep.equal([moment, words]);
    });
});
