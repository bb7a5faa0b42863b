import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import type { IncidentList, IncidentView, NewIncident, PhoneTree, Problem, TodoList, UnitList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls, REPORT, withDigests } from "../support/incidents.js";

const LINK = REPORT.links[0] ?? "";

describe("article 24 › R24-01 anybody reports, and nobody can hold it back", function () {
  this.timeout(40_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const report = (userid: string, extra: Partial<NewIncident> = {}) => incidentCalls(desk).report(userid, extra);

  it("goes to both desks at once, a copy to the reporter's head, a receipt to the reporter, and to nobody else", async () => {
    const incident = await report("school.ed", { unitId: "media" });
    expect(incident).to.include({ status: "reported", level: null, number: "舆2026-00001" });
    expect(incident.times.reportedAt.slice(0, 16)).to.equal("2026-11-24T09:00");
    expect(await desk.news()).to.deep.equal({
      "pub.1": ["研判定级：某校学生集体投诉"],
      "data.1": ["研判定级：某校学生集体投诉"],
      "school.head": ["本部门上报舆情：某校学生集体投诉"],
      "school.ed": ["已收到您的舆情报告：某校学生集体投诉"],
    });
    const card = JSON.stringify(desk.card("pub.1", "研判定级").card);
    for (const words of ["黄色：有媒体报道或在网络社交平台小范围讨论…", "红色：媒体普遍报道或网络社交平台形成普遍讨论…", "点前请看清"])
      expect(card).to.contain(words);
    const rows = (desk.card("pub.1", "研判定级").card as unknown as { horizontal_content_list: object[] }).horizontal_content_list;
    expect(rows).to.deep.include({ keyname: "原帖", value: "weibo.com/1234/Nabc", type: 1, url: "https://weibo.com/1234/Nabc" });
    expect(card, "the card carries no detail").not.to.contain("宿舍停水");
    const shown = await desk.as("pub.1").get<IncidentView>(`/api/incidents/${incident.id}`);
    expect(shown.timeline.map((entry) => entry.sentence)).to.deep.equal([
      "学校部责任编辑 上报舆情，编号 舆2026-00001，直达宣传部值班和大数据中心值班",
    ]);
    expect(shown.reach.map(({ person, state }) => [person.userid, state])).to.have.deep.members([
      ["pub.1", "sent"],
      ["data.1", "sent"],
    ]);
    expect(shown.deliveries).to.have.length(4);
    expect(shown.criteria.map(({ name }) => name)).to.deep.equal(["黄色警报", "橙色警报", "红色警报"]);
  });

  it("by message 「报舆情」 with a link, in somebody's own words, once however often WeCom delivers it", async () => {
    const said = await desk.sandbox.say("outside.1", `报舆情 ${LINK} 宿舍停水，学生在评论区集中反映`);
    expect(JSON.stringify(said.reply)).to.contain("已收到您的舆情报告").and.to.contain("/pages/incident/incident?id=");
    const news = await desk.news();
    expect(news["outside.1"], "the answer is the receipt, and there is no second one").to.have.length(1);
    delete news["outside.1"];
    expect(news).to.deep.equal({
      "pub.1": ["研判定级：宿舍停水，学生在评论区集中反映"],
      "data.1": ["研判定级：宿舍停水，学生在评论区集中反映"],
      "school.head": ["本部门上报舆情：宿舍停水，学生在评论区集中反映"],
    });
    const { items } = await desk.as("outside.1").get<IncidentList>("/api/incidents");
    expect(items).to.have.length(1);
    const incident = await desk.as("outside.1").get<IncidentView>(`/api/incidents/${items[0]?.id ?? ""}`);
    expect(incident.links).to.deep.equal([LINK]);
    expect(incident.description).to.equal("宿舍停水，学生在评论区集中反映");
  });

  it("is found again by a part of its title or number, under way or ended", async () => {
    const [one] = [
      await report("school.ed"),
      await report("school.ed", { title: "食堂价格 100% 上涨", links: ["https://weibo.com/9/Other"] }),
    ];
    const found = async (query: string) =>
      (await desk.as("pub.1").get<IncidentList>(`/api/incidents?${query}`)).items.map(({ number }) => number);
    expect(await found(`words=${encodeURIComponent("集体")}`)).to.deep.equal(["舆2026-00001"]);
    expect(await found("words=00002&status=open")).to.deep.equal(["舆2026-00002"]);
    expect(await found(`words=${encodeURIComponent("100%")}`)).to.deep.equal(["舆2026-00002"]);
    expect(await found("status=ended")).to.deep.equal([]);
    await incidentCalls(desk).act("pub.1", one.id, "level", { level: "none", reason: "已核实不实" });
    expect(await found("status=ended")).to.deep.equal(["舆2026-00001"]);
    expect(await found("status=open")).to.deep.equal(["舆2026-00002"]);
    const other = await desk.as("media.head").get<IncidentList>(`/api/incidents?words=00002`);
    expect(other.items, "a search shows nobody what they may not see").to.deep.equal([]);
    await desk.news();
  });

  it("a message with nothing after 「报舆情」 is told how to write one, and nothing is reported", async () => {
    const said = await desk.sandbox.say("outside.1", "报舆情");
    expect(JSON.stringify(said.reply)).to.contain("还没有上报");
    expect((await desk.as("pub.1").get<IncidentList>("/api/incidents")).items).to.deep.equal([]);
    expect(Object.keys(await desk.news())).to.deep.equal(["outside.1"]);
    expect(JSON.stringify((await desk.sandbox.say("outside.1", "帮助")).reply)).to.contain("报舆情");
  });

  it("the same Idempotency-Key twice is one report, and two reports have two numbers", async () => {
    const headers = { "Idempotency-Key": "report-0001" };
    const first = await desk.as("school.ed").post<IncidentView>("/api/incidents", REPORT, 201, headers);
    const again = await desk.as("school.ed").post<IncidentView>("/api/incidents", REPORT, 201, headers);
    expect(again.id).to.equal(first.id);
    const [one, other] = await Promise.all([report("ed.1", { links: ["https://weibo.com/1/Naaaaaaa1"] }), report("ed.2", { links: [] })]);
    expect([one.number, other.number].sort()).to.deep.equal(["舆2026-00002", "舆2026-00003"]);
  });

  it("is seen by whom it concerns and by those who oversee, and by nobody else (第19条)", async () => {
    const { id } = await report("school.ed", { unitId: "media" });
    for (const userid of ["school.ed", "school.head", "media.head", "lead.vice", "lead.top", "pub.head", "pub.1", "data.1", "disc.1"])
      await desk.as(userid).get(`/api/incidents/${id}`);
    for (const userid of ["ed.1", "first.1", "outside.1", "office.1"]) {
      const problem = await desk.as(userid).get<Problem>(`/api/incidents/${id}`, 403);
      expect(problem).to.include({ code: "incidents.not-yours-to-read", article: "19" });
      expect((await desk.as(userid).get<IncidentList>("/api/incidents")).items).to.deep.equal([]);
    }
    expect((await desk.as("media.head").get<IncidentList>("/api/incidents?status=open")).items).to.have.length(1);
    expect((await desk.as("media.head").get<IncidentList>("/api/incidents?status=closed")).items).to.deep.equal([]);
  });

  it("tells nobody whom it does not concern that it exists, not by a refusal either, and keeps the attempt on record (第19条)", async () => {
    const { id } = await report("school.ed", { unitId: "media" });
    await incidentCalls(desk).act("pub.1", id, "level", { level: "red", reason: "登上热搜" });
    const unknown = "0190a000-0000-7000-8000-000000000000";
    const verbs = [
      ["level", { level: "yellow", reason: "小范围讨论" }],
      ["proposal", { level: "red", reason: "又有转载" }],
      ["acknowledgement", undefined],
      ["duties/startEmergencyPlan", { note: "启动三级预案", how: "page" }],
      ["closing", { reason: "已处置完毕" }],
    ] as const;
    for (const [verb, body] of verbs) {
      const said = [];
      for (const incident of [id, unknown])
        said.push(await desk.as("first.1").post<Problem>(`/api/incidents/${incident}/${verb}`, body, 403));
      expect(said[0]?.code, verb).to.equal("incidents.not-yours-to-read");
      expect(said[0]?.detail, verb).to.equal(said[1]?.detail);
    }
    expect((await desk.as("first.1").get<Problem>(`/api/incidents/${unknown}`, 403)).code).to.equal("incidents.not-yours-to-read");
    const tried = await desk.services.uow.read((tx) =>
      tx.findBy(AuditEntry, { action: "incidents.refused", subjectId: id, actor: "first.1" }),
    );
    expect(tried.map(({ refused, article }) => [refused, article])).to.deep.equal(verbs.map(() => [true, "19"]));
  });

  it("stands in the desks' to-do list with its due time, and cannot be deleted by anybody", async () => {
    const { id } = await report("school.ed");
    const { items } = await desk.as("pub.1").get<TodoList>("/api/todo");
    expect(items[0]).to.deep.include({
      duty: "setLevel",
      article: "24",
      subject: { type: "incident", id },
      may: ["setLevel", "assignUnit"],
    });
    expect(items[0]?.dueAt?.slice(0, 16)).to.equal("2026-11-24T09:10");
    const started = await desk.as("school.ed").get<TodoList>("/api/todo?scope=started");
    expect(started.items.map((item) => item.title)).to.deep.equal(["研判定级：某校学生集体投诉"]);
    const response = await fetch(`${desk.url}/api/incidents/${id}`, {
      method: "DELETE",
      headers: { Authorization: `Bearer ${await desk.token("pub.1")}` },
    });
    expect(response.status).to.be.oneOf([404, 405]);
  });

  it("an incident that nobody sets a level for is asked again, then the head learns of it, then the leader in charge", async () => {
    await report("school.ed");
    await desk.news();
    await desk.to("2026-11-24T09:05:01+08:00");
    const card = ["研判定级：某校学生集体投诉"];
    expect(await desk.news()).to.deep.equal({ "pub.1": card, "data.1": card });
    await desk.to("2026-11-24T09:09:59+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-24T09:10:01+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.1": card, "data.1": card, "pub.head": ["到时限仍未定级：某校学生集体投诉"] });
    await desk.to("2026-11-24T09:20:01+08:00");
    expect(await desk.news()).to.deep.equal({ "lead.vice": ["仍未定级：某校学生集体投诉"] });
    await desk.advance("P2D");
    expect(await desk.news()).to.deep.equal(withDigests({}, "11月24日", "11月25日"));
  });

  it("whoever reports can choose the unit concerned, and finds whom to phone where WeCom does not work", async () => {
    const { items } = await desk.as("outside.1").get<UnitList>("/api/units");
    expect(items.map(({ name }) => name)).to.have.members(["宣传部", "新媒体团队", "学校部"]);
    const tree = await desk.as("outside.1").get<PhoneTree>("/api/phone-tree");
    expect(tree.items.map(({ office, people }) => `${office} ${people.map(({ userid }) => userid).join()}`)).to.deep.equal([
      "主要领导 lead.top",
      "分管领导 lead.vice",
      "书记班子 lead.vice",
      "宣传部负责人 pub.head",
      "宣传部值班 pub.1",
      "大数据中心负责人 data.head",
      "大数据中心值班 data.1",
    ]);
  });

  const refused: [string, Partial<Record<keyof NewIncident, unknown>>, RegExp][] = [
    ["a discovery in the future", { discoveredAt: "2026-11-24T09:30:00+08:00" }, /发现时间晚于现在/],
    ["an occurrence after its discovery", { occurredAt: "2026-11-24T08:50:00+08:00" }, /发生时间晚于发现时间/],
    ["a link that is none", { links: ["weibo"] }, /链接应以 http/],
    ["neither link nor words", { links: [], description: " " }, /请填写链接/],
    ["a paste of 50,000 characters", { description: "字".repeat(50_000) }, /说明最多 20000 个字/],
    ["a unit that nobody knows", { unitId: "nowhere" }, /不在组织名单中/],
    ["a file that never arrived", { files: ["01a205fa-f086-7092-9ac1-0c819ec59785"] }, /附件没有上传成功/],
    ["no discovery time", { discoveredAt: undefined }, /发现时间不是有效的时间/],
  ];
  for (const [title, extra, words] of refused) {
    it(`${title} is refused in Chinese, and nobody hears of it`, async () => {
      const problem = await desk.as("school.ed").post<Problem>("/api/incidents", { ...REPORT, ...extra }, 422);
      expect(problem.detail).to.match(words);
      expect(await desk.news()).to.deep.equal({});
    });
  }
});
