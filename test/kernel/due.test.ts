import { expect } from "chai";
import { DUTIES, DUTY_NAMES, type DutyName } from "../../server/regulation/duties.js";
import { reviewTarget } from "../../server/regulation/reading.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import type { Span } from "../../server/regulation/span.js";
import { CalendarYearMissing, WorkingCalendar } from "../../server/kernel/calendar.js";
import { SEED_DAYS, SEED_VERSION, SEED_YEARS, seedFacts } from "../../server/kernel/calendar-seed.js";
import { dueAt, latestBefore } from "../../server/kernel/due.js";
import { localDay, localMoment } from "../../server/kernel/local-time.js";

const FACTS = seedFacts(SETTING_DEFAULTS);
const calendar = new WorkingCalendar(FACTS);
const endingAt = (dayEndsAt: string) => new WorkingCalendar({ ...FACTS, working: { ...FACTS.working, dayEndsAt } });
const at = (text: string): Date => new Date(`${text.replace(" ", "T")}:00+08:00`);
const due = (span: Span, from: string): string => {
  const { at: moment } = dueAt(span, at(from), calendar);
  return moment ? `${localDay(moment)} ${localMoment(moment).split(" ")[1]}` : "—";
};
const within = (duty: DutyName): Span => DUTIES[duty].within;
const before = (duty: DutyName): Extract<Span, { before: unknown }> => within(duty) as Extract<Span, { before: unknown }>;

describe("article 12 › counting back from the day of publication", () => {
  const cases: [string, string, string][] = [
    ["2026-10-15", "2026-09-24", "2026-10-12"],
    ["2026-02-26", "2026-02-05", "2026-02-14"],
    ["2026-05-12", "2026-04-24", "2026-05-08"],
    ["2025-10-16", "2025-09-26", "2025-10-13"],
  ];
  for (const [publication, slot, copy] of cases) {
    it(`agrees the slot by ${slot} and delivers by ${copy} for ${publication}`, () => {
      expect(latestBefore(publication, before("agreeSlotAcrossUnits"), calendar)).to.equal(slot);
      expect(latestBefore(publication, before("deliverFinalCopy"), calendar)).to.equal(copy);
      expect(due(within("agreeSlotAcrossUnits"), `${publication} 09:00`)).to.equal(`${slot} 18:00`);
    });
  }

  it("refuses a plan in a year whose holidays nobody has published", () => {
    expect(() => latestBefore("2027-01-08", before("agreeSlotAcrossUnits"), calendar)).to.throw(CalendarYearMissing, "2027");
    expect(() => dueAt(within("deliverFinalCopy"), at("2027-01-08 10:00"), calendar)).to.throw(CalendarYearMissing);
  });
});

describe("article 14 › counting back from a livestream", () => {
  const cases: [string, string, string][] = [
    ["2026-10-08", "2026-10-01", "2026-09-30"],
    ["2026-02-24", "2026-02-17", "2026-02-14"],
    ["2026-11-25", "2026-11-18", "2026-11-24"],
  ];
  for (const [start, filing, patrol] of cases) {
    it(`files by ${filing} in calendar days and draws the patrol on the working day ${patrol} for ${start}`, () => {
      expect(latestBefore(start, before("fileLivestream"), calendar)).to.equal(filing);
      expect(calendar.lastWorkingDayOnOrBefore(latestBefore(start, before("formPatrol"), calendar))).to.equal(patrol);
    });
  }

  it("lets the whole of the last day count for filing", () => {
    expect(due(within("fileLivestream"), "2026-10-08 15:00")).to.equal("2026-10-02 00:00");
    expect(dueAt(within("fileLivestream"), at("2026-10-08 15:00"), calendar).words).to.equal("10月8日提前 7 天（10月1日 24:00 前）");
  });

  it("needs no calendar for calendar days", () => {
    expect(latestBefore("2027-03-08", before("fileLivestream"), calendar)).to.equal("2027-03-01");
  });
});

describe("article 15 › one working day", () => {
  const cases: [string, string][] = [
    ["2026-02-13 09:00", "2026-02-14 18:00"],
    ["2026-02-14 17:59", "2026-02-24 18:00"],
    ["2026-09-19 10:00", "2026-09-20 18:00"],
    ["2026-09-30 23:59", "2026-10-08 18:00"],
    ["2026-11-23 00:00", "2026-11-24 18:00"],
    ["2026-11-22 23:59", "2026-11-23 18:00"],
  ];
  for (const [received, end] of cases) {
    it(`received ${received} is due ${end}`, () => {
      expect(due(within("forwardFeedback"), received)).to.equal(end);
      expect(due(within("handOverPetition"), received)).to.equal(end);
    });
  }

  it("says how it was computed, and with which calendar", () => {
    const { words, calendarVersion, provisional } = dueAt(within("forwardFeedback"), at("2026-02-13 09:00"), calendar);
    expect(words).to.equal("2月13日后第 1 个工作日（2月14日）18:00 前");
    expect({ calendarVersion, provisional }).to.deep.equal({ calendarVersion: SEED_VERSION, provisional: false });
  });

  it("ends a working day when the setting says", () => {
    const { at: moment } = dueAt({ workingDays: 1 }, at("2026-02-13 09:00"), endingAt("17:30"));
    expect(moment?.toISOString()).to.equal("2026-02-14T09:30:00.000Z");
  });

  it("is provisional and as early as can be where the next year is not published, and fixed when it is", () => {
    const first = dueAt(within("forwardFeedback"), at("2026-12-31 10:00"), calendar);
    expect(first).to.deep.include({ at: at("2027-01-01 18:00"), provisional: true });
    expect(first.words).to.equal("12月31日后第 1 个工作日（1月1日）18:00 前（暂定：2027 年工作日历尚未录入）");
    const newYear = { day: "2027-01-01", kind: "holiday", name: "" } as const;
    const arrived = new WorkingCalendar({
      ...FACTS,
      days: [...SEED_DAYS, newYear],
      years: [...SEED_YEARS, 2027],
      version: "2027",
    });
    const fixed = dueAt(within("forwardFeedback"), at("2026-12-31 10:00"), arrived);
    expect(fixed).to.deep.include({ at: at("2027-01-04 18:00"), provisional: false, calendarVersion: "2027" });
  });

  it("is not provisional when it ends within the known year, to the last moment", () => {
    expect(dueAt({ workingDays: 1 }, at("2026-12-30 10:00"), endingAt("24:00"))).to.deep.include({
      at: at("2027-01-01 00:00"),
      provisional: false,
    });
  });

  it("gives a sensitive message one hour, over midnight too", () => {
    expect(due(within("reportSensitiveFeedback"), "2026-11-23 23:30")).to.equal("2026-11-24 00:30");
  });
});

