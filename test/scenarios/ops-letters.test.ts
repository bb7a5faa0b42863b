import { expect } from "chai";
import { Channel } from "../../entities/channel.js";
import { InboxEvent } from "../../entities/inbox-event.js";
import { Person } from "../../entities/person.js";
import { SharedTokens } from "../../server/delivery/shared-tokens.js";
import { Reception } from "../../server/delivery/reception.js";
import type { DutyPart } from "../../server/deadlines/duty-part.js";
import type { OperationsView, Problem, TimelineView } from "../../server/http/contract.js";
import { insertRows } from "../../server/kernel/rows.js";
import type { Tx, UnitOfWork } from "../../server/kernel/unit-of-work.js";
import { tokenKey } from "../../server/wecom/token.js";
import { Desk } from "../support/desk.js";

const OUT_OF_RANGE = "不在企业微信可见范围内，未收到";

describe("operations › what did not arrive or was not done is seen and put right by hand (第18条)", function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const view = (userid = "pub.1"): Promise<OperationsView> => desk.as(userid).get<OperationsView>("/api/operations");
  const titles = async (): Promise<string[]> => (await view()).letters.map((letter) => letter.title).sort();
  const letterOf = async (words: string): Promise<string> => {
    const found = (await view()).letters.find((letter) => letter.title.includes(words));
    expect(found, `a letter with「${words}」`).not.to.equal(undefined);
    return found?.id ?? "";
  };
  const resend = (id: string, status = 200, userid = "pub.1") =>
    desk.as(userid).post<Problem>(`/api/operations/letters/${id}/resend`, undefined, status);
  const at = async (path: string, userid = "pub.1"): Promise<number> => {
    const headers = { Authorization: `Bearer ${await desk.token(userid)}`, "Content-Type": "application/json" };
    return (await fetch(`${desk.url}${path}`, { method: "POST", headers, body: "{}" })).status;
  };
  /** A draft whose first card nobody got. */
  const undelivered = async (title: string, unreachable = ["first.1", "first.2"]): Promise<string> => {
    desk.sandbox.faults.unreachable = unreachable;
    const { id } = await desk.submitted(title);
    await desk.settle();
    desk.sandbox.faults.unreachable = [];
    await desk.news();
    return id;
  };

  it("a message that nobody got is listed with who, why and what to do; only some may put it right, and leaders are not burdened", async () => {
    await undelivered("开学第一课");
    const { letters, unreached, healthy } = await view();
    expect(healthy).to.equal(false);
    expect(letters).to.have.length(1);
    expect(letters[0]).to.deep.include({ title: "初审：开学第一课", reason: OUT_OF_RANGE, nobody: true, may: ["resend", "setAside"] });
    expect(letters[0]?.to.map(({ userid }) => userid).sort()).to.deep.equal(["first.1", "first.2"]);
    expect(unreached.map(({ person, count, why }) => [person.userid, count, why]).sort()).to.deep.equal([
      ["first.1", 1, OUT_OF_RANGE],
      ["first.2", 1, OUT_OF_RANGE],
    ]);
    expect(unreached[0]?.advice).to.contain("可见范围");
    for (const userid of ["data.1", "data.head"]) expect((await view(userid)).letters[0]?.may).to.deep.equal([]);
    expect((await view("pub.head")).letters[0]?.may).to.have.length(2);
    for (const userid of ["lead.top", "lead.vice", "media.head", "ed.1", "disc.1"]) await desk.as(userid).get("/api/operations", 403);
    await resend(await letterOf("开学"), 403, "data.1");
  });

  it("重发 sends it once to those who did not get it, whoever asks and however often, and it goes on record with its article", async () => {
    const draft = await undelivered("开学第一课");
    const id = await letterOf("开学");
    await desk.token("pub.head");
    const path = `/api/operations/letters/${id}/resend`;
    const statuses = await Promise.all([at(path), at(path, "pub.head"), at(path)]);
    expect(statuses.sort()).to.deep.equal([200, 409, 409]);
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课"], "first.2": ["初审：开学第一课"] });
    expect((await resend(id, 409)).detail).to.contain("已经有人处理过");
    expect(await titles()).to.deep.equal([]);
    expect(await desk.news()).to.deep.equal({});

    const { entries } = await desk.as("pub.1").get<TimelineView>(`/api/drafts/${draft}/timeline`);
    const acts = entries.filter(({ action }) => action === "delivery.resent");
    expect(acts).to.have.length(1);
    expect(acts[0]).to.include({ article: "11", revision: 1 });
    expect(acts[0]?.sentence).to.match(/把没有送达的「初审：开学第一课」重发给 初审负责人[甲乙]岗、初审负责人[甲乙]岗/);
    // the card that came late is a card like any other
    await desk.press("first.2", "初审：", "pass");
    expect((await desk.news())["second.1"]).to.deep.equal(["二审：开学第一课"]);
  });

  it("what fails again is listed again, once", async () => {
    await undelivered("开学第一课");
    const first = await letterOf("开学");
    desk.sandbox.faults.unreachable = ["first.1", "first.2"];
    await resend(first);
    await desk.settle();
    const again = await letterOf("开学");
    expect(again).not.to.equal(first);
    expect(await titles()).to.deep.equal(["初审：开学第一课"]);
    desk.sandbox.faults.unreachable = [];
    await desk.news();
    await resend(again);
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课"], "first.2": ["初审：开学第一课"] });
  });

  it("only who missed it gets it again, and what is settled meanwhile asks for nobody and is not sent", async () => {
    await undelivered("到了一人", ["first.1"]);
    const { letters } = await view();
    expect(letters[0]).to.include({ nobody: false });
    await resend(letters[0]?.id ?? "");
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：到了一人"] });

    const draft = await undelivered("已经办了");
    const id = await letterOf("已经办了");
    await desk.judge("first.1", draft, "pass");
    expect(await titles()).to.deep.equal([]);
    expect(await resend(id, 409)).to.include({ code: "operations.letter-untrue", detail: "无需重发：事项已办结，未再发送。" });
    expect(Object.keys(await desk.news()).sort()).to.deep.equal(["ed.1", "second.1", "second.2"]);
  });

  it("已另行告知 needs words, takes it off the list and goes on record", async () => {
    const draft = await undelivered("开学第一课");
    const path = `/api/operations/letters/${await letterOf("开学")}/set-aside`;
    expect((await desk.as("pub.1").post<Problem>(path, { note: " " }, 422)).detail).to.contain("已电话告知");
    const after = await desk.as("pub.1").post<OperationsView>(path, { note: "已电话告知两位" });
    expect(after.letters).to.deep.equal([]);
    await desk.as("pub.1").post(path, { note: "再说一次" }, 409);
    const { entries } = await desk.as("pub.1").get<TimelineView>(`/api/drafts/${draft}/timeline`);
    const told = entries.filter(({ action }) => action === "delivery.set-aside");
    expect(told.map(({ sentence }) => sentence)).to.have.length(1);
    expect(told[0]?.sentence).to.contain("已另行告知").and.to.contain("（已电话告知两位）");
    expect(await desk.news()).to.deep.equal({});
  });

  it("nothing is sent to somebody who has left or who no longer owes it", async () => {
    await undelivered("开学第一课");
    const { uow, clock } = desk.services;
    for (const userid of ["first.1", "first.2"]) await uow.run((tx) => tx.update(Person, { userid }, { leftAt: clock.now() }));
    const id = await letterOf("开学");
    expect((await resend(id, 409)).code).to.equal("operations.letter-nobody");
    expect(Object.keys(await desk.news())).not.to.include.members(["first.1"]);
  });

  it("of a bundle that did not arrive each message is listed by itself", async () => {
    for (let number = 1; number <= 14; number += 1) await desk.submitted(`稿件${number}号`);
    await desk.news();
    desk.sandbox.faults.unreachable = ["first.1"];
    await desk.advance("PT61S");
    desk.sandbox.faults.unreachable = [];
    await desk.news();
    expect(await titles()).to.deep.equal(["初审：稿件13号", "初审：稿件14号"]);
    await desk.advance("PT2M");
    await desk.news();
    await resend(await letterOf("稿件13号"));
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：稿件13号"] });
    expect(await titles()).to.deep.equal(["初审：稿件14号"]);
  });

  it("a tap that was given up is listed, told to the administrator once, and decided when it is tried again", async () => {
    const { id } = await desk.submitted("开学第一课");
    await desk.news();
    const part = desk.services.duties.part("firstReviewer") as DutyPart;
    const sound = { ...part };
    Object.assign(part, { presses: { ...part.presses, pass: () => Promise.reject(new Error("broken on purpose")) } });
    await desk.sandbox.press("first.1", desk.card("first.1", "初审：").taskId, "pass");
    expect((await view()).taps).to.deep.include({ waiting: 1, dead: [] });
    for (let tries = 0; tries < 5; tries += 1) await desk.services.reception.workOff();
    const { taps, healthy } = await view();
    expect(healthy).to.equal(false);
    expect(taps.waiting).to.equal(0);
    expect(taps.dead).to.have.length(1);
    expect(taps.dead[0]).to.deep.include({ what: "「初审：开学第一课」上的点按", reason: "试了 5 次，系统都没有办成", may: ["retry"] });
    expect(taps.dead[0]?.by).to.include({ userid: "first.1" });
    await desk.services.watchdog.look();
    await desk.services.watchdog.look();
    expect(await desk.news()).to.deep.equal({ "pub.1": ["有 1 件事没有送达或办成"] });

    const path = `/api/operations/taps/${taps.dead[0]?.id}/retry`;
    await desk.as("data.1").post(path, undefined, 403);
    expect((await desk.as("pub.1").post<OperationsView>(path)).taps).to.deep.include({ waiting: 1, dead: [] });
    for (let tries = 0; tries < 5; tries += 1) await desk.services.reception.workOff();
    Object.assign(part, sound);
    const statuses = await Promise.all([at(path), at(path)]);
    expect(statuses.sort()).to.deep.equal([200, 409]);
    expect((await view()).taps).to.deep.include({ waiting: 0, dead: [] });
    expect((await desk.news())["second.1"]).to.deep.equal(["二审：开学第一课"]);
    expect(desk.shows("first.2", "初审：")).to.contain("已由 初审负责人甲岗");
    const { entries } = await desk.as("pub.1").get<TimelineView>(`/api/drafts/${id}/timeline`);
    expect(entries.filter(({ action }) => action === "review.passed")).to.have.length(1);
    expect(entries.find(({ action }) => action === "delivery.tap-retried")).to.include({ article: "11" });
  });

  it("what somebody wrote while nothing could be decided is answered once it is, and once only", async () => {
    const { uow, clock, reception } = desk.services;
    const event = { kind: "text", content: "帮助", fromUser: "ed.1", dedupeKey: "e".repeat(64) };
    const row = { dedupeKey: event.dedupeKey, kind: "text", fromUser: "ed.1", receivedAt: clock.now(), state: "pending" as const };
    await uow.run((tx) => insertRows(tx, InboxEvent, [{ ...row, attempts: 0, event }]));
    for (const _ of [1, 2]) await reception.workOff();
    const told = await desk.news();
    expect(Object.keys(told)).to.deep.equal(["ed.1"]);
    expect(told["ed.1"]).to.have.length(1);
    expect(told["ed.1"]?.[0]).to.contain("报舆情");
  });

  it("a try that fails here does not take back what another process has decided meanwhile", async () => {
    const { uow, clock } = desk.services;
    const event = { kind: "text", content: "待办", fromUser: "ed.1" };
    const row = { dedupeKey: "f".repeat(64), kind: "text", fromUser: "ed.1", receivedAt: clock.now(), state: "pending" as const };
    await uow.run((tx) => insertRows(tx, InboxEvent, [{ ...row, attempts: 4, event }]));
    let units = 0;
    /** Between the try and the counting of it, the other process is done. */
    const beaten = {
      read: uow.read.bind(uow),
      run: async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => {
        units += 1;
        if (units > 1) await uow.run((tx) => tx.update(InboxEvent, { dedupeKey: row.dedupeKey }, { state: "done" }));
        return uow.run(work);
      },
    } as UnitOfWork;
    const command = (): Promise<string> => Promise.reject(new Error("broken on purpose"));
    await new Reception(beaten, clock, { command } as never, () => undefined).workOff();
    expect(units).to.equal(2);
    expect(await uow.read((tx) => tx.findOneBy(InboxEvent, { dedupeKey: row.dedupeKey }))).to.include({ state: "done", attempts: 4 });
  });

  it("all is well where nothing is wrong, and the page says what it knows, but no secret", async () => {
    await desk.submitted("开学第一课");
    await desk.settle();
    await desk.services.presence.beat();
    await desk.services.presence.beat();
    desk.services.jobWatch.expect([{ name: "deadlines.sweep", title: "时限巡检", schedule: "* * * * *" }]);
    const state = await view();
    expect(state).to.deep.include({ healthy: true, findings: [], letters: [], unreached: [] });
    expect(state.queue.map(({ name, waiting, oldestSeconds }) => [name, waiting, oldestSeconds])).to.deep.equal([
      ["红色警报", 0, 0],
      ["橙色警报", 0, 0],
      ["特急审核", 0, 0],
      ["其他", 0, 0],
    ]);
    expect(state.wecom).to.deep.include({ trouble: null, shut: [] });
    expect(state.wecom.lastSentAt?.slice(0, 16)).to.equal("2026-11-24T09:00");
    expect(state.wecom.token.state).to.equal("held");
    expect(state.jobs).to.deep.equal([{ name: "deadlines.sweep", title: "时限巡检", silentSeconds: 0, never: true, late: false }]);
    expect(state.calendar.until).to.match(/^202[67]-12-31$/);
    expect(state.record.entries).to.be.greaterThan(2);
    expect(state.record).to.include({ verifiedAt: null, broken: null });
    expect(state.program.processes).to.have.length(1);
    expect(state.program.processes[0]).to.deep.include({ version: "0.1.0", silentSeconds: 0 });
    const { env, uow } = desk.services;
    const { token } = await new SharedTokens(uow, env.sessionSecret).read(tokenKey(env.wecom));
    expect(token?.value).to.be.a("string");
    expect(JSON.stringify(state))
      .not.to.contain(token?.value ?? "")
      .and.not.to.contain(desk.services.env.wecom.secret);
    await desk.services.presence.leave();
    expect((await view()).program.processes).to.deep.equal([]);
  });

  it("names the ways beside the cards that are shut, and no others", async () => {
    const { uow, clock } = desk.services;
    const since = clock.now();
    await uow.run((tx) =>
      insertRows(tx, Channel, [
        { name: "voice", errcode: 301050, reason: "没有开通紧急通知", since },
        { name: "group", errcode: null, reason: null, since },
      ]),
    );
    const { wecom, healthy } = await view();
    expect(healthy).to.equal(false);
    expect(wecom.shut.map(({ title, reason }) => [title, reason])).to.deep.equal([["语音电话", "没有开通紧急通知"]]);
  });

  it("says since when WeCom takes nothing and why, while it does", async () => {
    for (const userid of ["pub.1", "ed.1"]) await desk.token(userid);
    desk.sandbox.faults.down = true;
    await desk.submitted("开学第一课");
    await desk.advance("PT6M");
    const { wecom, healthy, findings } = await view();
    expect(healthy).to.equal(false);
    expect(wecom.trouble?.since.slice(0, 16)).to.equal("2026-11-24T09:00");
    expect(wecom.trouble?.reason).to.contain("无法连接");
    expect(findings.map(({ kind }) => kind)).to.deep.equal(["企业微信"]);
  });
});
