import { expect } from "chai";
import type { IncidentDutyView, IncidentView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

const TITLE = "某校学生集体投诉";
const CONFIRM = `确认已听取口头报告：${TITLE}`;

let desk: Desk;
let calls: ReturnType<typeof incidentCalls>;
let id: string;

/** A desk on which school.ed has reported something found at 09:00, with phones that ring unanswered where named. */
const reported = async (...ringing: string[]): Promise<void> => {
  desk = await Desk.open({ organisation: withSecretariat() });
  calls = incidentCalls(desk);
  for (const userid of ringing) desk.sandbox.setPhone(userid, "ringsOut");
  id = (await calls.report("school.ed", { unitId: "media", discoveredAt: "2026-11-24T09:00:00+08:00" })).id;
};

describe("article 24 › R24-06 reported by mouth: what the leader answered, and the leader's own word", function () {
  this.timeout(60_000);
  afterEach(() => desk.close());

  /** Red since 09:00, 主要领导 has not answered, and the deputies were asked at 09:05. */
  beforeEach(async () => {
    await reported("lead.top", "lead.vice", "pub.head");
    await desk.press("pub.1", "研判定级", "red");
    await desk.to("2026-11-24T09:06:00+08:00");
    await desk.news();
  });
  const duty = ({ duties }: IncidentView, name: string): IncidentDutyView | undefined => duties.filter((each) => each.duty === name).at(-1);
  const red = async (): Promise<IncidentDutyView | undefined> => duty(await calls.view("pub.1", id), "reportRed");
  const sentences = async (): Promise<string[]> => (await calls.view("pub.1", id)).timeline.map((entry) => entry.sentence);

  it("a bare tap on the deputies' card reports nothing: it asks what the leader answered, and the duty stays owed", async () => {
    await desk.press("lead.vice", "当面或电话报告", "phone", { answer: ["unsaid"] });
    const { "lead.vice": [said] = [], ...others } = await desk.news();
    expect(said).to.contain("还没有登记：请先在卡片上选「领导答复」");
    expect(others).to.deep.equal({});
    expect((await red())?.state).to.equal("open");
    expect(desk.shows("lead.vice", "当面或电话报告")).to.equal("已电话报告 已当面报告 查看");
  });

  it("with the answer it is one tap; the leader alone is asked to confirm, and until then the page calls it unconfirmed", async () => {
    desk.sandbox.faults.deliveries = 2;
    await desk.press("lead.vice", "当面或电话报告", "phone", { answer: ["convene"] });
    expect(await desk.news()).to.deep.equal({ "lead.top": [CONFIRM] });
    expect(desk.shows("lead.top", "确认已听取")).to.equal("确认 查看");
    expect(JSON.stringify(desk.card("lead.top", "确认已听取").card))
      .to.contain("登记答复")
      .and.to.contain("要求召集会商");
    const told = await red();
    expect(told).to.include({ state: "discharged", closedWords: "已由 分管领导 09:06 电话报告，未经领导本人确认" });
    expect(told?.evidence.map(({ kind, note, confirmation }) => [kind, note, confirmation])).to.deep.equal([
      ["told", "主要领导要求召集会商", { state: "waiting" }],
    ]);
    expect(duty(await calls.view("pub.1", id), "confirmTold")).to.deep.include({ state: "open", dueAt: null });
    expect(await sentences()).to.include("分管领导 登记已电话向主要领导汇报：主要领导要求召集会商（待领导本人确认）");
    await desk.press("lead.top", "确认已听取", "confirm");
    expect(await desk.news()).to.deep.equal({});
    expect(desk.shows("lead.top", "确认已听取")).to.equal("主要领导 09:06 已确认");
    expect((await red())?.closedWords).to.equal("已由 分管领导 09:06 电话报告");
    expect((await sentences()).filter((said) => said.includes("确认已听取"))).to.deep.equal([
      "主要领导 确认已听取电话报告（分管领导 登记）",
    ]);
    await desk.to("2026-11-24T09:19:00+08:00");
    expect(await desk.news(), "nobody is chased any more").to.deep.equal({});
  });

  it("not confirmed: asked again after half an hour and after two, when 宣传部 learns of it, and the next day", async () => {
    await desk.press("data.1", "会商红色警报", "agree");
    for (const name of ["startEmergencyPlan", "reportSuperior", "reportCyberspace"] as const)
      await calls.discharge("pub.head", id, name, { note: "已办", how: "phone" });
    await desk.press("pub.head", "当面或电话报告", "inPerson", { answer: ["known"] });
    expect(await desk.news()).to.deep.include({ "lead.top": [CONFIRM] });
    await desk.to("2026-11-24T09:35:55+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-24T09:36:10+08:00");
    expect(await desk.news()).to.deep.equal({ "lead.top": [CONFIRM] });
    await desk.to("2026-11-24T11:05:55+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-24T11:06:10+08:00");
    const unconfirmed = [`口头报告未经领导本人确认：${TITLE}`];
    expect(await desk.news()).to.deep.equal({ "lead.top": [CONFIRM], "pub.1": unconfirmed, "pub.head": unconfirmed });
    await calls.act("lead.top", id, "acknowledgement", undefined);
    expect(duty(await calls.view("pub.1", id), "confirmTold")?.state, "收到 is the leader's own word too").to.equal("discharged");
  });
});

describe("article 24 › R24-06 the leader's own word says nothing of what came later, and is not waited for in vain", function () {
  this.timeout(60_000);
  afterEach(() => desk.close());

  /** Orange since 09:00, and at 09:10 宣传部 entered that it told 分管领导 by phone. */
  beforeEach(async () => {
    await reported();
    await desk.press("pub.1", "研判定级", "orange");
    await desk.to("2026-11-24T09:10:00+08:00");
    await calls.discharge("pub.head", id, "reportOrange", { note: "已电话报告", how: "phone" });
    await desk.news();
  });
  const state = async (name: string): Promise<string | undefined> =>
    (await calls.view("pub.1", id)).duties.filter(({ duty }) => duty === name).at(-1)?.state;

  it("确认 on the card of an orange alert does not answer for the red one that it has become", async () => {
    await calls.act("pub.1", id, "level", { level: "red", reason: "出现人员伤亡" });
    await desk.settle();
    await desk.press("lead.vice", "确认已听取", "confirm");
    expect(await state("confirmTold")).to.equal("discharged");
    const alert = (await calls.view("pub.1", id)).duties.find(({ duty, state: now }) => duty === "acknowledgeAlert" && now === "open");
    expect(
      alert?.holders.map(({ userid }) => userid),
      "分管领导 has not said 收到 of red",
    ).to.include("lead.vice");
  });

  it("误报: nobody is asked any more to confirm what they were told", async () => {
    await calls.act("pub.head", id, "lowering", { to: "none", reason: "系旧闻，已核实" });
    await calls.act("lead.vice", id, "lowering/answer", { agree: true });
    expect((await calls.view("pub.1", id)).status).to.equal("dismissed");
    expect(await state("confirmTold")).to.equal("cancelled");
    await desk.news();
    await desk.to("2026-11-24T11:20:00+08:00");
    expect(await desk.news()).to.deep.equal({});
  });

  it("the leader leaves the organisation before saying so: nobody is chased, and the page goes on calling it unconfirmed", async () => {
    await desk.sandbox.changeMember("lead.vice", { inRange: false });
    await desk.settle();
    expect(await state("confirmTold")).to.equal("cancelled");
    await desk.to("2026-11-24T11:20:00+08:00");
    expect(
      Object.values(await desk.news())
        .flat()
        .join(),
    ).not.to.contain("口头报告");
    const evidence = (await calls.view("pub.1", id)).duties.flatMap((each) => each.evidence).filter(({ kind }) => kind === "told");
    expect(evidence.map(({ confirmation }) => confirmation)).to.deep.equal([{ state: "waiting" }]);
  });
});
