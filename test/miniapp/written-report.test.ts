import { expect } from "chai";
import type { FileView, UpwardReportList, WrittenReportView } from "../../server/http/contract.js";
import { monthAfter, monthText } from "../../miniapp/words/rota.js";
import { formOf, isReportDuty, reportActs, reportSteps, sameReport, textObstacle, upwardAct } from "../../miniapp/words/written-report.js";

const QUOTE = { article: "24", text: "24小时内及时进行书面报告" };
const view = (status: WrittenReportView["status"], may: WrittenReportView["may"]): WrittenReportView =>
  ({ status, may, revision: 2, quote: QUOTE }) as unknown as WrittenReportView;

describe("the written report on the phone (第24条)", () => {
  it("shows how far it is, and whoever signs finds 退回 beside the one main act", () => {
    expect(reportSteps({ status: "agreeing" }).map(({ state }) => state)).to.deep.equal(["done", "done", "now", "ahead"]);
    expect(reportSteps({ status: "issued" }).every(({ state }) => state === "done")).to.equal(true);
    expect(reportActs(view("agreeing", ["save", "pass", "sendBack"])).map(({ button }) => button)).to.deep.equal(["退回", "同意报出"]);
    expect(reportActs(view("checking", ["pass", "sendBack"])).map(({ button }) => button)).to.deep.equal(["退回", "同意"]);
    const [issue] = reportActs(view("agreed", ["issue"]));
    expect(issue?.body({ texts: { documentNumber: " 粤团宣〔2026〕8号 " }, files: {} })).to.deep.equal({
      revision: 2,
      documentNumber: "粤团宣〔2026〕8号",
    });
  });

  it("signs exactly the version that stands on the page", () => {
    const [back, pass] = reportActs(view("checking", ["pass", "sendBack"]));
    expect(pass?.body({ texts: {}, files: {} })).to.deep.equal({ revision: 2, verdict: "pass" });
    expect(back?.body({ texts: { note: "补时间" }, files: {} })).to.deep.equal({ revision: 2, verdict: "sendBack", note: "补时间" });
  });

  it("would be saved for another attachment or another order as for other words, and for nothing else", () => {
    const [photo, letter] = ["photo", "letter"].map((id) => ({ id }) as FileView) as [FileView, FileView];
    const text = { title: "标题", addressee: "省委宣传部", body: "正文", signature: "宣传部" };
    const stands = { text, files: [photo, letter] };
    expect(sameReport(formOf(stands), stands)).to.equal(true);
    const others = [{ files: [letter, photo] }, { files: [photo] }, { files: [] }, { body: "改过" }];
    expect(others.map((other) => sameReport({ ...formOf(stands), ...other }, stands))).to.deep.equal([false, false, false, false]);
  });

  it("asks for what is missing, and sends 请示报告 to the body that was named", () => {
    const text = { title: "标题", addressee: "省委宣传部", body: " ", signature: "宣传部" };
    expect(textObstacle(text)).to.equal("请填写正文");
    expect(textObstacle({ ...text, body: "一、" })).to.equal(null);
    const act = upwardAct({ bodies: ["省网信办"], quote: QUOTE } as unknown as UpwardReportList);
    const said = { how: "phone", content: "已报告", receipt: "7" };
    expect(act.body({ texts: { ...said, to: "其他", other: "省教育厅" }, files: {} })).to.include({ to: "省教育厅", receipt: "7" });
    expect(act.body({ texts: { ...said, to: "省网信办" }, files: {} })).to.include({ to: "省网信办", how: "phone" });
  });

  it("knows its duties and its months", () => {
    expect(["writeUpRed", "agreeReport", "reportRed"].map(isReportDuty)).to.deep.equal([true, true, false]);
    expect([monthAfter("2026-12", 1), monthAfter("2026-01", -1), monthText("2026-01")]).to.deep.equal(["2027-01", "2025-12", "2026年1月"]);
  });
});
