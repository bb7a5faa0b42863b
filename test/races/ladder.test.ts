import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import { VoiceCall } from "../../entities/voice-call.js";
import type { Services } from "../../server/compose.js";
import { AdjustableClock } from "../../server/kernel/clock.js";
import type { StepRule } from "../../server/regulation/step-rule.js";
import { Desk } from "../support/desk.js";
import { Drill } from "../support/drill.js";
import { secondProgram } from "../support/second-program.js";

const CARD = "应答演练：三号线";
const TOLD = "主要领导未确认：三号线";
const BY_HAND = "请当面报告：三号线";
const STEPS: readonly StepRule[] = [
  { name: "again", at: { fromOpening: 3 }, words: "请应答", holders: "call" },
  { name: "others", at: { fromOpening: 5 }, words: "主要领导未确认", call: ["leaderInCharge"] },
  { name: "third", at: { fromOpening: 8 }, words: "请应答", holders: "call" },
  { name: "byHand", at: { fromOpening: 15 }, words: "请当面报告", tell: ["publicityDepartment"] },
];

describe("article 24 › R24-06 the ladder", function () {
  this.timeout(120_000);
  let desk: Desk;
  afterEach(() => desk.close());

  const steps = async (): Promise<string[]> => {
    const rows = await desk.services.uow.read((tx) => tx.find(AuditEntry, { where: { subjectType: "drill" }, order: { seq: "ASC" } }));
    return rows.map(({ facts }) => (JSON.parse(facts) as { step: string }).step);
  };
  const calls = async (): Promise<string[]> => {
    const rows = await desk.services.uow.read((tx) => tx.find(VoiceCall, { order: { id: "ASC" } }));
    return rows.map(({ userid, words }) => `${userid} ${words}`);
  };

  it("killed between any two steps goes on with the next, and says and rings nothing twice", async () => {
    const drill = new Drill({ steps: STEPS });
    desk = await Desk.open({ domains: [drill.open] });
    await drill.begin(["lead.top"]);
    const opened = desk.services.clock.now().getTime();
    const expected: [minutes: number, news: Record<string, string[]>][] = [
      [0, { "lead.top": [CARD] }],
      [2.9, {}],
      [3, { "lead.top": [CARD] }],
      [4.9, {}],
      [5, { "lead.vice": [TOLD] }],
      [8, { "lead.top": [CARD] }],
      [15, { "pub.1": [BY_HAND], "pub.head": [BY_HAND] }],
      [40, {}],
    ];
    for (const [minutes, news] of expected) {
      await desk.to(new Date(Math.max(opened + minutes * 60_000 + 1000, desk.services.clock.now().getTime() + 1000)).toISOString());
      expect(await desk.news(), `${minutes} minutes`).to.deep.equal(news);
      const { database, services } = desk;
      const at = new Date(services.clock.now().getTime() + 1000).toISOString();
      await desk.close({ keep: true });
      desk = await Desk.open({ domains: [drill.open], database, at });
    }
    expect(await steps()).to.deep.equal(["again", "others", "third", "byHand"]);
    expect(await calls()).to.deep.equal(["lead.top 请应答", "lead.vice 主要领导未确认", "lead.top 请应答"]);
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("climbed by two programs at once is one ladder: one card, one word, one call of each", async function () {
    const drill = new Drill({ steps: STEPS });
    desk = await Desk.open({ domains: [drill.open] });
    if (desk.database.engine === "sqlite") {
      console.log("      skipped: several processes are for MySQL; npm run test:mysql runs this");
      return this.skip();
    }
    const other = await secondProgram(desk, [new Drill({ steps: STEPS }).open]);
    const programs: readonly Services[] = [desk.services, other];
    for (const userid of ["lead.top", "lead.vice"]) desk.sandbox.setPhone(userid, "ringsOut");
    try {
      await drill.begin(["lead.top"]);
      const opened = desk.services.clock.now().getTime();
      for (let seconds = 0; seconds <= 16 * 60; seconds += 15) {
        for (const { clock } of programs)
          if (clock instanceof AdjustableClock) clock.adopt(clock.offsetTo(new Date(opened + seconds * 1000 + 500)));
        await Promise.all(programs.map((program) => program.tick()));
      }
      await desk.settle();
    } finally {
      await other.close();
    }
    const arrived = await desk.news();
    expect(arrived).to.deep.equal({ "lead.top": [CARD, CARD, CARD], "lead.vice": [TOLD], "pub.1": [BY_HAND], "pub.head": [BY_HAND] });
    expect(await steps()).to.deep.equal(["again", "others", "third", "byHand"]);
    expect(await calls()).to.deep.equal(["lead.top 请应答", "lead.vice 主要领导未确认", "lead.top 请应答"]);
    expect([desk.sandbox.calls("lead.top").length, desk.sandbox.calls("lead.vice").length]).to.deep.equal([2, 1]);
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });
});
