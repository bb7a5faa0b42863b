import { expect } from "chai";
import { answering, shiftDayAt, type DeskFacts } from "../../server/rota/rules/cover.js";

const at = (text: string): Date => new Date(`${text}:00+08:00`);

describe("article 16 › the shift of a moment", () => {
  const table: readonly [string, string][] = [
    ["2026-11-24T08:29", "2026-11-23"],
    ["2026-11-24T08:30", "2026-11-24"],
    ["2026-11-24T23:59", "2026-11-24"],
    ["2026-11-25T00:00", "2026-11-24"],
    ["2026-11-25T08:29", "2026-11-24"],
    ["2026-10-01T09:00", "2026-10-01"],
    ["2027-01-01T07:00", "2026-12-31"],
    ["2028-02-29T08:30", "2028-02-29"],
  ];
  for (const [moment, day] of table)
    it(`${moment} belongs to the shift of ${day}`, () => expect(shiftDayAt(at(moment), "08:30")).to.equal(day));

  it("starts when the setting says", () => {
    expect(shiftDayAt(at("2026-11-24T08:30"), "09:00")).to.equal("2026-11-23");
    expect(shiftDayAt(at("2026-11-24T00:00"), "00:00")).to.equal("2026-11-24");
  });
});

describe("article 16 › who answers at a desk", () => {
  const everybody = new Set(["person", "standIn", "former", "head", "office.1", "office.2"]);
  const facts = (different: Partial<DeskFacts>): DeskFacts => ({
    shift: { userid: "person", standInUserid: "standIn", standsInSince: null },
    former: null,
    takenOverBy: null,
    officeHolders: ["office.1", "office.2"],
    active: everybody,
    unreachable: new Set(),
    ...different,
  });
  const without = (...gone: string[]): ReadonlySet<string> => new Set([...everybody].filter((userid) => !gone.includes(userid)));
  const shift = (different: object) => ({ userid: "person", standInUserid: "standIn", standsInSince: null, ...different });
  const now = at("2026-10-01T09:00");

  const table: readonly [string, Partial<DeskFacts>, string[]][] = [
    ["the person of the shift alone, while they can be reached", {}, ["person"]],
    ["beside somebody who cannot be reached the stand-in, after them", { unreachable: new Set(["person"]) }, ["person", "standIn"]],
    [
      "nobody beside somebody unreachable without a stand-in",
      { unreachable: new Set(["person"]), shift: shift({ standInUserid: null }) },
      ["person"],
    ],
    ["the stand-in for somebody who left", { active: without("person") }, ["standIn"]],
    ["the stand-in once they stand in", { shift: shift({ standsInSince: at("2026-10-01T08:55") }) }, ["standIn"]],
    ["still the person before the stand-in stands in", { shift: shift({ standsInSince: at("2026-10-01T09:05") }) }, ["person"]],
    [
      "the person where the stand-in left",
      { shift: shift({ standsInSince: at("2026-10-01T08:55") }), active: without("standIn") },
      ["person"],
    ],
    ["the office where both left", { active: without("person", "standIn") }, ["office.1", "office.2"]],
    ["the office where the rota has no entry", { shift: null }, ["office.1", "office.2"]],
    ["who took over where the rota has no entry", { shift: null, takenOverBy: "head" }, ["head"]],
    [
      "the office where who took over has left since",
      { shift: null, takenOverBy: "head", active: without("head") },
      ["office.1", "office.2"],
    ],
    ["first who had it before, until it is taken over", { former: "former" }, ["former", "person"]],
    ["who had it before, and the office, where nobody follows", { former: "former", shift: null }, ["former", "office.1", "office.2"]],
    ["not somebody who had it before and has left", { former: "former", active: without("former") }, ["person"]],
    ["each once", { former: "standIn", unreachable: new Set(["person"]) }, ["standIn", "person"]],
    ["nobody where there is no rota and no office", { shift: null, officeHolders: [] }, []],
  ];
  for (const [words, different, expected] of table) it(words, () => expect(answering(facts(different), now)).to.deep.equal(expected));
});
