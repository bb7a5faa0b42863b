import { expect } from "chai";
import type { IncidentNumbers, IncidentVerb, IncidentView, LevelDecisionView } from "../../server/http/contract.js";
import { actObstacle, valuesOf, type Act, type ActValues } from "../../miniapp/words/act.js";
import { decisionState, decisionText } from "../../miniapp/words/decisions.js";
import { dueText } from "../../miniapp/words/due.js";
import { dutyActs } from "../../miniapp/words/duty-acts.js";
import { incidentAct } from "../../miniapp/words/incident-acts.js";
import {
  descriptionMaximum,
  emptyIncident,
  faultsIn,
  isBlank,
  newIncidentOf,
  reportedPlatform,
} from "../../miniapp/words/incident-form.js";
import { sumText } from "../../miniapp/words/incident-sum.js";
import {
  dutyDue,
  dutyMark,
  endText,
  groupIncidents,
  incidentQuery,
  levelTitle,
  minutesText,
  momentsOf,
  partiesText,
  platformText,
  reachText,
  sortedDuties,
  writtenReportText,
} from "../../miniapp/words/incidents.js";
import { levelBars, onTimeBars, weekBars, wholeRate } from "../../miniapp/words/numbers.js";
import { nextActs } from "../../miniapp/words/next-act.js";
import { after, nowMs } from "./support/fixtures.js";
import { dutyView, incidentItem, incidentView } from "./support/incidents.js";

const person = (userid: string, name: string) => ({ userid, name });
const filled = (act: Act, texts: Record<string, string>): ActValues => ({ ...valuesOf(act), texts: { ...act.given, ...texts } });
const decision = (given: Partial<LevelDecisionView>): LevelDecisionView => ({
  ...{ id: "d", at: after(-10), kind: "set", state: "effective", from: null, to: "orange", by: person("pub.1", "宣传部值班") },
  ...{ reason: null, second: null, consultation: null },
  ...given,
});
const buttons = (view: IncidentView, userid = "pub.1") => {
  const { main, beside, rest } = nextActs(view, userid, []);
  return { main: main?.button ?? null, beside: beside.map(({ button }) => button), rest: rest.map(({ button }) => button) };
};

