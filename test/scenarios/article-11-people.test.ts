import { expect } from "chai";
import type { DraftView, Problem, TimelineView, TodoList } from "../../server/http/contract.js";
import { JOBS } from "../../cron/jobs.js";
import { Desk } from "../support/desk.js";
import { ORGANISATION } from "../support/organisation.js";

type Person = (typeof ORGANISATION.people)[number];

const organisationWith = (userid: string, extra: Partial<Record<keyof Person, unknown>>): typeof ORGANISATION => {
  const changed = structuredClone(ORGANISATION);
  Object.assign(changed.people.find((person) => person.userid === userid) ?? {}, extra);
  return changed;
};

describe("article 11 › people and time", function () {
  this.timeout(40_000);
  let desk: Desk;
  afterEach(() => desk.close());

  it("R11-01 a frozen account takes no submission, and says whom to ask", async () => {
    desk = await Desk.open();
    const { id } = await desk.draft("开学第一课", { accountId: "wb-frozen" });
    const refused = await desk.as("ed.1").post<Problem>(`/api/drafts/${id}/submit`, { revision: 1 }, 422);
    expect(refused).to.include({ code: "review.account-frozen", article: "11" });
    expect(refused.detail).to.contain("宣传部");
    expect(await desk.news()).to.deep.equal({});
  });

  it("R11-01 an editor who turned 28 today cannot submit; yesterday they could", async () => {
    desk = await Desk.open({ at: "2026-11-23T23:59:00+08:00", organisation: organisationWith("ed.1", { birthOn: "1998-11-24" }) });
    await desk.submitted("前一天");
    const { id } = await desk.draft("当天");
    await desk.to("2026-11-24T00:00:30+08:00");
    const refused = await desk.as("ed.1").post<Problem>(`/api/drafts/${id}/submit`, { revision: 1 }, 422);
    expect(refused.code).to.equal("review.editor-not-qualified");
    expect(refused.text).to.contain("责任编辑应是中共党员");
    const { entries } = await desk.as("pub.1").get<TimelineView>(`/api/drafts/${id}/timeline`);
    expect(entries.at(-1)).to.include({ refused: true, action: "review.refused" });
  });

  it("R11-07 nobody reviews what they wrote, administrators included, and the attempt is on record", async () => {
    const mixed = structuredClone(ORGANISATION);
    mixed.accounts[0]?.roles.firstReviewers.push("ed.2");
    desk = await Desk.open({ organisation: mixed });
    const { id } = await desk.submitted("自己的稿件", {}, "ed.2");
    expect(await desk.news()).to.have.keys("first.1", "first.2");
    expect(((await desk.judge("ed.2", id, "pass", {}, 403)) as unknown as Problem).code).to.equal("review.own-work");
    expect(((await desk.judge("pub.1", id, "pass", {}, 403)) as unknown as Problem).code).to.equal("review.not-your-stage");
    const { entries } = await desk.as("pub.1").get<TimelineView>(`/api/drafts/${id}/timeline`);
    expect(entries.filter((entry) => entry.refused).map((entry) => entry.by?.userid)).to.deep.equal(["ed.2", "pub.1"]);
    expect((await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`)).stage).to.equal("first");
  });

  it("R11-15 somebody who does not qualify as editor cannot put a new version into review", async () => {
    desk = await Desk.open({ organisation: organisationWith("ed.2", { membership: "none" }) });
    const { id } = await desk.submitted("开学第一课");
    const refused = await desk.as("ed.2").post<Problem>(`/api/drafts/${id}/revisions`, { revision: 1, body: "改过" }, 422);
    expect(refused.code).to.equal("review.editor-not-qualified");
    expect(await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`)).to.include({ revision: 1, stage: "first", status: "inReview" });
  });

  it("R11-09 a certificate that ends overnight moves the task to whoever still qualifies", async () => {
    desk = await Desk.open({ at: "2026-11-24T23:40:00+08:00", organisation: organisationWith("first.1", { trainedUntil: "2026-11-24" }) });
    const { id } = await desk.submitted("开学第一课", { urgency: "urgent" });
    await desk.news();
    await desk.to("2026-11-25T00:01:00+08:00");
    expect(await desk.news()).to.deep.equal({});
    expect(desk.shows("first.1", "初审：")).to.equal("已转由其他审核人处理");
    expect(desk.shows("first.2", "初审：")).to.contain("通过");
    const { taskId } = desk.card("first.1", "初审：");
    await desk.sandbox.raw({ userid: "first.1", taskId, key: "pass" });
    expect((await desk.news())["first.1"]?.[0]).to.contain("到期");
    expect((await desk.as("ed.2").get<DraftView>(`/api/drafts/${id}`)).verdicts).to.deep.equal([]);
  });

  it("R11-09 nobody left who qualifies: the head of the unit and the administrators are asked to name somebody", async () => {
    const alone = organisationWith("first.1", { trainedUntil: "2026-11-24" });
    alone.accounts[0]?.roles.firstReviewers.splice(1);
    desk = await Desk.open({ at: "2026-11-24T20:00:00+08:00", organisation: alone });
    await desk.submitted("开学第一课");
    await desk.news();
    await desk.to("2026-11-25T00:01:00+08:00");
    expect(await desk.news()).to.deep.equal({ "media.head": ["指定审核人：开学第一课"], "pub.1": ["指定审核人：开学第一课"] });
  });

  it("R11-18 whoever left yesterday cannot log in, tap, or go on with an open session", async () => {
    desk = await Desk.open({ at: "2026-11-24T20:00:00+08:00", organisation: organisationWith("first.1", { leavesOn: "2026-11-24" }) });
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    await desk.as("first.1").get("/api/todo");
    const { taskId } = desk.card("first.1", "初审：");
    await desk.to("2026-11-25T00:00:30+08:00");
    await desk.as("first.1").get("/api/todo", 401);
    desk.logOut("first.1");
    expect(await desk.token("first.1").catch((error: unknown) => String(error))).to.contain("session.not-a-member");
    await desk.sandbox.raw({ userid: "first.1", taskId, key: "pass" });
    expect((await desk.news())["first.1"]?.[0]).to.contain("已停用");
    expect((await desk.as("ed.2").get<DraftView>(`/api/drafts/${id}`)).stage).to.equal("first");
  });

  it("R11-06 each level has its time by urgency, and what is late is marked late once", async () => {
    desk = await Desk.open({ at: "2026-11-24T11:00:00+08:00" });
    await desk.submitted("普通稿");
    await desk.submitted("加急稿", { urgency: "urgent" });
    await desk.submitted("特急稿", { urgency: "critical" });
    const due = async (): Promise<string[]> =>
      (await desk.as("first.1").get<TodoList>("/api/todo")).items.map(
        (item) => `${item.title} ${item.dueAt?.slice(5, 16) ?? ""}${item.late ? " 逾期" : ""}`,
      );
    expect(await due()).to.deep.equal(["初审：特急稿 11-24T11:15", "初审：加急稿 11-24T12:00", "初审：普通稿 11-24T17:30"]);
    await desk.advance("PT30M");
    expect((await due())[0]).to.contain("逾期");
    for (const job of [...JOBS, ...JOBS]) await job.run(desk.services);
    const acts = await desk.services.uow.read((tx) =>
      tx.query<{ n: unknown }[]>("SELECT COUNT(*) AS n FROM audit_entry WHERE action = 'deadline.missed'"),
    );
    expect(Number(acts[0]?.n)).to.equal(1);
    await desk.advance("P1D");
    for (const job of [...JOBS, ...JOBS]) await job.run(desk.services);
    const later = await desk.services.uow.read((tx) =>
      tx.query<{ n: unknown }[]>("SELECT COUNT(*) AS n FROM audit_entry WHERE action = 'deadline.missed'"),
    );
    expect(Number(later[0]?.n)).to.equal(3);
  });

  it("the lists of whoever waits, started and handled hold the same duties", async () => {
    desk = await Desk.open();
    await desk.submitted("开学第一课");
    const titles = async (userid: string, scope: string): Promise<string[]> =>
      (await desk.as(userid).get<TodoList>(`/api/todo?scope=${scope}`)).items.map((item) => item.title);
    expect(await titles("first.1", "mine")).to.deep.equal(["初审：开学第一课"]);
    expect(await titles("ed.1", "started")).to.deep.equal(["初审：开学第一课"]);
    await desk.settle();
    await desk.press("first.1", "初审：", "pass");
    expect(await titles("first.1", "done")).to.deep.equal(["初审：开学第一课"]);
    expect(await titles("first.2", "mine")).to.deep.equal([]);
    const said = await desk.sandbox.say("second.1", "待办");
    expect(JSON.stringify(said.reply)).to.contain("1. 二审：开学第一课（第11条");
    expect(JSON.stringify((await desk.sandbox.say("second.1", "帮助")).reply)).to.contain("您可以发送");
  });
});
