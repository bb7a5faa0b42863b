import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import { Desk } from "../support/desk.js";
import { Drill } from "../support/drill.js";
import type { Card } from "../../server/wecom/card.js";
import { AdjustableClock } from "../../server/kernel/clock.js";
import type { StepRule } from "../../server/regulation/step-rule.js";

const CARD = "应答演练：三号线";
const STEPS: readonly StepRule[] = [
  { name: "again", at: { fromOpening: 3 }, words: "请应答", holders: "ask" },
  { name: "others", at: { fromOpening: "incidents.redOthersMinutes" }, words: "主要领导未确认", tell: ["leaderInCharge"] },
  { name: "byHand", at: { fromOpening: 15 }, words: "请当面报告", tell: ["publicityDepartment"] },
];

describe("article 24 › R24-06 a duty without a due time climbs all the same", function () {
  this.timeout(60_000);
  let desk: Desk;
  afterEach(() => desk.close());

  const entries = async (): Promise<{ action: string; facts: Record<string, unknown> }[]> => {
    const rows = await desk.services.uow.read((tx) => tx.find(AuditEntry, { where: { subjectType: "drill" }, order: { seq: "ASC" } }));
    return rows.map(({ action, facts }) => ({ action, facts: JSON.parse(facts) as Record<string, unknown> }));
  };

  it("step by step from the moment when it was asked, a second before each nothing, and nobody else hears of it", async () => {
    const drill = new Drill({ steps: STEPS });
    desk = await Desk.open({ domains: [drill.open] });
    const startedAt = new Date(desk.services.clock.now().getTime() - 3_600_000);
    await drill.begin(["lead.top"], { startedAt });
    expect(await desk.news()).to.deep.equal({ "lead.top": ["应答演练：三号线"] });
    await desk.advance("PT2M55S");
    expect(await desk.news()).to.deep.equal({});
    await desk.advance("PT6S");
    expect(await desk.news()).to.deep.equal({ "lead.top": ["应答演练：三号线"] });
    await desk.advance("PT2M");
    expect(await desk.news()).to.deep.equal({ "lead.vice": ["主要领导未确认：三号线"] });
    await desk.advance("PT10M");
    expect(await desk.news()).to.deep.equal({ "pub.1": ["请当面报告：三号线"], "pub.head": ["请当面报告：三号线"] });
    await desk.advance("P1D");
    expect(await desk.news()).to.deep.equal({});
    expect(drill.heard).to.deep.equal(["step again", "step others", "step byHand"]);
  });

  it("somebody whom WeCom cannot reach brings the next step forward at once, once, and the record says why", async () => {
    const drill = new Drill({
      steps: STEPS,
      part: ({ deadlines }) => ({
        unreachable: async (tx, deadline, userids, by) => {
          drill.heard.push(`unreachable ${userids.join()} by ${by}`);
          if (by === "duty") await deadlines.hasten(tx, deadline, "others");
        },
      }),
    });
    desk = await Desk.open({ domains: [drill.open] });
    desk.sandbox.faults.unreachable = ["lead.top", "lead.vice"];
    await drill.begin(["lead.top"]);
    expect(await desk.news()).to.deep.equal({});
    expect(drill.heard).to.deep.equal(["unreachable lead.top by duty", "step others", "unreachable lead.vice by notice"]);
    const [escalated] = await entries();
    expect(escalated?.action).to.equal("deadline.escalated");
    expect(escalated?.facts).to.include({ step: "others", broughtForward: true, lateMinutes: 0 });
    desk.sandbox.faults.unreachable = [];
    await desk.advance("PT16M");
    expect(await desk.news()).to.deep.equal({
      "lead.top": ["应答演练：三号线"],
      "pub.1": ["请当面报告：三号线"],
      "pub.head": ["请当面报告：三号线"],
    });
    expect(drill.heard.slice(3)).to.deep.equal(["step again", "step byHand"]);
  });

  it("the domain plans the next leader from step to step; the same name twice is one step, and a discharged duty has none", async () => {
    const drill = new Drill({
      steps: STEPS.slice(0, 1),
      part: ({ deadlines, outbox, clock }) => ({
        step: async (tx, deadline, name) => {
          drill.heard.push(`step ${name}`);
          const turn = name === "again" ? 0 : Number(name.slice(5));
          if (turn > 0)
            await outbox.dutyCard(tx, deadline, [["lead.vice", "pub.head", "data.head"][turn - 1] ?? ""], `drill:${deadline.id}:${name}`);
          const next = { name: `next.${turn + 1}`, at: new Date(clock.now().getTime() + 300_000) };
          if (turn < 3) for (const first of [true, false]) expect(await deadlines.planStep(tx, deadline, next)).to.equal(first);
        },
      }),
    });
    desk = await Desk.open({ domains: [drill.open] });
    const id = await drill.begin(["lead.top"]);
    await desk.advance("PT8M30S");
    expect(await desk.news()).to.deep.equal({ "lead.top": ["应答演练：三号线", "应答演练：三号线"], "lead.vice": ["应答演练：三号线"] });
    await desk.advance("PT5M");
    expect(await desk.news()).to.deep.equal({ "pub.head": ["应答演练：三号线"] });
    const { uow, deadlines } = desk.services;
    await uow.run(async (tx) => {
      const deadline = await deadlines.held(tx, id);
      if (deadline) await deadlines.discharge(tx, deadline, { by: "lead.vice", how: "drill.answered" });
      expect(await deadlines.planStep(tx, { id }, { name: "late", at: new Date() })).to.equal(false);
      expect(await deadlines.hasten(tx, { id }, "next.3")).to.equal(false);
    });
    await desk.advance("PT30M");
    expect(await desk.news()).to.deep.equal({});
    expect(drill.heard).to.deep.equal(["step again", "step next.1", "step next.2"]);
    for (const userid of ["lead.top", "lead.vice", "pub.head"]) expect(desk.shows(userid, "应答演练")).to.equal("已应答");
  });

  it("those whom a step tells may get a card of the domain's own, whose buttons count and which closes with the duty", async () => {
    const told = (words: string): Card => ({
      source: { text: "警报", colour: "red" },
      title: words,
      rows: [],
      buttons: [{ kind: "callback", text: "已电话报告", key: "reported", style: 1 }],
      link: "https://desk.example/",
    });
    const drill = new Drill({
      steps: STEPS,
      part: ({ deadlines }) => ({
        toldCard: async (_tx, _deadline, step) => (step === "others" ? told("主要领导未确认，请当面或电话报告") : null),
        presses: {
          reported: async (tx, actor, deadline) => {
            await deadlines.discharge(tx, deadline, { by: actor.userid, how: "drill.reported", except: actor.userid });
            return null;
          },
        },
      }),
    });
    desk = await Desk.open({ domains: [drill.open] });
    await drill.begin(["lead.top"]);
    await desk.advance("PT5M30S");
    expect(await desk.news()).to.deep.equal({
      "lead.top": ["应答演练：三号线", "应答演练：三号线"],
      "lead.vice": ["主要领导未确认，请当面或电话报告"],
    });
    await desk.press("lead.vice", "主要领导未确认", "reported");
    expect(desk.shows("lead.top", "应答演练")).to.equal("已应答");
    expect(desk.shows("lead.vice", "应答演练")).to.equal("已应答");
    await desk.advance("PT30M");
    expect(await desk.news()).to.deep.equal({});
  });

  it("a card of its own that reaches nobody is told as a notice, not as the duty's card", async () => {
    const drill = new Drill({
      steps: STEPS,
      part: () => ({
        toldCard: async () => ({
          source: { text: "警报", colour: "red" },
          title: "请报告",
          rows: [],
          buttons: [],
          link: "https://desk.example/",
        }),
      }),
    });
    desk = await Desk.open({ domains: [drill.open] });
    await drill.begin(["lead.top"]);
    await desk.settle();
    desk.sandbox.faults.unreachable = ["lead.vice"];
    await desk.advance("PT5M30S");
    expect(drill.heard).to.deep.equal(["step again", "step others", "unreachable lead.vice by notice"]);
  });

  it("a step that fails is tried again, by whoever is patient not before a minute has passed, and holds up no other", async () => {
    let broken = true;
    let tries = 0;
    const drill = new Drill({
      steps: STEPS.slice(0, 1),
      part: () => ({
        step: async (_tx, deadline) => {
          if (deadline.lane !== 0) return void drill.heard.push("the other one");
          tries += 1;
          if (broken) throw new Error("planted");
        },
      }),
    });
    desk = await Desk.open({ domains: [drill.open] });
    for (const [lane, userid] of [
      ["0", "lead.top"],
      ["3", "lead.vice"],
    ] as const)
      await drill.begin([userid], { lane: Number(lane) });
    await desk.settle();
    await desk.advance("PT2M");
    const { ladder, clock } = desk.services;
    if (clock instanceof AdjustableClock) clock.adopt(clock.offsetTo(new Date(clock.now().getTime() + 120_000)));
    expect(await ladder.climb(60_000)).to.equal(1);
    expect(await ladder.climb(60_000)).to.equal(0);
    expect([tries, drill.heard]).to.deep.equal([1, ["the other one"]]);
    broken = false;
    expect(await ladder.climb()).to.equal(1);
    expect(tries).to.equal(2);
    expect(await desk.news()).to.deep.equal({ "lead.top": [CARD, CARD], "lead.vice": [CARD, CARD] });
  });

  it("after the program stood still all that came is made up for in due order, red before the others", async () => {
    const drill = new Drill({ steps: STEPS });
    desk = await Desk.open({ domains: [drill.open] });
    const others = await drill.begin(["pub.head"], { lane: 3 });
    const red = await drill.begin(["lead.top"], { lane: 0 });
    await desk.settle();
    const { clock, uow } = desk.services;
    const moved = 20 * 60_000;
    await uow.run(async (tx) => {
      for (const id of [others, red]) {
        const deadline = await desk.services.deadlines.held(tx, id);
        const steps = deadline?.steps?.map((step) => ({ ...step, at: new Date(Date.parse(step.at) - moved).toISOString() })) ?? [];
        await tx.update("deadline", { id }, { steps, nextStepAt: new Date(steps[0]?.at ?? clock.now()) });
      }
    });
    await desk.settle();
    expect(
      (await entries()).map(({ facts }) => `${String((facts.holders as string[])[0])} ${String(facts.step)} ${String(facts.lateMinutes)}`),
    ).to.deep.equal([
      "lead.top again 17",
      "lead.top others 15",
      "lead.top byHand 5",
      "pub.head again 17",
      "pub.head others 15",
      "pub.head byHand 5",
    ]);
  });
});
