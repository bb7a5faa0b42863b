import { expect } from "chai";
import type { LivestreamView, PatrolPool, Problem } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { filed } from "../support/livestreams.js";

/** A livestream on Friday 4 December at 15:00, applied for on 24 November; its team is drawn on Thursday the 3rd. */
describe("article 14 › the patrol team", function () {
  this.timeout(60_000);
  let desk: Desk;
  let id: string;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
    ({ id } = await filed(desk, "2026-12-04T15:00"));
  });
  afterEach(() => desk.close());

  const all = ["pub.1", "pub.head", "data.1", "data.head", "ed.1", "ed.2", "first.2", "office.1", "outside.1", "school.ed", "disc.1"];
  const to = async (moment: string): Promise<void> => {
    await desk.to(`2026-12-${moment}:00+08:00`);
    all.forEach((userid) => desk.logOut(userid));
  };
  const view = () => desk.as("pub.1").get<LivestreamView>(`/api/livestreams/${id}`);
  const post = (userid: string, path: string, body: object) => desk.as(userid).post<LivestreamView>(`/api/livestreams/${id}/${path}`, body);
  const refused = (userid: string, path: string, body: object, status: number) =>
    desk.as(userid).post<Problem>(`/api/livestreams/${id}/${path}`, body, status);
  const team = async (): Promise<string[]> => (await view()).team.map(({ role, person }) => `${role} ${person.userid}`).sort();
  const invited = async (): Promise<string[]> =>
    (await view()).invitations.map(({ person, role, state }) => `${person.userid} ${role} ${state}`);

  it("R14-05 on the morning before 宣传部 gets a proposal from several units; one tap asks three people, and nobody else", async () => {
    await to("03T08:29");
    expect(await desk.news()).to.deep.equal({});
    await to("03T08:30");
    const card = ["组建直播巡查队伍：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "pub.1": card, "pub.head": card });
    const { proposal } = await desk.as("pub.1").get<PatrolPool>(`/api/livestreams/${id}/patrol`);
    expect(proposal.map(({ userid, role }) => `${userid} ${role}`)).to.deep.equal(["data.1 lead", "ed.1 member", "outside.1 reserve"]);
    await desk.press("pub.1", "组建直播巡查队伍", "draw");
    const asked = ["参加直播巡查：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "data.1": asked, "ed.1": asked, "outside.1": asked });
    for (const userid of ["data.1", "ed.1", "outside.1"]) await desk.press(userid, "参加直播巡查", "accept");
    await desk.press("ed.1", "参加直播巡查", "accept").catch(() => undefined);
    expect(desk.shows("ed.1", "参加直播巡查")).to.contain("已接受");
    expect(await team()).to.deep.equal(["lead data.1", "member ed.1", "reserve outside.1"]);
    expect(desk.shows("pub.1", "组建直播巡查队伍")).to.equal("巡查队伍已组成");
    const training = ["培训直播巡查队伍：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "data.1": training, "data.head": training });
    expect((await view()).lacks).to.deep.equal(["没有关联脚本稿件（第11条审核）", "巡查培训还有 3 人待大数据中心确认"]);
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("R14-05 按建议抽调 asks those whom the card shows, whatever has changed since, and nobody where one of them cannot any more", async () => {
    await to("03T08:31");
    await desk.news();
    await desk.services.uow.run((tx) => tx.query("UPDATE person SET trainedUntil = '2026-12-01' WHERE userid = 'ed.1'"));
    for (let times = 0; times < 2; times += 1) {
      await desk.press("pub.1", "组建直播巡查队伍", "draw");
      expect(await invited()).to.deep.equal([]);
    }
    const { "pub.1": said, ...others } = await desk.news();
    expect(said?.join()).to.contain("建议的人选有变化").and.to.contain("现已不可抽调");
    expect(others).to.deep.equal({});
    await desk.services.uow.run((tx) => tx.query("UPDATE person SET trainedUntil = '2027-12-01' WHERE userid = 'ed.1'"));
    // whoever would be proposed first by now was not shown
    const busier =
      "INSERT INTO patrol_member (id, livestreamId, userid, role, joinedAt) VALUES ('m1', 'another', 'data.1', 'lead', '2026-12-02 01:00:00')";
    await desk.services.uow.run((tx) => tx.query(busier));
    await desk.press("pub.1", "组建直播巡查队伍", "draw");
    expect((await invited()).sort()).to.deep.equal(["data.1 lead asked", "ed.1 member asked", "outside.1 reserve asked"]);
  });

  it("R14-05 不能参加 with a reason asks the next; two hours of silence do too; at 18:00 宣传部负责人 and 大数据中心 hear", async () => {
    await to("03T08:31");
    await desk.press("pub.1", "组建直播巡查队伍", "draw");
    await desk.news();
    await desk.press("data.1", "参加直播巡查", "decline", { why: ["work"] });
    expect(await desk.news()).to.deep.equal({ "disc.1": ["参加直播巡查：五四云课堂"] });
    expect((await view()).invitations.find(({ person }) => person.userid === "data.1")).to.include({
      state: "declined",
      reason: "工作冲突",
    });
    await to("03T10:35");
    const news = await desk.news();
    expect(news["ed.1"]).to.deep.equal(["巡查邀请待您答复：五四云课堂"]);
    expect(desk.shows("ed.1", "参加直播巡查")).to.equal("未及时答复，已改请他人");
    expect(await invited()).to.include.members(["ed.1 member lapsed", "outside.1 reserve lapsed", "disc.1 lead lapsed"]);
    const asked = (await view()).invitations.filter(({ state }) => state === "asked").map(({ person }) => person.userid);
    expect(asked).to.have.length(3).and.not.to.include("ed.1");
    for (const userid of asked) expect(news[userid], userid).to.include("参加直播巡查：五四云课堂");
    await to("03T18:02");
    const evening = await desk.news();
    const told = "巡查队伍仍未组成：五四云课堂";
    expect(evening["data.head"]).to.include(told);
    expect(evening["data.1"]).to.include(told);
    expect(evening["pub.head"]).to.include("组建直播巡查队伍：五四云课堂");
    expect(evening["school.head"]).to.equal(undefined);
  });

  it("R14-05 whom WeCom does not reach is not waited for", async () => {
    desk.sandbox.faults.unreachable = ["ed.1"];
    await to("03T08:31");
    await desk.press("pub.1", "组建直播巡查队伍", "draw");
    await desk.news();
    expect(await invited()).to.include("ed.1 member lapsed");
    expect((await view()).invitations.filter(({ state, role }) => state === "asked" && role === "member")).to.have.length(1);
  });

  it("R14-05 宣传部 names a team by hand, and changes it; who is let go has no part in it any more", async () => {
    const wish = { members: ["ed.2", "office.1"], lead: "office.1", reserve: "disc.1" };
    await post("pub.1", "patrol", wish);
    expect(Object.keys(await desk.news()).sort()).to.deep.equal(["disc.1", "ed.2", "office.1"]);
    await post("office.1", "patrol/acceptance", {});
    await post("ed.2", "patrol/acceptance", { answer: "accept" });
    await post("ed.2", "patrol/acceptance", { answer: "accept" });
    await post("disc.1", "patrol/acceptance", {});
    expect(await team()).to.deep.equal(["lead office.1", "member ed.2", "reserve disc.1"]);
    await desk.news();
    await post("pub.1", "patrol", { members: ["office.1", "disc.1"], lead: "disc.1" });
    expect(await team()).to.deep.equal(["lead disc.1", "member office.1"]);
    expect((await view()).invitations.filter(({ state }) => state === "asked").map(({ role }) => role)).to.deep.equal(["reserve"]);
    await to("04T14:00");
    expect((await view()).expected.filter(({ userid }) => userid === "ed.2")).to.deep.equal([]);
  });

  it("R14-05, R17-01 refuses teams that cannot be, naming who and why", async () => {
    await desk.services.uow.run((tx) => tx.query("UPDATE person SET trainedUntil = '2026-12-01' WHERE userid = 'first.2'"));
    const cases: [object, string][] = [
      [{ members: ["ed.2", "nobody"], lead: "ed.2" }, "livestream.no-such-person"],
      [{ members: ["ed.2", "first.2"], lead: "ed.2" }, "livestream.untrained"],
      [{ members: ["ed.2", "first.1"], lead: "ed.2" }, "livestream.runs-it"],
      [{ members: ["ed.2"], lead: "ed.2" }, "livestream.too-few"],
      [{ members: ["outside.1", "school.second"], lead: "outside.1" }, "livestream.one-unit"],
      [{ members: ["ed.2", "office.1"], lead: "ed.2", reserve: "ed.2" }, "livestream.lead-not-member"],
    ];
    for (const [body, code] of cases) expect((await refused("pub.1", "patrol", body, 422)).code, code).to.equal(code);
    expect((await refused("pub.1", "patrol", { members: ["ed.2", "first.2"], lead: "ed.2" }, 422)).detail).to.contain("初审负责人乙岗");
    await refused("school.ed", "patrol", { members: ["ed.2", "office.1"], lead: "ed.2" }, 403);
    expect((await refused("ed.2", "patrol/acceptance", {}, 409)).code).to.equal("livestream.not-invited");
    await refused("ed.2", "patrol/acceptance", { answer: "decline" }, 422);
    const { items } = await desk.as("pub.1").get<PatrolPool>(`/api/livestreams/${id}/patrol`);
    expect(items.map(({ userid }) => userid)).not.to.include.members(["first.2", "first.1", "school.ed", "school.head", "lead.top"]);
  });

  it("R14-02 宣传部 puts on record why there is no team, and is asked no more", async () => {
    await to("03T08:31");
    await desk.news();
    await post("pub.1", "patrol/waiver", { reason: "室内录播转播，无现场互动" });
    await desk.settle();
    expect(desk.shows("pub.head", "组建直播巡查队伍")).to.equal("宣传部值班 08:31 已写明不派巡查队伍的原因");
    await to("03T18:05");
    expect(await desk.news()).to.deep.equal({});
    expect((await view()).lacks).to.deep.equal(["没有关联脚本稿件（第11条审核）"]);
  });

  it("R14-06 大数据中心 confirms the training person by person, nobody their own; at −2 h lead and 宣传部 hear of who is missing", async () => {
    await post("pub.1", "patrol", { members: ["data.1", "ed.2"], lead: "ed.2", reserve: "disc.1" });
    for (const userid of ["data.1", "ed.2", "disc.1"]) await post(userid, "patrol/acceptance", {});
    await desk.news();
    expect((await refused("data.1", "training", { members: ["data.1"] }, 403)).code).to.equal("livestream.own-training");
    expect((await refused("ed.1", "training", { members: ["ed.2"] }, 403)).code).to.equal("livestream.not-trainer");
    expect((await refused("data.1", "training", { members: ["office.1"] }, 422)).code).to.equal("livestream.not-on-team");
    await desk.press("data.1", "培训直播巡查队伍", "trained");
    const told = ["已确认完成巡查培训：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "ed.2": told, "disc.1": told });
    expect((await view()).team.filter(({ trainedAt }) => trainedAt === null).map(({ person }) => person.userid)).to.deep.equal(["data.1"]);
    await to("04T13:02");
    const news = await desk.news();
    const chase = "巡查人员培训仍未确认，未确认的不能打卡：五四云课堂";
    expect(news["ed.2"]).to.deep.equal([chase]);
    expect(news["pub.1"]).to.include(chase);
    expect(news["data.head"]).to.include("培训直播巡查队伍：五四云课堂");
    await post("data.head", "training", { members: ["data.1"] });
    await desk.settle();
    expect(desk.shows("data.head", "培训直播巡查队伍")).to.contain("已确认培训");
  });

  it("R14-06 全部已完成培训 confirms those whom the card shows, however often it is tapped; who joined since is asked for anew", async () => {
    await post("pub.1", "patrol", { members: ["ed.1", "ed.2"], lead: "ed.2", reserve: "disc.1" });
    await desk.news();
    const told = JSON.stringify(desk.card("disc.1", "参加直播巡查").card);
    expect(told, "whoever is asked hears of the training").to.contain("接受后由大数据中心培训并确认");
    await post("ed.2", "patrol/acceptance", {});
    await desk.settle();
    for (const userid of ["ed.1", "disc.1"]) await post(userid, "patrol/acceptance", {});
    await desk.news();
    const untrained = async (): Promise<string[]> =>
      (await view()).team.flatMap(({ person, trainedAt }) => (trainedAt === null ? [person.userid] : []));
    const titles = (who: readonly string[], title: string) => Object.fromEntries(who.map((userid) => [userid, [title]]));
    const asked = "培训直播巡查队伍：五四云课堂";
    const done = "已确认完成巡查培训：五四云课堂";
    const first = desk.card("data.1", "培训直播巡查队伍");
    const whole = JSON.stringify(first.card).match(/"(trained:[^"]*)"/)?.[1] ?? "";
    expect(whole, "it was sent when only the lead had accepted").to.equal("trained:ed.2");
    // both trainers at once: one of them confirms, the other's card is closed by it
    await Promise.all(["data.1", "data.head"].map((userid) => desk.sandbox.press(userid, first.taskId, whole, {})));
    expect(await untrained()).to.have.members(["ed.1", "disc.1"]);
    expect(await desk.news()).to.deep.equal({ ...titles(["ed.2"], done), ...titles(["data.1", "data.head"], asked) });
    await desk.press("data.head", "培训直播巡查队伍", "trained");
    expect(await untrained()).to.deep.equal([]);
    expect(await desk.news()).to.deep.equal(titles(["ed.1", "disc.1"], done));
    expect(desk.shows("data.1", "培训直播巡查队伍")).to.contain("已确认培训");
  });

  it("R14-04 就绪 needs the script's final approval, and is lost when the script changes", async () => {
    await post("pub.1", "patrol", { members: ["data.1", "ed.2"], lead: "ed.2", reserve: "disc.1" });
    for (const userid of ["data.1", "ed.2", "disc.1"]) await post(userid, "patrol/acceptance", {});
    const script = await desk.submitted("五四云课堂脚本");
    await post("school.ed", "changes", { scriptDraftId: script.id });
    const untrained = "巡查培训还有 3 人待大数据中心确认";
    expect((await view()).lacks).to.deep.equal(["脚本尚未通过终审", untrained]);
    await desk.judge("first.1", script.id, "pass");
    await desk.judge("second.1", script.id, "pass");
    await desk.news();
    await desk.judge("media.head", script.id, "pass");
    await desk.settle();
    expect((await view()).lacks).to.deep.equal([untrained]);
    expect((await view()).status).to.equal("filed");
    await post("data.head", "training", { members: ["data.1", "ed.2", "disc.1"] });
    const { "ed.2": lead, ...news } = await desk.news();
    expect(lead).to.have.members(["已确认完成巡查培训：五四云课堂", "直播已就绪：五四云课堂"]);
    for (const userid of ["school.ed", "school.first"]) expect(news[userid], userid).to.deep.equal(["直播已就绪：五四云课堂"]);
    expect((await view()).status).to.equal("ready");
    const { revision } = await desk.as("ed.1").get<{ revision: number }>(`/api/drafts/${script.id}`);
    await desk.as("ed.1").post(`/api/drafts/${script.id}/revisions`, { revision, body: "改动后的脚本" });
    expect((await desk.news())["school.ed"]).to.deep.equal(["直播不再就绪：五四云课堂"]);
    expect((await view()).status).to.equal("filed");
  });

  it("R14-07 who is expected when: 到岗, 开播, each 20 minutes, 结束, 下播确认, for everybody but the reserve; it follows changes", async () => {
    await post("pub.1", "patrol", { members: ["data.1", "ed.2"], lead: "ed.2", reserve: "disc.1" });
    await post("ed.2", "patrol/acceptance", {});
    await post("disc.1", "patrol/acceptance", {});
    const plan = async (userid: string): Promise<string[]> =>
      (await view()).expected.filter((each) => each.userid === userid).map(({ kind, at }) => `${kind} ${at.slice(11, 16)}`);
    const hour = ["arrival 14:30", "start 15:00", "round 15:20", "round 15:40", "end 16:00", "offAir 16:15"];
    expect(await plan("ed.2")).to.deep.equal(hour);
    expect(await plan("disc.1")).to.deep.equal([]);
    await post("data.1", "patrol/acceptance", {});
    expect(await plan("data.1")).to.deep.equal(hour);
    await post("school.ed", "changes", {
      ...{ startAt: "2026-12-04T16:00:00+08:00", endAt: "2026-12-04T16:30:00+08:00", reason: "场地让出" },
    });
    expect(await plan("ed.2")).to.deep.equal(["arrival 15:30", "start 16:00", "round 16:20", "end 16:30", "offAir 16:45"]);
    await post("school.ed", "cancellation", { reason: "活动取消" });
    expect((await view()).expected).to.deep.equal([]);
  });
});
