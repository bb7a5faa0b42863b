import { expect } from "chai";
import type { IncidentDutyView, IncidentView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls, withDigests } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

const TITLE = "某校学生集体投诉";
const ALERT = `橙色警报：${TITLE}`;

describe("article 24 › R24-03, R24-04 yellow and orange climb while nobody answers", function () {
  this.timeout(90_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  let id: string;
  afterEach(() => desk.close());

  const open = async (
    level: "yellow" | "orange",
    at = "2026-11-24T09:00:00+08:00",
    prepare: () => void = () => undefined,
  ): Promise<void> => {
    desk = await Desk.open({ at, organisation: withSecretariat() });
    calls = incidentCalls(desk);
    prepare();
    id = (await calls.report("school.ed", { unitId: "media", discoveredAt: at })).id;
    await desk.press("pub.1", "研判定级", level);
    await desk.press("data.1", "会商", "agree");
  };
  const duty = async (name: string): Promise<IncidentDutyView | undefined> =>
    (await calls.view("pub.1", id)).duties.filter((each) => each.duty === name).at(-1);
  const rung = (userid: string): number => desk.sandbox.calls(userid).length;

  it("orange: a leader who does not tap is rung at +20 min, and the next of 书记班子 stands in when the call is not answered", async () => {
    await open("orange", undefined, () => desk.sandbox.setPhone("lead.vice", "refuses"));
    expect(await desk.news()).to.deep.include({ "lead.vice": [ALERT], "pub.head": [ALERT], "media.head": [ALERT], "data.head": [ALERT] });
    await desk.to("2026-11-24T09:19:55+08:00");
    expect([await desk.news(), rung("lead.vice")]).to.deep.equal([{}, 0]);
    await desk.to("2026-11-24T09:21:30+08:00");
    expect([await desk.news(), rung("lead.vice")]).to.deep.equal([{ "lead.3": [ALERT] }, 1]);
    const { timeline } = await calls.view("pub.1", id);
    expect(timeline.map((entry) => entry.sentence)).to.include.members([
      "电话联系 分管领导（向分管领导汇报）：对方拒接",
      "分管领导联系不上，由 书记班子成员丙 代为听取汇报",
    ]);
    await calls.discharge("media.head", id, "reportOrange", { note: "今晚恢复供水", how: "page" });
    await desk.press("lead.3", "橙色警报", "acknowledge");
    expect(await duty("reportOrange")).to.include({ state: "discharged", late: false });
    await desk.advance("PT3H");
    expect(Object.keys(await desk.news())).not.to.include.members(["lead.4", "lead.top"]);
  });

  it("orange: a leader whom the card does not reach is followed at once", async () => {
    await open("orange", undefined, () => (desk.sandbox.faults.unreachable = ["lead.vice"]));
    const news = await desk.news();
    expect(news["lead.3"]).to.deep.equal([ALERT]);
    expect(news["lead.vice"]).to.equal(undefined);
  });

  it("orange: a call that is answered leaves the duty with that leader", async () => {
    await open("orange", undefined, () => desk.sandbox.setPhone("lead.vice", "answers"));
    const offered = async (userid: string) => (await calls.view(userid, id)).duties.find((each) => each.duty === "reportOrange")?.may;
    expect(await offered("lead.vice"), "the leader taps 收到").to.deep.equal([]);
    expect(await offered("media.head")).to.deep.equal(["opine", "told"]);
    expect(await offered("data.1"), "处置意见 comes from those who handle it").to.deep.equal(["told"]);
    await desk.news();
    await desk.to("2026-11-24T09:30:00+08:00");
    expect([await desk.news(), rung("lead.vice")]).to.deep.equal([{}, 1]);
  });

  it("orange over midnight and National Day: +1, +2, a call at +2:30; at three hours it is late, 主要领导 learns of it, and it stays owed", async () => {
    await open("orange", "2026-10-02T22:10:00+08:00");
    await desk.press("lead.vice", "橙色警报", "acknowledge");
    await desk.news();
    await desk.to("2026-10-02T23:10:05+08:00");
    const remind = (words: string) => ({ "pub.head": [`${words}：${TITLE}`], "media.head": [`${words}：${TITLE}`] });
    expect(await desk.news()).to.deep.equal(remind("橙色警报已过 1 小时"));
    await desk.to("2026-10-03T00:10:05+08:00");
    expect(await desk.news()).to.deep.equal(remind("橙色警报已过 2 小时"));
    await desk.to("2026-10-03T00:40:05+08:00");
    expect(await desk.news()).to.deep.equal({ "pub.head": [ALERT], "media.head": [ALERT] });
    expect([rung("pub.head"), rung("media.head"), rung("lead.vice")]).to.deep.equal([1, 1, 0]);
    await desk.to("2026-10-03T01:09:59+08:00");
    expect(await desk.news()).to.deep.equal({});
    expect(await duty("reportOrange")).to.include({ late: false });
    await desk.to("2026-10-03T01:10:01+08:00");
    const missed = [`橙色警报 3 小时内未完成汇报：${TITLE}`];
    expect(await desk.news()).to.deep.equal({ "pub.head": [ALERT], "media.head": [ALERT], "lead.top": missed });
    await desk.to("2026-10-03T02:00:00+08:00");
    expect(await duty("reportOrange")).to.include({ state: "open", late: true });
    await calls.discharge("media.head", id, "reportOrange", { note: "今晚恢复供水", how: "page" });
    expect(await duty("reportOrange")).to.include({ state: "discharged", late: true });
  });

  it("yellow by day: not seen within the hour, 宣传部 is told; seen, nobody is", async () => {
    await open("yellow");
    await desk.news();
    await desk.to("2026-11-24T09:59:55+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-24T10:00:05+08:00");
    const unseen = [`事发部门未点收到：${TITLE}`];
    expect(await desk.news()).to.deep.equal({ "pub.1": unseen, "pub.head": unseen });
    await desk.close();
    await open("yellow");
    await desk.press("media.head", "黄色警报", "acknowledge");
    await desk.news();
    await desk.to("2026-11-24T12:00:00+08:00");
    expect(await desk.news()).to.deep.equal({});
  });

  it("yellow at night waits until eight; its progress is due at the end of the next working day, then asked for and told", async () => {
    await open("yellow", "2026-11-24T22:30:00+08:00");
    await desk.news();
    await desk.to("2026-11-25T07:59:55+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-11-25T08:00:05+08:00");
    const unseen = [`事发部门未点收到：${TITLE}`];
    expect(await desk.news()).to.deep.equal({ "pub.1": unseen, "pub.head": unseen });
    expect((await duty("handleYellow"))?.dueAt?.slice(0, 16)).to.equal("2026-11-25T18:00");
    await desk.to("2026-11-25T18:05:00+08:00");
    const again = [`黄色警报：${TITLE}`];
    expect(await desk.news()).to.deep.equal(withDigests({ "media.head": again, "pub.1": again }, "11月25日"));
    await desk.to("2026-11-26T18:05:00+08:00");
    expect(await desk.news()).to.deep.equal(withDigests({ "pub.head": [`黄色警报处置情况仍未报送：${TITLE}`] }, "11月26日"));
  });

  it("a written report on orange is asked for at half time and two hours before, told when late, and daily", async () => {
    await open("orange");
    await desk.press("lead.vice", "橙色警报", "acknowledge");
    await calls.discharge("media.head", id, "reportOrange", { note: "今晚恢复供水", how: "page" });
    await calls.act("media.head", id, "finish", { note: "已恢复供水" });
    await desk.news();
    const card = [`橙色警报书面报告：${TITLE}`];
    const asked = { "pub.1": card, "media.head": card };
    await desk.to("2026-11-24T21:00:10+08:00");
    expect(await desk.news()).to.deep.equal(withDigests(asked, "11月24日"));
    await desk.to("2026-11-25T07:00:10+08:00");
    expect(await desk.news()).to.deep.equal(asked);
    await desk.to("2026-11-25T09:00:10+08:00");
    expect(await desk.news()).to.deep.equal({ ...asked, "lead.vice": [`橙色警报书面报告超时：${TITLE}`] });
    await desk.to("2026-11-26T09:00:10+08:00");
    expect(await desk.news()).to.deep.equal(withDigests({ ...asked, "lead.vice": [`书面报告超时 1 天：${TITLE}`] }, "11月25日"));
    const incident: IncidentView = await calls.view("lead.vice", id);
    expect(incident.duties.find((each) => each.duty === "writeUpOrange")).to.include({ late: true, state: "open" });
  });
});
