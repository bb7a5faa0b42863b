import { expect } from "chai";
import type {
  IncidentDutyView,
  IncidentNumbers,
  IncidentSummary,
  IncidentView,
  LeadList,
  MergeInput,
  Problem,
  SplitInput,
} from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

/** What the head of a unit owes at a level. */
const UNIT_OWES = { yellow: "handleYellow", orange: "reportOrange", red: "startEmergencyPlan" } as const;

describe("article 24 › R24-12 two incidents that are one, and one that is two", function () {
  this.timeout(60_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  beforeEach(async () => {
    desk = await Desk.open({ organisation: withSecretariat() });
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const reported = (title: string, extra: object = {}): Promise<IncidentView> =>
    calls.report("school.ed", { title, links: [], unitId: "media", discoveredAt: "2026-11-24T09:00:00+08:00", ...extra });
  const level = (id: string, to: "yellow" | "orange" | "red") => calls.act("pub.1", id, "level", { level: to, reason: "评论区讨论较多" });
  const merge = <T = IncidentView>(userid: string, from: string, into: string, status = 200): Promise<T> =>
    desk.as(userid).post<T>(`/api/incidents/${from}/merge`, { into, reason: "同一件事" } satisfies MergeInput, status);
  const undo = <T = IncidentView>(userid: string, from: string, status = 200): Promise<T> =>
    desk.as(userid).post<T>(`/api/incidents/${from}/merge/undoing`, undefined, status);
  const duty = (incident: IncidentView, name: string): IncidentDutyView =>
    incident.duties.filter((each) => each.duty === name).at(-1) as IncidentDutyView;

  /** B orange since 09:30, A orange since 09:00. */
  const two = async (): Promise<{ a: string; b: string }> => {
    const a = (await reported("宿舍停水", { occurredAt: "2026-11-24T07:00:00+08:00", discoveredAt: "2026-11-24T08:30:00+08:00" })).id;
    await level(a, "orange");
    await desk.advance("PT30M");
    const b = (await reported("宿舍断水", { discoveredAt: "2026-11-24T09:20:00+08:00" })).id;
    await level(b, "orange");
    await desk.news();
    return { a, b };
  };

  it("keeps the earliest times and the earlier due time of each duty; the other's duties end as 并入, and everybody is told once", async () => {
    const { a, b } = await two();
    const due = duty(await calls.view("pub.1", a), "reportOrange").dueAt;
    const { number } = await calls.view("pub.1", b);
    const after = await merge("pub.1", a, b);
    expect(after.times).to.include({ occurredAt: "2026-11-24T07:00:00.000+08:00", discoveredAt: "2026-11-24T08:30:00.000+08:00" });
    expect(duty(after, "reportOrange").dueAt).to.equal(due);
    expect(after.merged.map(({ title, may }) => [title, may])).to.deep.equal([["宿舍停水", ["undo"]]]);
    const old = await calls.view("pub.1", a);
    expect(old).to.deep.include({ status: "closed", mergedInto: { id: b, number, may: ["undo"] } });
    expect(old.duties.filter(({ state }) => state === "open")).to.deep.equal([]);
    expect(duty(old, "reportOrange").closedWords).to.equal(`并入 ${number}`);
    expect(after.timeline.map(({ sentence }) => sentence).join())
      .to.contain("〔舆2026-00001〕宣传部值班 定为橙色警报")
      .and.to.contain("并入本事件");
    expect(after.leads).to.equal(2);
    expect((await desk.as("pub.1").get<LeadList>(`/api/incidents/${b}/leads`)).total).to.equal(2);
    const told = ["舆2026-00001 并入本事件：宿舍断水"];
    expect(await desk.news()).to.deep.equal({
      "lead.vice": told,
      "lead.3": told,
      "pub.head": told,
      "data.head": told,
      "media.head": told,
      "school.ed": told,
    });
    expect(desk.shows("data.head", "橙色警报：宿舍停水")).to.contain("并入");
    expect(await calls.view("school.ed", b), "where it went on, whoever reported it sees").to.include({ id: b });
    await desk.advance("PT1H59M");
    expect(duty(await calls.view("pub.1", b), "reportOrange").late).to.equal(false);
    await desk.advance("PT2M");
    expect(duty(await calls.view("pub.1", b), "reportOrange").late).to.equal(true);
  });

  it("the higher level holds, whoever has seen it is not asked again, and what is done is done", async () => {
    const a = (await reported("宿舍停水")).id;
    await level(a, "red");
    await calls.act("lead.top", a, "acknowledgement", undefined);
    await calls.discharge("pub.head", a, "startEmergencyPlan", { note: "启动三级预案", how: "page" });
    const b = (await reported("宿舍断水")).id;
    await level(b, "yellow");
    await desk.news();
    desk.sandbox.clearJournal();
    const rung = desk.sandbox.calls("lead.top").length;
    const after = await merge("pub.1", a, b);
    expect(after.level).to.equal("red");
    const open = after.duties.filter(({ state }) => state === "open").map(({ duty: name }) => name);
    expect(open).to.include.members(["reportSuperior", "reportCyberspace", "writeUpRed"]).and.not.to.include.members(["reportRed"]);
    expect(open).not.to.include("startEmergencyPlan");
    const news = await desk.news();
    expect(news["lead.top"]).to.deep.equal(["舆2026-00001 并入本事件：宿舍断水"]);
    for (const [userid, titles] of Object.entries(news)) expect(new Set(titles).size, `${userid} ${titles.join()}`).to.equal(titles.length);
    await desk.advance("PT10M");
    expect(desk.sandbox.calls("lead.top"), "nobody rings whoever has answered").to.have.length(rung);
    await undo("pub.1", a);
    expect(await calls.view("pub.1", b)).to.include({ level: "yellow", status: "handling" });
    const back = await calls.view("pub.1", a);
    expect(back).to.include({ level: "red", status: "handling", mergedInto: null });
    expect(duty(back, "reportSuperior").state).to.equal("open");
  });

  it("undone within a day both stand as before, told once; later it is refused", async () => {
    const { a, b } = await two();
    const before = [await calls.view("pub.1", a), await calls.view("pub.1", b)];
    await merge("pub.head", a, b);
    await desk.news();
    await undo("pub.head", a);
    const after = [await calls.view("pub.1", a), await calls.view("pub.1", b)];
    const state = (view: IncidentView | undefined) => [
      view?.status,
      view?.level,
      view?.times.discoveredAt,
      view?.mergedInto,
      view?.merged,
      view?.duties.map(({ duty: name, state: stands, dueAt, holders }) => [
        name,
        stands,
        dueAt,
        holders.map(({ userid }) => userid).sort(),
      ]),
    ];
    expect(after.map(state)).to.deep.equal(before.map(state));
    const news = await desk.news();
    expect(news["data.head"]?.filter((title) => title.startsWith("撤销并入"))).to.have.length(1);
    expect((await undo<Problem>("pub.head", a, 409)).code).to.equal("incidents.not-merged");
    await merge("pub.head", a, b);
    await desk.advance("PT24H1M");
    for (const userid of ["pub.head", "pub.1"]) desk.logOut(userid);
    expect((await undo<Problem>("pub.head", a, 409)).detail)
      .to.contain("超过 24 小时")
      .and.to.contain("拆分");
  });

  it("undone, the other owes again what the merge had ended on it, by whom it was owed, and 收到 of the merged one is none there", async () => {
    const a = (await reported("宿舍停水")).id;
    await level(a, "red");
    await calls.act("lead.top", a, "acknowledgement", undefined);
    const b = (await reported("宿舍断水")).id;
    await level(b, "yellow");
    await calls.act("media.head", b, "proposal", { level: "orange", reason: "又有转载" });
    const c = (await reported("宿舍停电")).id;
    await level(c, "red");
    const d = (await reported("食堂停电")).id;
    const state = async (id: string) =>
      (await calls.view("pub.1", id)).duties
        .filter(({ state: stands }) => stands === "open")
        .map(({ duty: name, dueAt, holders }) => [name, dueAt, holders.map(({ userid }) => userid).sort()])
        .sort();
    for (const into of [b, c, d]) {
      const before = await state(into);
      await merge("pub.1", a, into);
      expect(await state(into), into).not.to.deep.equal(before);
      await undo("pub.1", a);
      expect(await state(into), into).to.deep.equal(before);
    }
    await calls.act("pub.1", b, "level/keeping", { reason: "转载量很小" });
    await calls.act("lead.top", c, "acknowledgement", undefined);
    expect(duty(await calls.view("pub.1", c), "reportRed").state).to.equal("discharged");
  });

  it("what only the merged one owed is owed on the other, and asked for there", async () => {
    const a = (await reported("宿舍停水")).id;
    await level(a, "orange");
    await calls.act("pub.head", a, "lowering", { to: "yellow", reason: "已核实" });
    await calls.act("lead.vice", a, "lowering/answer", { agree: true });
    await calls.act("school.ed", a, "proposal", { level: "orange", reason: "又有转载" });
    const written = duty(await calls.view("pub.1", a), "writeUpOrange");
    const b = (
      await calls.report("school.ed", { title: "食堂停电", links: [], unitId: "school", discoveredAt: "2026-11-24T09:00:00+08:00" })
    ).id;
    await level(b, "yellow");
    await desk.as("media.head").get(`/api/incidents/${b}`, 403);
    const after = await merge("pub.1", a, b);
    const people = ({ holders }: IncidentDutyView) => holders.map(({ userid }) => userid).sort();
    expect(duty(after, "writeUpOrange")).to.include({ state: "open", dueAt: written.dueAt });
    expect(people(duty(after, "writeUpOrange"))).to.deep.equal(people(written));
    expect(duty(after, "setLevel").state).to.equal("open");
    await calls.act("pub.1", b, "level/keeping", { reason: "转载量很小" });
    await undo("pub.1", a);
    expect(duty(await calls.view("pub.1", b), "writeUpOrange").state).to.equal("cancelled");
    expect(duty(await calls.view("pub.1", a), "writeUpOrange").state).to.equal("open");
  });

  it("whoever was asked on the merged one sees where it went on, until it is undone", async () => {
    const a = (await reported("宿舍停水")).id;
    await level(a, "yellow");
    const b = (await reported("食堂停电", { unitId: "school" })).id;
    await level(b, "yellow");
    await desk.as("media.head").get(`/api/incidents/${b}`, 403);
    await merge("pub.1", a, b);
    expect(await calls.view("media.head", b)).to.include({ id: b });
    await undo("pub.1", a);
    await desk.as("media.head").get(`/api/incidents/${b}`, 403);
  });

  it("the unit of the merged one is asked on the other, which knew none; undone, it is not asked there any more", async () => {
    for (const raised of ["yellow", "orange", "red"] as const) {
      const a = (await reported(`宿舍停水 ${raised}`)).id;
      await level(a, "yellow");
      const b = (await calls.report("ed.1", { title: `贴文 ${raised}`, links: [], discoveredAt: "2026-11-24T09:00:00+08:00" })).id;
      await level(b, raised);
      const asked = async (): Promise<string[]> =>
        (await calls.view("pub.1", b)).duties
          .filter(({ state, holders }) => state === "open" && holders.some(({ userid }) => userid === "media.head"))
          .map(({ duty: name }) => name);
      expect(await asked(), raised).to.deep.equal([]);
      await desk.news();
      await merge("pub.1", a, b);
      expect(await calls.view("pub.1", b)).to.deep.include({ level: raised });
      expect(await asked(), raised).to.include(UNIT_OWES[raised]);
      const told = (await desk.news())["media.head"]!;
      expect(
        told.filter((title) => title.includes("并入")),
        "whoever is asked learns it by that card",
      ).to.deep.equal([]);
      expect(told.join(), raised).to.contain(`贴文 ${raised}`);
      await undo("pub.1", a);
      expect(await asked(), raised).to.deep.equal([]);
    }
  });

  it("what was missed stays missed, in both", async () => {
    const a = (await reported("宿舍停水")).id;
    await level(a, "orange");
    await desk.advance("PT3H1M");
    const b = (await reported("宿舍断水", { discoveredAt: "2026-11-24T12:01:00+08:00" })).id;
    await level(b, "orange");
    await desk.settle();
    await merge("pub.1", a, b);
    for (const id of [a, b]) expect(duty(await calls.view("pub.1", id), "reportOrange").late, id).to.equal(true);
  });

  it("counts as one, and what both missed is one delay; what was done on the merged one stays done", async () => {
    const { a, b } = await two();
    await desk.advance("PT3H1M");
    await merge("pub.1", a, b);
    const summary = await desk.as("pub.head").get<IncidentSummary>("/api/incident-summary?month=2026-11");
    expect(summary.incidents.map(({ title }) => title)).to.deep.equal(["宿舍断水"]);
    expect(summary.levels.find(({ level: of }) => of === "orange")).to.include({ incidents: 1, late: 1 });
    expect(summary.late.map(({ incident, duty: name }) => [incident.id, name])).to.deep.equal([[b, "reportOrange"]]);
    expect((await desk.as("pub.1").get<IncidentNumbers>("/api/incident-numbers")).total).to.equal(1);
    const c = (await reported("宿舍停电")).id;
    await calls.act("pub.1", c, "level", { level: "yellow", reason: "小范围讨论" });
    await merge("pub.1", b, c);
    const all = await desk.as("pub.head").get<IncidentSummary>("/api/incident-summary?month=2026-11");
    expect(all.late.map(({ incident, duty: name }) => [incident.id, name])).to.deep.equal([[c, "reportOrange"]]);
  });

  it("收到 on a lower alert is none on the graver one", async () => {
    const a = (await reported("宿舍停水")).id;
    await level(a, "yellow");
    await calls.act("lead.vice", a, "acknowledgement", undefined);
    const b = (await reported("宿舍断水")).id;
    await level(b, "orange");
    await merge("pub.1", a, b);
    await calls.discharge("pub.head", b, "reportOrange", { note: "联系学校核实，统一口径", how: "page" });
    expect(duty(await calls.view("pub.1", b), "reportOrange").state, "lead.vice has not seen the orange one").to.equal("open");
    await calls.act("lead.vice", b, "acknowledgement", undefined);
    expect(duty(await calls.view("pub.1", b), "reportOrange").state).to.equal("discharged");
  });

  it("a further report of the merged one's post is a lead of the other, and after undoing its own again", async () => {
    const links = ["https://weibo.com/1234567890/z0JH2lOMb"];
    const a = (await reported("宿舍停水", { links })).id;
    const b = (await reported("宿舍断水")).id;
    await merge("pub.1", a, b);
    expect((await reported("又是停水", { links })).id).to.equal(b);
    await undo("pub.1", a);
    expect((await reported("还是停水", { links })).id).to.equal(a);
  });

  it("is for 宣传部, for two that run, and never for a rehearsal and what is real", async () => {
    const { a, b } = await two();
    expect((await merge<Problem>("media.head", a, b, 403)).code).to.equal("incidents.merge-not-publicity");
    expect((await merge<Problem>("pub.1", a, a, 422)).code).to.equal("incidents.merge-itself");
    const drill = await desk.as("pub.1").post<IncidentView>("/api/rehearsals", { title: "演练", description: "设想" }, 201);
    expect((await merge<Problem>("pub.1", drill.id, b, 422)).code).to.equal("incidents.merge-rehearsal");
    await merge("pub.1", a, b);
    expect((await merge<Problem>("pub.1", a, b, 409)).code).to.equal("incidents.already-merged");
    expect((await merge<Problem>("pub.1", b, a, 409)).code).to.equal("incidents.merge-into-over");
    expect((await calls.view("pub.1", a)).may).to.deep.equal([]);
  });

  it("chosen leads become an incident of their own, with its own level and clocks", async () => {
    const links = ["https://weibo.com/1234567890/z0JH2lOMb"];
    const { id } = await reported("宿舍停水", { links });
    const other = "https://www.douyin.com/video/7301234567890123456";
    await reported("另有火灾视频", { links: [...links, other], discoveredAt: "2026-11-24T08:50:00+08:00" });
    await level(id, "red");
    await desk.news();
    const { items } = await desk.as("pub.1").get<LeadList>(`/api/incidents/${id}/leads`);
    const lead = items.find(({ title }) => title === "另有火灾视频");
    const split = <T = IncidentView>(leadIds: string[], status = 201): Promise<T> =>
      desk
        .as("pub.1")
        .post<T>(`/api/incidents/${id}/split`, { leadIds, title: "火灾视频", reason: "不是一件事" } satisfies SplitInput, status);
    expect(
      (
        await split<Problem>(
          items.map((each) => each.id),
          422,
        )
      ).code,
    ).to.equal("incidents.split-all");
    const part = await split([lead?.id ?? ""]);
    expect(part).to.include({ status: "reported", level: null, leads: 1, title: "火灾视频" });
    expect(part.times.discoveredAt).to.equal("2026-11-24T08:50:00.000+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.1": ["研判定级：火灾视频"], "data.1": ["研判定级：火灾视频"] });
    expect(await calls.view("pub.1", id)).to.include({ level: "red", leads: 1 });
    expect((await reported("又见火灾", { links: [other] })).id).to.equal(part.id);
    expect((await reported("又见停水", { links })).id).to.equal(id);
    expect((await split<Problem>([lead?.id ?? ""], 422)).code).to.equal("incidents.split-unknown-lead");
  });
});
