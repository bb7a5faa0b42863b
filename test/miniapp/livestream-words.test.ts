import { expect } from "chai";
import type { LivestreamView, LivestreamVerb, PatrolPool } from "../../server/http/contract.js";
import { actObstacle, shownFields, valuesOf } from "../../miniapp/words/act.js";
import { livestreamActs } from "../../miniapp/words/livestream-acts.js";
import { applicationRows, expectedLines } from "../../miniapp/words/livestream-facts.js";
import { dayCounts, daysOfMonth } from "../../miniapp/words/livestream-month.js";
import * as words from "../../miniapp/words/livestream-form.js";
import { airTimeText, groupLivestreams, nextStep, stepsOf } from "../../miniapp/words/livestreams.js";
import { nextLiveActs } from "../../miniapp/words/next-live-act.js";
import { seated, seatsOf, teamBody, teamObstacle } from "../../miniapp/words/patrol-team.js";
import { after, now, nowMs } from "./support/fixtures.js";
import { livestreamItem, livestreamView, patroller } from "./support/livestreams.js";

const reader = (userid = "pub.1") => ({ userid, units: [{ key: "school", text: "学校部" }], now: nowMs });
const buttons = (view: LivestreamView, userid = "pub.1") => {
  const { main, beside, rest } = nextLiveActs(view, reader(userid));
  return { main: main?.button ?? null, beside: beside.map(({ button }) => button), rest: rest.map(({ button }) => button) };
};
const act = (view: LivestreamView, verb: LivestreamVerb) => {
  const [first] = livestreamActs(view, verb, reader());
  if (!first) throw new Error(`no act for ${verb}`);
  return first;
};

