import { expect } from "chai";
import {
  byLevel,
  byWeek,
  counted,
  kept,
  mondays,
  withAtOnce,
  type CountedDeadline,
  type CountedIncident,
} from "../../server/incidents/rules/numbers.js";

const NOW = new Date("2026-11-24T10:00:00+08:00");
const incident = (given: Partial<CountedIncident> = {}): CountedIncident => ({
  ...{ id: "i", level: "red", status: "handling", reportedAt: new Date("2026-11-24T09:00:00+08:00"), rehearsal: null, mergedInto: null },
  ...given,
});
const deadline = (given: Partial<CountedDeadline>): CountedDeadline => ({
  ...{ subjectId: "i", duty: "startEmergencyPlan", state: "open", dueAt: new Date("2026-11-24T11:00:00+08:00") },
  ...{ closedAt: null, missedAt: null },
  ...given,
});

describe("article 24: what is counted", () => {
  it("rehearsals, 非舆情, false alarms and what goes on in another are not", () => {
    const merged = incident({ status: "closed", mergedInto: { id: "other", number: "舆2026-00002" } });
    const none = incident({ level: "none", status: "dismissed" });
    const all = [incident(), incident({ rehearsal: true }), none, incident({ level: null }), merged];
    expect(counted(all)).to.have.length(2);
    expect(byLevel(counted(all))).to.deep.equal([
      { level: "red", count: 1 },
      { level: "orange", count: 0 },
      { level: "yellow", count: 0 },
      { level: null, count: 1 },
    ]);
  });

  it("weeks begin on Monday in local time, over the end of a year as well", () => {
    expect(mondays("2026-11-24", 2)).to.deep.equal(["2026-11-16", "2026-11-23"]);
    expect(mondays("2027-01-01", 1)).to.deep.equal(["2026-12-28"]);
    expect(mondays("2026-11-29", 1), "Sunday").to.deep.equal(["2026-11-23"]);
    const late = incident({ reportedAt: new Date("2026-11-22T15:59:59Z") });
    const early = incident({ level: "yellow", reportedAt: new Date("2026-11-22T16:00:00Z") });
    expect(byWeek([late, early], mondays("2026-11-24", 2))).to.deep.equal([
      { from: "2026-11-16", red: 1, orange: 0, yellow: 0, unset: 0 },
      { from: "2026-11-23", red: 0, orange: 0, yellow: 1, unset: 0 },
    ]);
  });

  it("R24-06 what is owed at once is counted as in time within the minutes of its ladder, and late after them", () => {
    const openedAt = new Date("2026-11-24T09:00:00+08:00");
    const red = (given: Partial<CountedDeadline>) => ({ ...deadline({ duty: "reportRed", dueAt: null, ...given }), openedAt });
    const after = (minutes: number) => new Date(openedAt.getTime() + minutes * 60_000);
    const rows = [
      red({ state: "discharged", closedAt: after(15) }),
      red({ state: "discharged", closedAt: after(16) }),
      red({ state: "cancelled", closedAt: after(3) }),
      red({}),
    ];
    expect(kept(withAtOnce(rows, 15), ["reportRed"], NOW)).to.deep.equal([{ duty: "reportRed", onTime: 1, late: 2, running: 0 }]);
    expect(kept(withAtOnce(rows, 15), ["reportRed"], after(14))[0]).to.include({ running: 1 });
    expect(withAtOnce([{ ...deadline({ duty: "acknowledgeAlert", dueAt: null }), openedAt }], 15)[0]?.dueAt).to.equal(null);
  });

  it("what was missed stays missed, what was taken back in time was neither kept nor missed", () => {
    const at = (clock: string) => new Date(`2026-11-24T${clock}:00+08:00`);
    const rows: CountedDeadline[] = [
      deadline({ state: "discharged", closedAt: at("10:59") }),
      deadline({ state: "discharged", closedAt: at("11:01") }),
      deadline({ dueAt: at("09:59") }),
      deadline({}),
      deadline({ state: "cancelled", closedAt: at("10:00") }),
      deadline({ state: "cancelled", closedAt: at("11:30"), missedAt: at("11:00") }),
      deadline({ dueAt: null }),
      deadline({ duty: "acknowledgeAlert" }),
    ];
    expect(kept(rows, ["startEmergencyPlan", "writeUpRed"], NOW)).to.deep.equal([
      { duty: "startEmergencyPlan", onTime: 1, late: 3, running: 1 },
    ]);
  });
});
