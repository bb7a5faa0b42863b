import { expect } from "chai";
import type { LiveBoard, LivestreamView } from "../../server/http/contract.js";
import type { Desk } from "../support/desk.js";
import { openPatrolled, tap } from "../support/livestreams.js";

/** A livestream on Friday 4 December from 15:00 to 16:00, patrolled by ed.2 (组长) and office.1, reserve disc.1. */
describe("article 14 › a patroller who leaves the organisation", function () {
  this.timeout(60_000);
  let desk: Desk;
  let id: string;
  beforeEach(async () => {
    ({ desk, id } = await openPatrolled());
  });
  afterEach(() => desk.close());

  const leaves = (userid: string): Promise<void> => desk.sandbox.changeMember(userid, { inRange: false });
  const to = async (clock: string): Promise<void> => {
    await desk.to(`2026-12-04T${clock}:00+08:00`);
    for (const userid of ["pub.1", "ed.2", "office.1", "disc.1"]) desk.logOut(userid);
  };
  const view = () => desk.as("pub.1").get<LivestreamView>(`/api/livestreams/${id}`);
  const team = async (): Promise<string[]> => (await view()).team.map(({ role, person }) => `${role} ${person.userid}`).sort();
  const checksIn = (userid: string, kind: "arrival" | "start" | "round") =>
    desk.as(userid).post(`/api/livestreams/${id}/check-ins`, tap(kind, desk.services.clock.now()), 201);
  const owed = async (userid: string): Promise<string[]> => {
    const { members } = await desk.as("pub.1").get<LiveBoard>(`/api/livestreams/${id}/board`);
    return (members.find(({ person }) => person.userid === userid)?.expected ?? []).map(({ title, state }) => `${title} ${state}`);
  };
  const asked = ["参加直播巡查：五四云课堂"];
  const left = ["巡查人员已离任：五四云课堂"];
  /** What everybody got by now, and who of them was asked to join. */
  const afterwards = async () => {
    const news = await desk.news();
    return { news, next: Object.keys(news).find((userid) => news[userid]?.[0] === asked[0]) ?? "" };
  };

  it("R14-05 the day before: the next is asked, the lead told, and 宣传部 completes the team; nobody else hears, and nobody twice", async () => {
    await leaves("office.1");
    const { news, next } = await afterwards();
    expect(news).to.deep.equal({
      [next]: asked,
      "ed.2": left,
      "pub.1": ["组建直播巡查队伍：五四云课堂", "人员已离任：办公室"],
      "pub.head": ["组建直播巡查队伍：五四云课堂"],
      "data.1": ["巡查人员离任，人数不足：五四云课堂"],
      "data.head": ["巡查人员离任，人数不足：五四云课堂"],
    });
    await desk.settle();
    expect(await desk.news()).to.deep.equal({});
    await desk.press(next, "参加直播巡查", "accept");
    expect(await team()).to.deep.equal([`member ${next}`, "lead ed.2", "reserve disc.1"].sort());
    expect(desk.shows("pub.1", "组建直播巡查队伍")).to.equal("巡查队伍已组成");
    await desk.news();
    const told = (await view()).timeline.map(({ sentence }) => sentence).filter((sentence) => sentence.includes("离任"));
    expect(told).to.deep.equal(["巡查组员 办公室 已离任"]);
  });

  it("R14-05 the lead: one of the others leads from here on, and the next is asked in their place", async () => {
    await leaves("ed.2");
    const news = await desk.news();
    expect(news["office.1"]).to.deep.equal(left);
    expect(await team()).to.deep.equal(["lead office.1", "reserve disc.1"]);
    const [last] = (await view()).invitations.slice(-1);
    expect(last).to.include({ role: "member", state: "asked" });
  });

  it("R14-09 on the air: the reserve owes the check-ins from here on and is told, the lead as well; no gap in the patrol", async () => {
    await to("14:30");
    for (const userid of ["ed.2", "office.1"]) await checksIn(userid, "arrival");
    await to("15:00");
    for (const userid of ["ed.2", "office.1"]) await checksIn(userid, "start");
    await to("15:21");
    await checksIn("ed.2", "round");
    await desk.news();
    await leaves("office.1");
    const { news, next } = await afterwards();
    expect(news).to.deep.equal({
      [next]: asked,
      "ed.2": left,
      "disc.1": ["请您接替巡查：五四云课堂"],
      "pub.1": ["人员已离任：办公室"],
    });
    expect(await owed("disc.1")).to.deep.equal(["第 1 轮巡查 expected", "第 2 轮巡查 expected", "结束 expected", "下播确认 expected"]);
    await checksIn("disc.1", "round");
    await to("15:39");
    expect(await desk.news()).to.deep.equal({});
    await checksIn("ed.2", "round");
    await to("15:44");
    expect((await desk.news())["disc.1"]).to.deep.equal(["巡查打卡：五四云课堂"]);
    expect(desk.shows(next, "参加直播巡查")).to.contain("接受");
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });
});
