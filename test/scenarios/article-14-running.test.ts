import { expect } from "chai";
import type { LivestreamList, LivestreamView, Problem } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { applied, filed } from "../support/livestreams.js";
import { loseNextWrite } from "../support/lost-write.js";

/** A livestream on Friday 4 December from 15:00 to 16:00, patrolled by ed.2 (组长) and data.1, reserve disc.1. */
describe("article 14 › a livestream runs, ends and is summed up", function () {
  this.timeout(60_000);
  let desk: Desk;
  let id: string;
  const open = async (extra: object = {}): Promise<void> => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
    ({ id } = await filed(desk, "2026-12-04T15:00", extra));
    await post("pub.1", "patrol", { members: ["data.1", "ed.2"], lead: "ed.2", reserve: "disc.1" });
    for (const userid of ["data.1", "ed.2", "disc.1"]) await post(userid, "patrol/acceptance", {});
    await post("data.head", "training", { members: ["data.1", "ed.2", "disc.1"] });
    await desk.news();
  };
  afterEach(() => desk.close());

  const to = async (moment: string): Promise<void> => {
    await desk.to(`2026-12-${moment}:00+08:00`);
    for (const userid of ["pub.1", "school.first", "ed.2", "school.ed", "media.head", "ed.1", "outside.1", "data.1", "school.head"])
      desk.logOut(userid);
  };
  const view = () => desk.as("pub.1").get<LivestreamView>(`/api/livestreams/${id}`);
  const post = (userid: string, path: string, body: object) => desk.as(userid).post<LivestreamView>(`/api/livestreams/${id}/${path}`, body);
  const refused = async (userid: string, path: string, body: object, status: number): Promise<string> =>
    (await desk.as(userid).post<Problem>(`/api/livestreams/${id}/${path}`, body, status)).code;
  const plan = async (userid = "ed.2"): Promise<string[]> =>
    (await view()).expected.filter((each) => each.userid === userid).map(({ kind, at }) => `${kind} ${at.slice(11, 16)}`);

  it("R14-07 begins and ends by hand; early and late, by whom it is not theirs, it does not", async () => {
    await open();
    expect(await refused("school.first", "start", {}, 409)).to.equal("livestream.start-too-early");
    expect(await refused("school.first", "end", {}, 409)).to.equal("livestream.not-started");
    await to("04T15:10");
    await desk.news();
    expect(await refused("outside.1", "start", {}, 403)).to.equal("livestream.not-yours");
    expect(await refused("school.first", "start", { at: "2026-12-04T15:20:00+08:00" }, 422)).to.equal("livestream.in-future");
    const live = await post("school.first", "start", {});
    expect([live.status, live.may]).to.deep.equal(["live", ["end", "interrupt"]]);
    await post("ed.2", "start", {});
    expect((await plan()).slice(-4)).to.deep.equal(["round 15:30", "round 15:50", "end 16:00", "offAir 16:15"]);
    await to("04T15:40");
    expect(await refused("school.first", "end", { at: "2026-12-04T15:05:00+08:00" }, 422)).to.equal("livestream.end-before-start");
    const over = await post("school.first", "end", {});
    expect([over.status, over.endedAt?.slice(11, 16)]).to.deep.equal(["ended", "15:40"]);
    expect((await plan()).slice(-2)).to.deep.equal(["end 15:40", "offAir 15:55"]);
    await post("ed.2", "end", {});
    expect(await refused("school.ed", "changes", { title: "再改" }, 409)).to.equal("livestream.over");
  });

  it("R14-07 past its end the rounds go on until 下播 is recorded", async () => {
    await open();
    await to("04T15:00");
    await post("school.first", "start", {});
    await to("04T16:00");
    await desk.settle();
    expect((await plan()).slice(-3)).to.deep.equal(["round 16:00", "end 16:20", "offAir 16:35"]);
    await to("04T16:45");
    await desk.settle();
    expect((await plan()).slice(-4)).to.deep.equal(["round 16:20", "round 16:40", "end 17:00", "offAir 17:15"]);
    await post("ed.2", "end", {});
    expect((await plan()).slice(-3)).to.deep.equal(["round 16:40", "end 16:45", "offAir 17:00"]);
  });

  it("R14-11 not closed two hours past its end and nobody checked in: who runs it is asked, 宣传部 is told, once", async () => {
    await open();
    await to("04T17:59");
    await desk.news();
    await to("04T18:00");
    const card = ["确认下播：五四云课堂"];
    const told = ["直播超时未确认下播：五四云课堂"];
    const news = await desk.news();
    expect({ first: news["school.first"], lead: news["ed.2"], desk: news["pub.1"], head: news["pub.head"] }).to.deep.equal({
      ...{ first: card, lead: card, desk: told, head: told },
    });
    expect(news["media.head"]).to.equal(undefined);
    await desk.settle();
    await desk.press("school.first", "确认下播", "end");
    expect((await view()).status).to.equal("ended");
    expect(desk.shows("ed.2", "确认下播")).to.equal("学校部初审负责人 18:00 已登记下播");
  });

  it("R14-10 an interruption ends it and is told to both heads, 宣传部 and the team", async () => {
    await open();
    await to("04T15:01");
    await post("school.first", "start", {});
    await desk.news();
    await to("04T15:05");
    await post("ed.2", "interruption", { note: "画面出现不当内容" });
    const news = await desk.news();
    const told = "直播已中断：五四云课堂";
    for (const userid of ["school.head", "media.head", "pub.1", "pub.head", "data.1", "disc.1"])
      expect(news[userid], userid).to.include(told);
    expect(news["ed.2"]).to.deep.equal(["巡查打卡：五四云课堂", "巡查小结：五四云课堂"]);
    expect((await view()).timeline.map(({ sentence }) => sentence)).to.include("责任编辑乙岗 登记直播中断");
  });

  it("R14-11 the lead sums up within a working day, with what was counted; units get what they have to put right", async () => {
    await open();
    await to("04T15:00");
    await post("school.first", "start", {});
    expect(await refused("ed.2", "summary", { words: "一切正常" }, 409)).to.equal("livestream.not-over");
    await to("04T16:01");
    await desk.news();
    await post("school.first", "end", {});
    expect(await desk.news()).to.deep.equal({ "ed.2": ["巡查小结：五四云课堂"] });
    const due = desk.card("ed.2", "巡查小结").card;
    expect(JSON.stringify(due)).to.contain("应 ");
    expect(await refused("data.1", "summary", { words: "一切正常" }, 403)).to.equal("livestream.not-lead");
    const followUps = [{ unitId: "media", words: "评论区置顶须提前审核" }];
    expect(await refused("ed.2", "summary", { words: "基本正常", followUps: [{ unitId: "nowhere", words: "整改" }] }, 422)).to.equal(
      "livestream.unit-unknown",
    );
    const summed = await post("ed.2", "summary", { words: "整体正常，评论区置顶一处不当。", followUps });
    const listed = await desk.as("ed.2").get<LivestreamList>("/api/livestreams");
    expect([summed.may, ...listed.items.map(({ may }) => may)]).to.deep.equal([[], []]);
    expect([summed.summary?.by.userid, summed.counts.patrollers, summed.followUps.length]).to.deep.equal(["ed.2", 2, 1]);
    expect(await refused("ed.2", "summary", { words: "再交一次" }, 409)).to.equal("livestream.decided-already");
    const told = "巡查小结已提交：五四云课堂";
    const news = await desk.news();
    expect(news["media.head"]).to.have.members([told, "直播整改：五四云课堂"]);
    for (const userid of ["pub.1", "pub.head", "school.head", "school.ed"]) expect(news[userid], userid).to.deep.equal([told]);
    const followUp = summed.followUps[0]?.id;
    const offered = (seen: LivestreamView) => seen.followUps.map(({ may }) => may);
    const answering = await desk.as("media.head").get<LivestreamView>(`/api/livestreams/${summed.id}`);
    expect([offered(answering), offered(await desk.as("pub.1").get<LivestreamView>(`/api/livestreams/${summed.id}`))]).to.deep.equal([
      [["finishFollowUp"]],
      [[]],
    ]);
    expect(await refused("school.ed", "follow-up", { id: followUp, answer: "已改" }, 403)).to.equal("livestream.not-your-unit");
    const done = await post("ed.1", "follow-up", { id: followUp, answer: "置顶评论改为先审后发" });
    expect(done.followUps[0]).to.include({ state: "done", answer: "置顶评论改为先审后发" });
    expect(await refused("ed.1", "follow-up", { id: followUp, answer: "已改" }, 409)).to.equal("livestream.decided-already");
    await desk.settle();
    expect(desk.shows("media.head", "直播整改")).to.contain("已办结整改");
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("R14-02 one that was never filed and has no team runs all the same, and 宣传部 hears of it at once", async () => {
    await open();
    await post("school.ed", "changes", {
      ...{ startAt: "2026-11-24T10:30:00+08:00", endAt: "2026-11-24T11:30:00+08:00", lateReason: "临时提前", reason: "嘉宾行程" },
    });
    await desk.news();
    await desk.to("2026-11-24T10:30:00+08:00");
    await desk.news();
    await post("school.ed", "start", {});
    const news = await desk.news();
    const told = ["未备案已开播：五四云课堂"];
    expect({ desk: news["pub.1"], head: news["school.head"], media: news["media.head"] }).to.deep.equal({
      ...{ desk: told, head: told, media: undefined },
    });
  });

  it("R14-01 begun before its 备案 it is filed afterwards, live or over; nothing is sent back any more", async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
    for (const [at, over] of [
      ["11:30", false],
      ["13:30", true],
    ] as const) {
      ({ id } = await applied(desk, `2026-11-24T${at}`, { lateReason: "上级临时部署" }));
      await post("school.head", "agreement", { for: "initiating" });
      await post("media.head", "agreement", { for: "operating" });
      await desk.to(`2026-11-24T${at}:00+08:00`);
      for (const userid of ["school.first", "pub.1", "school.head", "media.head", "school.ed"]) desk.logOut(userid);
      await post("school.first", "start", {});
      if (over) await post("school.first", "end", {});
      expect((await view()).may)
        .to.include("file")
        .and.not.to.include("sendBack");
      expect(await refused("pub.1", "filing", { decision: "sendBack", note: "请补写备用线路" }, 409)).to.equal("livestream.begun");
      await desk.news();
      const filedNow = await post("pub.1", "filing", { decision: "file" });
      expect([filedNow.status, filedNow.filings[0]?.decision]).to.deep.equal([over ? "ended" : "live", "file"]);
      const told = ["直播已备案：五四云课堂"];
      expect(await desk.news()).to.deep.equal({ "school.ed": told, "school.first": told, "school.head": told, "media.head": told });
      expect(desk.shows("pub.head", "直播备案")).to.contain("已备案");
      expect(await refused("pub.1", "filing", { decision: "file" }, 409)).to.equal("livestream.decided-already");
    }
  });

  it("R14-02 what was written as 特殊情况 before stays when it is filed afterwards, and the later words stand below it", async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
    ({ id } = await applied(desk, "2026-11-24T13:00", { lateReason: "上级临时部署" }));
    await post("school.head", "agreement", { for: "initiating" });
    await post("media.head", "agreement", { for: "operating" });
    await post("pub.1", "filing", { decision: "sendBack", note: "请补写备用线路" });
    await desk.to("2026-11-24T13:00:00+08:00");
    for (const userid of ["school.first", "school.ed"]) desk.logOut(userid);
    await post("school.first", "start", {});
    const handed = await post("school.ed", "late-filing", { reason: "来不及补正" });
    expect(handed.lateReason).to.equal("上级临时部署\n11月24日 13:00 补充：来不及补正");
    await desk.news();
  });

  it("R14-02 sent back and begun all the same, it is reported afterwards, late and with an explanation, and filed; once, by whom it is theirs", async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
    ({ id } = await applied(desk, "2026-12-04T15:00"));
    await post("school.head", "agreement", { for: "initiating" });
    await post("media.head", "agreement", { for: "operating" });
    await post("pub.1", "filing", { decision: "sendBack", note: "请补写备用线路" });
    expect(await refused("school.ed", "late-filing", { reason: "来不及补正" }, 409)).to.equal("livestream.not-to-file-late");
    await to("04T15:00");
    await post("school.first", "start", {});
    await desk.news();
    expect((await desk.as("school.ed").get<LivestreamView>(`/api/livestreams/${id}`)).may).to.include("fileLate");
    expect((await view()).may).not.to.include("fileLate");
    expect(await refused("school.first", "late-filing", { reason: "来不及补正" }, 403)).to.equal("livestream.not-yours");
    expect(await refused("school.ed", "late-filing", { reason: " " }, 422)).to.equal("http.invalid");
    const handed = await post("school.ed", "late-filing", { reason: "补正期间主办方提前开播" });
    expect([handed.late, handed.lateReason, handed.filings.map(({ decision }) => decision)]).to.deep.equal([
      true,
      "补正期间主办方提前开播",
      ["sendBack", null],
    ]);
    const [card, told] = [["直播备案：五四云课堂"], ["开播后已补报备案：五四云课堂"]];
    expect(await desk.news()).to.deep.equal({ "pub.1": card, "pub.head": card, "school.head": told, "media.head": told });
    expect(await refused("school.ed", "late-filing", { reason: "再报一次" }, 409)).to.equal("livestream.not-to-file-late");
    await post("school.first", "end", {});
    await desk.news();
    await desk.press("pub.1", "直播备案", "file");
    expect((await view()).filings.map(({ decision }) => decision)).to.deep.equal(["sendBack", "file"]);
    expect((await view()).status).to.equal("ended");
    await desk.news();
  });

  it("企业直播: reserved, begun and ended told twice and in the wrong order, also before its time, it is over once", async () => {
    const tells = (status: number) =>
      desk.sandbox.raise("school.second", { Event: "living_status_change", LivingId: livingId ?? "", Status: status });
    let livingId: string | null = null;
    for (const [clock, statuses, ended] of [
      ["15:30", [2, 1, 0, 2, 1], "15:30"],
      ["14:50", [2, 0, 1, 1, 2], "14:50"],
      ["15:30", [0, 1, 0, 1, 2, 0, 1, 2], "15:30"],
    ] as const) {
      await open({ host: "school.second" });
      ({ livingId } = await post("school.ed", "living", {}));
      await to(`04T${clock}`);
      for (const status of statuses) await tells(status);
      const over = await view();
      expect([over.status, over.endedAt?.slice(11, 16)], statuses.join()).to.deep.equal(["ended", ended]);
      expect(over.timeline.filter(({ action }) => action === "livestream.ended")).to.have.length(1);
      expect((over.startedAt ?? "") <= (over.endedAt ?? "")).to.equal(true);
      await desk.news();
      if (statuses.length < 8) await desk.close();
    }
  });

  it("R14-07 another write comes first: WeCom's word is worked off later, and of a tap on the page nothing half-done stays", async () => {
    await open({ host: "school.second" });
    const { livingId } = await post("school.ed", "living", {});
    await to("04T15:00");
    await desk.news();
    loseNextWrite(desk, "livestream");
    await desk.sandbox.beginLiving(livingId ?? "");
    expect((await view()).status).to.equal("filed");
    await desk.settle();
    expect((await view()).status).to.equal("live");
    loseNextWrite(desk, "livestream");
    expect(await refused("school.first", "end", {}, 409)).to.equal("livestream.changed-meanwhile");
    expect((await view()).status).to.equal("live");
    await post("school.first", "end", {});
    await desk.news();
  });

  it("企业直播: made from here, WeCom's word begins and ends it, also when it comes twice", async () => {
    await open({ host: "school.second" });
    expect(await refused("ed.1", "living", {}, 403)).to.equal("livestream.not-yours");
    const { livingId } = await post("school.ed", "living", {});
    expect(await refused("school.ed", "living", {}, 409)).to.equal("livestream.living-there");
    expect(desk.sandbox.livings().map(({ anchor, theme }) => [anchor, theme])).to.deep.equal([["school.second", "五四云课堂"]]);
    await to("04T15:03");
    await desk.news();
    await desk.sandbox.beginLiving(livingId ?? "");
    expect(await view()).to.include({ status: "live" });
    expect((await view()).startedAt?.slice(11, 16)).to.equal("15:03");
    await to("04T15:50");
    await desk.sandbox.endLiving(livingId ?? "");
    await desk.sandbox.raise("school.second", { Event: "living_status_change", LivingId: livingId ?? "", Status: 2 });
    await desk.sandbox.raise("school.second", { Event: "living_status_change", LivingId: "lvUnknown", Status: 1 });
    const over = await view();
    expect([over.status, over.endedAt?.slice(11, 16)]).to.deep.equal(["ended", "15:50"]);
    expect(over.timeline.filter(({ action }) => action === "livestream.ended")).to.have.length(1);
    await desk.news();
  });

  it("a subscribed calendar shows what somebody patrols, without names", async () => {
    await open();
    const { url } = await desk.as("ed.2").post<{ url: string }>("/api/calendar-link", undefined, 201);
    const feed = await (await fetch(url)).text();
    expect(feed).to.contain("SUMMARY:直播巡查").and.to.contain("DTSTART:20261204T070000Z").and.not.to.contain("五四云课堂");
  });
});
