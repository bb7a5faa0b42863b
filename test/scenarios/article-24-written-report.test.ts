import { expect } from "chai";
import type {
  IncidentDutyView,
  IncidentLevel,
  Problem,
  ReportIssueInput,
  ReportSignOffInput,
  ReportVersionInput,
  TodoList,
  WrittenReportView,
} from "../../server/http/contract.js";
import { Archive } from "../../server/spreadsheet/archive.js";
import { Desk } from "../support/desk.js";
import { incidentCalls, withDigests } from "../support/incidents.js";

const TITLE = "某校学生集体投诉";
const CARDS = {
  write: `红色警报书面报告：${TITLE}`,
  check: `复核书面报告：${TITLE}`,
  agree: `同意报出书面报告：${TITLE}`,
  issue: `登记书面报告已报出：${TITLE}`,
};

/** The text of a Word file, without its layout. */
const wordText = (file: Buffer): string => (new Archive(file).text("word/document.xml") ?? "").replace(/<[^>]+>/g, "");

describe("article 24 › R24-08 the written report goes its way, signed on exactly one version", function () {
  this.timeout(60_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  let id = "";
  let post = 0;
  let reportId = "";
  beforeEach(async () => {
    desk = await Desk.open();
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const duty = async (name: string): Promise<IncidentDutyView> => {
    const found = (await calls.view("pub.1", id)).duties.filter((each) => each.duty === name).at(-1);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };

  /** A red alert that everybody knows of and of which only the written report is owed. */
  const alarmed = async (level: IncidentLevel = "red"): Promise<void> => {
    ({ id } = await calls.report("school.ed", { unitId: "media", links: [`https://weibo.com/1/${(post += 1)}`] }));
    await calls.act("pub.1", id, "level", { level, reason: "评论区讨论较多" });
    await desk.settle();
    await desk.press("data.1", "会商", "agree");
    for (const userid of level === "red" ? ["lead.top", "lead.vice", "pub.head", "data.head", "media.head"] : ["lead.vice"])
      await calls.act(userid, id, "acknowledgement", undefined);
    if (level === "red") await calls.discharge("pub.head", id, "startEmergencyPlan", { note: "启动三级预案", how: "page" });
    for (const name of level === "red" ? (["reportSuperior", "reportCyberspace"] as const) : [])
      await calls.discharge("pub.1", id, name, { note: "已电话报告", how: "phone", receipt: "2026-7" });
    if (level === "orange") await calls.discharge("media.head", id, "reportOrange", { note: "今晚恢复供水", how: "page" });
    reportId = (await duty(level === "red" ? "writeUpRed" : "writeUpOrange")).taskId;
    await desk.news();
  };

  const at = (path = ""): string => `/api/written-reports/${reportId}${path}`;
  const see = (userid: string): Promise<WrittenReportView> => desk.as(userid).get<WrittenReportView>(at());
  const save = async <T = WrittenReportView>(userid: string, extra: Partial<ReportVersionInput> = {}, status = 200): Promise<T> => {
    const { text, revision } = await see("pub.head");
    const body = text.body.replaceAll("【待补充】", "");
    return desk.as(userid).post<T>(at("/versions"), { ...text, body, seen: revision, ...extra }, status);
  };
  const submit = <T = WrittenReportView>(userid: string, revision: number, status = 200): Promise<T> =>
    desk.as(userid).post<T>(at("/submission"), { revision }, status);
  const sign = <T = WrittenReportView>(
    userid: string,
    revision: number,
    verdict: ReportSignOffInput["verdict"] = "pass",
    status = 200,
    note?: string,
  ): Promise<T> => {
    const body: ReportSignOffInput = { revision, verdict, ...(note ? { note } : {}) };
    return desk.as(userid).post<T>(at("/sign-off"), body, status);
  };
  const issue = <T = WrittenReportView>(userid: string, extra: Partial<ReportIssueInput> = {}, status = 200): Promise<T> =>
    desk.as(userid).post<T>(at("/issue"), { revision: 1, documentNumber: "粤团宣〔2026〕8号", ...extra }, status);

  it("the draft is put together from what happened; drafted, checked, agreed to and issued by different people", async () => {
    await alarmed();
    const { text, revision, status, may } = await see("pub.1");
    expect({ revision, status, may }).to.deep.equal({ revision: 0, status: "none", may: ["save"] });
    expect(text.title).to.equal(`关于${TITLE}舆情处置情况的报告`);
    expect(text.addressee).to.equal("团中央宣传部，省委宣传部，省网信办");
    for (const words of ["11月24日 09:00，研判为红色警报，理由是：评论区讨论较多。", "启动应急处置方案：启动三级预案。", "回执：2026-7。"])
      expect(text.body).to.contain(words);
    expect((await submit<Problem>("pub.1", 1, 409)).code).to.equal("incidents.report-unwritten");
    await save("pub.1");
    expect(await desk.news()).to.deep.equal({});
    await submit("pub.1", 1);
    expect(await desk.news()).to.deep.equal({ "pub.head": [CARDS.check] });
    await desk.press("pub.head", "复核书面报告", "pass");
    expect(await desk.news()).to.deep.equal({ "lead.top": [CARDS.agree], "lead.vice": [CARDS.agree] });
    expect(desk.shows("pub.head", "复核书面报告")).to.equal("宣传部负责人 09:00 同意");
    await sign("lead.vice", 1);
    expect(await desk.news()).to.deep.equal({ "pub.1": [CARDS.issue] });
    expect(desk.shows("lead.top", "同意报出书面报告")).to.equal("分管领导 09:00 同意");
    expect((await duty("writeUpRed")).state).to.equal("open");
    await issue("pub.1", { documentNumber: "粤团宣[2026]8号" });
    expect(await desk.news()).to.deep.equal({});
    const done = await duty("writeUpRed");
    expect(done).to.include({ state: "discharged", late: false });
    expect(done.evidence[0]).to.include({ kind: "discharge", how: "written", documentNumber: "粤团宣〔2026〕8号" });
    expect(done.evidence[0]?.note).to.equal("书面报告第1版，宣传部负责人复核，分管领导同意报出");
    const after = await see("pub.head");
    expect(after).to.include({ status: "issued", documentNumber: "粤团宣〔2026〕8号" });
    expect(after.may).to.deep.equal(["export"]);
    const { timeline } = await calls.view("pub.1", id);
    expect(timeline.slice(-5).map(({ sentence }) => sentence)).to.deep.equal([
      "宣传部值班 保存书面报告第1版",
      "宣传部值班 送签书面报告第1版",
      "宣传部负责人 复核同意书面报告第1版",
      "分管领导 同意报出书面报告第1版",
      "宣传部值班 登记书面报告第1版已报出，文号 粤团宣〔2026〕8号",
    ]);
  });

  it("an edit takes the sign-offs back: old cards and old versions decide nothing, and saving without change is nothing", async () => {
    await alarmed();
    await save("pub.1");
    await submit("pub.1", 1);
    await desk.press("pub.head", "复核书面报告", "pass");
    await desk.news();
    const { taskId } = desk.card("lead.top", "同意报出");
    await save("pub.1");
    expect((await see("pub.1")).revision).to.equal(1);
    await save("pub.1", { title: "关于某校宿舍停水舆情处置情况的报告" });
    expect(await desk.news()).to.deep.equal({});
    expect(desk.shows("lead.vice", "同意报出")).to.equal("宣传部值班 09:00 改动了报告，重新送签");
    await desk.sandbox.raw({ userid: "lead.top", taskId, key: "pass" });
    await desk.settle();
    const after = await see("lead.top");
    expect(after).to.include({ status: "drafting", revision: 2 });
    expect(after.signOffs.map(({ stage, revision, stands }) => [stage, revision, stands])).to.deep.equal([["head", 1, false]]);
    expect((await sign<Problem>("lead.top", 1, "pass", 409)).code).to.equal("incidents.older-version");
    expect((await desk.as("pub.1").post<Problem>(at("/versions"), { ...after.text, seen: 1 }, 409)).detail).to.contain("您看到的是第 1 版");
    await submit("pub.1", 2);
    expect((await see("pub.head")).waitingFor.map(({ userid }) => userid)).to.deep.equal(["pub.head"]);
    expect(await desk.news()).to.deep.equal({ "pub.head": [CARDS.check] });
  });

  const PNG = Buffer.from("89504e470d0a1a0a", "hex");
  const upload = async (name: string, bytes: Buffer | string): Promise<{ status: number; id: string; detail: string }> => {
    const form = new FormData();
    form.append("file", new Blob([new Uint8Array(Buffer.from(bytes))]), name);
    const headers = { Authorization: `Bearer ${await desk.token("pub.1")}` };
    const response = await fetch(`${desk.url}/api/files`, { method: "POST", headers, body: form });
    return { status: response.status, ...((await response.json()) as { id: string; detail: string }) };
  };

  it("what is attached belongs to the version, is listed below the Word text in order, and a change of it is a new version to sign", async () => {
    await alarmed();
    const unknown = await upload("现场.pdf", "这不是 PDF");
    expect(unknown).to.include({ status: 422 });
    expect(unknown.detail).to.contain("不是可用的文件").and.to.contain("PDF");
    const [photo, letter] = [await upload("现场照片.png", PNG), await upload("情况说明.pdf", "%PDF-1.7 情况说明")];
    const first = await save("pub.1", { files: [photo.id, letter.id] });
    expect(first.files.map(({ name, type }) => [name, type])).to.deep.equal([
      ["现场照片.png", "image/png"],
      ["情况说明.pdf", "application/pdf"],
    ]);
    await submit("pub.1", 1);
    const seen = await see("pub.head");
    expect(seen.files).to.have.length(2);
    const second = await save("pub.1", { files: [letter.id, photo.id] });
    expect(second).to.include({ revision: 2, status: "drafting" });
    const again = await save("pub.1", { files: [letter.id, photo.id] });
    expect(again.revision, "saving without change").to.equal(2);
    const word = await fetch(`${desk.url}${at("/word")}`, { headers: { Authorization: `Bearer ${await desk.token("pub.1")}` } });
    const text = wordText(Buffer.from(await word.arrayBuffer()));
    expect(text).to.contain("附件：1．情况说明").and.to.contain("2．现场照片");
    const lost = await save<Problem>("pub.1", { files: ["01a205fa-f086-7092-9ac1-0c819ec59785"] }, 422);
    expect(lost.detail).to.contain("重新上传");
  });

  it("nobody signs their own words, nobody signs twice, nobody else signs; a way back says why", async () => {
    await alarmed();
    await save("pub.head");
    await submit("pub.1", 1);
    expect(await desk.news()).to.deep.equal({ "pub.1": [CARDS.check] });
    expect((await sign<Problem>("pub.head", 1, "pass", 403)).code).to.equal("incidents.own-version");
    expect((await sign<Problem>("media.head", 1, "pass", 403)).detail).to.contain("现在由宣传部值班复核");
    expect((await sign<Problem>("lead.top", 1, "pass", 403)).code).to.equal("incidents.not-yours-to-sign");
    expect((await sign<Problem>("pub.1", 1, "sendBack", 422)).code).to.equal("incidents.send-back-reason");
    await sign("pub.1", 1, "sendBack", 200, "请补充供水恢复的时间");
    expect(await desk.news()).to.deep.equal({ "pub.head": [`书面报告被退回：${TITLE}`] });
    expect((await submit<Problem>("pub.1", 1, 409)).code).to.equal("incidents.sent-back-unchanged");
    await save("pub.1", { title: "关于某校宿舍停水舆情处置情况的报告" });
    await submit("pub.1", 2);
    await sign("pub.head", 2);
    expect((await sign<Problem>("pub.head", 2, "pass", 409)).code).to.equal("incidents.already-signed");
    expect((await issue<Problem>("pub.1", { revision: 2 }, 409)).code).to.equal("incidents.not-agreed");
    await desk.as("ed.1").get(at(), 403);
    await desk.as("school.ed").post(at("/versions"), { ...(await see("pub.1")).text, seen: 2 }, 403);
    expect((await calls.view("pub.1", id)).timeline.filter(({ refused }) => refused).length).to.be.at.least(7);
  });

  it("what is entered as issued must be so: number, year, time; and a number is used once", async () => {
    await alarmed();
    await save("pub.1");
    await submit("pub.1", 1);
    await sign("pub.head", 1);
    await sign("lead.top", 1);
    await desk.news();
    const refused = async (extra: object, status = 422): Promise<string> => (await issue<Problem>("pub.1", extra, status)).code;
    for (const documentNumber of ["8号", "粤团宣〔2026〕第8号", "粤团宣〔2026〕08号", "粤团宣2026-8"])
      expect(await refused({ documentNumber }), documentNumber).to.equal("incidents.document-number");
    expect(await refused({ documentNumber: "粤团宣〔2025〕8号" })).to.equal("incidents.document-year");
    expect(await refused({ at: "2026-11-24T10:00:00+08:00" })).to.equal("incidents.at-in-future");
    expect(await refused({ at: "2026-11-24T08:50:00+08:00" })).to.equal("incidents.at-before-agreed");
    expect(await refused({ documentNumber: " " })).to.equal("http.invalid");
    expect((await issue<Problem>("media.head", {}, 403)).code).to.equal("incidents.not-publicity");
    const paper = await calls.discharge<Problem>("pub.1", id, "writeUpRed", { note: "已报出", how: "written" }, 409);
    expect(paper.detail).to.contain("领导已同意，待登记报出");
    await issue("pub.1");
    expect((await issue<Problem>("pub.1", {}, 409)).code).to.equal("incidents.report-issued");
    expect((await save<Problem>("pub.1", { title: "再改一次" }, 409)).code).to.equal("incidents.report-issued");
    await alarmed();
    await save("pub.1");
    await submit("pub.1", 1);
    await sign("pub.head", 1);
    await sign("lead.top", 1);
    expect((await issue<Problem>("pub.1", {}, 409)).code).to.equal("incidents.document-number-taken");
  });

  it("stands in the to-do of whoever has it now; missed it is 超时, and whoever sits on it is asked again", async () => {
    await alarmed();
    await save("pub.1");
    await submit("pub.1", 1);
    const todo = async (userid: string): Promise<string[]> =>
      (await desk.as(userid).get<TodoList>("/api/todo")).items.map(({ title }) => title);
    expect(await todo("pub.head")).to.include(`复核书面报告：${TITLE}`);
    expect(await todo("lead.vice")).to.deep.equal([]);
    await desk.news();
    await desk.to("2026-11-24T10:01:00+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.head": [CARDS.check] });
    await desk.to("2026-11-25T08:39:59+08:00");
    await desk.news();
    await desk.to("2026-11-25T08:40:01+08:00");
    expect((await desk.news())["lead.top"]).to.deep.equal([`红色警报书面报告超时：${TITLE}`]);
    desk.logOut("pub.1");
    desk.logOut("pub.head");
    await sign("pub.head", 1);
    desk.logOut("lead.top");
    await sign("lead.top", 1);
    await issue("pub.1", { at: "2026-11-25T08:40:00+08:00" });
    expect(await duty("writeUpRed")).to.include({ state: "discharged", late: true });
    await desk.news();
    await desk.advance("P2D");
    expect(await desk.news()).to.deep.equal(withDigests({}, "11月25日", "11月26日"));
  });

  it("orange: 分管领导 agrees, the unit concerned may write; raised to red, the orange report is asked for no more", async () => {
    await alarmed("orange");
    await calls.act("media.head", id, "finish", { note: "已恢复供水" });
    await desk.news();
    expect((await see("media.head")).text.addressee).to.equal("团省委");
    await save("media.head");
    await submit("media.head", 1);
    await sign("pub.head", 1);
    expect((await desk.news())["lead.vice"]).to.deep.equal([CARDS.agree]);
    await calls.act("pub.1", id, "level", { level: "red", reason: "多家媒体报道" });
    await desk.settle();
    expect(desk.shows("lead.vice", "同意报出")).to.equal("并入红色警报");
    expect((await sign<Problem>("lead.vice", 1, "pass", 409)).code).to.equal("incidents.no-longer-owed");
    reportId = (await duty("writeUpRed")).taskId;
    await save("pub.1");
    expect((await submit("pub.1", 1)).status).to.equal("checking");
    await desk.news();
  });

  it("goes out as Word for those who may take it, on record", async () => {
    await alarmed();
    await save("pub.1");
    const answer = await fetch(`${desk.url}${at("/word")}`, { headers: { Authorization: `Bearer ${await desk.token("pub.1")}` } });
    expect(answer.status).to.equal(200);
    expect(decodeURIComponent(answer.headers.get("content-disposition") ?? "")).to.contain(
      `关于${TITLE}舆情处置情况的报告（送审稿第1版）.docx`,
    );
    expect(
      Buffer.from(await answer.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).to.equal("PK");
    await desk.as("media.head").get(at("/word"), 403);
    expect((await calls.view("pub.1", id)).timeline.at(-1)?.sentence).to.equal("宣传部值班 导出书面报告第1版（Word）");
  });

  it("two leaders at the same moment: one agrees, the other learns of it, and 宣传部 is asked once", async () => {
    await alarmed();
    await save("pub.1");
    await submit("pub.1", 1);
    await sign("pub.head", 1);
    await desk.news();
    const tokens = await Promise.all(["lead.top", "lead.vice"].map((userid) => desk.token(userid)));
    const answers = await Promise.all(
      tokens.map((token) =>
        fetch(`${desk.url}${at("/sign-off")}`, {
          method: "POST",
          headers: { Authorization: `Bearer ${token}`, "Content-Type": "application/json" },
          body: JSON.stringify({ revision: 1, verdict: "pass" }),
        }),
      ),
    );
    expect(answers.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
    expect((await see("pub.1")).signOffs.map(({ stage }) => stage)).to.deep.equal(["head", "leader"]);
    expect(await desk.news()).to.deep.equal({ "pub.1": [CARDS.issue] });
  });

  it("【待补充】 cannot go out", async () => {
    await alarmed();
    await save("pub.1", { body: "一、基本情况\n【待补充】" });
    expect((await submit<Problem>("pub.1", 1, 422)).detail).to.contain("正文里还有【待补充】");
  });
});
