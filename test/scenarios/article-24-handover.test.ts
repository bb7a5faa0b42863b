import { expect } from "chai";
import { Deadline } from "../../entities/deadline.js";
import { placesFor } from "../../miniapp/words/places.js";
import type { DutyDeskView, IncidentView, MeView, RotaToday, TodoList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { planned } from "../support/rota.js";
import { secondProgram } from "../support/second-program.js";

/** Tuesday to Saturday: 11月27日 has nobody at the desk of 宣传部. */
const TABLE = [
  "日期,值班台,值班人,替班人",
  "2026-11-25,宣传部,first.1,first.2",
  "2026-11-26,宣传部,second.1,second.2",
  "2026-11-28,宣传部,first.2,first.1",
  "2026-11-25,大数据中心,data.1,",
  "2026-11-26,大数据中心,data.head,",
].join("\n");

describe("article 24 › the hand-over of a running incident", function () {
  this.timeout(60_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
    calls = incidentCalls(desk);
    await planned(desk, TABLE);
    await desk.to("2026-11-25T08:41:00+08:00");
    await desk.press("first.1", "到岗：", "arrive");
    await desk.press("data.1", "到岗：", "arrive");
  });
  afterEach(() => desk.close());

  const relogin = (...userids: string[]): void => userids.forEach((userid) => desk.logOut(userid));
  const report = (title: string, at: string) =>
    calls.report("ed.1", { title, links: [`https://example.com/${title}`], discoveredAt: `${at}:00+08:00` });
  const held = async (userid: string): Promise<string[]> => {
    relogin(userid);
    const { items } = await desk.as(userid).get<TodoList>("/api/todo");
    return items.filter(({ article }) => article === "24").map(({ title }) => title);
  };
  const onDuty = async (): Promise<string[]> => {
    relogin("pub.1");
    return (await desk.as("pub.1").get<RotaToday>("/api/rota/today")).desks[0]!.onDuty.map(({ userid }) => userid);
  };
  const handedOn = async (id: string) => {
    relogin("pub.head");
    const { timeline } = await desk.as("pub.head").get<IncidentView>(`/api/incidents/${id}`);
    return timeline.filter(({ action }) => action === "rota.passed-on");
  };

  it("R24-13 whoever takes over gets everything that is open, it is on record, and the former's card says whose it is now", async () => {
    const [unset, yellow] = [await report("宿舍停水", "2026-11-25T08:40"), await report("食堂排队", "2026-11-25T08:40")];
    await calls.act("first.1", yellow.id, "level", { level: "yellow", reason: "无扩散趋势" });
    await desk.to("2026-11-26T08:00:00+08:00");
    relogin("first.1");
    await desk.as("first.1").post("/api/rota/desks/publicity/handover", { note: "停水一事后勤正在抢修，九点再看。" });
    await desk.to("2026-11-26T08:30:00+08:00");
    await desk.news();
    const shown = JSON.stringify(desk.card("second.1", "接班：").card);
    for (const words of ["后勤正在抢修", "研判定级：宿舍停水", "处置黄色警报：食堂排队"]) expect(shown).to.contain(words);
    await desk.press("second.1", "接班：", "takeOver");
    expect(await desk.news()).to.deep.equal({
      "first.1": ["已接班：宣传部值班"],
      "second.1": ["研判定级：宿舍停水", "黄色警报：食堂排队"],
    });
    expect(await held("first.1")).to.deep.equal([]);
    expect(await held("second.1")).to.have.length(2);
    const [entry, ...others] = await handedOn(unset.id);
    expect(others).to.deep.equal([]);
    expect(entry).to.include({ article: "24", sentence: "值班交接：宣传部值班由 二审责任人甲岗 接手「研判定级」" });
    expect(await handedOn(yellow.id)).to.have.length(1);
    const { handover } = (await desk.as("second.1").get<RotaToday>("/api/rota/today")).desks[0]!;
    expect(handover).to.include({ note: "停水一事后勤正在抢修，九点再看。" });
    expect(handover!.openDuties).to.have.length(2);
    // an editor who has no part in it reads who is on duty, and not what is open there
    const [seen] = (await desk.as("ed.2").get<RotaToday>("/api/rota/today")).desks;
    expect(seen).to.include({ handover: null, nextHandover: null });
    expect(seen!.onDuty).to.not.deep.equal([]);
    expect(desk.shows("first.1", "研判定级：宿舍停水")).to.equal("已转交其他同事办理");
    await desk.press("second.1", "研判定级：宿舍停水", "yellow");
    expect((await calls.view("pub.head", unset.id)).level).to.equal("yellow");
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("R24-13 what came to the former shift at the very moment of 已接班 goes to the new one within a minute, once", async () => {
    await desk.to("2026-11-26T08:30:00+08:00");
    await desk.press("second.1", "接班：", "takeOver");
    const { id } = await report("宿舍停水", "2026-11-26T08:30");
    await desk.news();
    const { uow, deadlines } = desk.services;
    await uow.run(async (tx) => {
      const [task] = await tx.find(Deadline, { where: { duty: "setLevel", state: "open" } });
      if (task) await deadlines.reassign(tx, task, ["first.1", "data.1"]);
    });
    expect(await desk.news()).to.deep.equal({ "first.1": ["研判定级：宿舍停水"], "second.1": ["研判定级：宿舍停水"] });
    expect([await held("first.1"), await held("second.1")]).to.deep.equal([[], ["研判定级：宿舍停水"]]);
    const [entry, ...more] = await handedOn(id);
    expect([more.length, entry?.via, entry?.by], "the program's act, not theirs").to.deep.equal([0, "system", null]);
    expect(entry?.sentence).to.match(/^值班交接：宣传部值班由 .+ 接手「研判定级」$/);
    await desk.advance("PT2M");
    expect(JSON.stringify(await desk.news())).not.to.contain("宿舍停水");
  });

  it("R24-12 a merge undone after the change of shift gives what is owed to who sits there now, and no card to the former shift", async () => {
    const [a, b] = [await report("宿舍停水", "2026-11-25T08:40"), await report("宿舍断水", "2026-11-25T08:40")];
    await desk.as("first.1").post(`/api/incidents/${a.id}/merge`, { into: b.id, reason: "同一件事" });
    await desk.to("2026-11-26T08:30:00+08:00");
    await desk.press("second.1", "接班：", "takeOver");
    await desk.news();
    relogin("first.1", "second.1");
    await desk.as("second.1").post(`/api/incidents/${a.id}/merge/undoing`);
    const news = await desk.news();
    expect(news["second.1"]).to.include("研判定级：宿舍停水");
    expect(news["first.1"], "the former shift hears nothing of it").to.equal(undefined);
    expect([await held("first.1"), (await held("second.1")).sort()]).to.deep.equal([
      [],
      ["研判定级：宿舍停水", "研判定级：宿舍断水"].sort(),
    ]);
  });

  it("R24-13 a tap of the former that crosses the hand-over decides nothing and is told whose it is", async () => {
    const { id } = await report("宿舍停水", "2026-11-25T08:40");
    await desk.to("2026-11-26T08:30:00+08:00");
    await desk.news();
    const { taskId } = desk.card("first.1", "研判定级：");
    relogin("second.1");
    await desk.as("second.1").post("/api/rota/desks/publicity/take-over");
    await desk.sandbox.press("first.1", taskId, "yellow", {});
    const told = (await desk.news())["first.1"]!;
    expect(told.join("\n")).to.contain("「研判定级」已转交").and.to.contain("二审责任人甲岗").and.to.contain("没有生效");
    relogin("pub.head");
    expect((await calls.view("pub.head", id)).level).to.equal(null);
  });

  it("R24-13 who heads the unit concerned and sat at the desk still owes what the head of the unit owes", async () => {
    relogin("pub.1");
    await planned(desk, ["日期,值班台,值班人,替班人", "2026-11-29,宣传部,media.head,", "2026-11-30,宣传部,first.1,"].join("\n"));
    await desk.to("2026-11-29T08:31:00+08:00");
    await desk.press("media.head", "接班：", "takeOver");
    relogin("ed.1");
    const extra = { unitId: "media", title: "宿舍停水", links: [], discoveredAt: "2026-11-29T08:30:00+08:00" };
    const { id } = await calls.report("ed.1", extra);
    relogin("media.head");
    await calls.act("media.head", id, "level", { level: "yellow", reason: "无扩散趋势" });
    await desk.to("2026-11-30T08:31:00+08:00");
    await desk.press("first.1", "接班：", "takeOver");
    expect(await held("media.head")).to.deep.equal(["处置黄色警报：宿舍停水"]);
    expect(await held("first.1")).to.deep.equal(["处置黄色警报：宿舍停水"]);
  });

  it("R24-13 each desk passes on its own: 大数据中心 its part in the level", async () => {
    const { id } = await report("宿舍停水", "2026-11-25T08:40");
    await desk.to("2026-11-26T08:30:00+08:00");
    await desk.news();
    await desk.press("data.head", "接班：", "takeOver");
    expect(await held("data.1")).to.deep.equal([]);
    expect(await held("data.head")).to.deep.equal(["研判定级：宿舍停水"]);
    expect(await held("first.1")).to.deep.equal(["研判定级：宿舍停水"]);
    expect((await handedOn(id)).map(({ sentence }) => sentence)).to.deep.equal([
      "值班交接：大数据中心值班由 大数据中心负责人 接手「研判定级」",
    ]);
  });

  it("R24-13 asked by two programs and taken over twice, it is one hand-over and nobody is told twice", async () => {
    const { id } = await report("宿舍停水", "2026-11-25T08:40");
    await desk.to("2026-11-26T08:30:00+08:00");
    await desk.news();
    const other = await secondProgram(desk);
    await other.tick();
    await other.close();
    expect(await desk.news()).to.deep.equal({});
    relogin("second.1");
    await desk.press("second.1", "接班：", "takeOver");
    await desk.as("second.1").post("/api/rota/desks/publicity/take-over", undefined, 409);
    await desk.press("second.1", "接班：", "takeOver").catch(() => undefined);
    const news = await desk.news();
    expect(news["first.1"]).to.deep.equal(["已接班：宣传部值班"]);
    expect(news["second.1"]!.filter((title) => title.startsWith("研判"))).to.deep.equal(["研判定级：宿舍停水"]);
    expect(await handedOn(id)).to.have.length(1);
  });

  it("R16-01 whoever sits at a desk by the rota may what its office may while they sit there, and 值班台 is among their places", async () => {
    const { id } = await report("宿舍停水", "2026-11-25T08:40");
    const places = async (userid: string): Promise<string[]> => {
      relogin(userid);
      const me = await desk.as(userid).get<MeView>("/api/me");
      return placesFor(me.may).flatMap((group) => group.places.map(({ page }) => page));
    };
    expect(await places("first.1")).to.include.members(["duty-desk", "lead-desk", "operations"]);
    expect((await desk.as("first.1").get<DutyDeskView>("/api/incident-desk")).unset).to.have.length(1);
    await calls.act("first.1", id, "level", { level: "yellow", reason: "无扩散趋势" });
    const set = (await calls.view("first.1", id)).timeline.find(({ action }) => action === "incidents.level-set");
    expect(set?.by?.post).to.equal("初审负责人、宣传部值班");
    expect(await places("second.1")).not.to.include("duty-desk");
    await desk.as("second.1").get("/api/incident-desk", 403);
    expect(await places("first.2"), "a stand-in who does not stand in").not.to.include("duty-desk");
    await desk.to("2026-11-26T08:30:00+08:00");
    expect(await places("first.1"), "until somebody has taken over").to.include("duty-desk");
    expect(await places("second.1")).to.include("duty-desk");
    await desk.press("second.1", "接班：", "takeOver");
    expect(await places("first.1")).not.to.include("duty-desk");
    expect(await places("second.1")).to.include("duty-desk");
    expect((await desk.as("second.1").get<DutyDeskView>("/api/incident-desk")).duties.map(({ title }) => title)).to.include("处置黄色警报");
  });

  it("R24-13 nobody follows: 宣传部负责人 takes over, and hands over to the next shift after the gap", async () => {
    await desk.to("2026-11-26T08:31:00+08:00");
    await desk.press("second.1", "接班：", "takeOver");
    const { id } = await report("宿舍停水", "2026-11-26T08:30");
    await desk.to("2026-11-27T08:31:00+08:00");
    await desk.press("pub.head", "接班：宣传部值班", "takeOver");
    expect(await held("second.1")).to.deep.equal([]);
    expect(await held("pub.head")).to.deep.equal(["研判定级：宿舍停水"]);
    await desk.to("2026-11-28T08:31:00+08:00");
    expect(JSON.stringify(desk.card("first.2", "接班：").card)).to.contain("宿舍停水");
    expect(await onDuty()).to.deep.equal(["pub.head", "first.2"]);
    await desk.press("first.2", "接班：", "takeOver");
    expect(await onDuty()).to.deep.equal(["first.2"]);
    expect(await held("first.2")).to.deep.equal(["研判定级：宿舍停水"]);
    expect(await handedOn(id)).to.have.length(2);
  });

  it("R24-13 after a standstill over two changes of shift everything that is open is with whoever comes, once", async () => {
    await report("宿舍停水", "2026-11-25T08:40");
    await desk.services.uow.run(async (tx) => {
      await tx.query("UPDATE clock_offset SET offsetMs = offsetMs + ? WHERE id = 'clock'", [72 * 3_600_000]);
    });
    await desk.settle();
    await desk.services.clockwork?.adopt();
    await desk.settle();
    const news = await desk.news();
    expect(news["first.2"]!.filter((title) => title.startsWith("接班"))).to.deep.equal(["接班：宣传部值班"]);
    expect(JSON.stringify(desk.card("first.2", "接班：").card)).to.contain("宿舍停水");
    await desk.press("first.2", "接班：", "takeOver");
    expect(await held("first.1")).to.deep.equal([]);
    expect(await held("first.2")).to.deep.equal(["研判定级：宿舍停水"]);
  });
});
