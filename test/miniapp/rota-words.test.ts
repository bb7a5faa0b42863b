import { expect } from "chai";
import type { DeskToday, HandoverView, RotaMonth, ShiftView } from "../../server/http/contract.js";
import {
  changeObstacle,
  dayText,
  deskActions,
  deskLabel,
  isGap,
  monthAfter,
  nearestFirst,
  periodOf,
  shiftLabel,
  swapText,
} from "../../miniapp/words/rota.js";
import { nowMs } from "./support/fixtures.js";

const shift = (given: Partial<ShiftView> = {}): ShiftView => ({
  ...{ id: "s", desk: "publicity", day: "2026-11-24", published: true, arrivedAt: null, standsInSince: null, mine: null, may: [] },
  startsAt: "2026-11-24T08:30:00+08:00",
  endsAt: "2026-11-25T08:30:00+08:00",
  person: { userid: "a", name: "甲岗" },
  standIn: { userid: "b", name: "乙岗" },
  ...given,
});
const desk = (given: Partial<DeskToday> = {}): DeskToday => ({
  ...{
    desk: "publicity",
    name: "宣传部值班",
    onDuty: [],
    because: "shift",
    shift: shift(),
    handover: null,
    next: null,
    nextHandover: null,
  },
  may: [],
  ...given,
});
const handover = (note: string | null): HandoverView => ({
  ...{
    day: "2026-11-25",
    from: { userid: "a", name: "甲岗" },
    note,
    writtenAt: null,
    openDuties: [],
    takenOverAt: null,
    takenOverBy: null,
  },
});

describe("article 16: the words of 值班", () => {
  it("name days and months of the organisation's time", () => {
    expect(dayText("2026-12-03")).to.equal("12月3日 周四");
    expect([monthAfter("2026-12", 1), monthAfter("2026-01", -1), monthAfter("2026-11", 14)]).to.deep.equal([
      "2027-01",
      "2025-12",
      "2028-01",
    ]);
    expect([periodOf("2027"), periodOf("2026-12"), periodOf("01a205fa-f086-7092-9ac1-0c819ec59785")]).to.deep.equal([
      ...["2027-01", "2026-12", null],
    ]);
  });

  it("say how things stand at a desk", () => {
    const table: [Partial<DeskToday>, string][] = [
      [{}, "未点到岗"],
      [{ shift: shift({ arrivedAt: "2026-11-24T08:41:00+08:00" }) }, "已到岗"],
      [{ shift: shift({ standsInSince: "2026-11-24T09:15:00+08:00" }) }, "替班已顶班"],
      [{ because: "former" }, "等待接班"],
      [{ shift: null, because: "office" }, "今天没有排班"],
      [{ shift: null, because: "shift" }, "已代接班"],
    ];
    for (const [given, text] of table) expect(deskLabel(desk(given)).text).to.equal(text);
  });

  it("offer what the server lets this person do, one main action at most", () => {
    const shown = (given: Partial<DeskToday>): string[] => deskActions(desk(given)).map(({ text, main }) => `${text}${main ? "！" : ""}`);
    expect(shown({ may: [] })).to.deep.equal([]);
    expect(shown({ may: ["arrive", "handOver"] })).to.deep.equal(["写交班说明", "到岗！"]);
    expect(shown({ may: ["arrive", "takeOver"] })).to.deep.equal(["已接班！"]);
    expect(shown({ may: ["takeOver"], shift: null })).to.deep.equal(["由我接班！"]);
    expect(shown({ may: ["standIn"] })).to.deep.equal(["我来顶班"]);
    expect(shown({ may: ["handOver"] })).to.deep.equal(["写交班说明"]);
    expect(shown({ may: ["handOver"], nextHandover: handover(null) })).to.deep.equal(["写交班说明！"]);
    expect(shown({ may: ["handOver"], nextHandover: handover("无") })).to.deep.equal(["写交班说明"]);
  });

  it("mark drafts, one's own shifts and gaps to come", () => {
    expect(shiftLabel(shift())).to.equal(null);
    expect(shiftLabel(shift({ mine: "standIn" }))?.text).to.equal("我替班");
    expect(shiftLabel(shift({ published: false, mine: "person" }))?.text).to.equal("草稿");
    const day = (number: number, on: ShiftView | null) => ({ day: `2026-11-${number}`, mark: null, publicity: on, dataCentre: null });
    const month = { today: "2026-11-24", days: [day(23, null), day(24, shift()), day(25, null)] } as unknown as RotaMonth;
    expect(month.days.map((each) => isGap(month, each, "publicity"))).to.deep.equal([false, false, true]);
    expect(month.days.map((each) => isGap(month, each, "dataCentre"))).to.deep.equal([false, false, false]);
  });

  it("put those of the desk first, and say a swap and what is missing of a change", () => {
    const people = ["c", "b", "a"].map((userid) => ({ userid, name: userid, unit: "", trained: true }));
    expect(nearestFirst(people, [shift()], "publicity").map(({ userid }) => userid)).to.deep.equal(["b", "a", "c"]);
    const swap = {
      id: "w",
      desk: "publicity" as const,
      shift: shift(),
      other: shift({ day: "2026-11-26" }),
      reason: "",
      state: "asked" as const,
    };
    const both = { from: { userid: "a", name: "甲岗" }, to: { userid: "c", name: "丙岗" } };
    const when = { askedAt: new Date(nowMs).toISOString(), answerBy: new Date(nowMs).toISOString() };
    expect(swapText({ ...swap, ...both, ...when, may: [] })).to.equal("11月24日 周二 由 甲岗 改为 丙岗，11月26日 周四 换回");
    expect(changeObstacle({ userid: "", standIn: null, reason: "" }, false)).to.equal("请选择值班人");
    expect(changeObstacle({ userid: "a", standIn: "a", reason: "" }, false)).to.equal("值班人和替班人不能是同一人");
    expect(changeObstacle({ userid: "a", standIn: null, reason: "" }, true)).to.equal("已公布的班次，改动要写明原因");
    expect(changeObstacle({ userid: "a", standIn: null, reason: "病假" }, true)).to.equal(null);
  });
});
