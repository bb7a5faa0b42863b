import { expect } from "chai";
import type { IncidentView, LevelInput, Problem } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";

const TITLE = "某校学生集体投诉";

describe("article 24 › R24-02 the level of an incident", function () {
  this.timeout(60_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  beforeEach(async () => {
    desk = await Desk.open();
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const reported = async (extra: object = {}): Promise<string> => {
    const { id } = await calls.report("school.ed", { unitId: "media", ...extra });
    await desk.news();
    return id;
  };
  const set = (userid: string, id: string, level: LevelInput["level"], status = 200) =>
    calls.act<Problem, "level">(userid, id, "level", { level, reason: "评论区讨论较多" }, status);
  const duties = (incident: IncidentView) =>
    Object.fromEntries(
      incident.duties.map((duty) => [duty.duty, duty.dueAt === null ? duty.state : `${duty.state} ${duty.dueAt.slice(5, 16)}`]),
    );

  it("yellow goes to the unit's head and the desk, and asks the data centre", async () => {
    const id = await reported();
    await desk.press("pub.1", "研判定级", "yellow");
    expect(await desk.news()).to.deep.equal({
      "media.head": [`黄色警报：${TITLE}`],
      "pub.1": [`黄色警报：${TITLE}`],
      "data.1": [`会商黄色警报：${TITLE}`],
      "school.ed": [`您的报告已定为黄色警报：${TITLE}`],
    });
    expect(desk.shows("data.1", "研判定级")).to.equal("已由 宣传部值班 定为黄色警报");
    const incident = await calls.view("pub.1", id);
    expect(incident).to.include({ level: "yellow", status: "handling" });
    expect(duties(incident)).to.deep.equal({
      setLevel: "discharged 11-24T09:10",
      handleYellow: "open 11-25T18:00",
      consultLevel: "open",
    });
  });

  it("orange goes to the leader in charge, the two heads and the data centre; three hours run from discovery", async () => {
    const id = await reported();
    await desk.press("pub.1", "研判定级", "orange");
    const alert = [`橙色警报：${TITLE}`];
    expect(await desk.news()).to.deep.equal({
      "lead.vice": alert,
      "pub.head": alert,
      "media.head": alert,
      "data.head": alert,
      "data.1": [`会商橙色警报：${TITLE}`],
      "school.ed": [`您的报告已定为橙色警报：${TITLE}`],
    });
    const incident = await calls.view("lead.vice", id);
    expect(duties(incident)).to.deep.include({ reportOrange: "open 11-24T11:40", writeUpOrange: "open" });
    expect(incident.clock?.words).to.contain("发现");
    const card = JSON.stringify(desk.card("lead.vice", "橙色警报").card);
    expect(card).to.contain("11月24日 08:40").and.to.contain("应在3小时内向团省委分管领导汇报并提出处置意见");
  });

  it("red opens five duties of their own and reaches everybody at once", async () => {
    const id = await reported();
    await desk.press("pub.1", "研判定级", "red");
    const alert = `红色警报：${TITLE}`;
    const plan = `启动应急处置方案：${TITLE}`;
    expect(await desk.news()).to.deep.equal({
      "lead.top": [alert],
      "lead.vice": [alert],
      "pub.head": [alert, plan],
      "data.head": [alert],
      "media.head": [alert, plan],
      "pub.1": [`向上级主管部门报告：${TITLE}`, `向网信部门报告：${TITLE}`],
      "data.1": [`会商红色警报：${TITLE}`],
      "school.ed": [`您的报告已定为红色警报：${TITLE}`],
    });
    const incident = await calls.view("lead.top", id);
    expect(duties(incident)).to.deep.equal({
      setLevel: "discharged 11-24T09:10",
      reportRed: "open",
      acknowledgeAlert: "open",
      startEmergencyPlan: "open 11-24T09:40",
      reportSuperior: "open 11-24T09:40",
      reportCyberspace: "open 11-24T09:40",
      writeUpRed: "open 11-25T08:40",
      consultLevel: "open",
    });
    expect(desk.shows("lead.top", "红色警报")).to.equal("收到 查看并批示 召集会商");
    const card = JSON.stringify(desk.card("pub.1", "研判定级").card);
    expect(card, "how a slip of the finger is taken back").to.contain("进页面提「误报」，两人同意取消");
  });

  it("the clock starts at the report where the discovery is not earlier, and reaches over midnight and a holiday", async () => {
    await desk.to("2026-10-02T22:10:00+08:00").catch(() => undefined);
    await desk.close();
    desk = await Desk.open({ at: "2026-10-02T22:10:00+08:00" });
    calls = incidentCalls(desk);
    const id = await reported({ discoveredAt: "2026-10-02T22:10:00+08:00" });
    await set("pub.head", id, "orange");
    expect(duties(await calls.view("pub.1", id)).reportOrange).to.equal("open 10-03T01:10");
  });

  it("非舆情 needs a reason, ends the incident and tells the reporter; it is never deleted", async () => {
    const id = await reported();
    await desk.press("pub.1", "研判定级", "none");
    expect((await desk.news())["pub.1"]?.[0]).to.contain("请打开页面写明理由");
    await set("pub.1", id, "none");
    expect(await desk.news()).to.deep.equal({ "school.ed": [`研判为非舆情：${TITLE}`], "data.1": [`会商非舆情：${TITLE}`] });
    const incident = await calls.view("school.ed", id);
    expect(incident).to.include({ level: "none", status: "dismissed" });
    expect(incident.decisions.map(({ kind, to, reason }) => [kind, to, reason])).to.deep.equal([["set", "none", "评论区讨论较多"]]);
  });

  it("is set by 宣传部 alone; whoever else tries is told where their word belongs, and the attempt is on record", async () => {
    const id = await reported();
    const outsider = await set("school.ed", id, "red", 403);
    expect(outsider).to.include({ code: "incidents.not-publicity", article: "24" });
    expect((await set("data.1", id, "red", 403)).detail).to.contain("会商意见");
    expect(await desk.news()).to.deep.equal({});
    const { timeline } = await calls.view("pub.1", id);
    expect(timeline.filter((entry) => entry.refused).map((entry) => entry.by?.userid)).to.deep.equal(["school.ed", "data.1"]);
  });

  it("two who set it at once: one wins, the other learns who", async () => {
    const id = await reported();
    const token = { "pub.1": await desk.token("pub.1"), "pub.head": await desk.token("pub.head") };
    const post = async (userid: keyof typeof token, level: string) => {
      const response = await fetch(`${desk.url}/api/incidents/${id}/level`, {
        method: "POST",
        headers: { Authorization: `Bearer ${token[userid]}`, "Content-Type": "application/json" },
        body: JSON.stringify({ level, reason: "评论区讨论较多", seen: null }),
      });
      return { status: response.status, body: (await response.json()) as Problem };
    };
    const [one, other] = await Promise.all([post("pub.1", "yellow"), post("pub.head", "red")]);
    expect([one.status, other.status].sort()).to.deep.equal([200, 409]);
    const loser = one.status === 409 ? one : other;
    const winner = one.status === 409 ? "宣传部负责人" : "宣传部值班";
    expect(loser.body.code).to.equal("incidents.already-set");
    expect(loser.body.detail).to.contain(`级别已由 ${winner}`);
    const incident = await calls.view("pub.1", id);
    expect(incident.decisions).to.have.length(1);
  });

  it("a tap on a card whose level is set meanwhile changes nothing and says who set it", async () => {
    const organisation = structuredClone((await import("../support/organisation.js")).ORGANISATION);
    organisation.offices.publicityDuty.push("office.1");
    await desk.close();
    desk = await Desk.open({ organisation });
    calls = incidentCalls(desk);
    const id = await reported();
    await set("pub.head", id, "yellow");
    const { taskId } = desk.card("office.1", "研判定级");
    await desk.news();
    const { reply } = await desk.sandbox.raw({ userid: "office.1", taskId, key: "red" });
    expect(JSON.stringify(reply)).to.contain("已由 宣传部负责人 定为黄色警报");
    expect((await calls.view("pub.1", id)).level).to.equal("yellow");
    await desk.sandbox.raw({ userid: "outside.1", taskId, key: "red" });
    expect((await desk.news())["outside.1"]?.[0]).to.contain("不是发给您的");
    expect((await calls.view("pub.1", id)).level).to.equal("yellow");
  });

  it("the data centre agrees with a tap", async () => {
    const id = await reported();
    await set("pub.1", id, "orange");
    await desk.news();
    await desk.press("data.1", "会商橙色警报", "agree");
    expect(await desk.news()).to.deep.equal({});
    expect(desk.shows("data.1", "会商橙色警报")).to.contain("会商同意");
    const { decisions } = await calls.view("pub.1", id);
    expect(decisions[0]?.consultation).to.deep.include({ agree: true, level: null });
  });

  it("a dissent for more holds at once until the head of 宣传部 decides; a dissent for less changes nothing yet", async () => {
    const id = await reported();
    await set("pub.1", id, "orange");
    await desk.news();
    await desk.press("data.1", "会商橙色警报", "dissent", { advice: ["red"] });
    const news = await desk.news();
    expect(news["lead.top"]).to.deep.equal([`红色警报：${TITLE}`]);
    expect(news["pub.head"]).to.include(`裁定级别：${TITLE}`);
    const held = await calls.view("pub.head", id);
    expect(held).to.include({ level: "red", status: "handling" });
    expect(duties(held).reportOrange).to.contain("cancelled");
    expect(held.duties.find((duty) => duty.duty === "reportOrange")?.closedWords).to.equal("并入红色警报");
    expect(desk.shows("pub.head", "裁定级别")).to.equal("定为红色 查看并裁定");
    expect(held.may, "the page offers what the card does").to.include("settleLevel");
    expect((await calls.view("pub.1", id)).may).not.to.include("settleLevel");
    await desk.press("pub.head", "裁定级别", "red");
    const settled = await calls.view("pub.head", id);
    expect(settled.level).to.equal("red");
    expect(settled.duties.find((duty) => duty.duty === "settleLevel")?.state).to.equal("discharged");
  });

  it("§2.2 a dissent for red is settled for less on the page only, and after a login of the last five minutes", async () => {
    const id = await reported();
    await set("pub.1", id, "orange");
    await desk.press("data.1", "会商橙色警报", "dissent", { advice: ["red"] });
    await desk.as("pub.head").get("/api/me");
    expect(desk.shows("pub.head", "裁定级别")).to.equal("定为红色 查看并裁定");
    await desk.advance("PT5M1S");
    const settle = (status: number) =>
      calls.act<Problem, "level">("pub.head", id, "level", { level: "orange", reason: "核实后影响有限" }, status);
    expect((await settle(401)).code).to.equal("session.stale");
    expect(await calls.view("pub.1", id)).to.include({ level: "red" });
    desk.logOut("pub.head");
    await settle(200);
    expect(await calls.view("pub.1", id)).to.include({ level: "orange" });
  });

  it("what the data centre says before the level is set is kept, and is not asked for again where both say the same", async () => {
    const id = await reported();
    await desk.press("data.1", "研判定级", "red");
    expect((await calls.view("pub.1", id)).level).to.equal(null);
    await desk.press("pub.1", "研判定级", "red");
    expect((await desk.news())["data.1"]).to.equal(undefined);
    const { decisions } = await calls.view("pub.1", id);
    expect(decisions.map(({ kind, to }) => [kind, to])).to.deep.equal([
      ["advice", "red"],
      ["set", "red"],
    ]);
  });

  it("R24-09 anybody asks for more: the desks are asked again, and the answer reaches whoever asked", async () => {
    const id = await reported();
    await set("pub.1", id, "yellow");
    await desk.press("data.1", "会商", "agree");
    await desk.news();
    await calls.act("media.head", id, "proposal", { level: "orange", reason: "又有三家媒体转载" });
    const ask = [`研判定级：${TITLE}`];
    expect(await desk.news()).to.deep.equal({ "pub.1": ask, "data.1": ask });
    expect(desk.shows("pub.1", "研判定级")).to.equal("橙色 红色 查看详情");
    await calls.act("pub.1", id, "level/keeping", { reason: "转载已删除" });
    expect(await desk.news()).to.deep.equal({ "media.head": [`维持黄色警报：${TITLE}`] });
    const refused = await calls.act<Problem, "proposal">("media.head", id, "proposal", { level: "yellow", reason: "再看看" }, 422);
    expect(refused.code).to.equal("incidents.not-higher");
  });

  it("R24-09 raised: times run from the raise, what is covered is merged, what was missed stays missed, and all learn of it", async () => {
    const id = await reported();
    await set("pub.1", id, "orange");
    await desk.press("data.1", "会商橙色警报", "agree");
    await desk.to("2026-11-24T12:00:00+08:00");
    await desk.news();
    await set("pub.1", id, "red");
    const news = await desk.news();
    for (const userid of ["lead.top", "lead.vice", "pub.head", "media.head", "data.head"])
      expect(news[userid]?.[0], userid).to.equal(`红色警报：${TITLE}`);
    const incident = await calls.view("pub.1", id);
    expect(duties(incident)).to.include({ startEmergencyPlan: "open 11-24T13:00", writeUpRed: "open 11-25T12:00" });
    expect(incident.duties.find((duty) => duty.duty === "reportOrange")).to.include({ state: "cancelled", late: true });
    expect(incident.clock?.words).to.contain("升级");
    const lower = await set("pub.1", id, "yellow", 409);
    expect(lower.code).to.equal("incidents.lowering-needs-two");
  });

  it("everybody alerted before who is not asked for anything new is told: 升级", async () => {
    const id = await reported();
    await set("pub.1", id, "yellow");
    await desk.press("data.1", "会商", "agree");
    await desk.news();
    await set("pub.head", id, "orange");
    expect((await desk.news())["pub.1"]).to.deep.equal([`升级：黄色→橙色：${TITLE}`]);
  });

  it("a unit that was not known is named later, and its head is asked from then on", async () => {
    const id = await reported({ unitId: undefined });
    await set("pub.1", id, "orange");
    expect((await desk.news())["media.head"]).to.equal(undefined);
    await calls.act("pub.1", id, "unit", { unitId: "media" });
    expect(await desk.news()).to.deep.equal({ "media.head": [`橙色警报：${TITLE}`] });
    const refused = await calls.act<Problem, "unit">("media.head", id, "unit", { unitId: "school" }, 403);
    expect(refused.code).to.equal("incidents.not-publicity");
  });
});