describe("article 18 › the same day", () => {
  it("ends at midnight of the local day, however late it began", () => {
    expect(due(within("unbindLeaver"), "2026-11-23 00:00")).to.equal("2026-11-24 00:00");
    expect(due(within("unbindLeaver"), "2026-11-23 23:59")).to.equal("2026-11-24 00:00");
  });
});

describe("article 24 › natural hours run through nights and holidays", () => {
  it("ends three hours of orange at night in the National Day holiday", () => {
    const { at: moment, words } = dueAt(within("reportOrange"), at("2026-10-02 22:10"), calendar);
    expect(moment).to.deep.equal(at("2026-10-03 01:10"));
    expect(words).to.equal("自 10月2日 22:10 起 3 小时");
  });

  it("ends one hour and 24 hours of red over New Year's Eve", () => {
    expect(due(within("startEmergencyPlan"), "2026-02-16 23:30")).to.equal("2026-02-17 00:30");
    expect(due(within("writeUpRed"), "2026-02-16 23:30")).to.equal("2026-02-17 23:30");
  });

  it("needs no calendar, so it is never provisional", () => {
    expect(dueAt(within("reportOrange"), at("2027-10-02 22:10"), calendar)).to.deep.include({
      at: at("2027-10-03 01:10"),
      provisional: false,
    });
  });
});

describe("article 26 › one year without a publication", () => {
  it("ends with the same date next year, leap years too", () => {
    expect(due(within("dormantAccount"), "2025-11-23 10:00")).to.equal("2026-11-24 00:00");
    expect(due(within("dormantAccount"), "2024-02-29 10:00")).to.equal("2025-03-01 00:00");
    expect(due({ years: 4 }, "2024-02-29 10:00")).to.equal("2028-03-01 00:00");
    expect(dueAt({ years: 4 }, at("2024-02-29 10:00"), calendar).words).to.contain("2月29日 24:00 前");
  });
});

describe("article 11 › targets of one level of review", () => {
  it("normal counts working hours, urgent and critical run through the night", () => {
    expect(due(reviewTarget("normal", SETTING_DEFAULTS).within, "2026-11-23 17:00")).to.equal("2026-11-24 11:30");
    expect(due(reviewTarget("urgent", SETTING_DEFAULTS).within, "2026-11-23 23:30")).to.equal("2026-11-24 00:30");
    expect(due(reviewTarget("critical", SETTING_DEFAULTS).within, "2026-10-01 23:50")).to.equal("2026-10-02 00:05");
    expect(dueAt(reviewTarget("normal", SETTING_DEFAULTS).within, at("2026-11-23 17:00"), calendar).words).to.equal(
      "自 11月23日 17:00 起 4 个工作小时",
    );
  });

  it("is provisional where working hours reach into an unpublished year", () => {
    const night = dueAt({ workingHours: 4 }, at("2026-12-31 17:00"), calendar);
    expect(night).to.deep.include({ at: at("2027-01-01 11:30"), provisional: true });
    expect(night.words).to.equal("自 12月31日 17:00 起 4 个工作小时（暂定：2027 年工作日历尚未录入）");
    expect(dueAt({ workingHours: 1 }, at("2026-12-31 17:00"), calendar)).to.deep.include({
      at: at("2026-12-31 18:00"),
      provisional: false,
    });
  });
});

describe("every span", () => {
  it("without a number has no moment, and says so in the rule's words", () => {
    const spans: [Span, string][] = [
      ["immediately", "立即"],
      ["open", "未定时限"],
      ["gate", "办理下一步之前"],
    ];
    for (const [span, words] of spans) {
      expect(dueAt(span, at("2026-11-23 10:00"), calendar)).to.deep.equal({
        at: null,
        words,
        span,
        provisional: false,
        calendarVersion: SEED_VERSION,
      });
    }
  });

  it("in calendar days ends at midnight of the last day, the first day not counted", () => {
    expect(due({ days: 3 }, "2026-11-23 10:00")).to.equal("2026-11-27 00:00");
  });

  it("of every duty gives a moment or none, as its row says", () => {
    for (const name of DUTY_NAMES) {
      const { at: moment, words } = dueAt(within(name), at("2026-11-23 10:00"), calendar);
      expect(moment === null, name).to.equal(typeof within(name) === "string");
      expect(words, name).not.to.match(/undefined|NaN|Invalid/);
    }
  });
});
