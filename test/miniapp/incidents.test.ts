import { expect } from "chai";
import type { DutyDeskView, IncidentView } from "../../server/http/contract.js";
import { after, now, problem } from "./support/fixtures.js";
import { dutyView, incidentItem, incidentView } from "./support/incidents.js";
import { type Answering, type Phone, type SeenRequest, startPhone, type StubbedAnswer } from "./support/phone.js";

const ok = (data: unknown): StubbedAnswer => ({ statusCode: 200, data });
const person = (userid: string, name: string) => ({ userid, name });
const me = (userid: string, may: string[] = []) =>
  ok({ person: person(userid, "宣传部值班"), unit: { id: "publicity", name: "宣传部" }, roles: [], may, now });
const session = ok({ token: "t", expiresAt: after(720), person: person("pub.1", "宣传部值班") });

/** A server with one incident; `act` answers what is done to it. */
const serving =
  (incident: () => IncidentView, act: (request: SeenRequest) => StubbedAnswer | null = () => ok(incident()), userid = "pub.1"): Answering =>
  (request) => {
    if (request.path === "/api/session") return session;
    if (request.path === "/api/me") return me(userid);
    if (request.path === "/api/units") return ok({ now, items: [{ id: "school", name: "学校部" }] });
    return request.method === "POST" ? act(request) : ok(incident());
  };

