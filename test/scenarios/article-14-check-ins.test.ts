import { expect } from "chai";
import { In } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { Incident } from "../../entities/incident.js";
import { CheckIn, ExpectedCheckIn } from "../../entities/patrol.js";
import type { CheckInAnswer, CheckInKind, FileView, LiveBoard, LivestreamView, PatrolPlace, Problem } from "../../server/http/contract.js";
import type { Desk } from "../support/desk.js";
import { HURRIED, openPatrolled, patrolled, tap } from "../support/livestreams.js";
import { loseNextWrite } from "../support/lost-write.js";

/** A livestream on Friday 4 December from 15:00 to 16:00, patrolled by ed.2 (组长) and office.1, reserve disc.1. */
describe("article 14 › check-ins while a livestream runs", function () {
  this.timeout(60_000);
  let desk: Desk;
  let id: string;
  beforeEach(async () => {
    ({ desk, id } = await openPatrolled());
  });
  afterEach(() => desk.close());

  const everybody = [
    "pub.1",
    "pub.head",
    "ed.2",
    "office.1",
    "disc.1",
    "school.first",
    "school.head",
    "media.head",
    "first.1",
    "data.1",
    "school.ed",
  ];
  const to = async (clock: string): Promise<void> => {
    await desk.to(`2026-12-04T${clock}+08:00`);
    everybody.forEach((userid) => desk.logOut(userid));
  };
  const now = (): Date => desk.services.clock.now();
  const path = (): string => `/api/livestreams/${id}`;
  const board = (userid = "ed.2") => desk.as(userid).get<LiveBoard>(`${path()}/board`);
  const place = (userid: string) => desk.as(userid).get<PatrolPlace>(`${path()}/check-ins`);
  const send = (userid: string, body: object) => desk.as(userid).post<CheckInAnswer>(`${path()}/check-ins`, body, 201);
  const refused = (userid: string, body: object, status: number) => desk.as(userid).post<Problem>(`${path()}/check-ins`, body, status);
  const checksIn = (userid: string, kind: CheckInKind, extra: object = {}) => send(userid, tap(kind, now(), extra));
  const both = async (kind: CheckInKind): Promise<void> => {
    for (const userid of ["ed.2", "office.1"]) await checksIn(userid, kind);
  };
  const states = async (userid: string): Promise<string[]> =>
    ((await board()).members.find(({ person }) => person.userid === userid)?.expected ?? []).map(
      ({ title, state, checkIn }) => `${title} ${state}${checkIn ? (checkIn.madeUp ? " 补传" : " 到") : ""}`,
    );
  const running = async (): Promise<void> => {
    await to("14:30:00");
    await both("arrival");
    await to("15:00:00");
    await both("start");
    await desk.news();
  };
  const rung = (): string[] => everybody.filter((userid) => desk.sandbox.calls(userid).length > 0).sort();
  const card = ["巡查打卡：五四云课堂"];
  const RED = 2;
  const source = (userid: string, words: string): unknown => (desk.card(userid, words).card as unknown as { source?: unknown }).source;

  it("R14-08 a whole stream in time: nobody hears anything, and the livestream has begun and ended by it", async () => {
    await running();
    for (const clock of ["15:20:00", "15:40:00"]) {
      await to(clock);
      await both("round");
    }
    await to("16:00:30");
    expect(await desk.news()).to.deep.equal({});
    await both("end");
    await to("16:15:10");
    await both("offAir");
    const { livestream, startedAt, endedAt, members } = await board();
    expect(livestream.status).to.equal("ended");
    expect([startedAt, endedAt].map((at) => at?.slice(11, 19))).to.deep.equal(["15:00:00", "16:00:30"]);
    for (const { expected, next } of members.slice(0, 2)) {
      expect(expected.map(({ state }) => state)).to.deep.equal(["done", "done", "done", "done", "done", "done", "done"]);
      expect(next).to.equal(null);
    }
    await desk.news();
    await to("17:00:00");
    expect(await desk.news()).to.deep.equal({});
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("R14-09 two patrollers, one silent: +3 the card, +5 the call with lead and reserve, +10 宣传部值班 and 现场负责人, +15 the proposal; nobody else", async () => {
    await running();
    await to("15:20:00");
    await checksIn("ed.2", "round");
    await to("15:22:59");
    expect(await desk.news()).to.deep.equal({});
    await to("15:23:01");
    expect(await desk.news()).to.deep.equal({ "office.1": card });
    await to("15:25:01");
    const call = await desk.news();
    expect(Object.keys(call).sort()).to.deep.equal(["disc.1", "ed.2", "office.1"]);
    expect(call["ed.2"]).to.deep.equal(card);
    expect(call["disc.1"]).to.deep.equal(card);
    expect(rung()).to.deep.equal(["office.1"]);
    expect(JSON.stringify(desk.card("ed.2", "巡查打卡").card)).to.contain("15:20 已打卡");
    await to("15:30:01");
    const told = ["巡查漏打卡 10 分钟：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "pub.1": told, "school.first": told });
    await to("15:35:01");
    expect(await desk.news()).to.deep.equal({ "pub.1": ["巡查一直没有打卡：五四云课堂"] });
    expect(desk.shows("pub.1", "巡查一直没有打卡")).to.equal("看板 建议中断直播");
    expect(source("pub.1", "巡查一直没有打卡")).to.deep.equal({ desc: "直播 · 第14条 · 漏打 15 分钟", desc_color: RED });
    const { timeline } = await desk.as("pub.1").get<LivestreamView>(path());
    const chased = timeline.map(({ sentence }) => sentence).filter((sentence) => sentence.includes("漏打卡"));
    expect(chased.map((sentence) => sentence.split("，")[1] ?? "漏打卡")).to.deep.equal([
      ...["漏打卡", "已发卡片提醒本人", "已电话本人", "已告知宣传部值班和现场负责人", "已请宣传部决定是否建议中断"],
    ]);
    await desk.press("pub.1", "巡查一直没有打卡", "propose");
    const proposed = await desk.news();
    expect(Object.keys(proposed).sort()).to.deep.equal(["media.head", "pub.1", "school.head"]);
  });

  it("R14-07 ten minutes before 到岗 whoever is not there yet is reminded, once, and nobody else", async () => {
    const reminder = ["请准备到岗打卡：五四云课堂"];
    await to("14:15:00");
    await desk.news();
    await checksIn("ed.2", "arrival");
    await to("14:19:59");
    expect(await desk.news()).to.deep.equal({});
    await to("14:20:00");
    expect(await desk.news()).to.deep.equal({ "office.1": reminder });
    expect(JSON.stringify(desk.card("office.1", "请准备到岗打卡").card))
      .to.contain("check-in")
      .and.to.contain("14:30，开播 15:00");
    await to("14:29:59");
    expect(await desk.news()).to.deep.equal({});
    await desk
      .as("school.ed")
      .post(`${path()}/changes`, { startAt: "2026-12-04T15:30:00+08:00", endAt: "2026-12-04T16:30:00+08:00", reason: "场地让出" });
    await desk.news();
    await to("14:50:00");
    expect(await desk.news(), "another time is another reminder").to.deep.equal({ "office.1": reminder });
    await desk.as("school.ed").post(`${path()}/cancellation`, { reason: "活动取消" });
    await desk.news();
    await to("15:20:00");
    expect(await desk.news()).to.deep.equal({});
  });

  it("R14-09 off air the quarter of an hour offers to send somebody else, not to interrupt what has not begun", async () => {
    await to("14:30:00");
    await checksIn("ed.2", "arrival");
    await to("14:44:59");
    await desk.news();
    await to("14:45:01");
    expect(await desk.news()).to.deep.equal({ "pub.1": ["巡查一直没有打卡：五四云课堂"] });
    expect(desk.shows("pub.1", "巡查一直没有打卡")).to.equal("另派人员");
    const shown = JSON.stringify(desk.card("pub.1", "巡查一直没有打卡").card);
    expect(shown).to.contain(`/#/pages/livestream/livestream?id=${id}`).and.to.contain("不能到岗的另派人员");
  });

  it("R14-07, R14-09 开播 that was missed stays owed while the rounds go on, and is made late; over, it is owed no more", async () => {
    const owed = async (userid: string): Promise<string[]> => {
      const { items } = await desk.as(userid).get<{ items: { duty: string; dueAt: string | null }[] }>("/api/todo");
      return items.flatMap(({ duty, dueAt }) => (duty === "patrolCheckIn" ? [(dueAt ?? "").slice(11, 16)] : []));
    };
    await to("14:30:00");
    await both("arrival");
    await to("15:00:00");
    await checksIn("ed.2", "start");
    await to("15:16:00");
    await desk.news();
    for (const [clock, at] of [
      ["15:20:30", "15:23"],
      ["15:40:30", "15:43"],
    ] as const) {
      await to(clock);
      await desk.settle();
      expect(await owed("office.1"), clock).to.deep.equal(["15:03", at]);
      await both("round");
      expect(await owed("office.1")).to.deep.equal(["15:03"]);
    }
    expect(await desk.news(), "it is not chased again").to.deep.equal({});
    expect((await states("office.1"))[1]).to.equal("开播 missed");
    await checksIn("office.1", "start");
    expect((await states("office.1"))[1]).to.equal("开播 missed 补传");
    expect(await owed("office.1")).to.deep.equal([]);
    expect((await board()).startedAt?.slice(11, 16)).to.equal("15:00");
    await desk.news();
  });

  it("R14-09 a 现场负责人 outside the organisation counts as told only once somebody has phoned, on record by card or page", async () => {
    const { id: other } = await patrolled(desk, "2026-12-04T18:00", { ...HURRIED, onSite: "外请导播" });
    id = other;
    const sentences = async (): Promise<string[]> =>
      (await desk.as("pub.1").get<LivestreamView>(path())).timeline.map(({ sentence }) => sentence);
    const asked = async (userid: string) => (await board(userid)).onSiteCall;
    const call = ["电话告知现场负责人：五四云课堂"];
    await to("17:30:00");
    await checksIn("ed.2", "arrival");
    await to("17:39:00");
    await desk.news();
    await to("17:40:01");
    const told = "巡查漏打卡 10 分钟：五四云课堂";
    expect(await desk.news()).to.deep.equal({ "pub.1": [told, ...call], "school.ed": [told] });
    expect((await sentences()).join())
      .to.contain("现场负责人 外请导播 不在通讯录，请电话告知")
      .and.not.to.contain("和现场负责人");
    expect(await asked("pub.1")).to.deep.equal({ name: "外请导播", may: ["phoned"] });
    expect(await asked("ed.2")).to.deep.equal({ name: "外请导播", may: [] });
    const phoned = (userid: string, status: number) => desk.as(userid).post<Problem>(`${path()}/on-site-call`, {}, status);
    expect((await phoned("ed.2", 403)).detail).to.contain("由宣传部值班、申请人");
    await desk.press("pub.1", "电话告知现场负责人", "phoned");
    expect(desk.shows("pub.1", "电话告知现场负责人")).to.equal("宣传部值班 17:40 已电话告知");
    expect((await sentences()).join()).to.contain("宣传部值班 已电话告知现场负责人 外请导播");
    expect(await asked("pub.1")).to.equal(null);
    expect((await phoned("school.ed", 409)).code).to.equal("livestream.nobody-to-phone");
    await to("18:00:00");
    await checksIn("ed.2", "start");
    await to("18:10:01");
    await desk.news();
    await to("18:14:59");
    expect(await desk.news()).to.deep.equal({});
    await to("18:15:02");
    const again = "巡查一直没有打卡：五四云课堂";
    expect(await desk.news()).to.deep.equal({
      "pub.1": [again, again, again, ...call],
      "school.ed": ["现场负责人尚未电话告知：五四云课堂"],
    });
    await phoned("school.ed", 200);
    expect(desk.shows("pub.1", "电话告知现场负责人")).to.contain("已电话告知");
    await desk.as("school.ed").post(`${path()}/end`, {});
    await desk.news();
    // 下播确认 is owed after the end as well, but then there is nobody on site to look
    await to("18:35:00");
    expect(await asked("pub.1")).to.equal(null);
    expect((await sentences()).join()).to.contain("下播确认漏打卡");
  });

  it("R14-09 begun a little late, 开播 of whoever is silent is owed from then on at once, and chased step by step", async () => {
    await to("14:30:00");
    await both("arrival");
    await to("15:00:30");
    await checksIn("ed.2", "start");
    await to("15:20:45");
    const { timeline } = await desk.as("pub.1").get<LivestreamView>(path());
    const chased = timeline.filter(({ sentence }) => sentence.includes("开播漏打卡")).map(({ at }) => at.slice(11, 16));
    expect(chased).to.deep.equal(["15:03", "15:03", "15:05", "15:10", "15:15"]);
    await desk.news();
  });

  it("R14-09 where 宣传部值班 is on the team itself, the next of 宣传部 hears who is silent", async () => {
    await desk.as("pub.head").post(`${path()}/patrol`, { members: ["ed.2", "pub.1"], lead: "ed.2", reserve: "disc.1" });
    await desk.as("pub.1").post(`${path()}/patrol/acceptance`, {});
    await desk.as("data.1").post(`${path()}/training`, { members: ["pub.1"] });
    await to("14:30:00");
    await checksIn("ed.2", "arrival");
    await to("14:39:00");
    await desk.news();
    await to("14:40:01");
    const told = ["巡查漏打卡 10 分钟：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "pub.head": told, "school.first": told });
  });

  it("R14-09 我来接替: the reserve owes the rounds from here on, and nobody waits for the silent one any more", async () => {
    await running();
    await to("15:20:00");
    await checksIn("ed.2", "round");
    expect((await refused("disc.1", tap("round", now()), 403)).code).to.equal("livestream.reserve");
    await to("15:25:30");
    await desk.news();
    await desk.press("disc.1", "巡查打卡", "standIn");
    expect(desk.shows("office.1", "巡查打卡")).to.contain("已接替");
    const told = ["巡查已有人接替：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "ed.2": told, "office.1": told });
    await desk.press("ed.2", "巡查打卡", "standIn").catch(() => undefined);
    await to("15:40:00");
    await checksIn("ed.2", "round");
    await checksIn("disc.1", "round");
    await to("15:50:00");
    expect(await desk.news()).to.deep.equal({});
    expect(await states("disc.1")).to.deep.equal(["第 2 轮巡查 done 到", "结束 expected", "下播确认 expected"]);
    expect((await states("office.1")).at(-1)).to.equal("第 1 轮巡查 missed");
  });

  it("R14-09 我来接替 is offered on the board and on the page to reserve and lead, while somebody is silent, and a second one is told who was first", async () => {
    const offered = async (userid: string): Promise<string[]> => {
      const silent = (members: readonly { person: { userid: string }; may: readonly string[] }[]): string[] =>
        members.filter(({ may }) => may.includes("standIn")).map(({ person }) => person.userid);
      const onBoard = silent((await board(userid)).members);
      expect(silent((await desk.as(userid).get<LivestreamView>(path())).team), "the page offers the same").to.deep.equal(onBoard);
      return onBoard;
    };
    const standIn = <T>(userid: string, status: number) => desk.as(userid).post<T>(`${path()}/stand-ins`, { userid: "office.1" }, status);
    await running();
    expect(await offered("disc.1")).to.deep.equal([]);
    await to("15:20:01");
    await checksIn("ed.2", "round");
    expect(await offered("disc.1"), "there is a grace of three minutes").to.deep.equal([]);
    await to("15:23:01");
    expect(await offered("disc.1")).to.deep.equal(["office.1"]);
    expect(await offered("ed.2")).to.deep.equal(["office.1"]);
    for (const userid of ["office.1", "pub.1", "school.first"]) expect(await offered(userid), userid).to.deep.equal([]);
    const { members } = await standIn<LiveBoard>("disc.1", 200);
    expect(members.find(({ person }) => person.userid === "office.1")?.replacedBy?.userid).to.equal("disc.1");
    expect(await offered("ed.2")).to.deep.equal([]);
    expect((await standIn<Problem>("ed.2", 409)).detail).to.contain("已经接替");
    await desk.news();
  });

  it("R14-08 offline for 25 minutes: what was tapped meanwhile is taken as 补传 at its moment, and the alert stands", async () => {
    await running();
    await to("15:20:00");
    await checksIn("ed.2", "round");
    const kept = tap("round", now());
    await to("15:40:00");
    await checksIn("ed.2", "round");
    const later = tap("round", now());
    await to("15:45:00");
    await desk.news();
    for (const body of [later, kept, later]) await send("office.1", { ...body, sentAt: now().toISOString() });
    expect((await states("office.1")).slice(2, 4)).to.deep.equal(["第 1 轮巡查 missed 补传", "第 2 轮巡查 missed 补传"]);
    const first = (await place("office.1")).checkIns.at(-3);
    expect(first?.kind).to.equal("round");
    const made = (await place("office.1")).checkIns.map(({ madeAt, madeUp }) => `${madeAt.slice(11, 16)} ${String(madeUp)}`);
    expect(made).to.deep.equal(["15:40 true", "15:20 true", "15:00 false", "14:30 false"]);
    await to("15:58:00");
    expect(await desk.news()).to.deep.equal({});
  });

  it("R14-08 what was looked at is stored as it was: 到岗 has its own items, what nobody looked at is not said to be in order, 沿用上次 is marked", async () => {
    const stored = async (id: string) => desk.services.uow.read((tx) => tx.findOneByOrFail(CheckIn, { id }));
    await to("14:30:00");
    const { checklist } = await place("ed.2");
    expect(checklist.filter(({ arrival }) => arrival).map(({ key }) => key)).to.deep.equal(["symbols", "dress", "venue", "security"]);
    const arrival = await checksIn("ed.2", "arrival", { notInOrder: ["dress"] });
    expect((await stored(arrival.checkIn.id)).checklist).to.deep.equal({ symbols: true, dress: false, venue: true, security: true });
    const heard = await checksIn("office.1", "arrival", { notInOrder: ["comments"] });
    expect((await stored(heard.checkIn.id)).checklist, "what somebody found is kept").to.include({ comments: false });
    await to("15:00:00");
    const unchecked = checklist.map(({ key }) => key).filter((key) => key !== "comments");
    const found = { finding: "remind", party: "room", words: "弹幕有广告", notInOrder: ["comments"], unchecked };
    const start = await checksIn("ed.2", "start", found);
    expect((await stored(start.checkIn.id)).checklist).to.deep.equal({ comments: false });
    expect(start.checkIn).to.include({ carriedOver: false });
    await to("15:20:30");
    const round = tap("round", now(), { carriedOver: true });
    expect((await send("ed.2", round)).checkIn.carriedOver).to.equal(true);
    expect((await refused("ed.2", { ...round, carriedOver: false }, 409)).code).to.equal("livestream.client-id-reused");
    expect((await board()).checkIns.map(({ carriedOver }) => carriedOver)).to.deep.equal([true, false, false, false]);
    await desk.news();
  });

  it("R14-08 the same id twice is one check-in; for something else it is refused", async () => {
    await running();
    await to("15:20:00");
    const body = tap("round", now());
    const first = await send("ed.2", body);
    await to("15:21:00");
    const again = await send("ed.2", { ...body, sentAt: now().toISOString() });
    expect(again.checkIn).to.deep.equal(first.checkIn);
    const one = tap("round", now());
    await Promise.all([send("office.1", one), send("office.1", one)]);
    expect((await board()).checkIns.filter(({ clientId }) => clientId === one.clientId)).to.have.length(1);
    const other = await refused("ed.2", { ...body, note: "另一次" }, 409);
    expect(other.code).to.equal("livestream.client-id-reused");
    expect(other.detail).to.contain("重新打一次");
  });

  it("R14-10 须立即纠正 and 建议中断, each to those who answer for it, with its clock", async () => {
    await running();
    await to("15:10:00");
    const found = { finding: "correct", party: "content", words: "背景板地图不规范" };
    await checksIn("ed.2", "round", found);
    const correct = ["立即纠正：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "school.first": correct, "first.1": correct, "school.head": correct });
    await to("15:15:01");
    const late = ["须立即纠正的问题仍未纠正：五四云课堂"];
    const news = await desk.news();
    expect(news["pub.1"]).to.deep.equal(late);
    expect(news["ed.2"]).to.deep.equal(late);
    await desk.press("school.first", "立即纠正", "settle");
    expect(desk.shows("school.head", "立即纠正")).to.contain("已处理");
    expect(await desk.news()).to.deep.equal({ "ed.2": ["须立即纠正：已处理：五四云课堂"] });
    await checksIn("office.1", "round", { finding: "interrupt", party: "room", words: "弹幕失控" });
    const asked = ["建议中断直播：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "school.head": asked, "media.head": asked, "pub.1": asked });
    expect(rung()).to.deep.equal(["media.head", "pub.1", "school.head"]);
    await desk.press("school.head", "建议中断直播", "continue");
    expect((await desk.news())["school.head"]?.join()).to.contain("不中断请写明理由");
    await desk.press("media.head", "建议中断直播", "interrupt");
    expect((await board()).livestream.status).to.equal("ended");
    const [interruption] = (await board()).findings;
    expect(interruption).to.include({ state: "interrupted", incidentId: null });
    const { incidentId } = await desk
      .as("ed.2")
      .post<{ incidentId: string }>(`${path()}/findings/${interruption?.id ?? ""}/incident`, undefined, 201);
    expect(await desk.as("pub.1").get(`/api/incidents/${incidentId}`)).to.include({ title: "直播巡查建议中断：五四云课堂" });
    const twice = await desk
      .as("ed.2")
      .post<{ incidentId: string }>(`${path()}/findings/${interruption?.id ?? ""}/incident`, undefined, 201);
    expect(twice.incidentId).to.equal(incidentId);
  });

  it("R14-10 over, nothing is asked about a finding any more; from one finding comes one incident, whoever presses at once", async () => {
    await running();
    await to("15:10:00");
    await checksIn("ed.2", "round", { finding: "correct", party: "content", words: "背景板地图不规范" });
    await checksIn("office.1", "round", { finding: "interrupt", party: "room", words: "弹幕失控" });
    const [open] = (await board()).findings;
    await desk.news();
    await desk.as("school.first").post(`${path()}/end`, {});
    await desk.news();
    expect((await board()).findings.map(({ state, answer }) => `${state} ${answer ?? ""}`)).to.deep.equal([
      "settled 到下播未答复",
      "settled 到下播未答复",
    ]);
    expect(desk.shows("media.head", "建议中断直播")).to.equal("直播已结束");
    await both("end");
    await to("15:24:00");
    expect(await desk.news()).to.deep.equal({});
    const report = (status: number) => desk.as("ed.2").post<Problem>(`${path()}/findings/${open?.id ?? ""}/incident`, undefined, status);
    loseNextWrite(desk, "patrol_finding");
    expect((await report(409)).code).to.equal("livestream.changed-meanwhile");
    expect(await desk.services.uow.read((tx) => tx.count(Incident))).to.equal(0);
    await report(201);
    await report(201);
    expect(await desk.services.uow.read((tx) => tx.count(Incident))).to.equal(1);
    await desk.news();
  });

  it("R14-08 开播 and 结束 of several at the same moment: nobody's check-in is refused because another's came first", async () => {
    await to("14:30:00");
    await both("arrival");
    for (const [clock, kind] of [
      ["15:00:00", "start"],
      ["16:00:00", "end"],
    ] as const) {
      await to(clock);
      loseNextWrite(desk, "livestream");
      await Promise.all(["ed.2", "office.1"].map((userid) => checksIn(userid, kind)));
    }
    const { timeline, status } = await desk.as("pub.1").get<LivestreamView>(path());
    expect(status).to.equal("ended");
    expect(timeline.filter(({ action }) => /livestream\.(started|ended)$/.test(action))).to.have.length(2);
    expect((await board()).checkIns.filter(({ kind }) => kind === "start" || kind === "end")).to.have.length(4);
  });

  it("R14-09 nobody owes a check-in who is not on the team any more, or a day after the end", async () => {
    const owing = (): Promise<string[]> =>
      desk.services.uow.read(async (tx) => {
        const tasks = await tx.findBy(Deadline, { duty: "patrolCheckIn", state: "open" });
        return (await tx.findBy(ExpectedCheckIn, { id: In(tasks.map(({ subjectId }) => subjectId)) })).map(({ userid }) => userid).sort();
      });
    await running();
    await to("15:24:00");
    expect(await owing()).to.deep.equal(["ed.2", "office.1"]);
    await desk.as("pub.1").post(`${path()}/patrol`, { members: ["ed.2", "disc.1"], lead: "ed.2" });
    await desk.settle();
    expect(await owing()).to.deep.equal(["ed.2"]);
    await desk.as("school.first").post(`${path()}/end`, {});
    await to("15:50:00");
    expect(await owing()).to.include("ed.2");
    await desk.news();
    await desk.to("2026-12-05T15:25:00+08:00");
    await desk.settle();
    expect(await owing()).to.deep.equal([]);
    await desk.news();
  });

  it("R14-08 a photo is known by its content, stored once without its place, and opened by a short-lived link", async () => {
    await to("14:30:00");
    const upload = async (userid: string, bytes: Buffer, fields: Record<string, string> = {}): Promise<Response> => {
      const form = new FormData();
      for (const [name, value] of Object.entries(fields)) form.append(name, value);
      form.append("file", new Blob([new Uint8Array(bytes)]), "现场.jpg");
      const headers = { Authorization: `Bearer ${await desk.token(userid)}` };
      return fetch(`${desk.url}${path()}/photos`, { method: "POST", body: form, headers });
    };
    const refusedPhoto = async (userid: string, bytes: Buffer): Promise<string> => {
      const answer = await upload(userid, bytes);
      return `${answer.status} ${((await answer.json()) as Problem).code}`;
    };
    const photo = Buffer.concat([
      ...["ffd8", "ffe10016", "457869660000", "4d4d002a00000008", "0000", "47505321", "ffda0008010100003f00", "1234", "ffd9"].map((hex) =>
        Buffer.from(hex, "hex"),
      ),
    ]);
    const [one, two] = [await upload("ed.2", photo), await upload("ed.2", photo)];
    expect(one.status).to.equal(201);
    const [file, again] = [(await one.json()) as FileView, (await two.json()) as FileView];
    expect(file.sha256).to.equal(again.sha256);
    const bytes = async (view: FileView): Promise<Buffer> => Buffer.from(await (await fetch(`${desk.url}${view.url}`)).arrayBuffer());
    expect((await bytes(file)).includes("GPS!")).to.equal(false);
    expect((await bytes((await (await upload("ed.2", photo, { place: "keep" })).json()) as FileView)).includes("GPS!")).to.equal(true);
    const answer = await checksIn("ed.2", "arrival", { files: [file.id] });
    expect(answer.checkIn.files.map(({ id: stored }) => stored)).to.deep.equal([file.id]);
    expect((await refused("office.1", tap("arrival", now(), { files: [file.id] }), 422)).code).to.equal("livestream.photo-unknown");
    expect(await refusedPhoto("ed.2", Buffer.from("%PDF-1.7"))).to.equal("422 livestream.photo-unknown-kind");
    expect(await refusedPhoto("ed.2", photo.subarray(0, 20))).to.equal("422 livestream.photo-broken");
    expect(await refusedPhoto("school.first", photo)).to.equal("403 livestream.not-on-team");
    expect(await refusedPhoto("ed.2", Buffer.alloc(40 * 1024 * 1024))).to.equal("413 livestream.photo-too-large");
    expect(await refusedPhoto("ed.2", Buffer.alloc(10 * 1024 * 1024 + 1))).to.equal("413 livestream.photo-too-large");
  });

  it("refuses what cannot be, in words that say what to do", async () => {
    const other = await patrolled(desk, "2026-12-05T15:00", { lateReason: "临时增加" });
    const there = other.expected.find(({ userid }) => userid === "ed.2")?.id;
    await to("14:25:00");
    const [mine] = (await place("ed.2")).expected;
    const theirs = (await place("office.1")).expected[0]?.id;
    const old = new Date(now().getTime() - 3_600_000).toISOString();
    const cases: [string, object, number, string, string][] = [
      ["ed.2", tap("round", now(), { expectedId: null, words: "", finding: "correct" }), 422, "http.invalid", "请写明是什么问题"],
      ["ed.2", tap("start", now()), 409, "livestream.too-early", "14:50 起可以打"],
      ["ed.2", tap("arrival", now(), { deviceAt: old }), 409, "livestream.too-early", "13:30 起可以打"],
      ["ed.2", tap("end", now()), 409, "livestream.not-started", "还没有开播"],
      ["ed.2", tap("arrival", now(), { expectedId: theirs }), 403, "livestream.not-your-place", "不能代打"],
      ["ed.2", tap("arrival", now(), { expectedId: there }), 422, "livestream.other-livestream", "从正确的直播进入"],
      ["ed.2", tap("start", now(), { expectedId: mine?.id }), 422, "livestream.other-kind", "刷新打卡页"],
      ["ed.2", tap("arrival", now(), { files: ["0190b0a0-0000-7000-8000-000000000000"] }), 422, "livestream.photo-unknown", "重新拍摄"],
      ["outside.1", tap("arrival", now()), 403, "livestream.not-on-team", "联系宣传部值班"],
      ["disc.1", tap("arrival", now()), 403, "livestream.reserve", "我来接替"],
      ["ed.2", tap("arrival", now(), { place: { latitude: 400, longitude: 0, accuracy: 1 } }), 422, "http.invalid", "超出范围"],
      ["ed.2", { ...tap("arrival", now()), clientId: "1" }, 422, "http.invalid", "重新打一次"],
    ];
    for (const [userid, body, status, code, words] of cases) {
      const problem = await refused(userid, body, status);
      expect(problem.code, words).to.equal(code);
      expect(problem.detail).to.contain(words);
    }
    const wrong = new Date(now().getTime() - 2 * 86_400_000).toISOString();
    const answer = await send(
      "ed.2",
      tap("arrival", now(), { deviceAt: wrong, sentAt: wrong, place: { latitude: 23.12911, longitude: 113.26436, accuracy: 35 } }),
    );
    expect(answer.clock).to.contain("慢 2 天");
    expect(answer.checkIn).to.include({ madeUp: false, madeAt: answer.checkIn.receivedAt });
    expect(answer.checkIn.place).to.deep.equal({ latitude: 23.13, longitude: 113.26, accuracy: 35 });
    await to("15:00:00");
    expect((await refused("ed.2", tap("start", now(), { note: null }), 422)).code).to.equal("livestream.photo-wanted");
    await both("start");
    await to("15:50:00");
    await checksIn("ed.2", "end");
    await to("15:55:00");
    expect((await refused("office.1", tap("round", now()), 409)).code).to.equal("livestream.ended");
    await desk.services.uow.run((tx) => tx.query("UPDATE patrol_member SET trainedAt = NULL WHERE userid = 'office.1'"));
    expect((await refused("office.1", tap("end", now()), 403)).detail).to.contain("培训还没有确认");
    expect((await place("office.1")).refusal).to.contain("培训还没有确认");
  });
});
