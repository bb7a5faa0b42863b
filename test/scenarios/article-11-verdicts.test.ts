import { expect } from "chai";
import type { DraftView, Problem, TimelineView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

describe("article 11 › verdicts", function () {
  this.timeout(30_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const sentences = async (id: string): Promise<string[]> =>
    (await desk.as("pub.1").get<TimelineView>(`/api/drafts/${id}/timeline`)).entries.map((entry) => entry.sentence);

  it("R11-02 退回 from the card with a gate: the editor is told which, and first review begins again", async () => {
    const { id } = await desk.submitted("志愿服务季");
    await desk.press("first.1", "初审：志愿服务季", "sendBack", { gate: ["policy"] });
    expect(await desk.news()).to.deep.equal({
      "first.1": ["初审：志愿服务季"],
      "first.2": ["初审：志愿服务季"],
      "ed.1": ["修改退回的稿件：志愿服务季"],
    });
    expect(JSON.stringify(desk.card("ed.1", "修改退回").card)).to.contain("政策关");
    expect((await sentences(id)).at(-1)).to.equal("初审负责人甲岗 在初审退回：政策关");
    await desk.as("ed.1").post(`/api/drafts/${id}/submit`, { revision: 1 });
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：志愿服务季"], "first.2": ["初审：志愿服务季"] });
    expect(desk.shows("ed.1", "修改退回")).to.equal("已重新提交");
  });

  it("R11-02 退回 from the card without a gate is taken and says 未填写说明", async () => {
    const { id } = await desk.submitted("志愿服务季");
    await desk.press("first.2", "初审：志愿服务季", "sendBack", { gate: ["none"] });
    expect(JSON.stringify(desk.card("ed.1", "修改退回").card)).to.contain("未填写说明");
    const draft = await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`);
    expect(draft).to.include({ status: "draft", stage: null, revision: 1 });
    expect(draft.verdicts[0]).to.include({ verdict: "sendBack", comment: null, gates: null });
  });

  it("R11-02 退回 on the page needs five characters, and tells those who had passed it", async () => {
    const { id } = await desk.submitted("志愿服务季");
    await desk.judge("first.1", id, "pass");
    await desk.judge("second.1", id, "pass");
    await desk.news();
    const refused = (await desk.judge("media.head", id, "sendBack", { comment: "重写" }, 422)) as unknown as Problem;
    expect(refused).to.include({ code: "review.reason-too-short", article: "11" });
    await desk.judge("media.head", id, "sendBack", { comment: "时间写错了" });
    expect(await desk.news()).to.deep.equal({
      "ed.1": ["修改退回的稿件：志愿服务季"],
      "first.1": ["终审已退回：志愿服务季"],
      "second.1": ["终审已退回：志愿服务季"],
    });
  });

  it("R11-04 the final level passes with five gates on the page only; the permit runs 72 hours from the planned time", async () => {
    const { id, plannedAt } = await desk.submitted("开学第一课");
    await desk.judge("first.1", id, "pass");
    await desk.judge("second.1", id, "pass");
    await desk.news();
    const { taskId } = desk.card("media.head", "终审：");
    await desk.sandbox.raw({ userid: "media.head", taskId, key: "pass" });
    expect((await desk.news())["media.head"]?.[0]).to.match(/这个按钮已不再使用|请先查看全文/);
    expect((await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`)).status).to.equal("inReview");
    const missing = { gates: { political: true, legal: true, policy: true, confidentiality: true } };
    const refused = (await desk.judge("media.head", id, "pass", missing, 422)) as unknown as Problem;
    expect(refused.detail).to.contain("内容关");
    const { permit, contentHash } = await desk.judge("media.head", id, "pass");
    expect(permit?.contentHash).to.equal(contentHash);
    expect(new Date(permit?.validUntil ?? 0).getTime() - new Date(plannedAt).getTime()).to.equal(72 * 3_600_000);
    expect((await sentences(id)).join("\n")).to.match(/发布许可 2026-00001/);
  });

  it("R11-05 records whether the reviewer had opened the full text", async () => {
    const { id, revision } = await desk.submitted("开学第一课");
    await desk.press("first.1", "初审：", "pass");
    await desk.as("second.1").post(`/api/drafts/${id}/reading`, { revision }, 204);
    await desk.as("second.1").post(`/api/drafts/${id}/reading`, { revision }, 204);
    await desk.press("second.1", "二审：", "pass");
    const { verdicts } = await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`);
    expect(verdicts.map((verdict) => verdict.openedFullText)).to.deep.equal([false, true]);
    expect((await sentences(id)).filter((text) => text.includes("通过了"))).to.deep.equal([
      "初审负责人甲岗 通过了初审（未打开全文）",
      "二审责任人甲岗 通过了二审",
    ]);
  });

  it("R11-15 a change in review voids the passes, closes the cards and begins at first review", async () => {
    const { id } = await desk.submitted("开学第一课");
    await desk.press("first.1", "初审：", "pass");
    await desk.as("second.1").post(`/api/drafts/${id}/reading`, { revision: 1 }, 204);
    await desk.news();
    const changed = await desk
      .as("ed.2")
      .post<DraftView>(`/api/drafts/${id}/revisions`, { revision: 1, body: "新学期第一天，我们把课堂搬到了校史馆。" });
    expect(changed).to.include({ status: "inReview", stage: "first", revision: 2 });
    expect(changed.verdicts.map((verdict) => verdict.superseded)).to.deep.equal([true]);
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课"], "first.2": ["初审：开学第一课"] });
    expect(desk.shows("second.1", "二审：")).to.equal("稿件已更新至第 2 版");
    const seen = await desk.as("second.1").get<DraftView>(`/api/drafts/${id}`);
    expect(seen.changes?.body.filter((part) => part.kind !== "same").map((part) => `${part.kind} ${part.text}`)).to.deep.equal([
      "removed 操场",
      "added 校史馆",
    ]);
    const stale = (await desk.judge("first.1", id, "pass", { revision: 1 }, 409)) as unknown as Problem;
    expect(stale.code).to.equal("review.superseded");
  });

  it("R11-15 a change after approval voids the permit; saving without change and moving the planned time do not", async () => {
    const { id } = await desk.submitted("开学第一课");
    for (const userid of ["first.1", "second.1", "media.head"]) await desk.judge(userid, id, "pass");
    await desk.news();
    const same = await desk.as("ed.1").post<DraftView>(`/api/drafts/${id}/revisions`, { revision: 1, title: "开学第一课" });
    expect(same).to.include({ status: "approved", revision: 1 });
    const moved = await desk
      .as("ed.1")
      .post<DraftView>(`/api/drafts/${id}/revisions`, { revision: 1, plannedAt: "2026-11-27T09:00:00+08:00" });
    expect(moved.permit?.state).to.equal("valid");
    expect(await desk.news()).to.deep.equal({ "media.head": ["计划发布时间有变：开学第一课"] });
    const changed = await desk.as("ed.1").post<DraftView>(`/api/drafts/${id}/revisions`, { revision: 1, title: "开学第一课（新）" });
    expect(changed).to.include({ status: "inReview", stage: "first", revision: 2 });
    expect(changed.permit?.state).to.equal("void");
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课（新）"], "first.2": ["初审：开学第一课（新）"] });
    expect(desk.shows("ed.1", "登记发布")).to.equal("稿件已更新至第 2 版");
    await desk
      .as("ed.1")
      .post(`/api/drafts/${id}/publication`, { url: "https://example.org/1", publishedAt: "2026-11-24T09:00:00+08:00" }, 409);
  });

  it("R11-17 a colleague's late 退回 is an objection that the next level sees, a late 通过 tells who was first", async () => {
    const { id } = await desk.submitted("开学第一课");
    await desk.press("first.1", "初审：", "pass");
    await desk.news();
    const { taskId } = desk.card("first.2", "初审：");
    await desk.sandbox.raw({ userid: "first.2", taskId, key: "sendBack", selected: { gate: ["legal"] } });
    expect(await desk.news()).to.deep.equal({
      "first.2": ["您的退回已记为异议：开学第一课"],
      "second.1": ["初审有异议：开学第一课"],
      "second.2": ["初审有异议：开学第一课"],
    });
    expect((await desk.as("second.1").get<DraftView>(`/api/drafts/${id}`)).verdicts.map((verdict) => verdict.verdict)).to.deep.equal([
      "pass",
      "objection",
    ]);
    const late = await desk.judge("first.2", id, "pass", {}, 200);
    expect(late.verdicts).to.have.length(2);
    expect(await desk.news()).to.deep.equal({});
  });

  it("every callback delivered four times, and every tap twice, is one decision", async () => {
    desk.sandbox.deliveries = 4;
    const { id } = await desk.submitted("开学第一课");
    await desk.settle();
    const { taskId } = desk.card("first.1", "初审：");
    const first = await desk.sandbox.press("first.1", taskId, "pass");
    expect(first.deliveries).to.have.length(4);
    expect(new Set(first.deliveries.map((delivery) => JSON.stringify(delivery.reply))).size).to.equal(1);
    await desk.sandbox.raw({ userid: "first.1", taskId, key: "pass" });
    await desk.judge("first.1", id, "pass");
    const { verdicts } = await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`);
    expect(verdicts.map((verdict) => [verdict.stage, verdict.by.userid])).to.deep.equal([["first", "first.1"]]);
    expect(await desk.news()).to.deep.equal({
      "first.1": ["初审：开学第一课"],
      "first.2": ["初审：开学第一课"],
      "ed.1": ["初审已通过：开学第一课"],
      "second.1": ["二审：开学第一课"],
      "second.2": ["二审：开学第一课"],
    });
  });

  it("a tap on a card of four days ago counts while the duty is open", async () => {
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    await desk.advance("P4D");
    await desk.press("first.1", "初审：", "pass");
    desk.logOut("ed.1");
    expect((await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`)).stage).to.equal("second");
  });

  it("a tap that cannot be decided at once is stored, answered, and worked off by the sweep once", async () => {
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    const { judging } = desk.services.review;
    Object.assign(judging, { giveIn: () => Promise.reject(new Error("planted")) });
    const { status, reply } = await desk.sandbox.press("first.1", desk.card("first.1", "初审：").taskId, "pass");
    expect([status, reply]).to.deep.equal([200, null]);
    Reflect.deleteProperty(judging, "giveIn");
    await desk.news();
    const { verdicts, stage } = await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`);
    expect([stage, verdicts.length]).to.deep.equal(["second", 1]);
    for (const userid of ["first.1", "first.2"]) expect(desk.shows(userid, "初审：")).to.equal("已由 初审负责人甲岗 09:00 通过");
  });

  it("WeCom's check of the callback address is answered", async () => {
    expect(await desk.sandbox.verifyUrl()).to.include({ ok: true });
  });

  it("a foreign tap changes nothing and is told so", async () => {
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    const { taskId } = desk.card("first.1", "初审：");
    await desk.sandbox.raw({ userid: "second.1", taskId, key: "pass" });
    await desk.sandbox.raw({ userid: "first.1", taskId: "no-such-card", key: "pass" });
    const news = await desk.news();
    expect(Object.keys(news).sort()).to.deep.equal(["first.1", "second.1"]);
    expect(news["second.1"]?.[0]).to.contain("不是发给您的");
    expect(news["first.1"]?.[0]).to.contain("没有找到");
    expect((await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`)).stage).to.equal("first");
  });
});
