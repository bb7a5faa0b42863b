import { expect } from "chai";
import { Deadline } from "../../entities/deadline.js";
import type { DraftView, Problem, TimelineView, TodoList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

describe("article 11 › R11-06 a level that nobody decides", function () {
  this.timeout(40_000);
  let desk: Desk;
  afterEach(() => desk.close());

  const sentences = async (id: string): Promise<string[]> =>
    (await desk.as("pub.1").get<TimelineView>(`/api/drafts/${id}/timeline`)).entries.map((entry) => entry.sentence);

  it("is remembered at half time, asked again at the due time, and told to the unit's head at 1.5 times; nothing passes by itself", async () => {
    desk = await Desk.open();
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    await desk.to("2026-11-24T11:00:00+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-24T11:02:00+08:00");
    const half = ["审核时限已过半：开学第一课"];
    expect(await desk.news()).to.deep.equal({ "first.1": half, "first.2": half });
    await desk.to("2026-11-24T15:35:00+08:00");
    expect(await desk.news()).to.deep.equal({
      "first.1": ["初审：开学第一课"],
      "first.2": ["初审：开学第一课"],
      "ed.1": ["审核已到时限：开学第一课"],
    });
    await desk.to("2026-11-24T17:35:00+08:00");
    expect(await desk.news()).to.deep.equal({ "media.head": ["审核滞留：开学第一课"] });
    await desk.advance("P9D");
    desk.logOut("ed.1");
    desk.logOut("pub.1");
    expect(await desk.news()).to.deep.equal({});
    const draft = await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`);
    expect(draft).to.include({ status: "inReview", stage: "first" });
    expect(await sentences(id)).to.include.members([
      "初审：审核时限已过半，已提醒办理人",
      "初审超过时限",
      "初审：审核已到时限，已告知相关负责人",
      "初审：审核滞留，已告知相关负责人",
    ]);
  });

  it("tells the publicity duty at the final level, in natural time where it is 加急", async () => {
    desk = await Desk.open();
    const { id } = await desk.submitted("暴雨停课提醒", { urgency: "urgent" });
    await desk.judge("first.1", id, "pass");
    await desk.judge("second.1", id, "pass");
    await desk.news();
    await desk.to("2026-11-24T10:29:00+08:00");
    expect(Object.keys(await desk.news()).sort()).to.deep.equal(["ed.1", "media.head"]);
    await desk.to("2026-11-24T10:32:00+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.1": ["审核滞留：暴雨停课提醒"] });
  });

  it("decided in time is never mentioned again, and every card of it is closed", async () => {
    desk = await Desk.open();
    await desk.submitted("开学第一课");
    await desk.to("2026-11-24T15:40:00+08:00");
    await desk.news();
    await desk.press("first.2", "初审：", "pass");
    const cards = desk.sandbox.chat("first.1").filter((message) => message.taskId !== undefined && message.card !== undefined);
    const shown = cards.map((message) => message.card as unknown as { replace_text?: string; main_title: { title: string } });
    expect(shown.filter((card) => card.main_title.title.startsWith("初审：")).map((card) => card.replace_text)).to.deep.equal([
      "已由 初审负责人乙岗 15:40 通过",
      "已由 初审负责人乙岗 15:40 通过",
    ]);
    await desk.news();
    await desk.to("2026-11-24T18:00:00+08:00");
    expect(await desk.news()).to.deep.equal({ "second.1": ["审核时限已过半：开学第一课"], "second.2": ["审核时限已过半：开学第一课"] });
  });

  it("after the program stood still everything overdue is made up in due order and marked late; a quiet word that is overtaken is left out", async () => {
    desk = await Desk.open();
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    const shift = 7.5 * 3_600_000;
    const moved = (text: string): string => new Date(Date.parse(text) - shift).toISOString();
    await desk.services.uow.run(async (tx) => {
      const [row] = await tx.findBy(Deadline, { subjectId: id });
      if (!row?.dueAt || !row.steps) throw new Error("no deadline");
      const steps = row.steps.map((step) => ({ ...step, at: moved(step.at) }));
      await tx.update(
        Deadline,
        { id: row.id },
        { steps, nextStepAt: new Date(steps[0]?.at ?? ""), dueAt: new Date(row.dueAt.getTime() - shift) },
      );
    });
    await desk.settle();
    const news = await desk.news();
    expect(news).to.deep.equal({
      "first.1": ["初审：开学第一课"],
      "first.2": ["初审：开学第一课"],
      "ed.1": ["审核已到时限：开学第一课"],
    });
    expect(JSON.stringify(desk.card("ed.1", "审核已到时限").card))
      .to.contain("补发")
      .and.to.contain("迟 59 分钟");
    expect(await sentences(id)).to.include.members([
      "初审：审核时限已过半（已到下一步，未再提醒）",
      "初审：审核已到时限，已告知相关负责人（补发，迟 59 分钟）",
    ]);
  });

  it("催办 sends the card again at most every half hour, by editors only, and is on record", async () => {
    desk = await Desk.open();
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    const nudged = await desk.as("ed.1").post<DraftView>(`/api/drafts/${id}/nudge`);
    expect(nudged.may).to.include("nudge");
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课"], "first.2": ["初审：开学第一课"] });
    await desk.advance("PT10M");
    const again = await desk.as("ed.2").post<Problem>(`/api/drafts/${id}/nudge`, undefined, 409);
    expect(again).to.include({ code: "review.nudged-already", article: "11" });
    expect(again.detail).to.contain("09:30 以后");
    expect((await desk.as("school.ed").post<Problem>(`/api/drafts/${id}/nudge`, undefined, 403)).code).to.equal("review.not-editor");
    await desk.advance("PT20M");
    await desk.as("ed.2").post(`/api/drafts/${id}/nudge`);
    expect(Object.keys(await desk.news())).to.deep.equal(["first.1", "first.2"]);
    await desk.press("first.1", "初审：", "pass");
    await desk.judge("second.1", id, "sendBack");
    expect((await desk.as("ed.1").post<Problem>(`/api/drafts/${id}/nudge`, undefined, 409)).code).to.equal("review.not-in-review");
    expect(await sentences(id)).to.include("责任编辑甲岗 催办了初审");
  });

  it("R11-20 the link of what was published is asked for, and a working day later the team's head is told", async () => {
    desk = await Desk.open();
    const { id } = await desk.submitted("开学第一课", { plannedAt: "2026-11-24T12:10:00+08:00" });
    await desk.judge("first.1", id, "pass");
    await desk.judge("second.1", id, "pass");
    await desk.judge("media.head", id, "pass");
    await desk.news();
    await desk.to("2026-11-24T14:15:00+08:00");
    expect(await desk.news()).to.deep.equal({ "ed.1": ["登记发布：开学第一课"] });
    await desk.to("2026-11-25T18:05:00+08:00");
    const told = ["仍未登记发布：开学第一课"];
    expect(await desk.news()).to.deep.equal({ "first.1": told, "first.2": told });
    desk.logOut("ed.1");
    const { items } = await desk.as("ed.1").get<TodoList>("/api/todo");
    expect(items).to.have.length(1);
    expect(items[0]).to.include({ duty: "confirmPublication", late: true });
  });
});
