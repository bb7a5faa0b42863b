import { expect } from "chai";
import { carried, itemsIn, restInOrder, saidOf, toggled, unlooked, untouched } from "../../miniapp/words/checklist.js";

const checklist = [
  { key: "expression", text: "政治表述和口播内容", arrival: false },
  { key: "dress", text: "着装和背景", arrival: true },
  { key: "venue", text: "办公区域和设备", arrival: true },
];
const at = "2026-12-04T07:00:00.000Z";

describe("the checklist of a check-in on the phone", () => {
  const [arrival, onAir] = [itemsIn("arrival", checklist), itemsIn("onAir", checklist)];

  it("R14-08 到岗 has items of its own, and nothing is ticked before somebody has looked", () => {
    expect(arrival.map(({ key }) => key)).to.deep.equal(["dress", "venue"]);
    expect(onAir).to.have.length(3);
    expect(unlooked(untouched(), arrival)).to.deep.equal(["dress", "venue"]);
    expect(saidOf(untouched(), arrival)).to.deep.equal({ notInOrder: [], unchecked: ["dress", "venue"], carriedOver: false });
  });

  it("R14-08 a tap is in order, another is not, and the rest takes one tap", () => {
    const bad = toggled(toggled(untouched(), "dress"), "dress");
    expect(saidOf(bad, arrival)).to.deep.equal({ notInOrder: ["dress"], unchecked: ["venue"], carriedOver: false });
    expect(saidOf(restInOrder(bad, arrival), arrival)).to.deep.equal({ notInOrder: ["dress"], unchecked: [], carriedOver: false });
  });

  it("R14-08 gone through it is taken over by the next, marked with when; touched it is of this one, half gone through nothing is", () => {
    const whole = restInOrder(untouched(), onAir);
    const next = carried(whole, onAir, at);
    expect(saidOf(next, onAir)).to.deep.equal({ notInOrder: [], unchecked: [], carriedOver: true });
    expect(carried(next, onAir, "2026-12-04T07:20:00.000Z").carriedFrom, "the moment at which somebody looked").to.equal(at);
    expect(saidOf(toggled(next, "venue"), onAir)).to.deep.equal({ notInOrder: ["venue"], unchecked: [], carriedOver: false });
    expect(carried(toggled(untouched(), "dress"), onAir, at)).to.deep.equal(untouched());
  });
});