describe("article 24: the words of 舆情", () => {
  it("a level is never a colour alone, and an address says its platform", () => {
    expect([levelTitle("red"), levelTitle(null), levelTitle("none")]).to.deep.equal(["红色警报（特别重大）", "待研判", "非舆情"]);
    const links = [
      "https://m.weibo.cn/x",
      "https://mp.weixin.qq.com/s/1",
      "http://b23.tv/1",
      "https://news.example.cn/1",
      "https://weibo.com.example.cn/",
    ];
    expect(links.map(platformText)).to.deep.equal(["微博", "微信公众号", "B站", "news.example.cn", "weibo.com.example.cn"]);
  });

  it("the head says in one line who was rung, who answered, whom nothing reached and what is still owed", () => {
    const [top, vice] = [person("lead.top", "主要领导"), person("lead.vice", "分管领导")];
    const call = (to: typeof top, state: "sent" | "failed" | "dropped") => ({
      ...{ via: "call" as const, at: after(-1), title: "请查看", to, state, detail: "" },
    });
    const sum = (view: Partial<IncidentView>) => sumText(incidentView({ reach: [], deliveries: [], duties: [], ...view }));
    const reach: IncidentView["reach"] = [
      { person: top, state: "failed", at: null, detail: "不在可见范围" },
      { person: vice, state: "acknowledged", at: after(-1), detail: "" },
    ];
    expect(sum({})).to.equal("");
    expect(
      sum({ reach, duties: [dutyView({ title: "向主要领导汇报" })], deliveries: [call(top, "failed"), call(top, "failed")] }),
    ).to.equal("电话打给 主要领导，还没有接通；2 人中 1 人已送达，主要领导 未送达；还有 1 项未办。");
    expect(sum({ reach: reach.slice(1), deliveries: [call(top, "dropped"), call(vice, "sent"), call(top, "failed")] })).to.equal(
      "电话打给 分管领导等 2 人，分管领导 接听；没有未办的事。",
    );
  });

  it("says who owes a duty and to whom, and of the one owed at once that the leader's own word ends it", () => {
    expect(partiesText({ duty: "startEmergencyPlan", to: "分管领导" }, "您、终审责任人")).to.equal("办理：您、终审责任人 · 报：分管领导");
    expect(partiesText({ duty: "handleYellow", to: null }, "")).to.equal("");
    expect(partiesText({ duty: "reportRed", to: "团省委主要领导" }, "主要领导")).to.equal(
      "等 主要领导 点「收到」，或由他人当面、电话报告后登记",
    );
  });

  it("one sentence says whom the alert reached, and whom not and why", () => {
    const reach = (state: "acknowledged" | "sent" | "failed" | "waiting", name: string, detail = "") => ({
      ...{ person: person(name, name), state, at: null, detail },
    });
    expect(reachText([])).to.equal("还没有发给任何人。");
    expect(reachText([reach("sent", "甲岗"), reach("acknowledged", "乙岗")])).to.equal("2人全部送达，1人已点收到。");
    const eight = Array.from({ length: 8 }, (_, index) => reach("sent", `岗${index}`));
    expect(reachText([...eight, reach("failed", "丙岗", "不在可见范围")])).to.equal("9人中8人已送达，1人未送达：丙岗（不在可见范围）。");
  });

  it("what is owed at once stands first, what is late says by how much", () => {
    const told = dutyView({ taskId: "red", duty: "reportRed", dueAt: null, startedAt: after(-16) });
    const seen = dutyView({ taskId: "seen", duty: "acknowledgeAlert", dueAt: null });
    const done = dutyView({ state: "discharged", late: true, lateMinutes: 65, closedWords: "已由 甲岗 11:05 办结" });
    expect(sortedDuties([seen, done, dutyView(), told]).open.map(({ taskId }) => taskId)).to.deep.equal(["red", "task-plan", "seen"]);
    expect(dueText(dutyDue(told), nowMs)).to.deep.equal({ text: "已等 16 分钟", tone: "over" });
    expect(dueText(dutyDue(seen), nowMs).tone).to.equal("none");
    expect(endText(done)).to.equal("已由 甲岗 11:05 办结，超时 1 小时 5 分");
    expect([dutyMark(done), dutyMark(dutyView({ late: true })), dutyMark(dutyView({ state: "cancelled" }))]).to.deep.equal([
      "doneLate",
      "late",
      "ended",
    ]);
    expect([minutesText(59), minutesText(120), minutesText(26 * 60)]).to.deep.equal(["59 分钟", "2 小时", "1 天 2 小时"]);
  });

  it("a list shows what has no level first, then what is due next, the graver before the lighter", () => {
    const items = [
      incidentItem({ id: "closed", status: "closed", nextDue: null }),
      incidentItem({ id: "yellow", level: "yellow", nextDue: null }),
      incidentItem({ id: "red", nextDue: null }),
      incidentItem({ id: "due" }),
      incidentItem({ id: "new", status: "reported", level: null }),
    ];
    expect(groupIncidents(items).map(({ title, items: shown }) => [title, ...shown.map(({ id }) => id)])).to.deep.equal([
      ["待研判", "new"],
      ["处置中", "due", "red", "yellow"],
      ["已办结", "closed"],
    ]);
    expect(incidentQuery({ scope: "open", level: "red", words: " 拥挤 " }, null)).to.equal(
      "status=open&level=red&words=%E6%8B%A5%E6%8C%A4",
    );
    expect(incidentQuery({ scope: "", level: "", words: "" }, after(0))).to.match(/^before=/);
  });

  it("says what was decided on the level, what waits for a second person, and when things happened", () => {
    expect(decisionText(decision({ kind: "raise", from: "orange", to: "red" }))).to.equal("升级：橙色警报 → 红色警报");
    expect(decisionState(decision({ kind: "lift", state: "proposed" }))?.text).to.equal("等待第二人同意");
    expect(decisionState(decision({}))).to.equal(null);
    expect(momentsOf(incidentView()).map(({ title }) => title)).to.deep.equal(["发现", "报告", "定级"]);
    expect(writtenReportText(incidentView({ level: "yellow" }))).to.contain("不要求");
    expect(writtenReportText(incidentView({ duties: [dutyView({ duty: "writeUpRed" })] }))).to.equal("书面报告待报出");
  });

  describe("one obvious next act", () => {
    it("is 收到 for a leader, with 批示 and 召集会商 beside it; once seen 批示", () => {
      const leader: IncidentVerb[] = ["acknowledge", "instruct", "convene"];
      expect(buttons(incidentView({ may: leader }), "lead.top")).to.deep.equal({ main: "收到", beside: ["批示", "召集会商"], rest: [] });
      expect(buttons(incidentView({ may: ["instruct", "convene"] }), "lead.top")).to.deep.include({ main: "批示", beside: ["召集会商"] });
    });

    it("is the level for the duty desk, then what is due next, own duties first, the written report last", () => {
      const fresh = incidentView({ status: "reported", level: null, duties: [], may: ["setLevel", "assignUnit"], unit: null });
      expect(buttons(fresh)).to.deep.equal({ main: "研判定级", beside: ["确定事发部门"], rest: [] });
      const duties = [
        dutyView({ taskId: "w", duty: "writeUpRed", dueAt: after(1000), may: ["discharge"] }),
        dutyView({ taskId: "p", may: ["discharge"] }),
        dutyView({ taskId: "s", duty: "reportSuperior", holders: [person("pub.1", "宣传部值班")], may: ["discharge"] }),
      ];
      const running = incidentView({ duties, may: ["assignUnit", "finish"] });
      expect(buttons(running)).to.deep.equal({
        ...{ main: "已报上级部门", beside: ["启动应急处置方案"] },
        rest: ["登记书面报告", "改事发部门", "登记处置完毕"],
      });
      expect(buttons(incidentView({ duties: [], may: ["finish"] }))).to.deep.include({ main: "登记处置完毕" });
      expect(buttons(incidentView({ duties: [], may: [] }))).to.deep.equal({ main: null, beside: [], rest: [] });
    });

    it("is going to the leader for whoever is asked to, before everything else", () => {
      const told = dutyView({ duty: "reportRed", dueAt: null, holders: [person("lead.top", "主要领导")], may: ["told"] });
      const plan = dutyView({ may: ["discharge"], holders: [person("pub.1", "宣传部值班")] });
      expect(buttons(incidentView({ duties: [told, plan] })).main).to.equal("启动应急处置方案");
      const going = dutyView({ taskId: "go", duty: "reportRedByHand", dueAt: null, holders: [person("pub.1", "宣传部值班")] });
      expect(buttons(incidentView({ duties: [told, plan, going] })).main).to.equal("记录口头报告");
    });

    it("reaches every verb that the server offers", () => {
      const verbs: IncidentVerb[] = [
        ...(["setLevel", "keepLevel", "settleLevel", "consult", "propose", "acknowledge", "instruct", "convene"] as const),
        ...(["assignUnit", "finish", "lower", "answerLowering", "close", "review"] as const),
      ];
      const { main, beside, rest } = nextActs(incidentView({ level: "orange", may: verbs }), "pub.1", []);
      expect([main, ...beside, ...rest].map((act) => act?.key)).to.have.members(verbs);
    });
  });

  describe("what an act asks for and sends", () => {
    it("a level is chosen by the article's criteria and sent with the one that was seen", () => {
      const act = incidentAct(incidentView({ level: "yellow" }), "setLevel", []);
      expect(act.fields[0]).to.deep.include({ key: "level" });
      expect(actObstacle(act.fields, filled(act, {}))).to.equal("请选择级别");
      expect(actObstacle(act.fields, filled(act, { level: "red" }))).to.equal("请填写理由");
      const values = filled(act, { level: "red", reason: " 上了热搜 " });
      expect(actObstacle(act.fields, values)).to.equal(null);
      expect(act.body(values)).to.deep.equal({ level: "red", reason: "上了热搜", seen: "yellow" });
    });

    it("a dissent asks for the level advised, an agreement does not send one", () => {
      const act = incidentAct(incidentView(), "consult", []);
      expect(act.body(filled(act, { agree: "yes", level: "orange" }))).to.deep.equal({ agree: true, note: undefined });
      expect(act.body(filled(act, { agree: "no", level: "orange", note: "已降温" }))).to.deep.equal({
        agree: false,
        level: "orange",
        note: "已降温",
      });
    });

    it("closing asks for each duty still owed why it was not done", () => {
      const act = incidentAct(
        incidentView({ status: "lifted", duties: [dutyView({ duty: "writeUpRed", title: "红色警报书面报告" })] }),
        "close",
        [],
      );
      expect(actObstacle(act.fields, filled(act, { reason: "已平息" }))).to.contain("红色警报书面报告");
      expect(act.body(filled(act, { reason: "已平息", "why.writeUpRed": "并入专报" }))).to.deep.equal({
        reason: "已平息",
        explanations: { writeUpRed: "并入专报" },
      });
    });

    it("a duty is discharged with its own evidence, and what is too long says by how much", () => {
      const [report] = dutyActs(incidentView(), dutyView({ duty: "reportCyberspace", may: ["discharge"] }));
      if (!report) throw new Error("no act");
      expect(report).to.include({ button: "已报网信部门", path: "duties/reportCyberspace" });
      expect(report.body(filled(report, { note: "已报", contact: "值班室" }))).to.deep.include({
        note: "已报",
        how: "phone",
        contact: "值班室",
        files: [],
      });
      expect(actObstacle(report.fields, filled(report, { note: "长".repeat(5001) }))).to.contain("最多 5000 个字，现有 5001 个字");
      const [opinion, told] = dutyActs(incidentView(), dutyView({ duty: "reportOrange", may: ["opine", "told"] }));
      expect([opinion?.button, told?.button]).to.deep.equal(["提交处置意见", "记录口头报告"]);
      expect(opinion?.body(filled(opinion, { note: "建议回应" }))).to.include({ how: "page" });
    });
  });

  describe("a report", () => {
    const form = () => ({ ...emptyIncident(nowMs), title: "网传某活动现场安全问题", links: ["https://weibo.com/1/N"] });

    it("knows its platform from the link, and says one that no link tells in the description", () => {
      expect(reportedPlatform(form())).to.equal("weibo");
      expect(newIncidentOf(form())).to.deep.include({ links: ["https://weibo.com/1/N"], description: "" });
      expect(newIncidentOf({ ...form(), links: [""], platform: "douyin", description: "评论很多" }).description).to.equal(
        "平台：抖音\n评论很多",
      );
      expect([isBlank(emptyIncident(nowMs)), isBlank(form())]).to.deep.equal([true, false]);
    });

    it("names every fault: no link that is none, no future, no 50,000 characters, and nothing empty", () => {
      expect(faultsIn(form(), nowMs)).to.deep.equal({});
      expect(Object.keys(faultsIn(emptyIncident(nowMs), nowMs))).to.deep.equal(["title", "links"]);
      const wrong = { ...form(), links: ["weibo"], description: "长".repeat(50_000), discoveredAt: after(1), occurredAt: after(2) };
      expect(Object.keys(faultsIn(wrong, nowMs))).to.deep.equal(["links", "description", "discoveredAt", "occurredAt"]);
      expect(faultsIn(wrong, nowMs).description).to.contain(`最多 ${descriptionMaximum} 个字，现有 50000 个字`);
    });
  });
});

