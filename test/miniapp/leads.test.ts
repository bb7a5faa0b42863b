import { expect } from "chai";
import type { LeadView } from "../../server/http/contract.js";
import { actObstacle, valuesOf } from "../../miniapp/words/act.js";
import { mergeAct, reactionText, rehearsalAct, splitAct } from "../../miniapp/words/lead-acts.js";
import { after } from "./support/fixtures.js";

const lead = (id: string, title: string): LeadView => ({
  ...{ id, title, incident: { id: "incident-1", number: "舆2026-00001" }, first: false, via: "page", description: "", links: [] },
  ...{ reporter: { userid: "ed.1", name: "责任编辑" }, occurredAt: null, discoveredAt: after(-5), reportedAt: after(-4), level: null },
});

describe("线索 on the phone", () => {
  it("并入 names the other incident and a reason before it is sent", () => {
    const act = mergeAct({ others: [{ id: "incident-2", number: "舆2026-00002", title: "宿舍断水" }] });
    const values = valuesOf(act);
    expect(actObstacle(act.fields, values)).to.contain("继续办理的事件");
    values.texts = { into: "incident-2", reason: "同一件事" };
    expect(actObstacle(act.fields, values)).to.equal(null);
    expect(act.body(values)).to.deep.equal({ into: "incident-2", reason: "同一件事" });
  });

  it("拆分 begins with the first lead's title and sends exactly what was picked", () => {
    const act = splitAct([lead("a", "火灾视频"), lead("b", "火灾")]);
    const values = valuesOf(act);
    values.texts = { ...values.texts, reason: "不是一件事" };
    expect(act.body(values)).to.deep.equal({ leadIds: ["a", "b"], title: "火灾视频", reason: "不是一件事" });
    expect(splitAct([lead("a", "火灾视频")]).key, "another choice is another form").not.to.equal(act.key);
  });

  it("演练 leaves out a unit that was not named", () => {
    const act = rehearsalAct([]);
    expect(act.body({ texts: { title: "停水", description: "设想" }, files: {} })).to.deep.equal({ title: "停水", description: "设想" });
  });

  it("a reaction is said in the words of a clock, and none is said as none", () => {
    expect([0, 45, 60, 125, 3600, 3780, null].map(reactionText)).to.deep.equal([
      "0 秒",
      "45 秒",
      "1 分",
      "2 分 5 秒",
      "1 小时",
      "1 小时 3 分",
      "没有回应",
    ]);
  });
});
