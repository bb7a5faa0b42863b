import { expect } from "chai";
import { StoredFile } from "../../entities/stored-file.js";
import type { DischargeInput, IncidentDuty, IncidentDutyView, IncidentView, Problem, TodoList } from "../../server/http/contract.js";
import { newId } from "../../server/kernel/ids.js";
import { insertRows } from "../../server/kernel/rows.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";

const TITLE = "某校学生集体投诉";

describe("article 24 › every duty stays owed until it is discharged", function () {
  this.timeout(60_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  beforeEach(async () => {
    desk = await Desk.open();
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const alarmed = async (level: "yellow" | "orange" | "red"): Promise<string> => {
    const { id } = await calls.report("school.ed", { unitId: "media", links: [] });
    await calls.act("pub.1", id, "level", { level, reason: "评论区讨论较多" });
    await desk.settle();
    await desk.press("data.1", "会商", "agree");
    await desk.news();
    return id;
  };
  const duty = (incident: IncidentView, name: string): IncidentDutyView => {
    const found = incident.duties.filter((each) => each.duty === name).at(-1);
    if (!found) throw new Error(`no ${name}`);
    return found;
  };
  const enter = (userid: string, id: string, name: IncidentDuty, extra: Partial<DischargeInput> = {}) =>
    calls.discharge(userid, id, name, { note: "已联系学校后勤，今晚恢复供水", how: "page", ...extra });
  const refused = (userid: string, id: string, name: IncidentDuty, status: number, extra: Partial<DischargeInput> = {}) =>
    calls.discharge<Problem>(userid, id, name, { note: "已办", how: "page", ...extra }, status);

  it("R24-03 yellow: 收到 is kept and answered, the progress discharges it", async () => {
    const id = await alarmed("yellow");
    await desk.press("media.head", "黄色警报", "acknowledge");
    const [said] = (await desk.news())["media.head"] ?? [];
    expect(said).to.contain("已记录您 09:00 收到").and.to.contain("处置情况");
    expect(duty(await calls.view("pub.1", id), "handleYellow").state).to.equal("open");
    await enter("media.head", id, "handleYellow");
    const done = duty(await calls.view("pub.1", id), "handleYellow");
    expect(done).to.include({ state: "discharged", late: false });
    expect(done.dischargedBy?.userid).to.equal("media.head");
    expect(done.evidence[0]).to.include({ kind: "discharge", note: "已联系学校后勤，今晚恢复供水", entered: "atOnce" });
    expect(await desk.news()).to.deep.equal({});
    expect(desk.shows("pub.1", "黄色警报")).to.contain("已由 终审责任人");
    expect((await refused("pub.1", id, "handleYellow", 409)).detail).to.contain("已由 终审责任人");
  });

  it("R24-04 orange ① needs 处置意见 and the leader's 收到, in either order", async () => {
    const id = await alarmed("orange");
    await desk.press("lead.vice", "橙色警报", "acknowledge");
    expect(desk.shows("lead.vice", "橙色警报")).to.equal("已收到");
    expect(duty(await calls.view("pub.1", id), "reportOrange").state).to.equal("open");
    await desk.news();
    await enter("media.head", id, "reportOrange");
    expect(await desk.news()).to.deep.equal({ "lead.vice": [`处置意见已提出：${TITLE}`] });
    expect(duty(await calls.view("pub.1", id), "reportOrange")).to.include({ state: "discharged", late: false });
    const other = (await calls.report("ed.1", { unitId: "media", title: "另一件", links: [] })).id;
    await calls.act("pub.1", other, "level", { level: "orange", reason: "评论区讨论较多" });
    await enter("pub.head", other, "reportOrange");
    await desk.news();
    const waiting = duty(await calls.view("pub.1", other), "reportOrange");
    expect(waiting.state).to.equal("open");
    expect(waiting.holders.map(({ userid }) => userid)).to.deep.equal(["lead.vice"]);
    await desk.press("lead.vice", "橙色警报：另一件", "acknowledge");
    expect(duty(await calls.view("pub.1", other), "reportOrange")).to.include({ state: "discharged" });
  });

  it("R24-04 an oral report counts, is shown as such, and the leader confirms it with a tap", async () => {
    const id = await alarmed("orange");
    await desk.to("2026-11-24T10:00:00+08:00");
    await desk.news();
    await enter("media.head", id, "reportOrange", { how: "phone", at: "2026-11-24T09:30:00+08:00" });
    const done = duty(await calls.view("pub.1", id), "reportOrange");
    expect(done.state).to.equal("discharged");
    const [told] = done.evidence.filter((each) => each.kind === "told");
    expect(told).to.include({ how: "phone", entered: "afterwards" });
    expect(told?.by.userid).to.equal("media.head");
    expect(told?.confirmation).to.deep.equal({ state: "waiting" });
    expect((await desk.news())["lead.vice"]).to.deep.equal([`确认已听取口头报告：${TITLE}`]);
    expect((await calls.view("lead.vice", id)).may).to.include("acknowledge");
    await calls.act("lead.vice", id, "acknowledgement", undefined);
    const confirmed = duty(await calls.view("pub.1", id), "reportOrange").evidence.find((each) => each.kind === "told");
    expect(confirmed?.confirmation?.state).to.equal("confirmed");
    const { timeline } = await calls.view("pub.1", id);
    expect(timeline.map((entry) => entry.sentence)).to.include.members([
      "终审责任人 登记已电话向分管领导汇报：已联系学校后勤，今晚恢复供水（补录，11月24日 09:30 办理，待领导本人确认）",
      "分管领导 确认已听取电话报告（终审责任人 登记）",
    ]);
  });

  it("R24-04 the written report is owed from 处置完毕, 24 hours later", async () => {
    const id = await alarmed("orange");
    expect(duty(await calls.view("pub.1", id), "writeUpOrange")).to.include({ state: "open", dueAt: null });
    await calls.act("media.head", id, "finish", { note: "供水恢复，评论已答复", at: "2026-11-24T09:00:00+08:00" });
    const title = [`橙色警报书面报告：${TITLE}`];
    expect(await desk.news()).to.deep.equal({ "pub.1": title, "media.head": title });
    const owed = duty(await calls.view("pub.1", id), "writeUpOrange");
    expect(owed.dueAt?.slice(0, 16)).to.equal("2026-11-25T09:00");
    await enter("pub.1", id, "writeUpOrange", { how: "written", documentNumber: "粤团宣〔2026〕8号" });
    expect(duty(await calls.view("pub.1", id), "writeUpOrange").evidence[0]?.documentNumber).to.equal("粤团宣〔2026〕8号");
    const again = await calls.act<Problem, "finish">("media.head", id, "finish", { note: "再登记一次" }, 409);
    expect(again.code).to.equal("incidents.already-handled");
  });

  it("R24-05 red ① closes by the leader's tap, and that stops nobody else's duty", async () => {
    const id = await alarmed("red");
    await desk.press("lead.top", "红色警报", "acknowledge");
    expect(desk.shows("lead.top", "红色警报")).to.equal("主要领导 09:00 已收到");
    const incident = await calls.view("pub.1", id);
    expect(duty(incident, "reportRed")).to.include({ state: "discharged" });
    for (const name of ["acknowledgeAlert", "startEmergencyPlan", "reportSuperior", "reportCyberspace", "writeUpRed"])
      expect(duty(incident, name).state, name).to.equal("open");
    expect(incident.reach.find(({ person }) => person.userid === "lead.top")?.state).to.equal("acknowledged");
  });

  it("R24-06 somebody else's 收到 is theirs alone: duty ① stays with 主要领导 until they tap or were told", async () => {
    const id = await alarmed("red");
    await desk.press("lead.vice", "红色警报", "acknowledge");
    expect(desk.shows("lead.vice", "红色警报")).to.equal("已收到");
    const owed = duty(await calls.view("pub.1", id), "reportRed");
    expect(owed.state).to.equal("open");
    expect((await refused("pub.1", id, "reportRed", 422)).code).to.equal("incidents.told-how");
    await enter("pub.1", id, "reportRed", { how: "inPerson" });
    const done = duty(await calls.view("pub.1", id), "reportRed");
    expect(done).to.include({ state: "discharged", closedWords: "已由 宣传部值班 09:00 当面报告，未经领导本人确认" });
    expect(desk.shows("lead.top", "红色警报")).to.equal("收到 查看并批示 召集会商");
    expect((await desk.news())["lead.top"]).to.deep.equal([`确认已听取口头报告：${TITLE}`]);
    expect(desk.shows("lead.top", "红色警报")).to.equal("已由 宣传部值班 09:00 当面报告");
  });

  it("召集会商 and 批示 reach those who handle it, and count as 收到", async () => {
    const id = await alarmed("red");
    await desk.press("lead.top", "红色警报", "convene");
    const called = [`领导召集会商：${TITLE}`];
    expect(await desk.news()).to.deep.equal({
      "lead.vice": called,
      "pub.head": called,
      "data.head": called,
      "media.head": called,
      "pub.1": called,
    });
    expect(duty(await calls.view("pub.1", id), "reportRed").state).to.equal("discharged");
    await calls.act("lead.vice", id, "instruction", { kind: "instruct", note: "先恢复供水，再统一答复" });
    const told = [`领导批示：${TITLE}`];
    expect(await desk.news()).to.deep.equal({ "pub.head": told, "pub.1": told, "media.head": told });
    const no = await calls.act<Problem, "instruction">("media.head", id, "instruction", { kind: "instruct", note: "我来批示" }, 403);
    expect(no.code).to.equal("incidents.not-a-leader");
  });

  it("R24-07 the plan names who commands; what is reported upward names whom, how and the receipt", async () => {
    const id = await alarmed("red");
    await enter("pub.head", id, "startEmergencyPlan", { commander: "lead.vice" });
    expect((await desk.news())["lead.vice"]).to.deep.equal([`您被指定为应急处置总指挥：${TITLE}`]);
    await enter("pub.1", id, "reportSuperior", { how: "phone", contact: "值班室", receipt: "2026-1124-7" });
    await enter("pub.1", id, "reportCyberspace", { how: "written" });
    const incident = await calls.view("pub.1", id);
    expect(duty(incident, "startEmergencyPlan").evidence[0]?.commander?.userid).to.equal("lead.vice");
    expect(duty(incident, "reportSuperior").evidence[0]).to.include({
      to: "团中央宣传部、省委宣传部",
      contact: "值班室",
      receipt: "2026-1124-7",
    });
    expect(duty(incident, "reportCyberspace").evidence[0]?.to).to.equal("省网信办");
    expect((await refused("pub.1", id, "startEmergencyPlan", 409)).detail).to.contain("已由 宣传部负责人");
    const other = await alarmed("red");
    expect((await refused("pub.head", other, "startEmergencyPlan", 422, { commander: "nobody" })).code).to.equal(
      "incidents.commander-unknown",
    );
  });

  it("what cannot be is refused in Chinese, is on record, and changes nothing", async () => {
    const id = await alarmed("orange");
    expect((await refused("school.ed", id, "reportOrange", 403)).code).to.equal("incidents.not-yours");
    expect((await refused("pub.1", id, "startEmergencyPlan", 409)).code).to.equal("incidents.not-owed");
    expect((await refused("pub.1", id, "reportOrange", 422, { at: "2026-11-24T10:00:00+08:00" })).detail).to.contain("办理时间晚于现在");
    expect((await refused("pub.1", id, "reportOrange", 422, { at: "2026-11-24T08:00:00+08:00" })).detail).to.contain("早于事件发生或发现");
    expect((await refused("pub.1", id, "reportOrange", 422, { note: " " })).detail).to.contain("请写明情况");
    expect((await refused("pub.1", id, "reportOrange", 422, { files: ["01a205fa-f086-7092-9ac1-0c819ec59785"] })).code).to.equal(
      "incidents.file-unknown",
    );
    const cleared = { sha256: "c".repeat(64), type: "image/png", bytes: 1, name: "照片.png", uploadedBy: "pub.1" };
    const file = { id: newId(), ...cleared, uploadedAt: desk.services.clock.now(), removedAt: desk.services.clock.now() };
    await desk.services.uow.run((tx) => insertRows(tx, StoredFile, [file]));
    expect((await refused("pub.1", id, "reportOrange", 422, { files: [file.id] })).code).to.equal("incidents.file-unknown");
    await desk.as("pub.1").post(`/api/incidents/${id}/duties/setLevel`, { note: "已办", how: "page" }, 422);
    const incident = await calls.view("pub.1", id);
    expect(duty(incident, "reportOrange")).to.include({ state: "open" });
    expect(incident.timeline.filter((entry) => entry.refused)).to.have.length(4);
    expect(await desk.news()).to.deep.equal({});
  });

  it("a tap twice, an old card, somebody else's card: one 收到 each", async () => {
    const id = await alarmed("red");
    const { taskId } = desk.card("lead.vice", "红色警报");
    for (let times = 0; times < 3; times += 1) await desk.sandbox.raw({ userid: "lead.vice", taskId, key: "acknowledge" });
    await desk.sandbox.raw({ userid: "school.ed", taskId, key: "acknowledge" });
    const incident = await calls.view("pub.1", id);
    expect(incident.timeline.filter((entry) => entry.action === "incidents.acknowledged")).to.have.length(1);
    await calls.act("lead.vice", id, "acknowledgement", undefined);
    const no = await calls.act<Problem, "acknowledgement">("school.ed", id, "acknowledgement", undefined, 403);
    expect(no.code).to.equal("incidents.not-alerted");
    expect((await calls.view("pub.1", id)).timeline.filter((entry) => entry.action === "incidents.acknowledged")).to.have.length(1);
  });

  it("stands in everybody's to-do list as long as it is owed, with what may be done", async () => {
    const id = await alarmed("red");
    const titles = async (userid: string): Promise<string[]> =>
      (await desk.as(userid).get<TodoList>("/api/todo")).items.map((item) => item.title);
    expect(await titles("lead.top")).to.deep.equal([`向主要领导汇报：${TITLE}`]);
    expect(await titles("media.head")).to.have.members([`启动应急处置方案：${TITLE}`, `收到警报：${TITLE}`]);
    const [item] = (await desk.as("lead.top").get<TodoList>("/api/todo")).items;
    expect(item?.may).to.include.members(["acknowledge", "instruct", "convene"]);
    const shown = await calls.view("pub.1", id);
    expect(duty(shown, "startEmergencyPlan").may).to.deep.equal(["discharge"]);
    expect(duty(shown, "reportRed").may).to.deep.equal(["told"]);
    expect(duty(shown, "startEmergencyPlan").steps.map(({ name, state }) => `${name} ${state}`)).to.deep.equal([
      "minute40 ahead",
      "minute50 ahead",
      "missed ahead",
      "due ahead",
    ]);
  });
});
