import { expect } from "chai";
import fc from "fast-check";
import { followPlan, plannedCheckIns, type LiveTimes } from "../../server/livestream/rules/expected.js";
import { placesOf, propose, type Candidate } from "../../server/livestream/rules/drawing.js";
import { teamLacks } from "../../server/livestream/rules/team.js";

const at = (clock: string): Date => new Date(`2026-12-04T${clock}:00+08:00`);
const SPACING = { arrivalMinutes: 30, roundMinutes: 20, offAirMinutes: 15 };
const times = (extra: Partial<LiveTimes> = {}): LiveTimes => ({
  ...{ startAt: at("15:00"), endAt: at("16:00"), startedAt: null, endedAt: null },
  ...extra,
});
const clock = (moment: Date): string => new Date(moment.getTime() + 8 * 3_600_000).toISOString().slice(11, 16);
const words = (live: LiveTimes, now: string, until: string | null = null): string =>
  plannedCheckIns(live, SPACING, at(now), until === null ? null : at(until))
    .map(({ kind, round, at: moment }) => `${kind}${round || ""} ${clock(moment)}`)
    .join(" ");

describe("article 14 › when patrollers have to check in (R14-07)", () => {
  const cases: [string, LiveTimes, string, string | null, string][] = [
    ["as planned", times(), "10:00", null, "arrival 14:30 start 15:00 round1 15:20 round2 15:40 end 16:00 offAir 16:15"],
    [
      "begun ten minutes late",
      times({ startedAt: at("15:10") }),
      "15:10",
      null,
      "arrival 14:30 start 15:10 round1 15:30 round2 15:50 end 16:00 offAir 16:15",
    ],
    [
      "over early",
      times({ startedAt: at("15:00"), endedAt: at("15:30") }),
      "15:30",
      null,
      "arrival 14:30 start 15:00 round1 15:20 end 15:30 offAir 15:45",
    ],
    ["going on", times(), "16:00", null, "arrival 14:30 start 15:00 round1 15:20 round2 15:40 round3 16:00 end 16:20 offAir 16:35"],
    [
      "going on for long",
      times(),
      "16:47",
      null,
      "arrival 14:30 start 15:00 round1 15:20 round2 15:40 round3 16:00 round4 16:20 round5 16:40 end 17:00 offAir 17:15",
    ],
    ["shorter than a round", times({ endAt: at("15:15") }), "10:00", null, "arrival 14:30 start 15:00 end 15:15 offAir 15:30"],
    [
      "nobody believes it any more",
      times(),
      "20:00",
      "16:10",
      "arrival 14:30 start 15:00 round1 15:20 round2 15:40 round3 16:00 end 16:20 offAir 16:35",
    ],
  ];
  for (const [what, live, now, until, expected] of cases) it(what, () => expect(words(live, now, until)).to.equal(expected));

  it("touches nothing that is done or was missed, asks nobody for what was before they joined, and takes the rest back", () => {
    const row = (kind: "start" | "round" | "end", state: "expected" | "done" | "missed", due: string, round = 0) => ({
      ...{ id: `${kind}${round}`, userid: "a", kind, round, state, dueAt: at(due) },
    });
    const rows = [
      row("start", "done", "14:50"),
      row("round", "missed", "15:10", 1),
      row("end", "expected", "16:00"),
      row("round", "expected", "17:00", 9),
    ];
    const plan = plannedCheckIns(times({ endAt: at("15:50") }), SPACING, at("15:25"), null);
    const { insert, move, cancel } = followPlan(plan, ["a"], rows, at("15:25"));
    expect(insert.map(({ kind, round }) => `${kind}${round}`)).to.deep.equal(["round2", "offAir0"]);
    expect(move.map(({ row: { id }, at: moment }) => `${id} ${clock(moment)}`)).to.deep.equal(["end0 15:50"]);
    expect(cancel.map(({ id }) => id)).to.deep.equal(["round9"]);
  });

  it("following twice changes nothing the second time, whatever happened before", () => {
    const minutes = fc.integer({ min: -60, max: 300 });
    fc.assert(
      fc.property(fc.integer({ min: 5, max: 200 }), minutes, fc.option(fc.integer({ min: 1, max: 250 })), (length, nowAfter, endAfter) => {
        const after = (count: number): Date => new Date(at("15:00").getTime() + count * 60_000);
        const live = times({ endAt: after(length), endedAt: endAfter === null ? null : after(endAfter) });
        const plan = plannedCheckIns(live, SPACING, after(nowAfter), null);
        const first = followPlan(plan, ["a", "b"], [], after(nowAfter));
        const rows = first.insert.map((each, index) => ({ ...each, id: String(index), dueAt: each.at, state: "expected" as const }));
        expect(followPlan(plan, ["a", "b"], rows, after(nowAfter))).to.deep.equal({ insert: [], move: [], cancel: [] });
        expect(new Set(rows.map(({ userid, kind, round }) => `${userid}${kind}${round}`)).size).to.equal(rows.length);
      }),
    );
  });
});

describe("article 14 › who is proposed for a team (R14-05)", () => {
  const candidate = (userid: string, unitId: string, load = 0, lastAt = 0): Candidate => ({ userid, unitId, load, lastAt });
  const names = (pool: Candidate[], units: string[] = []): string[] =>
    propose(pool, { free: placesOf(2), units, initiatingUnitId: "own" }).map(({ userid, role }) => `${userid} ${role}`);

  const cases: [string, Candidate[], string[]][] = [
    ["of several units", [candidate("a1", "a"), candidate("a2", "a"), candidate("b1", "b")], ["a1 lead", "b1 member", "a2 reserve"]],
    [
      "who was asked least",
      [candidate("a1", "a", 2), candidate("a2", "a", 1), candidate("b1", "b")],
      ["b1 lead", "a2 member", "a1 reserve"],
    ],
    ["who was asked longest ago", [candidate("a1", "a", 1, 9), candidate("a2", "a", 1, 3)], ["a2 lead", "a1 member"]],
    [
      "the initiating unit last",
      [candidate("o1", "own"), candidate("a1", "a", 5), candidate("b1", "b", 5)],
      ["a1 lead", "b1 member", "o1 reserve"],
    ],
    ["nobody twice", [candidate("a1", "a")], ["a1 lead"]],
    ["nobody there", [], []],
  ];
  for (const [what, pool, expected] of cases) it(what, () => expect(names(pool)).to.deep.equal(expected));

  it("looks past the units of those who are on the team already", () => {
    expect(names([candidate("a1", "a"), candidate("b1", "b", 3)], ["a"])[0]).to.equal("b1 lead");
  });

  it("a team stands with lead and members, and waits for a reserve only while one is asked", () => {
    const member = (userid: string, role: "lead" | "member" | "reserve") => ({ userid, role, standsInForUserid: null });
    const [lead, one] = [member("a", "lead"), member("b", "member")];
    const asked = { userid: "c", role: "reserve" as const, state: "asked" as const };
    expect(teamLacks({ team: [], invitations: [] }, 2)).to.deep.equal(["巡查人员还差 2 人", "没有组长"]);
    expect(teamLacks({ team: [lead, one], invitations: [asked] }, 2)).to.deep.equal(["候补还未答复"]);
    expect(teamLacks({ team: [lead, one], invitations: [{ ...asked, state: "declined" }] }, 2)).to.deep.equal([]);
    expect(teamLacks({ team: [one, member("d", "member")], invitations: [] }, 2)).to.deep.equal(["没有组长"]);
    expect(teamLacks({ team: [lead, member("c", "reserve")], invitations: [] }, 2)).to.deep.equal(["巡查人员还差 1 人"]);
  });
});
