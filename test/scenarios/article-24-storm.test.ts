import { expect } from "chai";
import { IncidentLead } from "../../entities/incident-lead.js";
import type { IncidentList, IncidentView, LeadList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

const TITLE = "某校学生集体投诉";
const POST = "3501756485200075";
/** Ways of writing one Weibo post. */
const ADDRESSES = [
  "https://weibo.com/1234567890/z0JH2lOMb",
  `https://m.weibo.cn/status/${POST}`,
  `https://m.weibo.cn/detail/${POST}?cid=1`,
  "http://www.weibo.com/1234567890/z0JH2lOMb/?from=page_1001",
];
const address = (number: number): string => ADDRESSES[number % ADDRESSES.length] ?? "";

describe("article 24 › R24-11 a storm of reports is one incident, and nobody is told twice", function () {
  this.timeout(60_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  beforeEach(async () => {
    desk = await Desk.open({ organisation: withSecretariat() });
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const report = (number: number, extra: object = {}, userid = "outside.1"): Promise<IncidentView> =>
    calls.report(userid, { title: TITLE, links: [address(number)], discoveredAt: "2026-11-24T09:00:00+08:00", ...extra });
  const leads = (incidentId: string) => desk.services.uow.read((tx) => tx.findBy(IncidentLead, { incidentId }));

  it("two hundred leads in five minutes: one card per person, one call sequence, all stored, and the red of another incident goes out at once", async () => {
    const { id } = await report(0, { unitId: "media" });
    await desk.press("pub.1", "研判定级", "red");
    const first = await desk.news();
    for (const [userid, titles] of Object.entries(first))
      expect(new Set(titles).size, `${userid}: ${titles.join()}`).to.equal(titles.length);
    for (let number = 1; number < 200; number += 1) {
      await report(number);
      if (number === 100) await desk.advance("PT1M");
    }
    expect(await desk.news(), "no new card").to.deep.equal({});
    expect(await leads(id)).to.have.length(200);
    expect(desk.sandbox.calls("lead.top")).to.have.length(1);
    expect((await desk.as("pub.1").get<IncidentList>("/api/incidents")).items).to.have.length(1);

    const other = await calls.report("ed.1", { title: "另一起火灾传闻", links: [], discoveredAt: "2026-11-24T09:00:00+08:00" });
    const raisedAt = desk.services.clock.now();
    await calls.act("pub.1", other.id, "level", { level: "red", reason: "人员伤亡传闻" });
    await desk.settle();
    expect(JSON.stringify(desk.card("lead.top", "红色警报：另一起").card)).to.contain("另一起火灾传闻");
    expect(desk.services.clock.now().getTime() - raisedAt.getTime()).to.be.below(10_000);
  });

  it("further leads are told to both desks together, as often as the level asks, and every lead once", async () => {
    await report(0);
    await desk.press("pub.1", "研判定级", "red");
    await calls.act("lead.top", (await report(1)).id, "acknowledgement", undefined);
    await report(2, { links: ["https://www.douyin.com/video/7301234567890123456", address(2)] });
    await desk.news();
    await desk.advance("PT9M");
    expect(
      Object.values(await desk.news())
        .flat()
        .filter((title) => title.includes("线索")),
    ).to.deep.equal([]);
    await desk.advance("PT1M");
    const digest = `新增线索 2 条：${TITLE}`;
    const news = await desk.news();
    expect(
      Object.entries(news)
        .filter(([, titles]) => titles.includes(digest))
        .map(([userid]) => userid)
        .sort(),
    ).to.deep.equal(["data.1", "pub.1"]);
    const card = JSON.stringify(desk.card("pub.1", "新增线索").card);
    expect(card).to.contain("3 条").and.to.contain("douyin.com");
    await desk.advance("PT30M");
    expect(
      Object.values(await desk.news())
        .flat()
        .filter((title) => title.includes("线索")),
    ).to.deep.equal([]);
    await report(0, { links: ["https://www.iesdouyin.com/share/video/7301234567890123456/"] });
    await desk.advance("PT10M");
    expect((await desk.news())["pub.1"]).to.include(`新增线索 1 条：${TITLE}`);
  });

  it("a lead that holds a higher level right asks the desks at once, and once", async () => {
    const { id } = await report(0);
    await desk.press("pub.1", "研判定级", "yellow");
    await desk.news();
    await report(1, { level: "red" });
    await report(2, { level: "red" });
    await report(3, { level: "yellow" });
    expect(await desk.news()).to.deep.equal({ "pub.1": [`研判定级：${TITLE}`], "data.1": [`研判定级：${TITLE}`] });
    expect(JSON.stringify(desk.card("pub.1", "研判定级").card)).to.contain("无岗位人员：红色");
    await desk.press("pub.1", "研判定级", "red");
    expect((await calls.view("pub.1", id)).level).to.equal("red");
  });

  it("within a day of its end the incident is asked about again and goes on; later it is a new one", async () => {
    const { id } = await report(0);
    await desk.press("pub.1", "研判定级", "yellow");
    await calls.act("pub.1", id, "lowering", { to: "lift", reason: "已处置" });
    await desk.news();
    expect((await report(1)).id).to.equal(id);
    expect(await desk.news()).to.deep.equal({ "pub.1": [`研判定级：${TITLE}`], "data.1": [`研判定级：${TITLE}`] });
    await desk.press("pub.1", "研判定级", "orange");
    expect(await calls.view("pub.1", id)).to.include({ status: "handling", level: "orange" });
    await calls.act("pub.head", id, "lowering", { to: "none", reason: "核实为谣言" });
    await calls.act("lead.vice", id, "lowering/answer", { agree: true });
    await desk.advance("PT24H");
    for (const userid of ["outside.1", "pub.1"]) desk.logOut(userid);
    expect((await report(2)).id).not.to.equal(id);
  });

  it("a title that sounds alike is said on the card, and nothing is put together by itself", async () => {
    const first = await report(0);
    const second = await calls.report("ed.1", { title: "某校 学生集体投诉！", links: [], discoveredAt: "2026-11-24T09:00:00+08:00" });
    expect(second.id).not.to.equal(first.id);
    await desk.settle();
    expect(JSON.stringify(desk.card("pub.1", "某校 学生").card))
      .to.contain("疑似同一")
      .and.to.contain(first.number);
  });

  it("R24-11 what sounds alike is merged by one tap on the card, undone by one on the page, and for 宣传部 alone", async () => {
    const first = await report(0);
    const alike = { title: "某校 学生集体投诉！", links: [], discoveredAt: "2026-11-24T09:00:00+08:00" };
    const second = await calls.report("ed.1", alike);
    const kin = async (userid: string) => {
      const { similarTo, mergedInto } = await desk.as(userid).get<IncidentView>(`/api/incidents/${second.id}`);
      return [similarTo?.may, mergedInto && mergedInto.may];
    };
    await desk.settle();
    expect(desk.shows("pub.1", "某校 学生")).to.contain("并入疑似同一");
    expect(await kin("pub.1")).to.deep.equal([["merge"], null]);
    expect(await kin("data.1")).to.deep.equal([[], null]);
    await desk.news();
    await desk.press("data.1", "某校 学生", "mergeSimilar");
    const { "data.1": [said] = [], ...told } = await desk.news();
    expect(said).to.contain(`已把您的建议（并入 ${first.number}）告知宣传部值班`);
    expect(told).to.deep.equal({ "pub.1": [`大数据中心建议并入 ${first.number}：${alike.title}`] });
    expect(await kin("pub.1"), "advice decides nothing").to.deep.equal([["merge"], null]);
    await desk.press("pub.1", "研判定级：某校 学生", "mergeSimilar");
    await desk.press("pub.1", "研判定级：某校 学生", "mergeSimilar").catch(() => undefined);
    expect(desk.shows("pub.1", "研判定级：某校 学生")).to.equal(`并入 ${first.number}`);
    expect(desk.shows("data.1", "研判定级：某校 学生")).to.equal(`并入 ${first.number}`);
    const news = await desk.news();
    expect(Object.keys(news)).to.deep.equal(["ed.1"]);
    expect(news["ed.1"]).to.have.length(1);
    expect(news["ed.1"]?.[0]).to.contain(`${second.number} 并入本事件`);
    expect(await kin("pub.1")).to.deep.equal([[], ["undo"]]);
    await desk.as("pub.1").post(`/api/incidents/${second.id}/merge/undoing`);
    expect(await kin("pub.1")).to.deep.equal([["merge"], null]);
    expect((await desk.as("pub.1").get<IncidentView>(`/api/incidents/${second.id}`)).status).to.equal("reported");
  });

  it("whoever reported a lead sees the incident", async () => {
    const { id } = await report(0, {}, "ed.1");
    await desk.as("outside.1").get(`/api/incidents/${id}`, 403);
    await report(1);
    await desk.as("outside.1").get(`/api/incidents/${id}`);
    const { total, items } = await desk.as("outside.1").get<LeadList>(`/api/incidents/${id}/leads`);
    expect([total, items.map(({ first, links }) => [first, links[0]])]).to.deep.equal([
      2,
      [
        [false, address(1)],
        [true, address(0)],
      ],
    ]);
    expect(await desk.as("pub.1").get<IncidentView>(`/api/incidents/${id}`)).to.include({ leads: 2, similarTo: null });
  });
});