describe("article 24: 舆情 in the compiled mini program", () => {
  let phone: Phone | null = null;
  const start = (answering: Answering, stored: Record<string, unknown> = {}): Phone =>
    (phone = startPhone(answering, { wecom: true, stored: new Map(Object.entries(stored)) }));
  const posts = (): SeenRequest[] => (phone?.seen ?? []).filter(({ method, path }) => method === "POST" && path !== "/api/session");
  afterEach(() => {
    phone?.close();
    phone = null;
  });

  it("lists them with level in words, what is due next and what is late, and a rehearsal as one", async () => {
    const items = [
      incidentItem({ lateDuties: 2 }),
      incidentItem({ id: "2", title: "演练事件", rehearsal: true }),
      incidentItem({ id: "3", title: "新报告", level: null, status: "reported" }),
    ];
    const opened = start(({ path }) =>
      path === "/api/session" ? session : path === "/api/me" ? me("pub.1") : ok({ now, items, next: null }),
    );
    const page = await opened.open("pages/incidents/incidents");
    for (const words of ["红色警报", "待研判", "剩 40 分钟", "2 项超时，共 5 项未办", "演练", "处置中（2）"])
      expect(page.text()).to.contain(words);
    page.tap("已办结");
    await page.settle();
    expect(opened.seen.map(({ path }) => path)).to.include("/api/incidents?status=ended");
    page.tap("报舆情");
    await page.settle();
    expect(opened.navigations).to.deep.equal(["/pages/report-incident/report-incident"]);
  });

  it("says so where there is none, and what to do without a network", async () => {
    const none = start(({ path }) =>
      path === "/api/session" ? session : path === "/api/me" ? me("pub.1") : ok({ now, items: [], next: null }),
    );
    expect((await none.open("pages/incidents/incidents")).text()).to.contain("没有未办结的舆情");
    none.close();
    expect((await start(() => null).open("pages/incidents/incidents")).text()).to.contain("网络不可用");
  });

  it("opens to a leader with 收到, 批示 and 召集会商; 收到 is one tap", async () => {
    const view = incidentView({ may: ["acknowledge", "instruct", "convene"] });
    const opened = start(serving(() => view, undefined, "lead.top"));
    const page = await opened.open("pages/incident/incident", { id: "incident-1" });
    const foot = page.all("wx-button").map((button) => button.textContent?.trim());
    expect(foot.slice(-3)).to.deep.equal(["批示", "召集会商", "收到"]);
    page.tap("收到");
    await page.settle();
    expect(posts().map(({ path }) => path)).to.deep.equal(["/api/incidents/incident-1/acknowledgement"]);
    page.tap("召集会商");
    await page.settle();
    page.tap("电话树");
    await page.settle();
    expect(opened.navigations).to.deep.equal(["/pages/phone-tree/phone-tree"]);
  });

  it("says whose a duty is, what was shown for it, and who was not reached; a refusal stands above with its article", async () => {
    const told = {
      ...{ id: "e", kind: "told" as const, note: "已当面汇报", how: "inPerson" as const, at: after(-5), enteredAt: after(-4) },
      ...{ by: person("pub.1", "宣传部值班"), entered: "afterwards" as const, confirmation: { state: "waiting" as const } },
      ...{ to: null, contact: null, receipt: null, commander: null, documentNumber: null, files: [] },
    };
    const view = incidentView({
      duties: [dutyView({ may: ["discharge"], evidence: [told], late: true, dueAt: after(-12) })],
      reach: [
        { person: person("a", "甲岗"), state: "sent", at: after(-10), detail: "" },
        { person: person("b", "乙岗"), state: "failed", at: null, detail: "不在可见范围" },
      ],
    });
    const refusal = {
      ...problem(409, "incidents.already-discharged", "这项义务已由 甲岗 办结，不用再登记。"),
      article: "24",
      text: "1小时内启动",
    };
    const opened = start(
      serving(
        () => view,
        () => ({ statusCode: 409, data: refusal }),
      ),
    );
    const page = await opened.open("pages/incident/incident", { id: "incident-1" });
    const shown = [
      "办理：宣传部负责人",
      "超 12 分钟",
      "已当面汇报",
      "补录于",
      "当面报告，未经领导本人确认",
      "2人中1人已送达，1人未送达：乙岗（不在可见范围）",
    ];
    for (const words of shown) expect(page.text()).to.contain(words);
    page.tap("启动应急处置方案");
    await page.settle();
    expect(page.text()).to.contain("总指挥").and.contain("先期措施");
    const send = page.all("wx-button").filter((button) => button.textContent?.trim() === "启动应急处置方案");
    expect(send.length).to.be.greaterThan(1);
    page.tap("启动应急处置方案");
    await page.settle();
    expect(page.text()).to.contain("请填写先期措施");
    expect(posts()).to.deep.equal([]);
    page.type("wx-textarea", "先发情况说明");
    page.tap("启动应急处置方案");
    await page.settle();
    expect(posts().map(({ data }) => (data as { note: string; how: string }).note)).to.deep.equal(["先发情况说明"]);
    expect(page.text()).to.contain("这项义务已由 甲岗 办结").and.contain("第24条");
  });

  it("a report written without a network stays on the phone and is sent once", async () => {
    let gone = true;
    const answering: Answering = (request) => (gone && request.method === "POST" ? null : serving(() => incidentView())(request));
    const opened = start(answering, {
      "desk.unsent.pub.1.incident": {
        ...{ title: "网传某活动现场安全问题", links: ["https://weibo.com/1/N"], platform: "", description: "", files: [] },
        ...{ discoveredAt: after(-20), occurredAt: "", unitId: "" },
      },
    });
    gone = false;
    const page = await opened.open("pages/report-incident/report-incident");
    expect(page.text()).to.contain("已恢复上次没有上报的内容");
    gone = true;
    page.tap("上报");
    await page.settle();
    expect(page.text()).to.contain("内容已存在本机");
    gone = false;
    page.tap("上报");
    await page.settle();
    const [first, second] = posts();
    expect(posts()).to.have.length(2);
    expect(second?.header["Idempotency-Key"], "the same intention").to.equal(first?.header["Idempotency-Key"]);
    expect(opened.navigations).to.deep.equal(["/pages/incident/incident?id=incident-1"]);
  });

  it("the duty desk tells to phone or knock, and asks what the leader answered before it records it", async () => {
    const incident = { id: "incident-1", number: "舆2026-00001", title: "网传某活动现场安全问题", level: "red" as const, rehearsal: false };
    const view: DutyDeskView = {
      now,
      onDuty: [
        { desk: "publicity", people: [person("pub.1", "宣传部值班")] },
        { desk: "dataCentre", people: [] },
      ],
      unset: [],
      knocks: [
        {
          incident,
          since: after(-6),
          leaders: [person("lead.top", "主要领导")],
          asked: [person("lead.vice", "分管领导")],
          mayRecord: true,
        },
      ],
      duties: [],
    };
    const opened = start((request) => {
      if (request.path === "/api/session") return session;
      if (request.path === "/api/me") return me("pub.1");
      return ok(request.method === "POST" ? incidentView() : view);
    });
    const page = await opened.open("pages/duty-desk/duty-desk");
    for (const words of ["主要领导还没有确认收到", "到办公室当面报告", "现在无人值班"]) expect(page.text()).to.contain(words);
    page.tap("已当面报告");
    await page.settle();
    expect(posts()).to.deep.equal([]);
    page.tap("登记已报告");
    await page.settle();
    expect([posts().length, page.text().includes("请填写领导答复")]).to.deep.equal([0, true]);
    page.tap("要求召集会商");
    page.tap("登记已报告");
    await page.settle();
    expect(posts().map(({ path, data }) => [path, JSON.parse(JSON.stringify(data))])).to.deep.equal([
      ["/api/incidents/incident-1/duties/reportRed", { how: "inPerson", note: "要求召集会商", files: [] }],
    ]);
    expect(page.text()).to.contain("已当面报告，已登记");
  });

  it("the phone tree stands when nothing else works", async () => {
    const tree = {
      now,
      items: [
        { office: "主要领导", people: [person("lead.top", "主要领导（书记）")] },
        { office: "书记班子", people: [] },
      ],
    };
    const opened = start(() => null, { "desk.phone-tree": tree });
    const page = await opened.open("pages/phone-tree/phone-tree");
    for (const words of ["存在本机的名单", "主要领导（书记）", "目前空缺，请打下一位"]) expect(page.text()).to.contain(words);
    page.tap("记为打过");
    await page.settle();
    expect(page.text(), "whom one has tried is marked").to.match(/\d\d:\d\d 打过/);
    page.tap(/\d\d:\d\d 打过/.exec(page.text())?.[0] ?? "");
    await page.settle();
    expect(page.text(), "a second tap takes it back").to.contain("记为打过");
  });
});
