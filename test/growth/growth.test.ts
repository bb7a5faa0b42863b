import { expect } from "chai";
import type { DutyPart } from "../../server/deadlines/duty-part.js";
import { DutyRegister } from "../../server/deadlines/register.js";
import type { NewDeadline } from "../../server/deadlines/service.js";
import type { MeasuresView, Problem, TimelineView, TodoList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { ROLL_CALL_DUTIES, rollCall } from "./roll-call.js";

describe("the program › grows by a domain and touches nothing else", function () {
  this.timeout(40_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ domains: [rollCall] });
  });
  afterEach(() => desk.close());

  const called = async (...userids: string[]): Promise<string> =>
    (await desk.as("pub.1").post<{ id: string }>("/api/roll-calls", { called: userids }, 201)).id;
  const todo = async (userid: string, scope = "mine"): Promise<string[]> =>
    (await desk.as(userid).get<TodoList>(`/api/todo?scope=${scope}`)).items.map((item) => `${item.title} ${item.may.join()}`);
  const timeline = (id: string) => desk.as("pub.1").get<Pick<TimelineView, "entries" | "deliveries">>(`/api/roll-calls/${id}/timeline`);

  it("a made-up duty is opened, carded, listed, and discharged by a tap; every other copy closes and nobody else hears of it", async () => {
    const id = await called("ed.1", "first.1");
    expect(await desk.news()).to.deep.equal({ "ed.1": ["点名应答：11月24日 09:00"], "first.1": ["点名应答：11月24日 09:00"] });
    const { items } = await desk.as("ed.1").get<TodoList>("/api/todo");
    expect(items).to.have.length(1);
    expect(items[0]).to.include({ duty: "answerRollCall", article: "10", note: "例会", late: false });
    expect(items[0]?.subject).to.deep.equal({ type: "rollCall", id });
    expect(await todo("pub.1", "started")).to.deep.equal(["点名应答：11月24日 09:00 answer"]);
    const tap = (userid: string) => desk.sandbox.press(userid, desk.card(userid, "点名应答").taskId, "answer");
    await tap("ed.1");
    await tap("first.1");
    expect(await desk.news()).to.deep.equal({});
    expect(desk.shows("ed.1", "点名应答")).to.equal("已应答");
    expect(desk.shows("first.1", "点名应答")).to.equal("已应答");
    expect((await timeline(id)).entries.map((entry) => entry.sentence)).to.deep.equal(["宣传部值班 点名 2 人", "责任编辑甲岗 应答"]);
    expect(await todo("first.1")).to.deep.equal([]);
    expect(await todo("ed.1", "done")).to.deep.equal(["点名应答：11月24日 09:00 answer"]);
  });

  it("missed, its own steps speak to its own audience, and the record tells all of it in its words", async () => {
    const id = await called("ed.1");
    await desk.news();
    await desk.to("2026-11-24T10:32:00+08:00");
    expect(await desk.news()).to.deep.equal({ "ed.1": ["应答时限已过半：11月24日 09:00"] });
    await desk.to("2026-11-24T12:02:00+08:00");
    expect(await desk.news()).to.deep.equal({ "ed.1": ["点名应答：11月24日 09:00"] });
    await desk.to("2026-11-24T13:02:00+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.1": ["点名无人应答：11月24日 09:00"] });
    await desk.as("ed.1").post(`/api/roll-calls/${id}/answer`, undefined, 204);
    const { entries, deliveries } = await timeline(id);
    expect(entries.map((entry) => entry.sentence)).to.deep.equal([
      "宣传部值班 点名 1 人",
      "点名应答：应答时限已过半，已提醒办理人",
      "点名应答超过时限",
      "点名应答：应答已到时限，已提醒办理人",
      "点名应答：点名无人应答，已告知相关负责人",
      "责任编辑甲岗 应答",
    ]);
    expect(entries.map((entry) => entry.article)).to.deep.equal(Array(6).fill("10"));
    expect(deliveries.map(({ to, state }) => `${to.userid} ${state}`)).to.deep.equal(["ed.1 sent", "ed.1 sent", "ed.1 sent", "pub.1 sent"]);
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("is refused in its own words, stands among the rule's articles with its counts, and in the API's description", async () => {
    const id = await called("ed.1");
    expect(await desk.as("ed.2").post<Problem>(`/api/roll-calls/${id}/answer`, undefined, 403)).to.include({
      code: "roll-call.not-called",
    });
    expect((await desk.as("ed.1").post<Problem>("/api/roll-calls", { called: ["ed.2"] }, 403)).code).to.equal("http.not-permitted");
    const { chapters } = await desk.as("ed.1").get<MeasuresView>("/api/measures");
    const article = chapters.flatMap((chapter) => chapter.articles).find(({ number }) => number === 10);
    expect(article?.duties.map(({ name, source, open }) => ({ name, source, open }))).to.deep.equal([
      { name: "answerRollCall", source: "setting", open: 1 },
    ]);
    expect(JSON.stringify(await desk.as("ed.1").get("/api/openapi.json"))).to.contain("/api/roll-calls/{id}/answer");
    expect(await desk.news()).to.deep.equal({ "ed.1": ["点名应答：11月24日 09:00"] });
  });

  it("a program without the domain knows nothing of it", async () => {
    const plain = await Desk.open();
    expect(plain.services.duties.row("answerRollCall")).to.equal(undefined);
    await plain.as("pub.1").post("/api/roll-calls", { called: ["ed.1"] }, 404);
    await plain.close();
  });
});

describe("the program › does not start on a domain that does not fit", () => {
  const part = {} as DutyPart;
  const { answerRollCall } = ROLL_CALL_DUTIES;

  it("a row without part, a part without row, a name that is taken, a duty that two serve", () => {
    const register = new DutyRegister();
    expect(() => register.add({ rows: { answerRollCall }, parts: {} })).to.throw("answerRollCall has no part");
    expect(() => register.add({ parts: { answerRollCall: part } })).to.throw("answerRollCall has no row");
    expect(() => register.add({ rows: { firstReviewer: answerRollCall }, parts: { firstReviewer: part } })).to.throw("has a row already");
    register.add({ parts: { firstReviewer: part } });
    expect(() => register.add({ parts: { firstReviewer: part } })).to.throw("two domains serve the duty firstReviewer");
    expect(() => register.add({ parts: { toString: part } })).to.throw("toString has no row");
  });

  it("and does not compile where a domain of the rule misspells a duty", () => {
    // @ts-expect-error the rule has no such row
    const misspelled: NewDeadline["duty"] = "firstReviewr";
    // @ts-expect-error a domain that opens its own duties opens no others
    const foreign: NewDeadline<keyof typeof ROLL_CALL_DUTIES>["duty"] = "firstReviewer";
    expect([misspelled, foreign]).to.have.length(2);
  });
});
