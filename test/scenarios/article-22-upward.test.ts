import { expect } from "chai";
import type { IncidentDutyView, Problem, UpwardReportInput, UpwardReportList } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";

describe("article 22 › R22-01 the log of 请示报告", function () {
  this.timeout(60_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  let id = "";
  beforeEach(async () => {
    desk = await Desk.open();
    calls = incidentCalls(desk);
    ({ id } = await calls.report("school.ed", { unitId: "media" }));
    await calls.act("pub.1", id, "level", { level: "red", reason: "多家媒体报道" });
    await desk.news();
  });
  afterEach(() => desk.close());

  const SAID: UpwardReportInput = { to: "省网信办", how: "phone", content: "已报告基本情况和先期措施", receipt: "网信值班 2026-1124-7" };
  const enter = <T = UpwardReportList>(userid: string, extra: Partial<UpwardReportInput> = {}, status = 201, incident = id): Promise<T> =>
    desk.as(userid).post<T>(`/api/incidents/${incident}/upward-reports`, { ...SAID, ...extra }, status);
  const duty = async (name: string): Promise<IncidentDutyView | undefined> =>
    (await calls.view("pub.1", id)).duties.filter((each) => each.duty === name).at(-1);
  const month = (of = "", userid = "pub.head"): Promise<UpwardReportList> =>
    desk.as(userid).get<UpwardReportList>(`/api/upward-reports${of}`);

  it("discharges what 第24条（三） waits for, each body by itself, and tells nobody: nothing is sent outside", async () => {
    const before = desk.sandbox.journal.length;
    const log = await enter("pub.1");
    expect(log.bodies).to.deep.equal(["团中央宣传部", "省委宣传部", "省网信办"]);
    expect(await duty("reportCyberspace")).to.include({ state: "discharged" });
    await enter("pub.1", { to: "团中央宣传部", receipt: "已接收" });
    expect(await duty("reportSuperior")).to.include({ state: "open" });
    await enter("pub.head", { to: "省委宣传部", how: "written", receipt: "收文 31 号", at: "2026-11-24T08:50:00+08:00" });
    const done = await duty("reportSuperior");
    expect(done).to.include({ state: "discharged" });
    expect(done?.evidence.map(({ kind, to, receipt }) => [kind, to, receipt])).to.deep.equal([
      ["upward", "团中央宣传部", "已接收"],
      ["discharge", "省委宣传部", "收文 31 号"],
    ]);
    expect(await desk.news()).to.deep.equal({});
    const paths = new Set(desk.sandbox.journal.slice(before).map(({ path }) => path));
    for (const path of paths) expect(path).to.match(/^\/cgi-bin\//);
    const { items } = await month("?month=2026-11");
    expect(items.map(({ to, duty: which, afterwards }) => [to, which, afterwards])).to.deep.equal([
      ["省委宣传部", "reportSuperior", true],
      ["省网信办", "reportCyberspace", false],
      ["团中央宣传部", "reportSuperior", false],
    ]);
    const { timeline } = await calls.view("pub.1", id);
    expect(timeline.map(({ sentence }) => sentence)).to.include(
      "宣传部值班 登记已电话向团中央宣传部报告，回执 已接收：已报告基本情况和先期措施",
    );
  });

  it("what was entered on the incident's page stands in the same log, and further reports discharge nothing twice", async () => {
    await calls.discharge("pub.1", id, "reportSuperior", { note: "已电话报告", how: "phone", receipt: "2026-7" });
    await enter("pub.1", { to: "省委宣传部", content: "续报：供水恢复", receipt: "已接收" });
    await enter("pub.1", { to: "省教育厅", content: "通报情况", receipt: "已接收" });
    const { items } = await desk.as("pub.1").get<UpwardReportList>(`/api/incidents/${id}/upward-reports`);
    expect(items.map(({ to, duty: which }) => [to, which])).to.deep.equal([
      ["团中央宣传部、省委宣传部", "reportSuperior"],
      ["省委宣传部", null],
      ["省教育厅", null],
    ]);
    expect((await month("?month=2026-10")).items).to.deep.equal([]);
  });

  it("refuses what cannot be, in Chinese, and what was entered already", async () => {
    expect((await enter<Problem>("pub.1", { receipt: " " }, 422)).detail).to.contain("请填写回执编号；没有编号的");
    expect((await enter<Problem>("pub.1", { to: "" }, 422)).detail).to.contain("请填写报告对象");
    const future = await enter<Problem>("pub.1", { at: "2026-11-24T09:01:00+08:00" }, 422);
    expect(future.detail).to.contain("报告时间晚于现在");
    expect(future).to.include({ article: "22", code: "incidents.at-in-future" });
    expect((await enter<Problem>("pub.1", { at: "2026-11-24T08:00:00+08:00" }, 422)).code).to.equal("incidents.at-before-incident");
    expect((await enter<Problem>("media.head", {}, 403)).detail).to.contain("由团省委宣传部负责");
    await enter("pub.1");
    expect((await enter<Problem>("pub.1", {}, 409)).code).to.equal("incidents.already-entered");
    expect((await month()).items).to.have.length(1);
    await desk.as("ed.1").get("/api/upward-reports", 403);
    await desk.as("ed.1").get(`/api/incidents/${id}/upward-reports`, 403);
    await desk.as("pub.1").get("/api/upward-reports?month=2026-13", 422);
    expect(await desk.news()).to.deep.equal({});
  });

  it("a rehearsal's reports stay out of the month", async () => {
    const drill = await desk
      .as("pub.1")
      .post<{ id: string }>("/api/rehearsals", { title: "演练", description: "季度演练", unitId: "media" }, 201);
    await desk.news();
    await enter("pub.1", {}, 201, drill.id);
    expect((await month()).items).to.deep.equal([]);
  });
});
