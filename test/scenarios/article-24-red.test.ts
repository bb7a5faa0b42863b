import { expect } from "chai";
import type { IncidentDutyView, IncidentView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls, withDigests } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

const TITLE = "某校学生集体投诉";
const ALERT = `红色警报：${TITLE}`;
const PLAN = `启动应急处置方案：${TITLE}`;
const BY_HAND = `当面或电话报告主要领导：${TITLE}`;

describe("article 24 › R24-05, R24-06 a red alert climbs until 主要领导 knows", function () {
  this.timeout(90_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  let id: string;
  afterEach(() => desk.close());

  const open = async (prepare: () => void = () => undefined): Promise<void> => {
    desk = await Desk.open({ organisation: withSecretariat() });
    calls = incidentCalls(desk);
    prepare();
    id = (await calls.report("school.ed", { unitId: "media", discoveredAt: "2026-11-24T09:00:00+08:00" })).id;
    await desk.press("pub.1", "研判定级", "red");
  };
  const rung = (): Record<string, number> =>
    Object.fromEntries(
      withSecretariat()
        .people.map(({ userid }) => [userid, desk.sandbox.calls(userid).length] as const)
        .filter(([, times]) => times > 0),
    );
  const duty = (incident: IncidentView, name: string): IncidentDutyView | undefined =>
    incident.duties.filter((each) => each.duty === name).at(-1);
  const sentences = async (): Promise<string[]> => (await calls.view("pub.1", id)).timeline.map((entry) => entry.sentence);

  it("T0: one card to everybody alerted, a call to 主要领导 and to nobody else; all in few calls", async () => {
    await open(() => desk.sandbox.clearJournal());
    expect(await desk.news()).to.deep.include({
      "lead.top": [ALERT],
      "lead.vice": [ALERT],
      "lead.3": [ALERT],
      "lead.4": [ALERT],
      "pub.head": [ALERT, PLAN],
      "data.head": [ALERT],
      "media.head": [ALERT, PLAN],
    });
    expect(rung()).to.deep.equal({ "lead.top": 1 });
    const sends = desk.sandbox.journal.filter((entry) => entry.path.endsWith("/message/send"));
    expect(sends.length, "report, copy, receipt and level cards before, six for the alert, one for whoever reported").to.be.at.most(10);
  });

  it("everybody alerted and both desks are together in one group, which tells what is done and nothing of the case", async () => {
    await open();
    await calls.discharge("pub.head", id, "startEmergencyPlan", { note: "启动三级预案", how: "page" });
    await desk.settle();
    const [group, ...others] = desk.sandbox.groups();
    expect(others).to.deep.equal([]);
    expect(group?.name).to.equal("红色警报 舆2026-00001");
    expect([...(group?.members ?? [])].sort()).to.deep.equal(
      ["data.1", "data.head", "lead.3", "lead.4", "lead.top", "lead.vice", "media.head", "pub.1", "pub.head"].sort(),
    );
    const said = group?.messages.map(({ text }) => text ?? "") ?? [];
    expect(said).to.have.length(2);
    expect(said[0]).to.contain("已拉响红色警报");
    expect(said[1]).to.equal("「启动应急处置方案」已登记（宣传部负责人）");
    expect(said.join()).not.to.contain("宿舍");
  });

  it("nobody taps: +3 second call, +5 others by card and call, +8 third call and the next leader, +13 the one after, +15 the desk", async () => {
    await open(() => {
      for (const userid of ["lead.top", "lead.vice", "lead.3", "lead.4", "pub.head"]) desk.sandbox.setPhone(userid, "ringsOut");
    });
    await desk.news();
    await desk.to("2026-11-24T09:02:55+08:00");
    expect([await desk.news(), rung()]).to.deep.equal([{}, { "lead.top": 1 }]);
    await desk.to("2026-11-24T09:03:05+08:00");
    expect([await desk.news(), rung()]).to.deep.equal([{ "lead.top": [ALERT] }, { "lead.top": 2 }]);
    await desk.to("2026-11-24T09:04:55+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-24T09:05:05+08:00");
    expect(await desk.news()).to.deep.equal({ "lead.vice": [BY_HAND], "pub.head": [BY_HAND] });
    expect(rung()).to.deep.equal({ "lead.top": 2, "lead.vice": 1, "pub.head": 1 });
    expect(desk.shows("lead.vice", "当面或电话报告")).to.equal("已电话报告 已当面报告 查看");
    await desk.to("2026-11-24T09:08:05+08:00");
    expect(await desk.news()).to.deep.equal({ "lead.top": [ALERT], "lead.3": [BY_HAND] });
    expect(rung()).to.deep.equal({ "lead.top": 3, "lead.vice": 1, "pub.head": 1, "lead.3": 1 });
    await desk.to("2026-11-24T09:13:10+08:00");
    expect(await desk.news()).to.deep.equal({ "lead.4": [BY_HAND] });
    await desk.to("2026-11-24T09:14:55+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-24T09:15:05+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.1": [BY_HAND] });
    expect(rung()).to.deep.equal({ "lead.top": 3, "lead.vice": 1, "pub.head": 1, "lead.3": 1, "lead.4": 1 });
    await desk.to("2026-11-24T09:19:00+08:00");
    expect(await desk.news()).to.deep.equal({});
    const incident = await calls.view("pub.1", id);
    expect(duty(incident, "reportRed")?.state).to.equal("open");
    expect(await sentences()).to.include.members([
      "电话联系 主要领导（向主要领导汇报）：无人接听，振铃超时",
      "电话联系 书记班子成员丁（当面或电话报告主要领导）：无人接听，振铃超时",
    ]);
    await desk.press("pub.1", "当面或电话报告", "inPerson", { answer: ["known"] });
    const told = duty(await calls.view("pub.1", id), "reportRed");
    expect(told).to.include({ state: "discharged", closedWords: "已由 宣传部值班 09:19 当面报告，未经领导本人确认" });
    await desk.news();
    for (const userid of ["lead.vice", "lead.3", "lead.4", "pub.head"])
      expect(desk.shows(userid, "当面或电话报告"), userid).to.equal("已报告主要领导");
    await desk.advance("PT10M");
    expect(rung()["lead.top"]).to.equal(3);
  });

  it("主要领导 cannot be reached by card: the others are asked at once, not after five minutes", async () => {
    await open(() => (desk.sandbox.faults.unreachable = ["lead.top"]));
    const news = await desk.news();
    expect(news["lead.top"]).to.equal(undefined);
    expect(news["lead.vice"]).to.deep.equal([ALERT, BY_HAND]);
    expect(news["pub.head"]).to.include(BY_HAND);
    const { reach } = await calls.view("pub.1", id);
    expect(reach.find(({ person }) => person.userid === "lead.top")).to.include({ state: "failed" });
    expect(await sentences()).to.include("主要领导 未收到卡片（向主要领导汇报）");
  });

  for (const [phone, why] of [
    ["off", "对方已关机"],
    ["noCoverage", "不在服务区"],
    ["refuses", "对方拒接"],
  ] as const)
    it(`主要领导's phone ${phone}: within half a minute the others are asked and rung, and 宣传部值班 knows who cannot be reached; once`, async () => {
      await open(() => {
        desk.sandbox.setPhone("lead.top", phone);
        for (const userid of ["lead.vice", "pub.head"]) desk.sandbox.setPhone(userid, "ringsOut");
      });
      await desk.news();
      await desk.to("2026-11-24T09:00:30+08:00");
      expect(await desk.news()).to.deep.equal({
        "lead.vice": [BY_HAND],
        "pub.head": [BY_HAND],
        "pub.1": [`主要领导 联系不上：${TITLE}`],
      });
      expect(rung()).to.deep.equal({ "lead.top": 1, "lead.vice": 1, "pub.head": 1 });
      expect(JSON.stringify(desk.card("pub.1", "主要领导 联系不上").card)).to.contain(why);
      await desk.to("2026-11-24T09:05:30+08:00");
      expect(await desk.news(), "the step at +5 was taken already, the second call was made").to.deep.equal({ "lead.top": [ALERT] });
      expect(rung()).to.deep.equal({ "lead.top": 2, "lead.vice": 1, "pub.head": 1 });
      expect(await sentences()).to.include(`电话联系 主要领导（向主要领导汇报）：${why}`);
      expect(duty(await calls.view("pub.1", id), "reportRed")?.state).to.equal("open");
    });

  it("分管领导's phone is off as well: the next of 书记班子 is asked at once, and 宣传部值班 is told of both", async () => {
    await open(() => {
      for (const userid of ["lead.top", "lead.vice"]) desk.sandbox.setPhone(userid, "off");
      for (const userid of ["lead.3", "pub.head"]) desk.sandbox.setPhone(userid, "ringsOut");
    });
    await desk.news();
    await desk.to("2026-11-24T09:01:00+08:00");
    expect(await desk.news()).to.deep.equal({
      "lead.vice": [BY_HAND],
      "pub.head": [BY_HAND],
      "lead.3": [BY_HAND],
      "pub.1": [`主要领导 联系不上：${TITLE}`, `分管领导 联系不上：${TITLE}`],
    });
    expect(rung()).to.deep.equal({ "lead.top": 1, "lead.vice": 1, "pub.head": 1, "lead.3": 1 });
    await desk.to("2026-11-24T09:05:55+08:00");
    expect(await desk.news()).to.deep.equal({ "lead.top": [ALERT], "lead.4": [BY_HAND] });
  });

  it("a leader's 收到 ends the search for a next one and their own calls, not duty ①", async () => {
    await open(() => desk.sandbox.setPhone("lead.top", "off"));
    await desk.to("2026-11-24T09:05:05+08:00");
    await desk.press("lead.vice", "红色警报", "acknowledge");
    await desk.news();
    await desk.to("2026-11-24T09:14:50+08:00");
    expect(await desk.news()).to.deep.equal({ "lead.top": [ALERT] });
    expect(rung()).to.deep.equal({ "lead.top": 3, "lead.vice": 1, "pub.head": 1 });
    expect(duty(await calls.view("pub.1", id), "reportRed")?.state).to.equal("open");
    await desk.press("lead.top", "红色警报", "acknowledge");
    expect(duty(await calls.view("pub.1", id), "reportRed")?.state).to.equal("discharged");
    await desk.news();
    await desk.to("2026-11-24T09:20:00+08:00");
    expect(await desk.news()).to.deep.equal({
      "pub.head": [`请启动应急处置方案：${TITLE}`],
      "media.head": [`请启动应急处置方案：${TITLE}`],
      "pub.1": [`请向上级主管部门报告：${TITLE}`, `请向网信部门报告：${TITLE}`],
    });
  });

  it("a tap at once stops everything that was planned", async () => {
    await open();
    await desk.press("lead.top", "红色警报", "acknowledge");
    await desk.news();
    await desk.to("2026-11-24T09:19:00+08:00");
    expect(await desk.news()).to.deep.equal({});
    expect(rung()).to.deep.equal({ "lead.top": 1 });
  });

  it("calls are not enabled here: the ladder goes on without them and says so", async () => {
    await open(() => (desk.sandbox.faults.calls = "off"));
    await desk.news();
    await desk.to("2026-11-24T09:05:05+08:00");
    const news = await desk.news();
    expect(news["lead.vice"]).to.deep.equal([BY_HAND]);
    expect(rung()).to.deep.equal({});
    expect(await sentences()).to.include("主要领导 未收到电话（向主要领导汇报）");
  });

  it("R24-07 the plan: remembered at +20 and +40, rung at +50, and at one hour the whole 书记班子 learns of it; it stays owed", async () => {
    await open();
    await desk.press("lead.top", "红色警报", "acknowledge");
    for (const duty of ["reportSuperior", "reportCyberspace"] as const)
      await calls.discharge("pub.1", id, duty, { note: "已电话报告", how: "phone" });
    await desk.news();
    await desk.to("2026-11-24T09:40:05+08:00");
    await desk.news();
    await desk.to("2026-11-24T09:50:05+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.head": [PLAN], "media.head": [PLAN] });
    expect(rung()).to.deep.equal({ "lead.top": 1, "pub.head": 1, "media.head": 1 });
    await desk.to("2026-11-24T09:59:59+08:00");
    expect(await desk.news()).to.deep.equal({});
    expect(duty(await calls.view("pub.1", id), "startEmergencyPlan")?.late).to.equal(false);
    await desk.to("2026-11-24T10:00:01+08:00");
    const missed = [`1 小时内未启动应急处置方案：${TITLE}`];
    expect(await desk.news()).to.deep.equal({
      "pub.head": [PLAN],
      "media.head": [PLAN],
      "lead.top": missed,
      "lead.vice": missed,
      "lead.3": missed,
      "lead.4": missed,
    });
    await desk.to("2026-11-24T10:12:00+08:00");
    await calls.discharge("pub.head", id, "startEmergencyPlan", { note: "启动三级预案", how: "page" });
    expect(duty(await calls.view("pub.1", id), "startEmergencyPlan")).to.include({ state: "discharged", late: true, lateMinutes: 12 });
  });

  it("R24-08 the written report: first card at +12, then +18, +22, a call at +23:30, told at 24 hours and daily after that", async () => {
    await open();
    await desk.press("lead.top", "红色警报", "acknowledge");
    await calls.discharge("pub.head", id, "startEmergencyPlan", { note: "启动三级预案", how: "page" });
    for (const duty of ["reportSuperior", "reportCyberspace"] as const)
      await calls.discharge("pub.1", id, duty, { note: "已电话报告", how: "phone" });
    await desk.news();
    await desk.to("2026-11-24T20:59:55+08:00");
    await desk.news();
    const card = [`红色警报书面报告：${TITLE}`];
    for (const at of ["2026-11-24T21:00:05+08:00", "2026-11-25T03:00:05+08:00", "2026-11-25T07:00:05+08:00", "2026-11-25T08:30:05+08:00"]) {
      await desk.to(at);
      expect(await desk.news(), at).to.deep.equal({ "pub.1": card, "pub.head": card });
    }
    expect(rung()).to.deep.equal({ "lead.top": 1, "pub.1": 1, "pub.head": 1 });
    await desk.to("2026-11-25T08:59:59+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-25T09:00:01+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.1": card, "pub.head": card, "lead.top": [`红色警报书面报告超时：${TITLE}`] });
    for (const [day, at, digest] of [
      [1, "2026-11-26T09:00:01+08:00", "11月25日"],
      [2, "2026-11-27T09:00:01+08:00", "11月26日"],
    ] as const) {
      await desk.to(at);
      const told = { "pub.1": card, "pub.head": card, "lead.top": [`书面报告超时 ${day} 天：${TITLE}`] };
      expect(await desk.news()).to.deep.equal(withDigests(told, digest));
    }
    desk.logOut("pub.1");
    await calls.discharge("pub.1", id, "writeUpRed", { note: "已报出", how: "written", documentNumber: "粤团办〔2026〕31号" });
    await desk.news();
    await desk.advance("P3D");
    expect(await desk.news()).to.deep.equal(withDigests({}, "11月27日"));
  });
});