describe("article 24: the bars", () => {
  const numbers = (given: Partial<IncidentNumbers> = {}): IncidentNumbers => ({
    ...{ now: after(0), from: "2026-11-02", to: "2026-11-24", total: 3 },
    byLevel: [
      { level: "red", count: 1 },
      { level: null, count: 2 },
    ],
    byWeek: [
      { from: "2026-11-02", red: 0, orange: 0, yellow: 0, unset: 0 },
      { from: "2026-11-09", red: 0, orange: 0, yellow: 0, unset: 0 },
      { from: "2026-11-16", red: 1, orange: 0, yellow: 0, unset: 1 },
      { from: "2026-11-23", red: 0, orange: 0, yellow: 1, unset: 0 },
    ],
    onTime: [
      { duty: "setLevel", title: "研判定级", onTime: 2, late: 1, running: 1 },
      { duty: "writeUpRed", title: "红色警报书面报告", onTime: 0, late: 0, running: 2 },
    ],
    ...given,
  });

  it("stand beside their numbers, as long as their share of the longest", () => {
    expect(levelBars(numbers()).map(({ label, value, parts }) => [label, value, parts[0]?.share])).to.deep.equal([
      ["红色警报", "1 件", 50],
      ["待研判", "2 件", 100],
    ]);
    expect(weekBars(numbers()).map(({ label, value }) => `${label} ${value}`)).to.deep.equal([
      "11月2日 起 2 周 没有",
      "11月16日 起 2 件（红 1、待研判 1）",
      "11月23日 起 1 件（黄 1）",
    ]);
  });

  it("a rate is of what is done or missed; what still runs is said beside it", () => {
    expect(onTimeBars(numbers()).map(({ value }) => value)).to.deep.equal(["66.7%（按时 2，超时 1，1 项在办）", "在办 2 项"]);
    expect([wholeRate(numbers()), wholeRate(numbers({ onTime: [] }))]).to.deep.equal([66.7, null]);
  });
});
