import { expect } from "chai";
import { Deadline } from "../../entities/deadline.js";
import { OutboxMessage } from "../../entities/outbox-message.js";
import { VoiceCall } from "../../entities/voice-call.js";
import type { PhoneState } from "../../server/sandbox/index.js";
import type { StepRule } from "../../server/regulation/step-rule.js";
import { Desk } from "../support/desk.js";
import { Drill, type DrillOptions } from "../support/drill.js";

const CARD = "应答演练：三号线";
const STEPS: readonly StepRule[] = [
  { name: "again", at: { fromOpening: 3 }, words: "请应答", holders: "call" },
  { name: "others", at: { fromOpening: 5 }, words: "主要领导未确认", call: ["leaderInCharge"] },
  { name: "third", at: { fromOpening: 8 }, words: "请应答", holders: "call" },
];

describe("article 24 › R24-06 phones ring", function () {
  this.timeout(60_000);
  let desk: Desk;
  let drill: Drill;
  afterEach(() => desk.close());

  const begin = async (options: DrillOptions = {}): Promise<string> => {
    drill = new Drill({ steps: STEPS, ...options });
    desk = await Desk.open({ domains: [drill.open] });
    return drill.begin(["lead.top"]);
  };
  /** Rings by hand, for a duty or for none. */
  const call = (key: string, userids: string[], deadlineId?: string): Promise<void> =>
    desk.services.uow.run(async (tx) => {
      const deadline = deadlineId === undefined ? undefined : await tx.findOneByOrFail(Deadline, { id: deadlineId });
      const subject = { type: "drill", id: "d1" };
      await drill.desk.outbox.call(tx, { key, subject, userids, lane: 0, words: "请应答", ...(deadline ? { deadline } : {}) });
    });
  const calls = () => desk.services.uow.read((tx) => tx.find(VoiceCall, { order: { id: "ASC" } }));
  const dropped = async (): Promise<(string | null)[]> => {
    const messages = await desk.services.uow.read((tx) =>
      tx.find(OutboxMessage, { where: { kind: "call", state: "dropped" }, order: { id: "ASC" } }),
    );
    return messages.map(({ lastError }) => lastError);
  };
  const asked = (path: string): number => desk.sandbox.journal.filter((entry) => entry.path.endsWith(path)).length;
  const rang = (userid: string): number => desk.sandbox.calls(userid).length;

  it("when the step comes: the holder gets the card again and is rung, the next leader is told and rung; nobody else", async () => {
    await begin();
    desk.sandbox.setPhone("lead.top", "ringsOut");
    desk.sandbox.setPhone("lead.vice", "answers");
    expect(await desk.news()).to.deep.equal({ "lead.top": [CARD] });
    await desk.advance("PT2M55S");
    expect([await desk.news(), rang("lead.top")]).to.deep.equal([{}, 0]);
    await desk.advance("PT6S");
    expect([await desk.news(), rang("lead.top")]).to.deep.equal([{ "lead.top": [CARD] }, 1]);
    await desk.advance("PT2M");
    expect(await desk.news()).to.deep.equal({ "lead.vice": ["主要领导未确认：三号线"] });
    await desk.advance("PT4M");
    expect([rang("lead.top"), rang("lead.vice")]).to.deep.equal([2, 1]);
    for (const userid of ["pub.1", "pub.head", "data.1", "lead.vice"])
      expect(rang(userid), userid).to.equal(userid === "lead.vice" ? 1 : 0);
    expect(drill.heard.map((line) => line.replace(/ \d+s$/, ""))).to.deep.equal([
      "step again",
      "called lead.top unanswered 无人接听，振铃超时",
      "step others",
      "called lead.vice answered 已接听",
      "step third",
      "called lead.top unanswered 无人接听，振铃超时",
    ]);
    const [first] = await calls();
    expect(first).to.include({ userid: "lead.top", words: "请应答", state: "unanswered", reason: 12, checks: 3, talkSeconds: null });
  });

  const ENDS: [PhoneState, string, number][] = [
    ["answers", "answered 已接听", 0],
    ["refuses", "unanswered 对方拒接", 7],
    ["off", "unanswered 对方已关机", 8],
    ["noCoverage", "unanswered 不在服务区", 5],
    ["hangsUp", "unanswered 无人接听，对方挂断", 4],
    ["ringsOut", "unanswered 无人接听，振铃超时", 12],
    ["inArrears", "unanswered 对方号码欠费停机", 6],
    ["noNumber", "unanswered 号码是空号", 9],
    ["lineBusy", "unanswered 线路忙", 16],
  ];
  for (const [phone, words, reason] of ENDS)
    it(`${phone}: the domain is told「${words}」, and the duty stays owed`, async () => {
      const id = await begin({ steps: [] });
      desk.sandbox.setPhone("lead.top", phone);
      await call("k", ["lead.top"], id);
      await desk.settle();
      await desk.advance("PT70S");
      expect(drill.heard.map((line) => line.replace(/ \d+s$/, ""))).to.deep.equal([`called lead.top ${words}`]);
      expect(await calls()).to.have.length(1);
      expect((await calls())[0]).to.include({ reason });
      expect(await desk.services.uow.read((tx) => tx.countBy(Deadline, { id, state: "open" }))).to.equal(1);
    });

  it("the fourth call within eight minutes is not made, is on record as such, and climbs; later there is a place again", async () => {
    const id = await begin({ steps: [] });
    desk.sandbox.setPhone("lead.top", "off");
    for (const key of ["1", "2", "3", "4"]) {
      await call(key, ["lead.top"], id);
      await desk.settle();
      await desk.advance("PT1M");
    }
    expect(rang("lead.top")).to.equal(3);
    expect(drill.heard.slice(3)).to.deep.equal(["unreachable lead.top by call"]);
    expect((await calls()).map(({ state, reason }) => `${state} ${reason}`)).to.deep.equal([
      "unanswered 8",
      "unanswered 8",
      "unanswered 8",
      "overLimit 13",
    ]);
    await desk.advance("PT5M");
    await call("5", ["lead.top"], id);
    await desk.settle();
    expect(rang("lead.top")).to.equal(4);
  });

  it("calls are not enabled here: administrators are told once, each call is on record and climbs, and enabled they ring again", async () => {
    await begin();
    desk.sandbox.faults.calls = "off";
    await desk.advance("PT10M");
    const news = await desk.news();
    expect(news["pub.1"]).to.have.length(1);
    expect(news["pub.1"]?.[0]).to.contain("语音电话不可用").and.to.contain("紧急通知").and.to.contain("301050");
    expect(Object.keys(news).sort()).to.deep.equal(["lead.top", "lead.vice", "pub.1"]);
    expect(drill.heard).to.deep.equal([
      "step again",
      "unreachable lead.top by call",
      "step others",
      "unreachable lead.vice by call",
      "step third",
      "unreachable lead.top by call",
    ]);
    expect((await calls()).map(({ state }) => state)).to.deep.equal(["unavailable", "unavailable", "unavailable"]);
    desk.sandbox.faults.calls = "fine";
    await call("on", ["data.1"]);
    await desk.settle();
    expect(rang("data.1")).to.equal(1);
    desk.sandbox.faults.calls = "noBalance";
    for (const userid of ["data.head", "pub.head"]) await call("off again", [userid]);
    expect((await desk.news())["pub.1"]).to.have.length(1);
  });

  it("the same key twice is one call; whoever is done with it, released or has acknowledged is not rung", async () => {
    const acknowledged = new Set(["lead.vice"]);
    const id = await begin({ steps: [], part: () => ({ acknowledged: async (_tx, _deadline, userid) => acknowledged.has(userid) }) });
    const { uow, deadlines } = desk.services;
    await call("k", ["lead.top", "lead.top", "lead.vice"], id);
    await call("k", ["lead.top"], id);
    await desk.settle();
    expect([rang("lead.top"), rang("lead.vice")]).to.deep.equal([1, 0]);
    await uow.run(async (tx) => deadlines.reassign(tx, await tx.findOneByOrFail(Deadline, { id }), ["pub.head"]));
    await call("released", ["lead.top"], id);
    await desk.settle();
    await uow.run(async (tx) => {
      const deadline = await deadlines.held(tx, id);
      if (deadline) await deadlines.discharge(tx, deadline, { by: "pub.head", how: "drill.answered" });
    });
    await call("closed", ["data.1"], id);
    await desk.settle();
    expect([rang("lead.top"), rang("lead.vice"), rang("data.1")]).to.deep.equal([1, 0, 0]);
    expect(await dropped()).to.deep.equal(["本人已确认，未再呼叫", "已不由本人办理，未再呼叫", "事项已办结，未再呼叫"]);
  });

  it("a phone that rings is left to ring out before it rings for another duty, and of two calls for one duty only the later is made", async () => {
    const one = await begin({ steps: [] });
    const other = await drill.begin(["lead.top"]);
    desk.sandbox.setPhone("lead.top", "ringsOut");
    await call("one", ["lead.top"], one);
    await call("other", ["lead.top"], other);
    await call("once more", ["lead.top"], other);
    await desk.settle();
    expect(rang("lead.top")).to.equal(1);
    await desk.advance("PT40S");
    expect(rang("lead.top")).to.equal(1);
    await desk.advance("PT5M");
    expect(desk.sandbox.calls("lead.top").map(({ reason }) => reason)).to.deep.equal([12, 12]);
    expect(await dropped()).to.deep.equal(["随后另有一次呼叫，未重复拨打"]);
  });

  it("somebody outside the visible range cannot be rung: that climbs at once", async () => {
    const id = await begin({ steps: [] });
    desk.sandbox.faults.unreachable = ["lead.top"];
    await call("k", ["lead.top"], id);
    await desk.settle();
    expect(drill.heard).to.deep.equal(["unreachable lead.top by duty", "unreachable lead.top by call"]);
    expect((await calls())[0]).to.include({ state: "notPlaced", reason: 60111 });
  });

  it("while WeCom is down the call waits, and is made once it is back; that nobody can say what came of it is said", async () => {
    const id = await begin({ steps: [] });
    await desk.settle();
    desk.sandbox.faults.down = true;
    await call("k", ["lead.top"], id);
    await desk.settle();
    desk.sandbox.faults.down = false;
    await desk.advance("PT20S");
    expect([asked("pstncc/call") > 1, rang("lead.top")]).to.deep.equal([true, 1]);
    desk.sandbox.faults.calls = "notListed";
    await desk.advance("PT30S");
    expect(drill.heard).to.have.length(1);
    expect(drill.heard[0]).to.contain("called lead.top unanswered 呼叫结果查询不到").and.to.contain("301049");
  });

  it("after the program stood still the calls of the ladder are made up for, marked late, and of several to one person the last", async () => {
    const id = await begin();
    await desk.settle();
    await desk.services.uow.run(async (tx) => {
      const { steps } = await tx.findOneByOrFail(Deadline, { id });
      const earlier = steps?.map((step) => ({ ...step, at: new Date(Date.parse(step.at) - 20 * 60_000).toISOString() })) ?? [];
      await tx.update(Deadline, { id }, { steps: earlier, nextStepAt: new Date(earlier[0]?.at ?? "") });
    });
    await desk.settle();
    expect((await calls()).map(({ userid, words }) => `${userid} ${words}`)).to.deep.equal([
      "lead.vice 主要领导未确认（补发，迟 15 分钟）",
      "lead.top 请应答（补发，迟 12 分钟）",
    ]);
    expect(await dropped()).to.deep.equal(["随后另有一次呼叫，未重复拨打"]);
    expect([rang("lead.top"), rang("lead.vice")]).to.deep.equal([1, 1]);
  });

  it("killed while a phone rings and between the steps, it goes on from what it knew; nobody is rung twice for one step", async () => {
    await begin();
    desk.sandbox.setPhone("lead.top", "ringsOut");
    await desk.advance("PT3M1S");
    expect(rang("lead.top")).to.equal(1);
    const { database, services } = desk;
    const at = new Date(services.clock.now().getTime() + 5000).toISOString();
    await desk.close({ keep: true });
    desk = await Desk.open({ domains: [drill.open], database, at });
    await desk.settle();
    await desk.advance("PT3M");
    expect([rang("lead.top"), rang("lead.vice")]).to.deep.equal([0, 1]);
    expect(drill.heard[1]).to.contain("called lead.top unanswered 呼叫结果查询不到");
    await desk.advance("PT4M");
    expect([rang("lead.top"), rang("lead.vice")]).to.deep.equal([1, 1]);
    expect(drill.heard.filter((line) => line.startsWith("step"))).to.deep.equal(["step again", "step others", "step third"]);
  });
});
