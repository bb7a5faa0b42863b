import { expect } from "chai";
import type { FileView, LeadView } from "../../server/http/contract.js";
import { actObstacle, fileIds, valuesOf } from "../../miniapp/words/act.js";
import { mergeAct, mergeSimilarAct, reactionText, rehearsalAct, splitAct, undoMergeAct } from "../../miniapp/words/lead-acts.js";
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

  it("并入 what sounds alike asks for nothing, and its way back neither", () => {
    const act = mergeSimilarAct({ similarTo: { id: "incident-2", number: "舆2026-00002", may: ["merge"] } });
    expect([act.path, act.fields]).to.deep.equal(["merge", []]);
    expect(act.body(valuesOf(act))).to.deep.equal({ into: "incident-2", reason: "标题相似，经值班人员核对为同一事件" });
    expect(act.done).to.contain("舆2026-00002").and.to.contain("24 小时内可以撤销");
    expect([undoMergeAct().path, undoMergeAct().fields]).to.deep.equal(["merge/undoing", []]);
  });

  it("a form opens with what was filled in before somebody left to log in", () => {
    const act = splitAct([lead("a", "火灾视频")]);
    const file = { id: "f", name: "截图.png", type: "image/png", bytes: 1, sha256: "", url: "" } as unknown as FileView;
    const values = valuesOf({ ...act, given: { title: "改过", reason: "已写" }, attached: { files: [file] } });
    expect(act.body(values)).to.include({ title: "改过", reason: "已写" });
    expect(fileIds(values, "files")).to.deep.equal(["f"]);
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
