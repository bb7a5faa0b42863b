import { expect } from "chai";
import type { OperationsView, TodoList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

describe("OPS-01 › WeCom takes no messages", function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const downFor = async (userid: string): Promise<string | null> =>
    (await desk.as(userid).get<TodoList>("/api/todo")).wecomDownSince?.slice(0, 16) ?? null;

  it("everybody sees it in the mini-app, duties go on there, and every card comes once when it is over", async () => {
    for (const userid of ["first.1", "second.1", "ed.1", "outside.1", "pub.1"]) await desk.token(userid);
    desk.sandbox.faults.down = true;
    const { id } = await desk.submitted("开学第一课");
    await desk.settle();
    expect(await downFor("first.1"), "one try in vain is no outage").to.equal(null);
    await desk.advance("PT30S");
    for (const userid of ["first.1", "ed.1", "outside.1"]) expect(await downFor(userid), userid).to.equal("2026-11-24T09:00");
    expect(await desk.news()).to.deep.equal({});

    const todo = await desk.as("first.1").get<TodoList>("/api/todo");
    expect(todo.items.map((item) => item.title)).to.deep.equal(["初审：开学第一课"]);
    await desk.judge("first.1", id, "pass");
    expect((await desk.as("second.1").get<TodoList>("/api/todo")).items.map((item) => item.title)).to.deep.equal(["二审：开学第一课"]);
    await desk.advance("PT20M");
    expect(await downFor("second.1")).to.equal("2026-11-24T09:00");
    expect(await desk.news()).to.deep.equal({});

    desk.sandbox.faults.down = false;
    await desk.advance("PT6M");
    // what may have arrived when the line broke comes again as it was, and is brought up to date at once
    expect(await desk.news()).to.deep.equal({
      "first.1": ["初审：开学第一课"],
      "first.2": ["初审：开学第一课"],
      "second.1": ["二审：开学第一课"],
      "second.2": ["二审：开学第一课"],
      "ed.1": ["初审已通过：开学第一课"],
    });
    expect(desk.shows("first.2", "初审：")).to.contain("已由 初审负责人甲岗");
    expect(await downFor("second.1")).to.equal(null);
  });

  it("our address is not trusted any more: everybody sees it after the first try, and the page says which address to enter where", async () => {
    for (const userid of ["first.1", "ed.1", "pub.1"]) await desk.token(userid);
    desk.sandbox.faults.foreignIp = true;
    await desk.submitted("开学第一课");
    await desk.settle();
    for (const userid of ["first.1", "ed.1"]) expect(await downFor(userid), userid).to.equal("2026-11-24T09:00");
    const { wecom } = await desk.as("pub.1").get<OperationsView>("/api/operations");
    expect(wecom.trouble?.reason).to.match(/60020.*企业可信IP.*当前出口IP：[0-9.:a-f]+/);
    desk.sandbox.faults.foreignIp = false;
    await desk.advance("PT6M");
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课"], "first.2": ["初审：开学第一课"] });
    expect(await downFor("first.1")).to.equal(null);
  });

  it("a busy moment that heals by itself is no outage", async () => {
    for (const userid of ["first.1", "ed.1"]) await desk.token(userid);
    desk.sandbox.faults.busy = 2;
    await desk.submitted("开学第一课");
    await desk.settle();
    expect(await downFor("first.1")).to.equal(null);
    await desk.advance("PT30S");
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课"], "first.2": ["初审：开学第一课"] });
    expect(await downFor("first.1")).to.equal(null);
  });
});
