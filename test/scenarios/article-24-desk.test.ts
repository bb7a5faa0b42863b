import { expect } from "chai";
import type { DutyDeskView, IncidentNumbers, IncidentView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";

describe("article 24 › the duty desk and the numbers over all incidents", function () {
  this.timeout(40_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  beforeEach(async () => {
    desk = await Desk.open();
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const view = (userid: string): Promise<DutyDeskView> => desk.as(userid).get<DutyDeskView>("/api/incident-desk");
  const numbers = (): Promise<IncidentNumbers> => desk.as("disc.1").get<IncidentNumbers>("/api/incident-numbers?weeks=2");

  it("shows what has no level, then what is due next and whose it is, and who is on duty", async () => {
    const { id } = await calls.report("school.ed", { unitId: "media" });
    const fresh = await view("pub.1");
    expect(fresh.unset.map(({ incident, title }) => [incident.id, title])).to.deep.equal([[id, "研判定级"]]);
    expect(fresh.unset[0]?.holders.map(({ userid }) => userid)).to.have.members(["pub.1", "data.1"]);
    expect(fresh.unset[0]?.next?.words, "what follows while nobody sets it").to.be.a("string");
    expect(fresh.onDuty.map(({ people }) => people.map(({ userid }) => userid))).to.deep.equal([["pub.1"], ["data.1"]]);
    await calls.act("pub.1", id, "level", { level: "red", reason: "上了热搜" });
    const red = await view("pub.1");
    expect(red.unset).to.deep.equal([]);
    expect(red.duties.map(({ duty }) => duty).slice(0, 2)).to.deep.equal(["reportRed", "startEmergencyPlan"]);
    expect(red.duties.find(({ duty }) => duty === "startEmergencyPlan")?.may).to.deep.equal(["discharge"]);
    expect(
      (await view("disc.1")).duties.every(({ may }) => may.length === 0),
      "discipline looks on",
    ).to.equal(true);
    await desk.as("school.ed").get("/api/incident-desk", 403);
    await desk.news();
  });

  it("R24-06 asks to phone or knock while 主要领导 has not confirmed, until that is recorded", async () => {
    const { id } = await calls.report("pub.1", { unitId: "media" });
    await calls.act("pub.1", id, "level", { level: "red", reason: "上了热搜" });
    expect((await view("pub.1")).knocks).to.deep.equal([]);
    await desk.advance("PT6M");
    const [knock] = (await view("pub.1")).knocks;
    expect(knock).to.deep.include({ mayRecord: true, leaders: [{ userid: "lead.top", name: "主要领导" }] });
    expect(knock?.asked.map(({ userid }) => userid)).to.include.members(["lead.vice", "pub.head"]);
    const { timeline } = await calls.view("pub.1", id);
    expect(timeline.map(({ sentence }) => sentence)).to.include("向主要领导汇报：主要领导未确认，请分管领导和宣传部负责人当面或电话报告");
    await calls.discharge("pub.1", id, "reportRed", { how: "inPerson", note: "已当面报告" });
    const after = await view("pub.1");
    expect(after.knocks).to.deep.equal([]);
    expect(after.duties.some(({ duty }) => duty === "reportRed")).to.equal(false);
    await desk.news();
  });

  it("R24-15 counts neither rehearsals nor 非舆情, and a missed duty as missed", async () => {
    const none = await calls.report("pub.1", { links: ["https://weibo.com/1/none"], title: "不实信息" });
    await calls.act("pub.1", none.id, "level", { level: "none", reason: "已核实" });
    const drill = { title: "演练：模拟事件", description: "模拟某活动现场情况" };
    const rehearsed = await desk.as("pub.head").post<IncidentView>("/api/rehearsals", drill, 201);
    await calls.act("pub.1", rehearsed.id, "level", { level: "orange", reason: "演练" });
    const { id } = await calls.report("pub.1", { unitId: "media" });
    await calls.act("pub.1", id, "level", { level: "red", reason: "上了热搜" });
    expect(await numbers()).to.deep.include({ total: 1, from: "2026-11-16", to: "2026-11-24" });
    await desk.advance("PT70M");
    await calls.discharge("pub.head", id, "startEmergencyPlan", { how: "page", note: "先发情况说明" });
    const shown = await numbers();
    expect(shown.byWeek.map(({ red, orange }) => [red, orange])).to.deep.equal([
      [0, 0],
      [1, 0],
    ]);
    expect(shown.onTime.find(({ duty }) => duty === "startEmergencyPlan")).to.include({ onTime: 0, late: 1, running: 0 });
    expect(shown.onTime.find(({ duty }) => duty === "setLevel")).to.include({ onTime: 1, late: 0 });
    expect(shown.onTime.find(({ duty }) => duty === "writeUpRed")).to.include({ running: 1 });
    await desk.news();
  });
});