describe("article 14: the words of 直播", () => {
  it("what is on air stands first, then what comes soonest; what is asked of the reader says so", () => {
    const items = [
      livestreamItem({ id: "later", startAt: "2026-12-20T10:00:00+08:00" }),
      livestreamItem({ id: "soon" }),
      livestreamItem({ id: "air", status: "live" }),
    ];
    expect(groupLivestreams(items).map(({ key, items: of }) => [key, of.map(({ id }) => id)])).to.deep.equal([
      ["live", ["air"]],
      ["coming", ["soon", "later"]],
    ]);
    expect(nextStep(livestreamItem({ may: ["agree"] }))).to.deep.equal({ text: "请您商定", mine: true });
    expect(nextStep(livestreamItem({ status: "agreed" }))).to.deep.equal({ text: "等宣传部备案", mine: false });
    expect(airTimeText(livestreamItem(), nowMs)).to.equal("12月8日 周二 15:00–16:30");
  });

  it("a month counts by the day on which something starts, in order", () => {
    const items = [
      livestreamItem({ id: "c", startAt: "2026-12-09T09:00:00+08:00" }),
      livestreamItem({ id: "b", startAt: "2026-12-08T16:30:00Z" }),
      livestreamItem({ id: "a" }),
    ];
    const days = daysOfMonth({ items });
    expect(days.map(({ items: of }) => of.map(({ id }) => id))).to.deep.equal([["a"], ["b", "c"]]);
    expect(dayCounts(days)).to.deep.equal({ "2026-12-08": "1 场", "2026-12-09": "2 场" });
  });

  it("the steps say who has not agreed, by when it is to be filed, and that a late one waits for the head", () => {
    const agreed = { initiating: { by: { userid: "h", name: "学校部负责人" }, at: after(-5) }, operating: null };
    const steps = stepsOf(livestreamView({ agreed, late: true, lateReason: "临时任务" }), nowMs);
    expect(steps.map(({ key, mark }) => [key, mark])).to.deep.equal([
      ["agreement", "open"],
      ["late", "late"],
      ["filing", "open"],
      ["patrol", "open"],
      ["ready", "open"],
    ]);
    expect(steps[0]?.lines).to.deep.equal(["发起部门（学校部）：学校部负责人 10:31 已商定", "运营部门（新媒体中心）：待主要负责人商定"]);
    expect(steps[2]?.lines[0]).to.equal("期限：开播日 12月8日提前 7 天（12月1日 24:00 前）");
  });

  it("one department on both sides that has agreed, or not yet, is shown once", () => {
    const operatingUnit = { id: "school", name: "学校部" };
    const by = { userid: "h", name: "学校部负责人" };
    const lines = (agreed: LivestreamView["agreed"]) => stepsOf(livestreamView({ operatingUnit, agreed }), nowMs)[0]?.lines;
    expect(lines({ initiating: null, operating: null })).to.deep.equal(["发起并运营（学校部）：待主要负责人商定"]);
    const word = { by, at: after(-5) };
    expect(lines({ initiating: word, operating: word })).to.deep.equal(["发起并运营（学校部）：学校部负责人 10:31 已商定"]);
    expect(lines({ initiating: word, operating: null })).to.have.length(2);
  });

  it("another start takes the end along, unless that was set by hand and still lies after it", () => {
    const form = { startAt: "2026-12-08T15:00:00+08:00", endAt: "2026-12-08T16:30:00+08:00" };
    const moved = (to: string, byHand: boolean) => Date.parse(words.startMoved(form, to, byHand).endAt);
    const [earlier, later, nextDay] = ["2026-12-08T14:00:00+08:00", "2026-12-08T18:00:00+08:00", "2026-12-09T15:00:00+08:00"];
    expect(moved(later, false)).to.equal(Date.parse("2026-12-08T19:30:00+08:00"));
    expect(moved(nextDay, false)).to.equal(Date.parse("2026-12-09T16:30:00+08:00"));
    expect(moved(earlier, true)).to.equal(Date.parse(form.endAt));
    expect(moved(nextDay, true), "it would be over before it begins").to.equal(Date.parse("2026-12-09T16:30:00+08:00"));
  });

  it("the first fault is the topmost on the page, whatever the order in which they were found", () => {
    expect(words.firstFault({ contingency: "x", host: "x", startAt: "x" })).to.equal("startAt");
    expect(words.firstFault(words.applicationFaults(words.emptyApplication(nowMs), nowMs))).to.equal("title");
    expect(words.firstFault({})).to.equal(null);
  });

  it("a team whose training is not confirmed has no tick, and says whose it is", () => {
    const team = [patroller("a"), patroller("b", { trainedAt: null })];
    const step = (lacks: string[], of = team) => stepsOf(livestreamView({ team: of, lacks }), nowMs).find(({ key }) => key === "patrol");
    expect(step(["巡查培训还有 1 人待大数据中心确认"])).to.deep.include({ state: "2 人，培训待确认", mark: "open" });
    expect(step([])?.lines.at(-1)).to.equal("培训待大数据中心确认，未确认不能打卡：巡查员b");
    expect(step([], [patroller("a"), patroller("b")])).to.deep.include({ state: "2 人", mark: "done" });
    expect(step(["巡查人员还差 1 人"])?.state).to.equal("2 人，还不齐");
  });

  it("one act is obvious to whoever looks, its other answer stands beside it", () => {
    expect(buttons(livestreamView({ may: ["agree", "change", "cancel"] }))).to.deep.include({ main: "同意，商定", beside: [] });
    const filing = livestreamView({ status: "agreed", may: ["file", "sendBack", "cancel"] });
    expect(buttons(filing)).to.deep.equal({ main: "备案", beside: ["退回补正"], rest: ["取消直播"] });
    const invited = livestreamView({
      ...{ status: "filed", may: ["joinPatrol"] },
      invitations: [
        {
          id: "i",
          person: { userid: "p", name: "巡查员" },
          role: "lead",
          state: "asked",
          askedAt: now,
          answerBy: after(120),
          reason: null,
        },
      ],
    });
    expect(buttons(invited, "p")).to.deep.equal({ main: "接受担任组长", beside: ["不能参加"], rest: [] });
    expect(buttons(livestreamView()).main).to.equal(null);
  });

  it("it is begun within two hours of its time only, and what is summed up is not asked for again", () => {
    const far = livestreamView({ status: "ready", may: ["start"] });
    expect(buttons(far).main).to.equal(null);
    expect(buttons({ ...far, startAt: after(90) }).main).to.equal("登记开播");
    const ended = livestreamView({ status: "ended", may: ["summarise"] });
    expect(buttons(ended).main).to.equal("提交巡查小结");
    const summary = { words: "正常", by: { userid: "p", name: "组长" }, at: now };
    expect(buttons({ ...ended, summary })).to.deep.equal({ main: null, beside: [], rest: [] });
  });

  it("a summary begins with the counts and asks for as many follow-ups as there are", () => {
    const summing = act(livestreamView({ status: "ended", may: ["summarise"] }), "summarise");
    const values = valuesOf(summing);
    expect(values.texts.words).to.contain("应打卡 10 次，按时 9 次，漏 1 次");
    expect(summing.body(values)).to.deep.include({ followUps: [] });
    const two = { ...values, texts: { ...values.texts, count: "1", unit1: "school", words1: "更换背景板" } };
    expect(shownFields(summing.fields, two).map(({ key }) => key)).to.deep.equal(["words", "count", "unit1", "words1"]);
    expect(summing.body(two)).to.deep.include({ followUps: [{ unitId: "school", words: "更换背景板" }] });
    expect(actObstacle(summing.fields, { ...two, texts: { ...two.texts, unit1: "" } })).to.equal("请选择责任部门 1");
  });

  it("nobody confirms a training of their own", () => {
    const team = [patroller("a", { trainedAt: null }), patroller("b", { trainedAt: null }), patroller("pub.1", { trainedAt: null })];
    const training = act(livestreamView({ team }), "train");
    expect(training.body(valuesOf(training))).to.deep.equal({ members: ["a", "b"] });
  });

  it("a proposed team is filled in, has one lead, and is not sent with nobody beside the lead", () => {
    const pool: PatrolPool = {
      now,
      proposal: [{ userid: "a", name: "甲", role: "lead" }],
      items: ["a", "b", "c"].map((userid) => ({ userid, name: userid, unit: "宣传部", load: 1 })),
    };
    const seats = seatsOf(livestreamView(), pool);
    expect(teamObstacle(seats)).to.equal("巡查队伍至少两人，请再选一名组员");
    const chosen = seated(seated(seats, "b", "lead"), "c", "reserve");
    expect(teamObstacle(chosen)).to.equal(null);
    expect(teamBody(chosen)).to.deep.equal({ members: ["a", "b"], lead: "b", reserve: "c" });
  });

  it("the sheet leaves out what was not filled in; a check-in names whoever owes it", () => {
    const titles = applicationRows(livestreamView(), nowMs).map(({ title }) => title);
    expect(titles).to.include("应急预案").and.not.include("嘉宾");
    const expected = [{ id: "e", at: after(10), kind: "round", round: 2, userid: "a", state: "expected" }] as const;
    expect(expectedLines({ expected: [...expected], team: [patroller("a")] }, nowMs)[0]).to.deep.include({
      ...{ name: "巡查（第 2 次）", who: "巡查员a", at: "10:46" },
    });
  });
});

