import { expect } from "chai";
import type { IncidentDutyView, IncidentLevel, IncidentView, LoweringInput, Problem } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

const TITLE = "某校学生集体投诉";
const ASK = `同意降级或解除：${TITLE}`;
const REASON = "已核实，讨论平息";

describe("article 24 › R24-10, R24-14 lowered, lifted, a false alarm, and closed", function () {
  this.timeout(90_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  let id: string;
  beforeEach(async () => {
    desk = await Desk.open({ organisation: withSecretariat() });
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const alarmed = async (level: IncidentLevel): Promise<void> => {
    id = (await calls.report("school.ed", { unitId: "media", discoveredAt: "2026-11-24T09:00:00+08:00" })).id;
    await calls.act("pub.1", id, "level", { level, reason: "评论区讨论较多" });
    await desk.settle();
    await desk.press("data.1", "会商", "agree");
    await desk.news();
  };
  const lower = (userid: string, to: LoweringInput["to"]) => calls.act(userid, id, "lowering", { to, reason: REASON });
  const refused = (userid: string, to: LoweringInput["to"], status: number) =>
    calls.act<Problem, "lowering">(userid, id, "lowering", { to, reason: REASON }, status);
  const answer = (userid: string, agree = true) => calls.act(userid, id, "lowering/answer", { agree });
  const states = (incident: IncidentView) => Object.fromEntries(incident.duties.map((duty) => [duty.duty, duty.state]));
  const duty = (incident: IncidentView, name: string): IncidentDutyView | undefined =>
    incident.duties.filter((each) => each.duty === name).at(-1);
  const view = () => calls.view("pub.1", id);

  it("red to orange needs the head of 宣传部 and 主要领导, on the page; the higher level's steps end one by one, the written report stays", async () => {
    await alarmed("red");
    expect((await refused("media.head", "orange", 403)).detail).to.contain("宣传部负责人和主要领导");
    await lower("pub.head", "orange");
    expect(await desk.news()).to.deep.equal({ "lead.top": [ASK] });
    expect(desk.shows("lead.top", "同意降级")).to.equal("查看并答复");
    expect((await refused("pub.head", "yellow", 409)).code).to.equal("incidents.already-proposed");
    const own = await calls.act<Problem, "lowering/answer">("pub.head", id, "lowering/answer", { agree: true }, 403);
    expect(own.code).to.equal("incidents.own-proposal");
    expect((await view()).level).to.equal("red");
    await answer("lead.top");
    const news = await desk.news();
    const told = [`降级：红色→橙色：${TITLE}`];
    expect(news["lead.3"]).to.deep.equal(told);
    expect(news["data.head"]).to.deep.equal(told);
    expect(news["media.head"]).to.deep.equal([`橙色警报：${TITLE}`]);
    const after = await view();
    expect(after).to.include({ level: "orange", status: "handling" });
    expect(states(after)).to.include({
      reportRed: "cancelled",
      startEmergencyPlan: "cancelled",
      reportSuperior: "cancelled",
      reportCyberspace: "cancelled",
      writeUpRed: "open",
      reportOrange: "open",
    });
    expect(after.decisions.at(-1)).to.deep.include({ kind: "lower", state: "effective", reason: REASON });
    expect(after.decisions.at(-1)?.second?.by.userid).to.equal("lead.top");
    expect(after.timeline.map((entry) => entry.sentence)).to.include.members([
      "「启动应急处置方案」不再需要：警报已降级",
      `降级：红色警报→橙色警报，宣传部负责人 提出、主要领导 同意：${REASON}`,
    ]);
    await desk.advance("PT20M");
    expect(await desk.news()).to.deep.equal({});
  });

  it("§2.2 making red lower needs a login of the last five minutes from both; the same request goes through after a new one", async () => {
    await alarmed("red");
    const propose = (status: number) =>
      desk
        .as("pub.head")
        .post<Problem>(`/api/incidents/${id}/lowering`, { to: "orange", reason: REASON }, status, { "Idempotency-Key": "lowering-0001" });
    await desk.as("pub.head").get("/api/me");
    await desk.as("lead.top").get("/api/me");
    await desk.advance("PT5M1S");
    await desk.news();
    const stale = await propose(401);
    expect(stale).to.include({ code: "session.stale", article: "18" });
    expect(stale.detail).to.contain("5 分钟").and.to.contain("重新登录确认");
    expect(await desk.news()).to.deep.equal({});
    desk.logOut("pub.head");
    await propose(200);
    await propose(200);
    expect(await desk.news()).to.deep.equal({ "lead.top": [ASK] });
    const late = await calls.act<Problem, "lowering/answer">("lead.top", id, "lowering/answer", { agree: true }, 401);
    expect(late.code).to.equal("session.stale");
    expect((await view()).level).to.equal("red");
    desk.logOut("lead.top");
    await answer("lead.top");
    expect((await view()).level).to.equal("orange");
  });

  it("§2.2 saying no to it needs no new login", async () => {
    await alarmed("red");
    await lower("pub.head", "orange");
    const login = await desk.token("lead.top");
    await desk.advance("PT6M");
    await answer("lead.top", false);
    expect(await desk.token("lead.top")).to.equal(login);
    expect((await view()).level).to.equal("red");
  });

  it("whoever was rung for the alert is rung for its end", async () => {
    await alarmed("red");
    await desk.to("2026-11-24T09:06:30+08:00");
    const rung = () => ["lead.top", "lead.vice", "pub.head", "lead.3"].map((userid) => desk.sandbox.calls(userid).length);
    expect(rung()).to.deep.equal([2, 1, 1, 0]);
    await lower("pub.head", "lift");
    await answer("lead.top");
    await desk.news();
    expect(rung()).to.deep.equal([2, 2, 1, 0]);
  });

  it("red without 主要领导: whoever stood in agrees in their place, and nobody else can", async () => {
    await alarmed("red");
    await desk.press("lead.vice", "红色警报", "acknowledge");
    await lower("pub.head", "lift");
    expect(await desk.news()).to.deep.equal({ "lead.top": [ASK], "lead.vice": [ASK] });
    const stranger = await calls.act<Problem, "lowering/answer">("lead.3", id, "lowering/answer", { agree: true }, 403);
    expect(stranger.code).to.equal("incidents.not-yours");
    await answer("lead.vice");
    expect(await view()).to.include({ status: "lifted", level: "red" });
  });

  it("orange is lifted by a tap of the leader in charge; its written report is due from then", async () => {
    await alarmed("orange");
    await lower("pub.head", "lift");
    await desk.settle();
    await desk.to("2026-11-24T09:10:00+08:00");
    await desk.press("lead.vice", "同意降级", "agree");
    const lifted = await view();
    expect(lifted).to.include({ status: "lifted" });
    expect(duty(lifted, "reportOrange")).to.include({ state: "cancelled", closedWords: "警报已解除" });
    expect(duty(lifted, "writeUpOrange")?.dueAt?.slice(0, 16)).to.equal("2026-11-25T09:10");
    const news = await desk.news();
    expect(news["media.head"]).to.include.members([`解除橙色警报：${TITLE}`, `橙色警报书面报告：${TITLE}`]);
  });

  it("yellow: the unit asks, 宣传部 agrees; 宣传部 by itself needs nobody", async () => {
    await alarmed("yellow");
    await lower("media.head", "lift");
    expect(await desk.news()).to.deep.equal({ "pub.1": [ASK], "pub.head": [ASK] });
    await desk.press("pub.1", "同意降级", "decline");
    expect(await desk.news()).to.deep.equal({ "media.head": [`不同意解除黄色警报：${TITLE}`] });
    expect((await view()).status).to.equal("handling");
    await lower("pub.1", "lift");
    expect(await view()).to.include({ status: "lifted" });
    expect(await desk.news()).to.deep.equal({ "media.head": [`解除黄色警报：${TITLE}`] });
  });

  it("a false alarm ends all but what was already written down as owed", async () => {
    await alarmed("orange");
    await lower("lead.vice", "none");
    expect(await desk.news()).to.deep.equal({ "pub.head": [ASK] });
    await answer("pub.head");
    const after = await view();
    expect(after).to.include({ level: "none", status: "dismissed" });
    expect((await desk.news())["data.head"]).to.deep.equal([`误报，橙色警报取消：${TITLE}`]);
  });

  it("raised while a lowering waits: the lowering is overtaken, and agreeing to it does nothing", async () => {
    await alarmed("orange");
    await lower("pub.head", "yellow");
    await desk.settle();
    const { taskId } = desk.card("lead.vice", "同意降级");
    await calls.act("pub.1", id, "level", { level: "red", reason: "登上热搜" });
    await desk.news();
    await desk.sandbox.raw({ userid: "lead.vice", taskId, key: "agree" });
    const after = await view();
    expect(after.level).to.equal("red");
    expect(after.decisions.find((each) => each.kind === "lower")?.state).to.equal("overtaken");
    const gone = await calls.act<Problem, "lowering/answer">("lead.vice", id, "lowering/answer", { agree: true }, 409);
    expect(gone.code).to.equal("incidents.nothing-proposed");
  });

  it("what was missed stays missed after the alert is lifted", async () => {
    await alarmed("red");
    await desk.to("2026-11-24T10:30:00+08:00");
    await lower("pub.head", "lift");
    await answer("lead.top");
    expect(duty(await view(), "startEmergencyPlan")).to.include({ state: "cancelled", late: true });
  });

  it("raised again within a day the same incident goes on with fresh duties; after a day it is a new report", async () => {
    await alarmed("red");
    await desk.press("lead.top", "红色警报", "acknowledge");
    await lower("pub.head", "lift");
    await answer("lead.top");
    await desk.news();
    await desk.to("2026-11-24T20:00:00+08:00");
    await desk.news();
    await calls.act("pub.1", id, "level", { level: "red", reason: "再次发酵" });
    expect((await desk.news())["lead.top"]).to.deep.equal([`红色警报：${TITLE}`]);
    const again = await view();
    expect(again).to.include({ level: "red", status: "handling" });
    expect(again.decisions.at(-1)?.kind).to.equal("resume");
    expect(duty(again, "startEmergencyPlan")).to.include({ state: "open" });
    expect(duty(again, "startEmergencyPlan")?.dueAt?.slice(0, 16)).to.equal("2026-11-24T21:00");
    await desk.press("lead.top", "红色警报", "acknowledge");
    await lower("pub.head", "lift");
    await answer("lead.top");
    for (const userid of ["pub.1", "pub.head", "lead.top"]) desk.logOut(userid);
    await desk.to("2026-11-25T20:01:00+08:00");
    for (const userid of ["pub.1", "pub.head", "lead.top"]) desk.logOut(userid);
    const late = await calls.act<Problem, "level">("pub.1", id, "level", { level: "red", reason: "又来" }, 409);
    expect(late.code).to.equal("incidents.over");
  });

  it("R24-14 closed only when every duty is done or explained; then 复盘 is owed in five working days", async () => {
    await alarmed("red");
    const early = await calls.act<Problem, "closing">("pub.1", id, "closing", { reason: "处置完毕" }, 409);
    expect(early.code).to.equal("incidents.still-alert");
    await lower("pub.head", "lift");
    await answer("lead.top");
    await desk.news();
    const owed = await calls.act<Problem, "closing">("pub.1", id, "closing", { reason: "处置完毕" }, 409);
    expect(owed.detail).to.contain("红色警报书面报告");
    await calls.act("pub.1", id, "closing", { reason: "处置完毕", explanations: { writeUpRed: "并入专题报告一并报送" } });
    const closed = await view();
    expect(closed).to.include({ status: "closed" });
    expect(duty(closed, "writeUpRed")).to.include({ state: "cancelled", closedWords: "已说明未办原因" });
    expect(duty(closed, "reviewIncident")?.dueAt?.slice(0, 16)).to.equal("2026-12-01T18:00");
    expect(await desk.news()).to.deep.equal({ "pub.1": [`复盘：${TITLE}`], "media.head": [`复盘：${TITLE}`] });
    expect((await calls.view("media.head", id)).may).to.include("review");
    await calls.act("media.head", id, "review", { note: "应更早联系学校后勤；以后每学期开学前走访" });
    expect(duty(await view(), "reviewIncident")).to.include({ state: "discharged", late: false });
    const again = await calls.act<Problem, "review">("pub.1", id, "review", { note: "再补一份" }, 409);
    expect(again.code).to.equal("incidents.nothing-to-review");
    const twice = await calls.act<Problem, "closing">("pub.1", id, "closing", { reason: "处置完毕" }, 409);
    expect(twice.code).to.equal("incidents.already-closed");
  });
});
