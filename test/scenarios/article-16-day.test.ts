import { expect } from "chai";
import { Deadline } from "../../entities/deadline.js";
import type { Problem, RotaToday, TodoList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { planned } from "../support/rota.js";

/** Tuesday before the first shift; 11月25日 first.1 (stand-in first.2), 11月26日 second.1 (stand-in second.2), 11月27日 nobody. */
const TABLE = ["日期,值班台,值班人,替班人", "2026-11-25,宣传部,first.1,first.2", "2026-11-26,宣传部,second.1,second.2"].join("\n");

describe("article 16 › a day of the rota", function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
    await planned(desk, TABLE);
    await desk.news();
  });
  afterEach(() => desk.close());

  const today = (userid: string) => desk.as(userid).get<RotaToday>("/api/rota/today");
  const publicity = async (userid: string) => (await today(userid)).desks[0]!;
  const onDuty = async (): Promise<string[]> => (await publicity("pub.1")).onDuty.map(({ userid }) => userid);
  const relogin = (...userids: string[]): void => userids.forEach((userid) => desk.logOut(userid));

  it("R16-01 at 08:40 today's and tomorrow's person get their card and nobody else; 到岗 ends it", async () => {
    await desk.to("2026-11-25T08:39:00+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-25T08:40:00+08:00");
    expect(await desk.news()).to.deep.equal({
      "first.1": ["到岗：宣传部值班"],
      "second.1": ["明日值班：宣传部值班"],
    });
    relogin("first.1", "pub.1");
    const { items } = await desk.as("first.1").get<TodoList>("/api/todo");
    expect(items).to.have.length(1);
    expect(items[0]).to.include({ duty: "arriveOnDuty", article: "16", title: "到岗：宣传部值班", late: false });
    expect((await publicity("first.1")).may).to.include("arrive");
    await desk.press("first.1", "到岗：", "arrive");
    await desk.press("first.1", "到岗：", "arrive").catch(() => undefined);
    expect(desk.shows("first.1", "到岗：")).to.equal("初审负责人甲岗 08:40 已到岗");
    await desk.advance("PT20H");
    expect(await desk.news()).to.deep.equal({});
    relogin("first.1");
    expect((await desk.as("first.1").get<TodoList>("/api/todo?scope=done")).items).to.have.length(1);
  });

  it("R16-01 at 09:10 without 到岗 the stand-in and 宣传部负责人 are told, and the stand-in steps in", async () => {
    await desk.to("2026-11-25T09:10:00+08:00");
    expect(await desk.news()).to.deep.equal({
      "first.1": ["到岗：宣传部值班", "到岗：宣传部值班"],
      "second.1": ["明日值班：宣传部值班"],
      "first.2": ["尚未到岗：宣传部值班"],
      "pub.head": ["尚未到岗：宣传部值班"],
    });
    relogin("first.2", "first.1", "pub.1");
    const { shift, may } = await publicity("first.2");
    expect(may).to.deep.equal(["standIn"]);
    await desk.as("first.2").post(`/api/rota/shifts/${shift!.id}/arrival`);
    await desk.as("first.2").post<Problem>(`/api/rota/shifts/${shift!.id}/arrival`, undefined, 409);
    expect(await onDuty()).to.deep.equal(["first.2"]);
    const told = ["替班已顶班：宣传部值班"];
    expect(await desk.news()).to.deep.equal({ "first.1": told, "pub.head": told });
    expect(desk.shows("first.1", "到岗：")).to.equal("初审负责人乙岗 09:10 已到岗");
    expect((await publicity("first.1")).may).to.include("resume");
    await desk.as("first.1").post(`/api/rota/shifts/${shift!.id}/arrival`);
    expect(await onDuty()).to.deep.equal(["first.1"]);
    expect(await desk.news()).to.deep.equal({ "first.2": ["本人已回岗：宣传部值班"] });
  });

  it("R16-01 whoever WeCom does not reach at 08:40 is not waited for: the stand-in and 宣传部负责人 hear at once", async () => {
    desk.sandbox.faults.unreachable = ["first.1"];
    await desk.to("2026-11-25T08:40:00+08:00");
    expect(await desk.news()).to.deep.equal({
      "second.1": ["明日值班：宣传部值班"],
      "first.2": ["尚未到岗：宣传部值班"],
      "pub.head": ["尚未到岗：宣传部值班"],
    });
    relogin("pub.1");
    expect(await onDuty()).to.deep.equal(["first.1", "first.2"]);
  });

  it("R16-02 the one who leaves writes the note, the one who comes taps 已接班, and until then the former answers", async () => {
    await desk.to("2026-11-25T08:40:00+08:00");
    await desk.press("first.1", "到岗：", "arrive");
    await desk.news();
    await desk.to("2026-11-26T08:00:00+08:00");
    expect(await desk.news()).to.deep.equal({ "first.1": ["交班：宣传部值班"] });
    expect(desk.shows("first.1", "交班：")).to.equal("写交班说明 无未结事项");
    relogin("first.1", "second.1", "pub.1");
    expect((await publicity("first.1")).may).to.deep.equal(["handOver"]);
    await desk.as("first.1").post("/api/rota/desks/publicity/handover", { note: "昨晚有一条咨询，已转学校部。" });
    await desk.settle();
    expect(desk.shows("first.1", "交班：")).to.equal("初审负责人甲岗 08:00 已交班");
    await desk.to("2026-11-26T08:30:00+08:00");
    expect(await desk.news()).to.deep.equal({ "second.1": ["接班：宣传部值班"] });
    expect(JSON.stringify(desk.card("second.1", "接班：").card)).to.contain("昨晚有一条咨询");
    expect(await onDuty()).to.deep.equal(["first.1", "second.1"]);
    expect((await publicity("pub.1")).because).to.equal("former");
    await desk.press("second.1", "接班：", "takeOver");
    expect(await onDuty()).to.deep.equal(["second.1"]);
    expect(await desk.news()).to.deep.equal({ "first.1": ["已接班：宣传部值班"] });
    await desk.to("2026-11-26T12:00:00+08:00");
    // 已接班 is 到岗 too; tomorrow has nobody to remind, and that it has nobody is told once more on the day before
    const gap = ["值班安排有 1 项新问题"];
    expect(await desk.news()).to.deep.equal({ "pub.1": gap, "pub.head": gap });
    const problem = await desk.as("second.1").post<Problem>("/api/rota/desks/publicity/take-over", undefined, 409);
    expect(problem).to.include({ code: "rota.taken-over-already", article: "16" });
  });

  it("R16-02 one tap hands over where nothing is open; 08:30 without 已接班 climbs at 09:30", async () => {
    await desk.to("2026-11-26T08:00:00+08:00");
    await desk.news();
    await desk.press("first.1", "交班：", "nothingOpen");
    expect(desk.shows("first.1", "交班：")).to.equal("初审负责人甲岗 08:00 已交班");
    await desk.to("2026-11-26T08:41:00+08:00");
    const gap = ["值班安排有 1 项新问题"];
    expect(await desk.news()).to.deep.equal({ "second.1": ["接班：宣传部值班", "到岗：宣传部值班"], "pub.1": gap, "pub.head": gap });
    await desk.press("second.1", "到岗：", "arrive");
    await desk.to("2026-11-26T09:32:00+08:00");
    expect(await desk.news()).to.deep.equal({ "second.1": ["接班：宣传部值班"], "pub.head": ["尚未接班：宣传部值班"] });
    await desk.to("2026-11-27T08:29:00+08:00");
    relogin("pub.1");
    expect(await onDuty()).to.deep.equal(["first.1", "second.1"]);
  });

  it("R24-13 open duties of the desk are listed in the note and pass to whoever takes over, others' do not", async () => {
    await desk.to("2026-11-25T09:00:00+08:00");
    await desk.press("first.1", "到岗：", "arrive");
    await desk.as("ed.1").post(
      "/api/incidents",
      {
        title: "校园活动引发讨论",
        links: ["https://example.com/a"],
        description: "有网友发帖",
        discoveredAt: "2026-11-25T08:58:00+08:00",
      },
      201,
    );
    const own = await desk.submitted("开学第一课");
    await desk.news();
    const held = (userid: string) =>
      desk
        .as(userid)
        .get<TodoList>("/api/todo")
        .then(({ items }) => items.map(({ duty }) => duty).sort());
    const before = await held("first.1");
    expect(before).to.include("firstReviewer");
    const passing = before.filter((duty) => duty !== "firstReviewer");
    expect(passing).to.have.length.greaterThan(0);
    await desk.to("2026-11-26T08:30:00+08:00");
    relogin("first.1", "second.1", "pub.1");
    expect(desk.shows("first.1", "交班：")).to.equal("写交班说明");
    expect((await publicity("second.1")).handover?.openDuties.map(({ title }) => title).join()).to.contain("校园活动引发讨论");
    await desk.press("second.1", "接班：", "takeOver");
    expect((await held("first.1")).filter((duty) => duty !== "writeHandover")).to.deep.equal(["firstReviewer"]);
    expect(await held("second.1")).to.include.members(passing);
    expect((await publicity("pub.1")).handover?.openDuties.length).to.equal(passing.length);
    expect(own.status).to.equal("inReview");
  });

  it("R24-13 where nobody follows, 宣传部负责人 is asked to take over, and may", async () => {
    await desk.to("2026-11-26T08:30:00+08:00");
    await desk.press("second.1", "接班：", "takeOver");
    await desk.to("2026-11-27T08:29:00+08:00");
    await desk.news();
    await desk.to("2026-11-27T08:31:00+08:00");
    const news = await desk.news();
    expect(news["pub.head"]).to.deep.equal(["接班：宣传部值班"]);
    expect(Object.keys(news)).to.include.members(["pub.head"]).and.not.to.include("data.head");
    expect(JSON.stringify(desk.card("pub.head", "接班：").card)).to.contain("没有排班");
    relogin("pub.1");
    expect(await onDuty()).to.deep.equal(["second.1", "pub.1"]);
    await desk.press("pub.head", "接班：", "takeOver");
    relogin("pub.1");
    expect(await onDuty()).to.deep.equal(["pub.head"]);
  });

  it("nobody of another shift can arrive, take over or write, and not before the time", async () => {
    const { next } = await publicity("first.1");
    const early = await desk.as("first.1").post<Problem>(`/api/rota/shifts/${next!.id}/arrival`, undefined, 409);
    expect(early.detail).to.contain("11月25日 07:30 以后");
    await desk.to("2026-11-26T08:31:00+08:00");
    relogin("second.1", "ed.1", "first.1");
    const { shift } = await publicity("second.1");
    const codes = [
      (await desk.as("ed.1").post<Problem>(`/api/rota/shifts/${shift!.id}/arrival`, undefined, 403)).code,
      (await desk.as("ed.1").post<Problem>("/api/rota/desks/publicity/take-over", undefined, 403)).code,
      (await desk.as("ed.1").post<Problem>("/api/rota/desks/publicity/handover", { note: "无" }, 403)).code,
      (await desk.as("first.1").post<Problem>(`/api/rota/shifts/${next!.id}/arrival`, undefined, 409)).code,
    ];
    expect(codes).to.deep.equal(["rota.not-your-shift", "rota.not-your-shift", "rota.not-your-shift", "rota.shift-over"]);
  });

  it("after a standstill the morning is made up for once, and nobody is blamed before they were asked", async () => {
    await desk.services.uow.run(async (tx) => {
      await tx.query("UPDATE clock_offset SET offsetMs = offsetMs + ? WHERE id = 'clock'", [27 * 3_600_000]);
    });
    await desk.settle();
    await desk.services.clockwork?.adopt();
    await desk.settle();
    expect(await desk.news()).to.deep.equal({
      "first.1": ["到岗：宣传部值班"],
      "second.1": ["明日值班：宣传部值班"],
    });
    const open = await desk.services.uow.read((tx) => tx.findBy(Deadline, { duty: "arriveOnDuty" }));
    expect(open.map(({ missedAt }) => missedAt)).to.deep.equal([null]);
  });

  it("the record tells the day in sentences, with the article, and its chain holds", async () => {
    await desk.to("2026-11-25T08:40:00+08:00");
    await desk.press("first.1", "到岗：", "arrive");
    relogin("pub.1");
    const { shift } = await publicity("pub.1");
    const story = await desk.as("pub.1").get<{ entries: { sentence: string }[] }>(`/api/rota/shifts/${shift!.id}`);
    expect(story.entries.map(({ sentence }) => sentence)).to.deep.equal(["初审负责人甲岗 到岗（11月25日宣传部值班）"]);
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });
});
