import { expect } from "chai";
import { OutboxMessage } from "../../entities/outbox-message.js";
import { readWorkbook } from "../../server/spreadsheet/read.js";
import type { BulletinInput, IncidentSummary, Problem, UpwardReportList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { secondProgram } from "../support/second-program.js";

describe("article 23 › R23-01, R03-01 digests and summaries", function () {
  this.timeout(60_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  beforeEach(async () => {
    desk = await Desk.open();
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const raised = async (level: "yellow" | "orange" | "none", title = "某校学生集体投诉"): Promise<string> => {
    const { id } = await calls.report("school.ed", { unitId: "media", title, links: [`https://weibo.com/1/${level}`] });
    await calls.act("pub.1", id, "level", { level, reason: "评论区讨论较多" });
    return id;
  };
  const digest = ["舆情日报：11月24日"];
  const summary = (month: string, userid = "lead.top"): Promise<IncidentSummary> =>
    desk.as(userid).get<IncidentSummary>(`/api/incident-summary?month=${month}`);

  it("17:10 of a working day: both desks and the head, once, and the group's robot hears of yellow in figures", async () => {
    await raised("yellow");
    await raised("none", "误会一场");
    await desk.as("pub.1").post("/api/rehearsals", { title: "演练", description: "季度演练", unitId: "media" }, 201);
    await desk.news();
    await desk.to("2026-11-24T17:09:59+08:00");
    await desk.news();
    await desk.to("2026-11-24T17:10:00+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.1": digest, "pub.head": digest, "data.1": digest });
    const card = JSON.stringify(desk.sandbox.chat("pub.head").at(-1)?.card);
    expect(card).to.contain("新增 1 起").and.to.contain("黄色 1 起").and.to.contain("第23条");
    const robots = await desk.services.uow.read((tx) => tx.find(OutboxMessage, { where: { kind: "robot" } }));
    expect(robots.map(({ notice }) => (notice as { text: string }).text)).to.deep.equal([
      "**舆情日报 11月24日**\n> 黄色警报处置中 1 起，今日新增线索 1 起。请有关部门按时报送处置情况。",
    ]);
    await desk.to("2026-11-24T23:00:00+08:00");
    expect(Object.values(await desk.news()).flat()).not.to.include("舆情日报：11月24日");
  });

  it("nothing to say is not said, unless 零报告 is wanted; what comes after the digest is tomorrow's; no digest on a day off", async () => {
    await desk.to("2026-11-24T18:00:00+08:00");
    const id = await raised("yellow");
    await calls.act("pub.1", id, "lowering", { to: "lift", reason: "已平息" });
    await calls.act("pub.1", id, "closing", { reason: "已办结", explanations: { handleYellow: "随解除并结" } });
    await desk.news();
    await desk.to("2026-11-25T17:10:00+08:00");
    const news = await desk.news();
    expect(news["pub.head"]).to.deep.equal(["舆情日报：11月25日"]);
    expect(JSON.stringify(desk.sandbox.chat("pub.head").at(-1)?.card)).to.contain("新增 1 起 · 办结 1 起");
    await desk.to("2026-11-26T17:10:00+08:00");
    expect(await desk.news()).to.deep.equal({});
    desk.logOut("pub.head");
    await desk.as("pub.head").post("/api/settings/incidents.digestWhenNothing", { value: true, reason: "实行零报告", seen: 0 });
    await desk.to("2026-11-27T17:10:00+08:00");
    expect(Object.keys(await desk.news())).to.have.members(["pub.1", "pub.head", "data.1"]);
    await desk.to("2026-11-29T18:00:00+08:00");
    expect(await desk.news()).to.deep.equal({});
  });

  /** The program is down for so long: nothing of what falls due meanwhile happens. */
  const down = async (hours: number): Promise<void> => {
    await desk.services.uow.run(async (tx) => {
      await tx.query("UPDATE clock_offset SET offsetMs = offsetMs + ? WHERE id = 'clock'", [hours * 3_600_000]);
    });
    await desk.services.clockwork?.adopt();
    await desk.services.editions.catchUp();
  };
  const digests = async (): Promise<Record<string, string[]>> =>
    Object.fromEntries(
      Object.entries(await desk.news())
        .map(([userid, titles]): [string, string[]] => [userid, titles.filter((title) => title.includes("日报"))])
        .filter(([, titles]) => titles.length > 0),
    );

  it("a digest that fell into a standstill goes out at the next start, late and once, also with two programs", async () => {
    await raised("yellow");
    await desk.to("2026-11-24T17:00:00+08:00");
    await desk.news();
    await down(8);
    const other = await secondProgram(desk);
    await other.tick();
    await desk.services.tick();
    await other.tick();
    await other.close();
    const late = ["舆情日报：11月24日（补发，迟 7 小时 50 分钟）"];
    expect(await digests()).to.deep.equal({ "pub.1": late, "pub.head": late, "data.1": late });
    expect(JSON.stringify(desk.sandbox.chat("pub.head").at(-1)?.card)).to.contain("新增 1 起");
    await desk.to("2026-11-25T17:10:00+08:00");
    const next = ["舆情日报：11月25日"];
    expect(await digests()).to.deep.equal({ "pub.1": next, "pub.head": next, "data.1": next });
    expect(JSON.stringify(desk.card("pub.head", "11月25日").card)).to.contain("新增 0 起");
  });

  it("of several that fell into one standstill the last goes out and counts for all; one that was not needed is not made up for", async () => {
    await down(16);
    expect(await digests()).to.deep.equal({});
    await desk.to("2026-11-25T09:00:00+08:00");
    await raised("yellow");
    await desk.to("2026-11-25T17:10:00+08:00");
    await raised("orange", "食堂停电");
    await desk.news();
    await down(48);
    await desk.news();
    expect(JSON.stringify(desk.card("pub.head", "11月27日").card)).to.contain("11月25日以来 新增 1 起");
    await desk.to("2026-11-30T17:10:00+08:00");
    expect((await digests())["pub.head"]).to.deep.equal(["舆情日报：11月30日"]);
  });

  it("应急报送: at once to the leaders and both desks, its words on the page", async () => {
    const id = await raised("orange");
    await desk.press("data.1", "会商", "agree");
    await desk.news();
    const send = <T>(userid: string, note: string, status: number): Promise<T> =>
      desk.as(userid).post<T>(`/api/incidents/${id}/bulletin`, { note } satisfies BulletinInput, status);
    const { may } = await desk.as("data.1").get<UpwardReportList>(`/api/incidents/${id}/upward-reports`);
    expect(may).to.deep.equal(["bulletin"]);
    await send("data.1", "转发量一小时翻倍", 204);
    const told = ["舆情动态（应急）：某校学生集体投诉"];
    expect(await desk.news()).to.deep.equal({ "lead.vice": told, "pub.head": told, "pub.1": told });
    expect((await send<Problem>("media.head", "我来报", 403)).code).to.equal("incidents.not-monitoring");
    expect((await send<Problem>("pub.1", " ", 422)).detail).to.contain("请填写动态内容");
    expect((await calls.view("pub.1", id)).timeline.at(-2)?.sentence).to.equal("大数据中心值班 应急报送舆情动态：转发量一小时翻倍");
  });

  it("the month: by level, on time or late with owner and by how much, without rehearsals and 非舆情; a card on the first working day", async () => {
    const id = await raised("yellow");
    await raised("none", "误会一场");
    await desk.as("pub.1").post("/api/rehearsals", { title: "演练", description: "季度演练", unitId: "media" }, 201);
    await desk.to("2026-11-26T10:00:00+08:00");
    const running = await summary("2026-11");
    expect(running).to.include({ month: "2026-11", running: true, unset: 0, onTimeRate: 0.5 });
    expect(running.incidents.map(({ title }) => title)).to.deep.equal(["某校学生集体投诉"]);
    expect(running.levels.find(({ level }) => level === "yellow")).to.include({ incidents: 1, duties: 2, onTime: 1, late: 1 });
    expect(
      running.late.map(({ citation, title, lateMinutes, closedAt, owners }) => [citation, title, lateMinutes, closedAt, owners.length]),
    ).to.deep.equal([["第24条（一）", "处置黄色警报", 16 * 60, null, 2]]);
    desk.logOut("pub.1");
    await calls.discharge("pub.1", id, "handleYellow", { note: "已恢复供水", how: "page" });
    await desk.to("2026-12-01T08:59:59+08:00");
    await desk.news();
    await desk.to("2026-12-01T09:00:00+08:00");
    const card = ["11月舆情处置月报"];
    expect(await desk.news()).to.deep.equal({ "lead.top": card, "lead.vice": card, "pub.head": card });
    desk.logOut("lead.top");
    const [late] = (await summary("2026-11")).late;
    expect(late?.closedAt?.slice(0, 16)).to.equal("2026-11-26T10:00");
    await desk.as("ed.1").get("/api/incident-summary", 403);
  });

  it("goes out as a workbook for those who may take it, on record", async () => {
    await raised("yellow");
    const taken = (userid: string): Promise<Response> =>
      desk
        .token(userid)
        .then((token) => fetch(`${desk.url}/api/incident-summary/sheet?month=2026-11`, { headers: { Authorization: `Bearer ${token}` } }));
    expect((await taken("data.1")).status).to.equal(403);
    const sheets = readWorkbook(Buffer.from(await (await taken("pub.1")).arrayBuffer()));
    expect(sheets.map(({ name }) => name)).to.deep.equal(["汇总", "逾期清单", "事件", "请示报告"]);
    const acts = await desk.as("pub.head").get<{ items: { sentence: string }[] }>("/api/audit");
    expect(acts.items.map(({ sentence }) => sentence)).to.include("宣传部值班 导出 2026-11 舆情处置月报（Excel）");
  });
});
