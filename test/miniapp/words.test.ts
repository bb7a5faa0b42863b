import { expect } from "chai";
import { wecomDownText } from "../../miniapp/words/delivery.js";
import { dueText, type DueTone } from "../../miniapp/words/due.js";
import { foldDiff, hasChange } from "../../miniapp/words/diff.js";
import { changeOf, emptyForm, formOf, missingIn, newDraftOf, sameForm } from "../../miniapp/words/draft-form.js";
import { groupDrafts, groupTodo } from "../../miniapp/words/groups.js";
import { bytesText, personText, statusLabel, taskLabel } from "../../miniapp/words/labels.js";
import { instantOf, millis, momentText, pickerParts } from "../../miniapp/words/moment.js";
import { afterwardsText, answeringText, gapLabel, untouchedText } from "../../miniapp/words/organisation.js";
import { failedGates, passObstacle, sendBackObstacle } from "../../miniapp/words/opinion.js";
import { after, draftListItem, draftView, now, nowMs, todoItem } from "./support/fixtures.js";

describe("the words of the mini-app", () => {
  describe("a due time is read from the server's moment, never from the phone's clock", () => {
    const table: [string, number | null, boolean, string, DueTone][] = [
      ["just missed", -0.5, false, "刚刚逾期", "over"],
      ["missed by minutes", -12, false, "超 12 分钟", "over"],
      ["missed by hours", -190, false, "超 3 小时", "over"],
      ["missed by days", -2 * 1440 - 5, false, "超 2 天", "over"],
      ["late by the server's finding though the time is not up", 5, true, "刚刚逾期", "over"],
      ["due this very moment", 0, false, "刚刚逾期", "over"],
      ["less than a minute", 0.5, false, "剩不到 1 分钟", "soon"],
      ["minutes", 38.9, false, "剩 38 分钟", "soon"],
      ["exactly an hour", 60, false, "剩 1 小时", "calm"],
      ["an hour and minutes", 102, false, "剩 1 小时 42 分", "calm"],
      ["several hours", 200, false, "剩 3 小时", "calm"],
      ["over midnight but near", 700, false, "剩 11 小时", "calm"],
      ["later today", 790, false, "今天 23:46", "calm"],
      ["tomorrow", 24 * 60, false, "明天 10:36", "calm"],
      ["another day", 3 * 1440, false, "11月27日 10:36", "calm"],
      ["another year", 60 * 1440, false, "2027年1月23日 10:36", "calm"],
      ["no due time", null, false, "", "none"],
      ["no due time, yet late", null, true, "已逾期", "over"],
    ];
    for (const [name, minutes, late, text, tone] of table) {
      it(name, () => {
        expect(dueText({ dueAt: minutes === null ? null : after(minutes), late }, nowMs)).to.deep.equal({ text, tone });
      });
    }
    it("says so when the calendar of that year is not known yet", () => {
      expect(dueText({ dueAt: after(30), late: false, provisional: true }, nowMs).text).to.equal("剩 30 分钟（暂定）");
    });
  });

  it("puts the day's border at midnight in Shanghai", () => {
    expect(momentText("2026-11-24T00:00:00+08:00", nowMs)).to.equal("00:00");
    expect(momentText("2026-11-23T23:59:00+08:00", nowMs)).to.equal("昨天 23:59");
    expect(momentText("2026-11-25T00:00:00+08:00", nowMs)).to.equal("明天 00:00");
    expect(pickerParts(millis("2026-12-31T17:00:00Z"))).to.deep.equal({ day: "2027-01-01", clock: "01:00" });
    expect(millis(instantOf("2026-11-24", "10:36"))).to.equal(nowMs);
  });

  it("OPS-01 says since when WeCom takes nothing, and nothing while it does", () => {
    expect(wecomDownText(after(-34), nowMs)).to.equal("企业微信自 10:02 起暂时无法送达消息。待办照常，请在这里办理。");
    expect(wecomDownText(null, nowMs)).to.equal("");
  });

  it("R11-01 says whose it is to close a gap, and what an import leaves alone and open", () => {
    const unit = { id: "school", name: "学校部" };
    expect(answeringText({ unit, answering: [{ userid: "h", name: "学校部部长" }] })).to.equal("学校部 · 由 学校部部长 补齐");
    expect(answeringText({ unit: null, answering: [] })).to.equal("全单位 · 尚无人负责，请联系宣传部");
    expect(gapLabel({ blocks: true }).text).to.equal("影响工作");
    expect(untouchedText({ untouched: { units: 0, people: 3, accounts: 1 } })).to.equal("表中没有、保持不变：人员 3 人、账号 1 个");
    expect(untouchedText({ untouched: { units: 0, people: 0, accounts: 0 } })).to.equal("");
    expect(afterwardsText({ gaps: { blocking: 0, reminders: 0 } })).to.equal("导入后没有缺口");
    expect(afterwardsText({ gaps: { blocking: 2, reminders: 4 } })).to.equal("导入后还有 2 处缺口影响工作，4 处提醒");
  });

  it("groups duties into 已逾期, 今天, 之后, each by due time, and drops none", () => {
    const items = [
      todoItem({ taskId: "later", dueAt: after(1440) }),
      todoItem({ taskId: "never", dueAt: null }),
      todoItem({ taskId: "soon", dueAt: after(10) }),
      todoItem({ taskId: "today", dueAt: after(700) }),
      todoItem({ taskId: "passed", dueAt: after(-1) }),
      todoItem({ taskId: "found late", dueAt: after(1), late: true }),
    ];
    const groups = groupTodo(items, nowMs).map(({ key, items: members }) => [key, members.map(({ taskId }) => taskId)]);
    expect(groups).to.deep.equal([
      ["late", ["passed", "found late"]],
      ["today", ["soon", "today"]],
      ["later", ["later", "never"]],
    ]);
  });

  it("shows first the drafts that wait for their editor", () => {
    const items = [
      draftListItem({ id: "out", status: "published" }),
      draftListItem({ id: "in", status: "inReview", stage: "first" }),
      draftListItem({ id: "new" }),
      draftListItem({ id: "back", sentBack: true }),
      draftListItem({ id: "ready", status: "approved" }),
    ];
    expect(groupDrafts(items).map(({ key, items: members }) => [key, members.map(({ id }) => id)])).to.deep.equal([
      ["sentBack", ["back"]],
      ["approved", ["ready"]],
      ["writing", ["new"]],
      ["inReview", ["in"]],
      ["published", ["out"]],
    ]);
  });

  it("article 11: the final level asks for each gate, the others take 通过 for all five", () => {
    expect(passObstacle("first", [])).to.equal(null);
    expect(passObstacle("second", [])).to.equal(null);
    expect(passObstacle("second", ["political"])).to.equal("还有法律、政策、保密、内容关未勾选");
    expect(passObstacle("final", [])).to.equal("请逐关勾选，或点“全部通过”");
    expect(passObstacle("final", ["political", "legal", "policy", "confidentiality"])).to.equal("还有内容关未勾选");
    expect(passObstacle("final", ["political", "legal", "policy", "confidentiality", "content"])).to.equal(null);
  });

  it("article 11: a sending back on the page names a gate and says at least five characters", () => {
    expect(sendBackObstacle([], "请改短一些")).to.equal("请选择未通过的关");
    expect(sendBackObstacle(["content"], " 改短  ")).to.equal("说明至少 5 个字，还差 3 个");
    expect(sendBackObstacle(["content"], "请改短一些")).to.equal(null);
    expect(failedGates(["legal", "content"])).to.deep.equal({ legal: false, content: false });
  });

  it("folds long unchanged text and keeps every change", () => {
    const long = "长".repeat(500);
    const shown = foldDiff([
      { kind: "same", text: long },
      { kind: "removed", text: "操场" },
      { kind: "added", text: "校史馆" },
      { kind: "same", text: long },
      { kind: "added", text: "完" },
    ]);
    expect(shown.map(({ kind, text, skipped }) => [kind, text.length, skipped])).to.deep.equal([
      ["same", 60, 440],
      ["removed", 2, 0],
      ["added", 3, 0],
      ["same", 60, 0],
      ["same", 60, 380],
      ["added", 1, 0],
    ]);
    expect(hasChange([{ kind: "same", text: long }])).to.equal(false);
    expect(foldDiff([{ kind: "same", text: "短" }])).to.deep.equal([{ kind: "same", text: "短", skipped: 0 }]);
  });

  it("article 11: a draft is not sent without its account, its title and the 不涉密 declaration", () => {
    const form = emptyForm(nowMs);
    expect(Object.keys(missingIn(form, false))).to.have.members(["accountId", "title", "notClassified"]);
    Object.assign(form, { accountId: "wx", title: "开学第一课", links: ["不是链接"] });
    expect(missingIn(form, true)).to.deep.equal({ links: "链接须以 http:// 或 https:// 开头" });
    form.links = ["https://example.invalid/1", "  "];
    expect(missingIn(form, true)).to.deep.equal({});
    expect(newDraftOf(form)).to.include({ accountId: "wx", notClassified: true, plannedAt: "2026-11-25T11:00:00+08:00" });
    expect(newDraftOf(form).links).to.deep.equal(["https://example.invalid/1"]);
  });

  it("a change names the version it stands on and nothing of the account", () => {
    const form = formOf(draftView());
    expect(sameForm(form, formOf(draftView()))).to.equal(true);
    form.title += "！";
    expect(sameForm(form, formOf(draftView()))).to.equal(false);
    expect(changeOf(form, 3)).to.include({ revision: 3, title: "开学第一课！" }).and.not.have.any.keys("accountId", "notClassified");
  });

  it("names states, people and acts as an official reads them", () => {
    expect(statusLabel({ status: "inReview", stage: "second" }).text).to.equal("二审中");
    expect(statusLabel({ status: "draft", stage: null, sentBack: true })).to.deep.equal({ text: "退回修改", tone: "orange" });
    expect(personText({ name: "二审责任人（宣传部）", post: "二审责任人、密码管理人" })).to.equal("二审责任人（宣传部）");
    expect(personText({ name: "甲", post: "终审责任人、宣传部负责人" })).to.equal("终审责任人 甲");
    expect(personText({ name: "甲" })).to.equal("甲");
    expect(taskLabel(["pass", "sendBack"])?.text).to.equal("审核");
    expect(taskLabel(["edit", "publish"])?.text).to.equal("发布");
    expect(taskLabel([])).to.equal(null);
    expect(bytesText(300)).to.equal("1 KB");
    expect(bytesText(3 * 1024 * 1024)).to.equal("3.0 MB");
    expect(Date.parse(now)).to.equal(nowMs);
  });
});
