import { expect } from "chai";
import { OutboxMessage } from "../../entities/outbox-message.js";
import type { TimelineView, TodoList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

const MANY = 30;

describe("article 24 › many messages to one person within a minute", function () {
  this.timeout(60_000);
  let desk: Desk;
  afterEach(() => desk.close());

  /** Titles and rows of all cards on a phone, with those of bundles. */
  const mentioned = (userid: string): string =>
    desk.sandbox
      .chat(userid)
      .map((message) => JSON.stringify(message.card ?? message.text))
      .join("\n");

  it("go out as cards up to the pace of the lane; the rest is one card a minute later, and nothing is lost", async () => {
    desk = await Desk.open();
    const drafts: string[] = [];
    for (let number = 1; number <= MANY; number += 1) drafts.push((await desk.submitted(`稿件${number}号`)).id);
    await desk.settle();
    const first = await desk.news();
    expect(first["first.1"]).to.have.length(12);
    expect(first["first.2"]).to.have.length(12);
    await desk.advance("PT40S");
    expect(await desk.news()).to.deep.equal({});
    await desk.advance("PT25S");
    expect(await desk.news()).to.deep.equal({ "first.1": ["您有 18 项新事项"], "first.2": ["您有 18 项新事项"] });
    const bundle = JSON.stringify(desk.card("first.1", "您有 18 项").card);
    expect(bundle)
      .to.contain("初审：稿件13号")
      .and.to.contain("第11条")
      .and.to.contain("13 项，在待办中")
      .and.to.contain("/#/pages/todo/todo");
    const todo = await desk.as("first.1").get<TodoList>("/api/todo");
    expect(todo.items).to.have.length(MANY);
    const { deliveries } = await desk.as("pub.1").get<TimelineView>(`/api/drafts/${drafts.at(-1)}/timeline`);
    expect(deliveries.map(({ state, detail }) => [state, detail])).to.deep.equal([
      ["sent", "消息较多，合并在一张汇总卡中"],
      ["sent", "消息较多，合并在一张汇总卡中"],
    ]);
  });

  it("what is done before the bundle leaves is not in it; somebody else's minute is not touched", async () => {
    desk = await Desk.open();
    const drafts: string[] = [];
    for (let number = 1; number <= 14; number += 1) drafts.push((await desk.submitted(`稿件${number}号`)).id);
    await desk.settle();
    await desk.news();
    await desk.judge("first.1", drafts[13] ?? "", "pass");
    expect(Object.keys(await desk.news()).sort()).to.deep.equal(["ed.1", "second.1", "second.2"]);
    await desk.advance("PT61S");
    expect(await desk.news()).to.deep.equal({ "first.1": ["您有 1 项新事项"], "first.2": ["您有 1 项新事项"] });
    expect(mentioned("first.1")).not.to.contain("稿件14号");
  });

  it("a bundle that was dropped takes nothing more: what comes next is in another one", async () => {
    desk = await Desk.open();
    for (let number = 1; number <= 13; number += 1) await desk.submitted(`稿件${number}号`);
    await desk.news();
    const { uow } = desk.services;
    await uow.run((tx) => tx.update(OutboxMessage, { kind: "bundle", state: "pending" }, { state: "dropped" }));
    await desk.submitted("之后的一稿");
    await desk.settle();
    await desk.advance("PT65S");
    expect((await desk.news())["first.1"]).to.deep.equal(["您有 1 项新事项"]);
    expect(JSON.stringify(desk.card("first.1", "您有 1 项").card)).to.contain("之后的一稿");
  });

  it("somebody who cannot be reached by the bundle is told of as by a card of their own", async () => {
    desk = await Desk.open();
    for (let number = 1; number <= 14; number += 1) await desk.submitted(`稿件${number}号`);
    await desk.settle();
    await desk.news();
    desk.sandbox.faults.unreachable = ["first.1"];
    await desk.advance("PT61S");
    const news = await desk.news();
    expect(news["first.2"]).to.deep.equal(["您有 2 项新事项"]);
    expect(news["ed.1"]?.filter((title) => title.startsWith("初审卡片未送达：稿件1"))).to.have.length(2);
  });
});
