import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import { Draft } from "../../entities/draft.js";
import { JOBS } from "../../cron/jobs.js";
import type { DraftView, Problem, TimelineView, TodoList } from "../../server/http/contract.js";
import { loadActor } from "../../server/identity/actor.js";
import type { ReviewDesk } from "../../server/review/desk.js";
import { loadDraft } from "../../server/review/facts.js";
import { takeOver } from "../../server/review/taking-over.js";
import { Desk } from "../support/desk.js";
import { ORGANISATION } from "../support/organisation.js";

describe("article 11 › whoever leaves while a draft is under way (R11-18)", function () {
  this.timeout(40_000);
  let desk: Desk;
  afterEach(() => desk.close());

  const leaves = (userid: string): Promise<void> => desk.sandbox.changeMember(userid, { inRange: false });
  const opened = async (organisation = ORGANISATION): Promise<Desk> => (desk = await Desk.open({ organisation }));
  const sentences = async (id: string): Promise<string[]> =>
    (await desk.as("pub.1").get<TimelineView>(`/api/drafts/${id}/timeline`)).entries.map(({ sentence }) => sentence);
  const only = (role: "firstReviewers" | "secondReviewers"): typeof ORGANISATION => {
    const changed = structuredClone(ORGANISATION);
    changed.accounts[0]?.roles[role].splice(1);
    return changed;
  };

  it("at first review: the colleague is asked anew, the editor told, the leaver shut out at once", async () => {
    await opened();
    const { id } = await desk.submitted("开学第一课");
    await desk.as("first.1").get("/api/todo");
    await desk.news();
    const { taskId } = desk.card("first.1", "初审：");
    await leaves("first.1");
    expect(await desk.news()).to.deep.equal({
      "first.2": ["初审：开学第一课"],
      "ed.1": ["办理人已离任：开学第一课"],
      "pub.1": ["人员已离任：初审负责人甲岗"],
    });
    await desk.as("first.1").get("/api/todo", 401);
    desk.logOut("first.1");
    expect(await desk.token("first.1").catch((error: unknown) => String(error))).to.contain("session.not-a-member");
    await desk.sandbox.raw({ userid: "first.1", taskId, key: "pass" });
    expect(await desk.news()).to.deep.equal({});
    expect((await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`)).verdicts).to.deep.equal([]);
    expect((await sentences(id)).slice(-2)).to.deep.equal([
      "初审负责人甲岗 已离任，初审由 初审负责人乙岗 继续办理",
      "初审负责人甲岗 已离任，在卡片上的点按未作处理",
    ]);
    const tap = await desk.services.uow.read((tx) => tx.findOneByOrFail(AuditEntry, { action: "delivery.tapped-after-leaving" }));
    expect(tap).to.include({ actor: "first.1", article: "18", refused: true, subjectId: id });
    await desk.press("first.2", "初审：", "pass");
    expect((await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`)).stage).to.equal("second");
  });

  it("at second review: what they decided on another draft stands", async () => {
    await opened();
    const done = await desk.submitted("已过二审");
    await desk.judge("first.1", done.id, "pass");
    await desk.judge("second.1", done.id, "pass");
    const { id } = await desk.submitted("在二审");
    await desk.judge("first.1", id, "pass");
    await desk.news();
    await leaves("second.1");
    expect(await desk.news()).to.deep.equal({
      "second.2": ["二审：在二审"],
      "ed.1": ["办理人已离任：在二审"],
      "pub.1": ["人员已离任：二审责任人甲岗"],
    });
    const passed = await desk.as("ed.1").get<DraftView>(`/api/drafts/${done.id}`);
    expect(passed.stage).to.equal("final");
    expect(passed.verdicts.map(({ by, superseded }) => [by.name, by.post, superseded])[1]).to.deep.equal([
      "二审责任人甲岗",
      "二审责任人、密码管理人",
      false,
    ]);
    await desk.judge("media.head", done.id, "pass");
  });

  it("at final review nobody is left: who looks after the program names somebody, who then gets the card", async () => {
    await opened();
    const { id } = await desk.submitted("开学第一课");
    await desk.judge("first.1", id, "pass");
    await desk.judge("second.1", id, "pass");
    await desk.news();
    await leaves("media.head");
    expect(await desk.news()).to.deep.equal({
      "ed.1": ["办理人已离任：开学第一课"],
      "pub.1": ["指定审核人：开学第一课", "人员已离任：终审责任人"],
    });
    const view = await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`);
    expect([view.stage, view.task?.holders]).to.deep.equal(["final", []]);
    const named = structuredClone(ORGANISATION);
    named.units.forEach((unit) => unit.id === "media" && (unit.head = "second.2"));
    named.accounts.forEach((account) => account.unit === "media" && (account.roles.finalReviewer = "second.2"));
    named.accounts.forEach((account) => account.unit === "media" && (account.roles.secondReviewers = ["second.1"]));
    await desk.services.organisation.importFile(named, { userid: "system:test", name: "测试", post: "测试" });
    expect(await desk.news()).to.deep.equal({ "second.2": ["终审：开学第一课"] });
    expect(desk.shows("pub.1", "指定审核人")).to.equal("已有符合条件的审核人");
    await desk.judge("second.2", id, "pass");
  });

  it("the only one who qualifies: the head of the unit and the administrators are asked to name somebody, once", async () => {
    await opened(only("firstReviewers"));
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    await leaves("first.1");
    expect(await desk.news()).to.deep.equal({
      "media.head": ["指定审核人：开学第一课"],
      "ed.1": ["办理人已离任：开学第一课"],
      "pub.1": ["指定审核人：开学第一课", "人员已离任：初审负责人甲岗"],
    });
    const jobs = JOBS.filter(({ name }) => /^(deadlines|review|contacts)[.]/.test(name));
    for (const job of [...jobs, ...jobs]) await job.run(desk.services);
    expect(await desk.news()).to.deep.equal({});
    expect((await sentences(id)).at(-1)).to.contain("暂时无人办理，已请主要负责同志和系统管理员指定人员");
    await desk.services.organisation.importFile(ORGANISATION, { userid: "system:test", name: "测试", post: "测试" });
    expect(await desk.news()).to.deep.equal({ "first.2": ["初审：开学第一课"] });
    expect(desk.shows("media.head", "指定审核人")).to.equal("已有符合条件的审核人");
  });

  it("an editor with a returned draft: the account's other editor has it, answers for it from now on, and cannot review it", async () => {
    const mixed = structuredClone(ORGANISATION);
    mixed.accounts[0]?.roles.firstReviewers.push("ed.2");
    await opened(mixed);
    const { id } = await desk.submitted("开学第一课");
    await desk.press("first.1", "初审：", "sendBack");
    await desk.news();
    await leaves("ed.1");
    expect(await desk.news()).to.deep.equal({ "ed.2": ["修改退回的稿件：开学第一课"], "pub.1": ["人员已离任：责任编辑甲岗"] });
    const after = await desk.as("ed.2").post<DraftView>(`/api/drafts/${id}/submit`, { revision: 1 });
    expect(after.editor.userid).to.equal("ed.2");
    expect(await sentences(id)).to.include("责任编辑甲岗 已离任，责任编辑乙岗 接任本稿责任编辑");
    expect(Object.keys(await desk.news())).to.have.members(["first.1", "first.2"]);
    expect(((await desk.judge("ed.2", id, "pass", {}, 403)) as unknown as Problem).code).to.equal("review.own-work");
  });

  it("an editor with a draft not yet handed in: a colleague whose submission is refused has not taken it over", async () => {
    await opened();
    const { id, revision } = await desk.draft("开学第一课");
    await leaves("ed.1");
    const editor = async (): Promise<string> => (await desk.as("pub.1").get<DraftView>(`/api/drafts/${id}`)).editor.userid;
    await desk.as("ed.2").post<Problem>(`/api/drafts/${id}/submit`, { revision: revision + 1 }, 409);
    expect(await editor()).to.equal("ed.1");
    await desk.as("ed.2").post(`/api/drafts/${id}/submit`, { revision });
    expect(await editor()).to.equal("ed.2");
  });

  it("of two editors who take a draft over at once, the second is told to open it anew", async () => {
    await opened();
    const { id } = await desk.draft("开学第一课");
    await leaves("ed.1");
    const { uow, live } = desk.services;
    const review = { ...desk.services, settings: live } as unknown as ReviewDesk;
    const late: unknown = await uow
      .run(async (tx) => {
        const actor = await loadActor(tx, "ed.2", "page", "2026-11-24");
        const seen = await loadDraft(review, tx, id);
        await tx.update(Draft, { id }, { editorUserid: "ed.3", version: seen.draft.version + 1 });
        return actor && takeOver(review, tx, actor, seen);
      })
      .catch((error: unknown) => error);
    expect(late).to.include({ code: "review.changed-meanwhile", kind: "conflict" });
  });

  it("an editor with a permit in hand: the other editor registers the publication", async () => {
    await opened();
    const { id } = await desk.submitted("开学第一课");
    for (const userid of ["first.1", "second.1", "media.head"]) await desk.judge(userid, id, "pass");
    await desk.news();
    await leaves("ed.1");
    expect(await desk.news()).to.deep.equal({ "ed.2": ["登记发布：开学第一课"], "pub.1": ["人员已离任：责任编辑甲岗"] });
    const [item] = (await desk.as("ed.2").get<TodoList>("/api/todo")).items;
    expect(item?.may).to.include("publish");
  });

  it("both editors: somebody is sought for the draft, and found by the next appointment", async () => {
    await opened();
    const { id } = await desk.submitted("开学第一课");
    await desk.press("first.1", "初审：", "sendBack");
    await leaves("ed.2");
    await desk.news();
    await leaves("ed.1");
    const news = await desk.news();
    expect(news).to.deep.equal({
      "media.head": ["指定审核人：开学第一课"],
      "pub.1": ["指定审核人：开学第一课", "人员已离任：责任编辑甲岗"],
    });
    const named = structuredClone(ORGANISATION);
    named.accounts.forEach((account) => account.unit === "media" && (account.roles.editors = ["school.ed"]));
    await desk.services.organisation.importFile(named, { userid: "system:test", name: "测试", post: "测试" });
    expect(await desk.news()).to.deep.equal({ "school.ed": ["修改退回的稿件：开学第一课"] });
    expect((await desk.as("school.ed").post<DraftView>(`/api/drafts/${id}/submit`, { revision: 1 })).stage).to.equal("first");
  });

  it("whoever is asked to name somebody leaves, too: the others go on being asked", async () => {
    await opened(only("firstReviewers"));
    await desk.submitted("开学第一课");
    await leaves("first.1");
    await desk.news();
    await leaves("media.head");
    expect(await desk.news()).to.deep.equal({ "pub.1": ["人员已离任：终审责任人"] });
    expect((await desk.as("pub.1").get<TodoList>("/api/todo")).items.map(({ title }) => title)).to.deep.equal(["指定审核人：开学第一课"]);
  });
});
