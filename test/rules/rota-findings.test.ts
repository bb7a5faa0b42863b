import { expect } from "chai";
import type { Person } from "../../entities/person.js";
import type { Shift } from "../../entities/shift.js";
import { findingsOf, keysOf, untold, type FindingFacts } from "../../server/rota/rules/findings.js";

const shift = (desk: Shift["desk"], day: string, userid: string, different: Partial<Shift> = {}): Shift => ({
  ...{ id: `${desk} ${day}`, desk, day, userid, standInUserid: null, state: "published", version: 1 },
  ...{ publishedAt: null, arrivedAt: null, arrivedBy: null, standsInSince: null },
  ...different,
});
const person = (userid: string): Person => ({ userid, name: userid, trainedUntil: "2027-01-01", leavesOn: null }) as Person;

const facts = (shifts: readonly Shift[], different: Partial<FindingFacts> = {}): FindingFacts => ({
  from: "2026-12-01",
  to: "2026-12-04",
  shifts,
  kept: ["publicity"],
  people: new Map(["a", "b"].map((userid) => [userid, person(userid)])),
  left: () => false,
  untrained: () => false,
  unreachable: new Set(),
  ...different,
});
const days = ["2026-12-01", "2026-12-02", "2026-12-03", "2026-12-04"];
const full = days.map((day) => shift("publicity", day, "a"));
const words = (given: FindingFacts): string[] => findingsOf(given).map((finding) => finding.words);

describe("article 16 › R16-01 what is wrong with the days ahead", () => {
  it("nothing, where every day of a desk that has a rota is published", () => expect(words(facts(full))).to.deep.equal([]));

  it("days without anybody, those next to each other as one, and drafts that nobody is bound by", () => {
    expect(words(facts([full[1]!]))).to.deep.equal(["宣传部值班 12月1日（周二）没有排班", "宣传部值班 12月3日（周四）起 2 天没有排班"]);
    const draft = shift("publicity", "2026-12-04", "a", { state: "draft" });
    expect(words(facts([...full.slice(0, 3), draft]))).to.deep.equal(["宣传部值班 12月4日（周五）还是草稿，没有公布"]);
  });

  it("no gap at a desk for which no rota is kept", () => expect(words(facts([], { kept: [] }))).to.deep.equal([]));

  it("somebody at both desks on one day", () => {
    const both = [...full, shift("dataCentre", "2026-12-02", "a"), shift("dataCentre", "2026-12-03", "b")];
    expect(words(facts(both))).to.deep.equal(["a 12月2日（周三）同时在两个值班台"]);
  });

  it("people who have left by then, cannot be reached or lack a certificate, once each however many days", () => {
    const mixed = days.map((day, index) => shift("publicity", day, index < 2 ? "a" : "b", { standInUserid: index < 2 ? null : "a" }));
    const left = facts(mixed, { left: ({ userid }, day) => userid === "a" && day > "2026-12-01" });
    expect(words(left)).to.deep.equal(["a 已经离职，12月2日（周三）等 3 班有班"]);
    expect(words(facts(mixed, { unreachable: new Set(["b"]) }))).to.deep.equal(["b 企业微信联系不上，12月3日（周四）等 2 班有班"]);
    const untrained = facts(mixed, { untrained: ({ userid }, day) => userid === "b" && day === "2026-12-04" });
    expect(words(untrained)).to.deep.equal(["b 没有有效的培训证书，12月4日（周五）有班"]);
  });

  it("is new once: not when its first days have passed, not when it grows at its end; another one is", () => {
    const [gap] = findingsOf(facts(full.slice(0, 2)));
    const told = new Set(keysOf(gap!, "2026-12-01"));
    const later = facts([], { from: "2026-12-04", to: "2026-12-07" });
    expect(untold(findingsOf(later), "2026-12-04", told)).to.deep.equal([]);
    const other = facts([shift("publicity", "2026-12-04", "a")], { from: "2026-12-04", to: "2026-12-05" });
    expect(untold(findingsOf(other), "2026-12-04", told)).to.have.length(1);
  });

  it("a gap is told once more on the day before it begins, and not again after", () => {
    const [gap] = findingsOf(facts(full.slice(0, 2)));
    const told = new Set(keysOf(gap!, "2026-12-01"));
    const tomorrow = findingsOf(facts([full[1]!], { from: "2026-12-02", to: "2026-12-05" }));
    expect(untold(tomorrow, "2026-12-02", told)).to.have.length(1);
    for (const key of keysOf(tomorrow[0]!, "2026-12-02")) told.add(key);
    expect(untold(tomorrow, "2026-12-02", told)).to.deep.equal([]);
    const begun = findingsOf(facts([], { from: "2026-12-03", to: "2026-12-06" }));
    expect(untold(begun, "2026-12-03", told)).to.deep.equal([]);
  });
});
