import { expect } from "chai";
import { Deadline } from "../../entities/deadline.js";
import type {
  ApplicationOptions,
  LivestreamChange,
  LivestreamMonth,
  LivestreamView,
  Problem,
  TodoList,
} from "../../server/http/contract.js";
import { localMoment } from "../../server/kernel/local-time.js";
import { Archive } from "../../server/spreadsheet/archive.js";
import { Desk } from "../support/desk.js";
import { application, applied, refusedApplication } from "../support/livestreams.js";

/** Tuesday 24 November 2026, 10:00. A start on 4 December can be filed in time until 27 November. */
describe("article 14 › applying for a livestream", function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
    await desk.news();
  });
  afterEach(() => desk.close());

  const view = (id: string, userid = "pub.1") => desk.as(userid).get<LivestreamView>(`/api/livestreams/${id}`);
  const relogin = (...userids: string[]): void => userids.forEach((userid) => desk.logOut(userid));
  const record = async (id: string): Promise<string[]> => (await view(id)).timeline.map(({ sentence }) => sentence);

  it("R14-01 both heads get the card, then 宣传部 files it, and nobody else hears of it", async () => {
    const { id, status, late, filingDueOn, patrolDueAt } = await applied(desk, "2026-12-04T15:00");
    expect({ status, late, filingDueOn, patrolDueAt }).to.deep.equal({
      ...{ status: "draft", late: false, filingDueOn: "2026-11-27", patrolDueAt: "2026-12-03T18:00:00.000+08:00" },
    });
    expect(await desk.news()).to.deep.equal({ "school.head": ["商定直播：五四云课堂"], "media.head": ["商定直播：五四云课堂"] });
    await desk.press("school.head", "商定直播", "agree");
    await desk.press("school.head", "商定直播", "agree").catch(() => undefined);
    expect(desk.shows("school.head", "商定直播")).to.equal("已商定，等另一方商定");
    expect((await view(id)).agreed.operating).to.equal(null);
    await desk.press("media.head", "商定直播", "agree");
    expect(desk.shows("media.head", "商定直播")).to.equal("终审责任人 10:00 已商定");
    expect(await desk.news()).to.deep.equal({
      "pub.1": ["直播备案：五四云课堂"],
      "pub.head": ["直播备案：五四云课堂"],
      "school.ed": ["双方已商定，已报宣传部备案：五四云课堂"],
    });
    expect(desk.shows("pub.1", "直播备案")).to.equal("查看申请表 退回补正 备案");
    await desk.press("pub.1", "直播备案", "file");
    const told = ["直播已备案：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "school.ed": told, "school.first": told, "school.head": told, "media.head": told });
    expect(desk.shows("pub.head", "直播备案")).to.equal("宣传部值班 10:00 已备案");
    const { code, detail } = await desk.as("pub.head").post<Problem>(`/api/livestreams/${id}/filing`, { decision: "file" }, 409);
    expect([code, detail]).to.deep.equal(["livestream.decided-already", "宣传部值班 已于 11月24日 10:00 备案，本次操作未生效。"]);
    const filed = await view(id);
    expect([filed.status, filed.lacks]).to.deep.equal(["filed", ["没有关联脚本稿件（第11条审核）", "巡查人员还差 2 人", "没有组长"]]);
    expect(await record(id)).to.deep.equal([
      "学校部责任编辑 提交直播申请",
      "学校部主要负责人 商定直播",
      "终审责任人 商定直播",
      "已报宣传部备案（第 1 次）",
      "宣传部值班 备案",
    ]);
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("R14-02 the form knows before it is handed in what it can name and whether it is late", async () => {
    const options = (at: string) =>
      desk.as("school.head").get<ApplicationOptions>(`/api/livestreams/application?startAt=${encodeURIComponent(`${at}:00+08:00`)}`);
    const { accounts, due } = await options("2026-12-04T15:00");
    expect(accounts.map(({ id }) => id)).to.include("wx-main");
    expect(due).to.include({ day: "2026-11-27", late: false, soon: false });
    const tomorrow = await options("2026-11-25T09:00");
    expect(tomorrow.due).to.include({ day: "2026-11-18", late: true, soon: true });
    expect((await desk.as("school.head").get<ApplicationOptions>("/api/livestreams/application")).due).to.equal(null);
  });

  it("R14-04 the form offers the account's drafts that passed the final level, whoever wrote them, and those under way to the units that have to do with them", async () => {
    const scripts = async (userid: string, accountId = "wx-main") =>
      (await desk.as(userid).get<ApplicationOptions>(`/api/livestreams/application?accountId=${accountId}`)).scripts;
    const { id } = await desk.submitted("五四云课堂脚本");
    const underWay = [{ id, title: "五四云课堂脚本", status: "inReview" }];
    expect(await scripts("ed.1"), "the editor").to.deep.equal(underWay);
    expect(await scripts("first.1"), "the unit of the account").to.deep.equal(underWay);
    expect(await scripts("pub.1"), "宣传部").to.deep.equal(underWay);
    expect(await scripts("school.ed"), "another unit").to.deep.equal([]);
    for (const userid of ["first.1", "second.1", "media.head"]) await desk.judge(userid, id, "pass");
    expect(await scripts("school.ed")).to.deep.equal([{ id, title: "五四云课堂脚本", status: "approved" }]);
    expect(await scripts("school.ed", "no-such-account")).to.deep.equal([]);
    expect((await desk.as("school.ed").get<ApplicationOptions>("/api/livestreams/application")).scripts).to.deep.equal([]);
    await desk.news();
  });

  it("R14-01 a head who names no side agrees for each that is theirs, and nobody else does", async () => {
    const { id } = await applied(desk, "2026-12-04T15:00");
    const { agreed } = await desk.as("media.head").post<LivestreamView>(`/api/livestreams/${id}/agreement`, {});
    expect([agreed.initiating, agreed.operating?.by.userid]).to.deep.equal([null, "media.head"]);
    const { code } = await desk.as("pub.1").post<Problem>(`/api/livestreams/${id}/agreement`, {}, 403);
    expect(code).to.contain("livestream.");
  });

  it("R14-01 退回补正 asks the applicant, who puts it right and reports it again without a second agreement", async () => {
    const { id } = await applied(desk, "2026-12-04T15:00");
    await desk.as("school.head").post(`/api/livestreams/${id}/agreement`, { for: "initiating" });
    await desk.as("media.head").post(`/api/livestreams/${id}/agreement`, { for: "operating" });
    await desk.as("media.head").post(`/api/livestreams/${id}/agreement`, { for: "operating" });
    await desk.news();
    await desk.as("pub.1").post<Problem>(`/api/livestreams/${id}/filing`, { decision: "sendBack" }, 422);
    await desk.as("school.ed").post<Problem>(`/api/livestreams/${id}/filing`, { decision: "file" }, 403);
    await desk.as("pub.1").post(`/api/livestreams/${id}/filing`, { decision: "sendBack", note: "请补写备用线路" });
    const news = ["宣传部退回补正：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "school.ed": ["补正直播申请：五四云课堂"], "school.head": news, "media.head": news });
    expect(JSON.stringify(desk.card("school.ed", "补正").card)).to.contain("请补写备用线路");
    const again = await desk
      .as("school.ed")
      .post<LivestreamView>(`/api/livestreams/${id}/changes`, { contingency: "备用线路两条，均已测试。" });
    expect([again.status, again.filings.length, again.filings[0]?.decision]).to.deep.equal(["agreed", 2, "sendBack"]);
    expect(desk.shows("school.ed", "补正")).to.equal("去补正");
    expect(await desk.news()).to.deep.equal({ "pub.1": ["直播备案：五四云课堂"], "pub.head": ["直播备案：五四云课堂"] });
    expect(desk.shows("school.ed", "补正")).to.equal("已重新报备案");
  });

  it("R14-01 reminders come 10 and 8 days before, and at the end of the seventh the applicant hears too", async () => {
    await applied(desk, "2026-12-07T15:00");
    await desk.news();
    await desk.to("2026-11-28T00:02:00+08:00");
    const ten = ["距提前 7 天的期限还有 3 天，直播尚未商定：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "school.head": ten, "media.head": ten });
    await desk.to("2026-11-30T00:02:00+08:00");
    await desk.news();
    await desk.to("2026-12-01T00:02:00+08:00");
    const cards = ["商定直播：五四云课堂"];
    const told = ["直播仍未商定：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "school.head": cards, "media.head": cards, "school.ed": told, "school.first": told });
  });

  it("R14-02 late: an explanation, the head's confirmation, the red label, and the month's list", async () => {
    const refused = await refusedApplication(desk, "2026-11-30T15:00", {});
    expect(refused.code).to.equal("livestream.late-reason-needed");
    expect(refused.detail).to.contain("11月23日").and.to.contain("特殊情况说明");
    expect(refused.article).to.equal("14");
    const { id, late } = await applied(desk, "2026-11-30T15:00", { lateReason: "上级临时部署" });
    expect(late).to.equal(true);
    await desk.news();
    expect(desk.shows("school.head", "商定直播")).to.equal("查看申请表 确认并商定");
    expect(JSON.stringify(desk.card("school.head", "商定直播").card))
      .to.contain("逾期申报")
      .and.to.contain("上级临时部署");
    await desk.press("school.head", "商定直播", "agree");
    await desk.press("media.head", "商定直播", "agree");
    const agreed = await view(id);
    expect([agreed.status, agreed.lateConfirmedAt !== null, agreed.filings[0]?.late]).to.deep.equal(["agreed", true, true]);
    expect((await record(id))[1]).to.equal("学校部主要负责人 商定直播，并确认逾期申报的特殊情况");
    const month = await desk.as("pub.head").get<LivestreamMonth>("/api/livestreams/month?month=2026-11");
    expect(month.late.map((item) => item.id)).to.deep.equal([id]);
    expect((await desk.as("pub.head").get<LivestreamMonth>("/api/livestreams/month?month=2026-12")).late).to.deep.equal([]);
    expect((await desk.as("outside.1").get<LivestreamMonth>("/api/livestreams/month")).items.length).to.equal(1);
    expect(desk.sandbox.calls("pub.1")).to.deep.equal([]);
  });

  it("R14-02 agreed in time is not filed in time: the head of the 发起部门 writes why before it is reported", async () => {
    const { id } = await applied(desk, "2026-12-01T15:00");
    await desk.as("school.head").post(`/api/livestreams/${id}/agreement`, { for: "initiating" });
    await desk.to("2026-11-25T09:00:00+08:00");
    relogin("media.head", "school.head");
    await desk.news();
    const agreed = await desk.as("media.head").post<LivestreamView>(`/api/livestreams/${id}/agreement`, { for: "operating" });
    expect([agreed.status, agreed.late]).to.deep.equal(["draft", true]);
    expect(await desk.news()).to.deep.equal({ "school.head": ["确认逾期申报：五四云课堂"] });
    expect((await desk.as("school.head").post<Problem>(`/api/livestreams/${id}/late-confirmation`, {}, 422)).code).to.equal(
      "livestream.late-reason-needed",
    );
    await desk.as("media.head").post<Problem>(`/api/livestreams/${id}/late-confirmation`, { reason: "代为确认" }, 403);
    const done = await desk.as("school.head").post<LivestreamView>(`/api/livestreams/${id}/late-confirmation`, { reason: "场地临时调整" });
    expect(done.status).to.equal("agreed");
    expect(Object.keys(await desk.news()).sort()).to.deep.equal(["pub.1", "pub.head", "school.ed"]);
  });

  it("R14-02 less than 24 hours before, the desk of 宣传部 is rung as well, and only once", async () => {
    await applied(desk, "2026-11-25T09:00", { lateReason: "上级临时部署" });
    const news = await desk.news();
    expect(Object.keys(news).sort()).to.deep.equal(["media.head", "pub.1", "school.head"]);
    expect(news["pub.1"]).to.deep.equal(["距开播不足 24 小时的直播申报：五四云课堂"]);
    expect(desk.sandbox.calls("pub.1").length).to.equal(1);
    await desk.settle();
    expect(desk.sandbox.calls("pub.1").length).to.equal(1);
  });

  it("R14-02 moving earlier counts anew and asks both heads again; moving later repairs nothing", async () => {
    const { id } = await applied(desk, "2026-12-20T15:00");
    await desk.as("school.head").post(`/api/livestreams/${id}/agreement`, { for: "initiating" });
    await desk.as("media.head").post(`/api/livestreams/${id}/agreement`, { for: "operating" });
    await desk.as("pub.1").post(`/api/livestreams/${id}/filing`, { decision: "file" });
    await desk.news();
    const times = { startAt: "2026-11-29T15:00:00+08:00", endAt: "2026-11-29T16:00:00+08:00" };
    const path = `/api/livestreams/${id}/changes`;
    const change = (body: LivestreamChange) => desk.as("school.ed").post<LivestreamView>(path, body);
    const refused = async (body: LivestreamChange) => (await desk.as("school.ed").post<Problem>(path, body, 422)).code;
    expect(await refused(times)).to.equal("livestream.late-reason-needed");
    expect(await refused({ ...times, lateReason: "档期冲突" })).to.equal("livestream.reason-needed");
    const moved = await change({ ...times, lateReason: "档期冲突", reason: "改在周末" });
    expect([moved.status, moved.late, moved.filingDueOn, moved.dates.length]).to.deep.equal(["draft", true, "2026-11-22", 2]);
    expect(moved.agreed).to.deep.equal({ initiating: null, operating: null });
    const news = await desk.news();
    expect(news["pub.1"]).to.deep.equal(["直播安排有变：五四云课堂"]);
    expect(news["media.head"]).to.deep.equal(["商定直播：五四云课堂"]);
    const later = await change({ startAt: "2026-12-27T15:00:00+08:00", endAt: "2026-12-27T16:00:00+08:00", reason: "再次改期" });
    expect([later.late, later.dates.map(({ late }) => late)]).to.deep.equal([true, [false, true, false]]);
  });

  it("R14-02 moved, the team, its training and the venue are owed by the new start, and the team only when its day has come", async () => {
    const { id } = await applied(desk, "2026-12-04T15:00", { venue: { inOffice: false, officeEquipment: true, note: "在大学礼堂举行" } });
    const path = `/api/livestreams/${id}`;
    await desk.as("school.head").post(`${path}/agreement`, { for: "initiating" });
    await desk.as("media.head").post(`${path}/agreement`, { for: "operating" });
    await desk.as("pub.1").post(`${path}/filing`, { decision: "file" });
    await desk.as("pub.1").post(`${path}/patrol`, { members: ["ed.2", "office.1"], lead: "ed.2" });
    await desk.as("ed.2").post(`${path}/patrol/acceptance`, {});
    const owed = (): Promise<string[]> =>
      desk.services.uow.read(async (tx) =>
        (await tx.findBy(Deadline, { subjectId: id, state: "open" })).map(
          ({ duty, dueAt }) => `${duty} ${localMoment(dueAt ?? new Date(0))}`,
        ),
      );
    await desk.to("2026-12-03T09:00:00+08:00");
    await desk.settle();
    const before = ["formPatrol 12月3日 18:00", "trainPatrol 12月4日 15:00", "streamFromOffice 12月3日 15:00"];
    expect(await owed()).to.have.members(before);
    relogin("school.ed", "school.head", "media.head", "pub.1");
    const times = { startAt: "2026-12-18T15:00:00+08:00", endAt: "2026-12-18T16:00:00+08:00" };
    await desk.as("school.ed").post(`${path}/changes`, { ...times, reason: "嘉宾行程" });
    const kept = ["trainPatrol 12月18日 15:00", "streamFromOffice 12月17日 15:00"];
    expect((await owed()).filter((each) => !each.startsWith("agreeLivestream"))).to.have.members(kept);
    await desk.as("school.head").post(`${path}/agreement`, { for: "initiating" });
    await desk.as("media.head").post(`${path}/agreement`, { for: "operating" });
    await desk.as("pub.1").post(`${path}/filing`, { decision: "file" });
    expect(await owed()).to.have.members(kept);
    await desk.to("2026-12-17T09:00:00+08:00");
    await desk.settle();
    expect(await owed()).to.have.members([...kept, "formPatrol 12月17日 18:00"]);
    await desk.news();
  });

  it("R14-03 off-site is reported to 宣传部; open a day before, both sides are reminded; 要求调整 waits for another venue", async () => {
    const outside = { venue: { inOffice: false, officeEquipment: true, note: "在大学礼堂举行" } };
    expect((await refusedApplication(desk, "2026-12-04T15:00", { venue: { inOffice: false, officeEquipment: true } })).code).to.equal(
      "livestream.venue-reason-needed",
    );
    const { id } = await applied(desk, "2026-12-04T15:00", outside);
    const news = await desk.news();
    expect(news["pub.1"]).to.deep.equal(["办公区域直播：五四云课堂"]);
    expect(desk.shows("pub.1", "办公区域直播")).to.equal("查看申请表 要求调整 报备登记");
    await desk.as("pub.1").post(`/api/livestreams/${id}/venue`, { answer: "adjust", note: "请改用专线" });
    expect(await desk.news()).to.deep.equal({ "school.ed": ["办公区域直播：五四云课堂"] });
    expect((await view(id)).lacks).to.include("场地设备须按要求调整");
    await desk.to("2026-12-03T15:02:00+08:00");
    const eve = await desk.news();
    expect(eve["school.ed"]).to.include("办公区域直播：五四云课堂");
    expect(eve["pub.1"]).to.include("场地设备报备尚未登记：五四云课堂");
    relogin("school.ed", "pub.1");
    await desk.as("school.ed").post(`/api/livestreams/${id}/changes`, {
      venue: { inOffice: false, officeEquipment: true, note: "在大学礼堂举行，专线" },
      reason: "改用专线",
      lateReason: "按要求调整",
    });
    await desk.as("pub.1").post(`/api/livestreams/${id}/venue`, { answer: "register" });
    expect((await view(id)).venueReport?.state).to.equal("registered");
    await desk.as("pub.1").post<Problem>(`/api/livestreams/${id}/venue`, { answer: "register" }, 409);
  });

  it("cancelling ends what is owed and tells those who counted on it", async () => {
    const { id } = await applied(desk, "2026-12-04T15:00");
    await desk.news();
    await desk.as("outside.1").post<Problem>(`/api/livestreams/${id}/cancellation`, { reason: "不办了" }, 403);
    const { status, may } = await desk.as("school.ed").post<LivestreamView>(`/api/livestreams/${id}/cancellation`, { reason: "活动取消" });
    expect([status, may]).to.deep.equal(["cancelled", []]);
    const told = ["直播已取消：五四云课堂"];
    expect(await desk.news()).to.deep.equal({ "school.head": told, "media.head": told, "school.first": told });
    expect(desk.shows("media.head", "商定直播")).to.equal("直播已取消");
    expect((await desk.as("school.head").get<TodoList>("/api/todo")).items).to.deep.equal([]);
    await desk.as("school.ed").post<Problem>(`/api/livestreams/${id}/cancellation`, { reason: "再取消" }, 409);
    await desk.as("school.ed").post<Problem>(`/api/livestreams/${id}/changes`, { title: "新标题" }, 409);
  });

  it("R14-01 the form is printed with what was decided so far, for those whom it concerns", async () => {
    const { id, number } = await applied(desk, "2026-11-30T15:00", { lateReason: "上级临时部署" });
    await desk.as("school.head").post(`/api/livestreams/${id}/agreement`, { for: "initiating" });
    const form = async (userid: string): Promise<Response> =>
      fetch(`${desk.url}/api/livestreams/${id}/form`, { headers: { Authorization: `Bearer ${await desk.token(userid)}` } });
    const printed = await form("school.ed");
    expect(printed.headers.get("content-disposition")).to.contain(encodeURIComponent(`直播申请表 ${number}.docx`));
    const text = new Archive(Buffer.from(await printed.arrayBuffer())).text("word/document.xml");
    for (const words of [
      "直播申请表",
      number,
      "逾期申报",
      "上级临时部署",
      "学校部主要负责人，2026年11月24日 10:00",
      "（待商定）",
      "（待备案）",
    ])
      expect(text).to.contain(words);
    await desk.news();
  });

  it("refuses what cannot be, in Chinese, with what to do", async () => {
    const cases: [object, string, number?][] = [
      [{ endAt: "2026-12-04T14:00:00+08:00" }, "livestream.end-before-start"],
      [{ startAt: "2026-11-24T09:00:00+08:00", endAt: "2026-11-24T11:00:00+08:00" }, "livestream.start-past"],
      [{ endAt: "2026-12-06T14:00:00+08:00" }, "livestream.too-long"],
      [{ startAt: "2028-03-01T15:00:00+08:00", endAt: "2028-03-01T16:00:00+08:00" }, "livestream.too-far"],
      [{ accountId: "wb-frozen" }, "livestream.account-not-active"],
      [{ accountId: "nowhere" }, "livestream.account-unknown"],
      [{ initiatingUnitId: "nowhere" }, "livestream.unit-unknown"],
      [{ initiatingUnitId: "publicity" }, "livestream.not-your-unit", 403],
      [{ contingency: "" }, "http.invalid"],
      [{ scriptDraftId: "01a205fa-f086-7092-9ac1-0c819ec59785" }, "livestream.script-unknown"],
    ];
    for (const [extra, code, status] of cases) {
      const problem = await refusedApplication(desk, "2026-12-04T15:00", extra, status);
      expect(problem.code, JSON.stringify(extra)).to.equal(code);
      expect(problem.detail).to.match(/[请应]/);
    }
    const { number } = await applied(desk, "2026-12-04T15:00", { livingId: "lv1" });
    const taken = await refusedApplication(desk, "2026-12-05T15:00", { livingId: "lv1" });
    expect([taken.code, taken.detail.includes(number)]).to.deep.equal(["livestream.living-taken", true]);
    await desk.as("outside.1").get<Problem>("/api/livestreams/01a205fa-f086-7092-9ac1-0c819ec59785", 404);
    const own = await desk.as("ed.1").post<LivestreamView>("/api/livestreams", application("2026-12-04T15:00"), 201);
    expect((await desk.as("disc.1").get<LivestreamView>(`/api/livestreams/${own.id}`)).applicant.userid).to.equal("ed.1");
    await desk.news();
  });

  it("a year without calendar is refused, not guessed", async () => {
    await desk.close();
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00", nextYear: false });
    const problem = await refusedApplication(desk, "2027-01-15T15:00", {});
    expect(problem.code).to.equal("calendar.year-missing");
    expect(problem.detail).to.contain("2027 年的工作日历尚未录入");
    await desk.news();
  });
});
