import { expect } from "chai";
import { changeText, dayText, monthCells, movedText, spentText, stretches, stretchText } from "../../miniapp/words/calendar.js";
import type { CalendarDayView } from "../../server/http/contract.js";

const SPRING: CalendarDayView[] = [
  { day: "2026-02-14", kind: "makeUp", name: "春节" },
  ...["15", "16", "17", "18", "19", "20", "21", "22", "23"].map((day) => ({
    day: `2026-02-${day}`,
    kind: "holiday" as const,
    name: "春节",
  })),
  { day: "2026-02-28", kind: "makeUp", name: "春节" },
];

describe("the working calendar on the phone", () => {
  it("lays a month out from Monday, with what differs from the weekday", () => {
    const cells = monthCells(2026, 2, SPRING);
    expect(cells.findIndex(({ day }) => day === "2026-02-01")).to.equal(6);
    expect(cells.filter(({ day }) => day !== null).length).to.equal(28);
    expect(cells.find(({ number }) => number === 14)).to.include({ kind: "makeUp", weekend: true, name: "春节" });
    expect(cells.find(({ number }) => number === 7)).to.include({ kind: "plain", weekend: true });
    expect(monthCells(2024, 2, []).filter(({ day }) => day !== null).length).to.equal(29);
    expect(monthCells(2027, 3, [])[0]).to.include({ day: "2027-03-01" });
    expect(monthCells(2026, 12, []).at(-1)).to.include({ day: "2026-12-31" });
  });

  it("gathers days that follow each other, also over the end of a month", () => {
    expect(stretches(SPRING).map(({ from, to, days }) => `${stretchText(from, to)} ${days}`)).to.deep.equal([
      "2月14日 1",
      "2月15日–23日 9",
      "2月28日 1",
    ]);
    const days = ["2026-09-30", "2026-10-01"].map((day) => ({ day, kind: "holiday" as const, name: null }));
    expect(stretches(days).map(({ from, to }) => stretchText(from, to))).to.deep.equal(["9月30日–10月1日"]);
    expect(dayText("2026-02-14")).to.equal("2月14日 星期六");
    expect(["2026-02-14", "2026-02-13"].map((day) => spentText(day, "plain"))).to.deep.equal(["照常休息", "照常上班"]);
  });

  it("says what a change did, and whom it moved", () => {
    const change = { edition: 5, year: 2026, document: "", reason: null, by: "", at: "" };
    const day = { day: "2026-02-14", kind: "holiday" as const, name: "春节" };
    expect(changeText({ ...change, kind: "correction", days: [day], count: 1 })).to.equal("2月14日：休假（春节）");
    expect(changeText({ ...change, kind: "import", days: [], count: 31 })).to.equal("录入 2026 年（31 天）");
    expect(movedText(0)).to.contain("没有");
    expect(movedText(3)).to.contain("3 项");
  });
});