describe("article 14: 直播申请表 on the phone", () => {
  it("says of each script how far its review is, and keeps the one that was named", () => {
    const passed = { id: "d1", title: "云课堂脚本", status: "approved" } as const;
    const named = { id: "d2", title: "旧脚本", status: "withdrawn" } as const;
    const texts = (scripts: Parameters<typeof words.scriptOptions>[0]) => words.scriptOptions(scripts, named).map(({ text }) => text);
    expect(texts([passed])).to.deep.equal(["旧脚本（已撤回）", "云课堂脚本（终审已通过）"]);
    expect(texts([{ ...named, status: "inReview" }])).to.deep.equal(["旧脚本（审核中）"]);
  });

  const filled = (): words.LivestreamForm => words.formOf(livestreamView());

  it("sends members by their userid and others by name, and whatever is empty as nothing", () => {
    expect(words.newLivestreamOf(filled())).to.deep.include({ host: "主持人", onSite: "school.first", guests: null, lateReason: null });
    expect(words.applicationFaults(filled(), nowMs)).to.deep.equal({});
    expect(words.isBlankApplication(words.emptyApplication(nowMs))).to.equal(true);
  });

  it("a change sends what differs alone, and says when both heads are asked again", () => {
    const view = livestreamView();
    expect(words.isUnchanged(words.changeOf(view, { ...filled(), reason: "笔误" }))).to.equal(true);
    const guests = words.changeOf(view, { ...filled(), guests: "嘉宾一" });
    expect([guests, words.asksAnew(guests)]).to.deep.equal([{ guests: "嘉宾一" }, false]);
    expect(words.asksAnew(words.changeOf(view, { ...filled(), inOffice: "no", venueNote: "校园" }))).to.equal(true);
  });

  it("a venue elsewhere needs its reason, and every answer is asked for", () => {
    const faults = words.applicationFaults({ ...filled(), inOffice: "no", officeEquipment: "" }, nowMs);
    expect(Object.keys(faults)).to.deep.equal(["officeEquipment", "venueNote"]);
    expect(words.applicationFaults({ ...filled(), endAt: filled().startAt }, nowMs)).to.have.key("endAt");
    const late = (lateReason: string) => words.firstFault(words.applicationFaults({ ...filled(), lateReason, inOffice: "" }, nowMs, true));
    expect([late(""), late(" "), late("临时任务")], "too late, the reason is the first thing").to.deep.equal([
      "lateReason",
      "lateReason",
      "inOffice",
    ]);
  });

  it("a refusal stands at the field that it is about", () => {
    const refused = (code: string, fields: { path: string; message: string }[] = []) =>
      words.refusedFields({ code, detail: "请核对", fields });
    expect(refused("livestream.late-reason-needed")).to.deep.equal({ lateReason: "请核对" });
    expect(refused("input.invalid", [{ path: "venue.note", message: "太长" }])).to.deep.equal({ venueNote: "太长" });
    expect(refused("server.busy")).to.deep.equal({});
  });

  it("says before it is handed in until when it is in time, or why it is late and what is then demanded", () => {
    const due = { day: "2026-12-01", words: "开播日 12月8日提前 7 天（12月1日 24:00 前）", late: false, soon: false };
    expect(words.filingAdvice(due, nowMs).lines[0]).to.equal(
      "须由双方主要负责人商定并报备案的期限：开播日 12月8日提前 7 天（12月1日 24:00 前），还有 7 天。",
    );
    const late = words.filingAdvice({ ...due, late: true, soon: true }, nowMs);
    expect([late.late, late.lines.length]).to.deep.equal([true, 3]);
    expect(late.lines[1]).to.contain("发起部门主要负责同志确认").and.contain("逾期申报");
    expect(words.filingAdvice(null, nowMs).late).to.equal(false);
  });
});
