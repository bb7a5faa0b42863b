import { expect } from "chai";
import { differencesOf, tooMany, type Known } from "../../server/contacts/rules.js";

const person = (userid: string, extra: Partial<Known> = {}): Known => ({
  userid,
  name: userid,
  left: false,
  shownBefore: true,
  ended: false,
  ...extra,
});

describe("our people and the address book", () => {
  it("differ where somebody is missing, disabled, back, or called otherwise", () => {
    const known = [
      person("here"),
      person("gone"),
      person("disabled"),
      person("renamed"),
      person("back", { left: true }),
      person("still-gone", { left: true }),
      person("ended", { left: true, ended: true }),
      person("left-and-disabled", { left: true }),
      person("never-in-range", { shownBefore: false }),
      person("new-in-range", { shownBefore: false }),
    ];
    const shown = new Map([
      ["here", { name: "here", active: true }],
      ["disabled", { name: "disabled", active: false }],
      ["renamed", { name: "新名", active: true }],
      ["back", { name: "back", active: true }],
      ["ended", { name: "ended", active: true }],
      ["left-and-disabled", { name: "x", active: false }],
      ["new-in-range", { name: "new-in-range", active: true }],
      ["stranger", { name: "x", active: true }],
    ]);
    expect(differencesOf(known, shown)).to.deep.equal({
      missing: ["gone", "disabled"],
      fresh: ["new-in-range"],
      back: ["back"],
      named: [{ userid: "renamed", name: "新名" }],
    });
  });

  it("are not believed to differ by more than the setting, a few always excepted", () => {
    const table: [missing: number, present: number, percent: number, expected: boolean][] = [
      [0, 0, 20, false],
      [2, 2, 20, false],
      [3, 3, 20, true],
      [4, 20, 20, false],
      [5, 20, 20, true],
      [100, 500, 20, false],
      [101, 500, 20, true],
      [150, 500, 40, false],
    ];
    for (const [missing, present, percent, expected] of table)
      expect(tooMany(missing, present, percent), `${missing} of ${present}, ${percent} %`).to.equal(expected);
  });
});
