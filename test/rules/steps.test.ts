import { expect } from "chai";
import { planSteps, stepAfter } from "../../server/deadlines/plan.js";
import { seedFacts } from "../../server/kernel/calendar-seed.js";
import { WorkingCalendar } from "../../server/kernel/calendar.js";
import { dueAt } from "../../server/kernel/due.js";
import { localDay, localClock } from "../../server/kernel/local-time.js";
import { DUTIES, type DutyName } from "../../server/regulation/duties.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import type { StepRule } from "../../server/regulation/step-rule.js";
import type { Span } from "../../server/regulation/span.js";

const CALENDAR = new WorkingCalendar(seedFacts(SETTING_DEFAULTS));
const OTHERS = 3;
const CRITICAL = 2;

const planned = (duty: DutyName, span: Span, from: string, lane = OTHERS): string[] => {
  const startedAt = new Date(from);
  const facts = {
    startedAt,
    openedAt: startedAt,
    due: dueAt(span, startedAt, CALENDAR),
    lane,
    settings: SETTING_DEFAULTS,
  };
  return planSteps(DUTIES[duty].steps ?? [], facts, CALENDAR).map(({ name, at }) => `${name} ${localDay(at).slice(5)} ${localClock(at)}`);
};

describe("article 11 › R11-06 the steps of a duty that stays open", () => {
  const TABLE: [string, DutyName, Span, string, number, string[]][] = [
    [
      "working hours run over noon; nothing quiet goes out on the full or half hour",
      "firstReviewer",
      { workingHours: 4 },
      "2026-11-24T09:00:00+08:00",
      OTHERS,
      ["half 11-24 11:01", "missed 11-24 15:30", "due 11-24 15:31", "stalled 11-24 17:31"],
    ],
    [
      "working hours run over a night and a weekend",
      "secondReviewer",
      { workingHours: 4 },
      "2026-11-27T16:40:00+08:00",
      OTHERS,
      ["half 11-30 09:10", "missed 11-30 11:10", "due 11-30 11:10", "stalled 11-30 15:40"],
    ],
    [
      "working hours run over National Day and its make-up Sunday before",
      "firstReviewer",
      { workingHours: 4 },
      "2026-09-30T17:00:00+08:00",
      OTHERS,
      ["half 10-08 09:31", "missed 10-08 11:30", "due 10-08 11:31", "stalled 10-08 16:01"],
    ],
    [
      "加急 is natural time, at night too",
      "finalReviewer",
      { hours: 1 },
      "2026-10-02T23:40:00+08:00",
      OTHERS,
      ["half 10-03 00:10", "missed 10-03 00:40", "due 10-03 00:40", "stalled 10-03 01:10"],
    ],
    [
      "特急 waits for no round minute",
      "firstReviewer",
      { minutes: 20 },
      "2026-11-24T09:20:00+08:00",
      CRITICAL,
      ["half 11-24 09:30", "missed 11-24 09:40", "due 11-24 09:40", "stalled 11-24 09:50"],
    ],
    [
      "the link of a publication is asked for, and a working day later its team's head is told",
      "confirmPublication",
      { hours: 2 },
      "2026-11-27T20:10:00+08:00",
      OTHERS,
      ["missed 11-27 22:10", "due 11-27 22:10", "unregistered 11-30 18:01"],
    ],
  ];
  for (const [title, duty, span, from, lane, expected] of TABLE)
    it(title, () => expect(planned(duty, span, from, lane)).to.deep.equal(expected));

  it("keeps what is counted in working time out of evenings and days off", () => {
    const startedAt = new Date("2026-11-27T17:00:00+08:00");
    const due = dueAt({ workingDays: 1 }, startedAt, CALENDAR);
    const rules = [{ name: "half", at: { ofTime: 0.5 }, words: "过半" }] as const;
    const [half] = planSteps(rules, { startedAt, openedAt: startedAt, due, lane: OTHERS, settings: SETTING_DEFAULTS }, CALENDAR);
    expect(half?.at.toISOString()).to.equal("2026-11-30T00:31:00.000Z");
  });

  it("counts from the start of the clock or from when it was asked, with or without a due time, and repeats nothing that is just being said", () => {
    const startedAt = new Date("2026-10-02T22:10:00+08:00");
    const openedAt = new Date("2026-10-02T22:40:00+08:00");
    const rules: StepRule[] = [
      { name: "fromStart20", at: { fromStart: 20 }, words: "提醒", holders: "ask" },
      { name: "fromStart30", at: { fromStart: 30 }, words: "提醒", holders: "call" },
      { name: "toldLate", at: { fromStart: 20 }, words: "告知", tell: ["leaderInCharge"] },
      { name: "fromStart40", at: { fromStart: 40 }, words: "提醒", holders: "call" },
      { name: "second", at: { fromOpening: "incidents.redSecondCallMinutes" }, words: "再次呼叫", holders: "call" },
      { name: "half", at: { ofTime: 0.5 }, words: "过半", tell: ["leaderInCharge"] },
    ];
    const of = (span: Span): string[] => {
      const facts = { startedAt, openedAt, due: dueAt(span, startedAt, CALENDAR), lane: 0, settings: SETTING_DEFAULTS };
      return planSteps(rules, facts, CALENDAR).map(({ name, at }) => `${name} ${localClock(at)}`);
    };
    expect(of("immediately")).to.deep.equal(["toldLate 22:30", "second 22:43", "fromStart40 22:50"]);
    expect(of({ hours: 1 })).to.deep.equal(["toldLate 22:30", "half 22:40", "second 22:43", "fromStart40 22:50", "missed 23:10"]);
  });

  it("has no steps where there is no due time, and each moment names one step", () => {
    expect(planned("reviseDraft", "open", "2026-11-24T09:00:00+08:00")).to.deep.equal([]);
    const at = new Date("2026-11-24T09:00:00+08:00");
    const rules = [1, 2, 3].map((number) => ({ name: `step${number}`, at: { ofTime: 1 }, words: "同时" }));
    const facts = {
      startedAt: at,
      openedAt: at,
      due: dueAt({ minutes: 7 }, at, CALENDAR),
      lane: CRITICAL,
      settings: SETTING_DEFAULTS,
    };
    const steps = planSteps(rules, facts, CALENDAR);
    expect(new Set(steps.map((step) => step.at.getTime())).size).to.equal(4);
    const walked = [];
    for (let step = stepAfter(steps, at); step; step = stepAfter(steps, step.at)) walked.push(step.name);
    expect(walked).to.deep.equal(["missed", "step1", "step2", "step3"]);
  });
});
