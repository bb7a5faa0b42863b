import { expect } from "chai";
import { budgetOf, bundleBudget, callable, freeAt, recent } from "../../server/delivery/pace.js";

const NOW = Date.UTC(2026, 10, 24, 1, 0, 0);
const sent = (...secondsAgo: number[]): number[] => secondsAgo.map((seconds) => NOW - seconds * 1000).sort((one, other) => one - other);

describe("article 24 › the pace at which one person is written to", () => {
  it("leaves room for what is more urgent: red to the edge of what WeCom delivers, orange, critical review, others; a bundle gets past what it gathers", () => {
    expect([0, 1, 2, 3].map((lane) => budgetOf(lane, 20))).to.deep.equal([28, 18, 15, 12]);
    expect(bundleBudget(20)).to.equal(16);
    expect([1, 3, 9].map((lane) => budgetOf(lane, 1))).to.deep.equal([1, 1, 1]);
  });

  it("gives a place at once, or when the oldest of the minute is a minute old", () => {
    const cases: [number[], number, number][] = [
      [[], 2, 0],
      [[10], 2, 0],
      [[30, 10], 2, 30],
      [[59, 30, 10], 2, 30],
      [[60, 10], 2, 0],
      [[61, 60], 1, 0],
      [[20, 20, 20], 1, 40],
    ];
    for (const [ago, budget, seconds] of cases) expect(freeAt(sent(...ago), NOW, budget) - NOW, String(ago)).to.equal(seconds * 1000);
  });

  it("is not blocked for an hour by a clock that was put right", () => {
    expect(recent([NOW + 3_600_000, NOW + 5000, NOW - 3_600_000], NOW)).to.deep.equal([NOW + 5000]);
  });

  it("is rung at most three times within eight minutes and eight times a day, as WeCom allows", () => {
    const minutes = (...ago: number[]): number[] => ago.map((each) => NOW - each * 60_000);
    const cases: [number[], boolean][] = [
      [[], true],
      [minutes(5, 0), true],
      [minutes(7, 3, 0), false],
      [minutes(8, 3, 0), true],
      [minutes(80, 70, 60, 50, 40, 30, 20), true],
      [minutes(80, 70, 60, 50, 40, 30, 20, 10), false],
      [minutes(1440, 70, 60, 50, 40, 30, 20, 10), true],
    ];
    for (const [calls, expected] of cases) expect(callable(calls, NOW), String(calls.map((at) => (NOW - at) / 60_000))).to.equal(expected);
  });
});
