import { expect } from "chai";
import { broughtForward, courseOf, replanned, storedCourse, withStep, type Course } from "../../server/deadlines/course.js";

const NOW = Date.UTC(2026, 10, 24, 1, 0, 0);
const at = (minutes: number): Date => new Date(NOW + minutes * 60_000);
const course = (next: number | null, ...steps: [string, number][]): Course => ({
  steps: steps.map(([name, minutes]) => ({ name, at: at(minutes) })),
  nextStepAt: next === null ? null : at(next),
});
const shown = (from: Course | null): string[] | null =>
  from && [
    ...from.steps.map((step) => `${step.name} ${(step.at.getTime() - NOW) / 60_000}`),
    `next ${from.nextStepAt && (from.nextStepAt.getTime() - NOW) / 60_000}`,
  ];

describe("article 24 › R24-06 what is still to come of a duty", () => {
  it("a step brought forward is due now, the others keep their moments, and when it should have come is remembered", () => {
    const steps = course(3, ["again", 3], ["others", 5], ["byHand", 15]);
    const hastened = broughtForward(steps, "others", at(1));
    expect(shown(hastened)).to.deep.equal(["others 1", "again 3", "byHand 15", "next 1"]);
    expect(hastened?.steps[0]?.was).to.deep.equal(at(5));
  });

  it("a step that was taken, is due already or does not exist is not brought forward", () => {
    const steps = course(5, ["again", 3], ["others", 5], ["byHand", 15]);
    for (const name of ["again", "others", "nobody"]) expect(broughtForward(steps, name, at(6)), name).to.equal(null);
    expect(broughtForward(course(null, ["again", 3]), "again", at(1))).to.equal(null);
  });

  it("a further step never comes before one that was taken nor at the moment of another, and its name once", () => {
    const steps = course(5, ["again", 3], ["others", 5]);
    expect(shown(withStep(steps, { name: "next", at: at(1) }))).to.deep.equal([
      "again 3",
      `next ${3 + 1 / 60_000}`,
      "others 5",
      `next ${3 + 1 / 60_000}`,
    ]);
    expect(shown(withStep(steps, { name: "next", at: at(5) }))).to.deep.equal(["again 3", "others 5", `next ${5 + 1 / 60_000}`, "next 5"]);
    expect(shown(withStep(course(null, ["again", 3]), { name: "next", at: at(8) }))).to.deep.equal(["again 3", "next 8", "next 8"]);
    expect(withStep(steps, { name: "again", at: at(9) })).to.equal(null);
  });

  it("a new due time moves the row's own steps, keeps those that the domain planned, and never skips being missed", () => {
    const steps = course(5, ["half", 3], ["next", 8], ["missed", 10]);
    const plan = [
      { name: "half", at: at(2) },
      { name: "missed", at: at(4) },
    ];
    expect(shown(replanned(steps, plan, ["half"], at(6)))).to.deep.equal(["half 2", "missed 4", "next 8", "next 4"]);
    expect(shown(replanned(steps, [{ name: "half", at: at(7) }], ["half"], at(6)))).to.deep.equal(["half 7", "next 8", "next 7"]);
  });

  it("a step that is due and was not taken yet is still taken under a new plan; one that was taken is not taken again", () => {
    const plan = [
      { name: "half", at: at(3) },
      { name: "missed", at: at(12) },
    ];
    expect(shown(replanned(course(3, ["half", 3], ["missed", 10]), plan, ["half"], at(4)))).to.deep.equal([
      "half 3",
      "missed 12",
      "next 3",
    ]);
    expect(shown(replanned(course(10, ["half", 3], ["missed", 10]), plan, ["half"], at(4)))).to.deep.equal([
      "half 3",
      "missed 12",
      "next 12",
    ]);
  });

  it("is kept in the deadline and read back; the due time alone where no steps were kept", () => {
    const hastened = broughtForward(course(3, ["again", 3], ["others", 5]), "others", at(1));
    expect(hastened && courseOf({ ...storedCourse(hastened), dueAt: null })).to.deep.equal(hastened);
    expect(shown(courseOf({ steps: null, dueAt: at(7), nextStepAt: at(7) }))).to.deep.equal(["missed 7", "next 7"]);
    expect(storedCourse({ steps: [], nextStepAt: null })).to.deep.equal({ steps: null, nextStepAt: null });
  });
});
