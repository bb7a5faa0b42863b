import { expect } from "chai";
import { Person } from "../../entities/person.js";
import { Shift, ShiftSwap } from "../../entities/shift.js";
import type { Problem, RotaImported, RotaMonth, RotaToday } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { planned } from "../support/rota.js";

const december = (rows: readonly string[]): string => ["日期,值班台,值班人,替班人", ...rows].join("\n");
const OWN = december(["2026-12-02,宣传部,first.1,first.2", "2026-12-03,宣传部,second.1,", "2026-12-04,宣传部,first.1,second.1"]);

describe("article 16 › the plan", function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
  });
  afterEach(() => desk.close());

  const month = (userid = "pub.1", which = "2026-12") => desk.as(userid).get<RotaMonth>(`/api/rota/month?month=${which}`);
  const on = async (day: string, userid = "pub.1") => (await month(userid, day.slice(0, 7))).days.find((each) => each.day === day)!;
  const swaps = async (userid: string) => (await desk.as(userid).get<RotaToday>("/api/rota/today")).swaps;
  const set = (day: string, userid: string, extra: object = {}, status = 200) =>
    desk.as("pub.1").post<Problem>("/api/rota/shifts", { desk: "publicity", day, userid, standIn: null, ...extra }, status);

  it("R16-01 an import is a draft that binds nobody; published, each person gets one card with their days", async () => {
    const imported = await desk.as("pub.1").post<RotaImported>("/api/rota/imports", { text: OWN }, 201);
    expect(imported).to.deep.equal({ added: 3, changed: 0, unchanged: 0, from: "2026-12-02", to: "2026-12-04" });
    const again = await desk.as("pub.1").post<RotaImported>("/api/rota/imports", { text: OWN }, 201);
    expect(again).to.include({ added: 0, changed: 0, unchanged: 3 });
    expect(await desk.news()).to.deep.equal({});
    expect((await on("2026-12-02")).publicity).to.include({ published: false });
    expect((await on("2026-12-02", "first.1")).publicity).to.equal(null);
    expect((await month()).drafts).to.equal(3);
    await desk.as("pub.1").post("/api/rota/publications", { period: "2026-12" }, 201);
    const nothing = await desk.as("pub.1").post<Problem>("/api/rota/publications", { period: "2026-12" }, 409);
    expect(nothing).to.include({ code: "rota.nothing-to-publish", article: "16" });
    const news = await desk.news();
    expect(Object.keys(news).sort()).to.deep.equal(["first.1", "first.2", "pub.1", "pub.head", "second.1"]);
    expect(news["first.1"]).to.deep.equal(["值班安排已公布：您有 2 个班次"]);
    expect(news["second.1"]).to.deep.equal(["值班安排已公布：您有 1 个班次，替班 1 个"]);
    expect(news["first.2"]).to.deep.equal(["值班安排已公布：您有 0 个班次，替班 1 个"]);
    expect((await on("2026-12-02", "first.1")).publicity).to.include({ published: true, mine: "person" });
  });

  it("R16-01 a CSV from Chinese Excel (GBK) is read, and a bad one writes nothing and says every line", async () => {
    // 日期,宣传部值班 / 2026-12-07,first.1
    const head = [0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0xd0, 0xfb, 0xb4, 0xab, 0xb2, 0xbf, 0xd6, 0xb5, 0xb0, 0xe0];
    const upload = async (bytes: Buffer): Promise<[number, Problem]> => {
      const form = new FormData();
      form.append("file", new Blob([new Uint8Array(bytes)]), "值班表.csv");
      const headers = { Authorization: `Bearer ${await desk.token("pub.1")}` };
      const response = await fetch(`${desk.url}/api/rota/imports/file`, { method: "POST", headers, body: form });
      return [response.status, (await response.json()) as Problem];
    };
    expect((await upload(Buffer.concat([Buffer.from(head), Buffer.from("\r\n2026-12-07,first.1\r\n")])))[0]).to.equal(201);
    expect((await on("2026-12-07")).publicity?.person.userid).to.equal("first.1");
    const bad = december([
      "2026-12-08,宣传部,first.1,",
      "2026-12-09,宣传部,没有这个人,",
      "2026-11-01,宣传部,first.1,",
      "2026-12-10,宣传部,first.1,first.1",
      "2026-13-01,宣传部,first.1,",
    ]);
    const problem = await desk.as("pub.1").post<Problem>("/api/rota/imports", { text: bad }, 422);
    expect(problem).to.include({ code: "rota.import-faulty", article: "16" });
    expect(problem.detail).to.contain("4 处错误，没有写入任何内容");
    expect(problem.fields?.map(({ path }) => path)).to.deep.equal(["第 3 行", "第 4 行", "第 5 行", "第 6 行"]);
    expect((await on("2026-12-08")).publicity).to.equal(null);
    for (const body of [{}, { text: "" }, { text: "a", more: 1 }])
      expect((await desk.as("pub.1").post<Problem>("/api/rota/imports", body, 422)).code).to.equal("http.invalid");
    await desk.as("first.1").post("/api/rota/imports", { text: OWN }, 403);
    expect((await upload(Buffer.from("PK\u0003\u0004")))[1].code).to.equal("spreadsheet.unreadable");
    expect((await upload(Buffer.alloc(3 * 1024 * 1024)))[1]).to.include({ status: 413, code: "rota.import-too-large" });
  });

  it("R16-01 people who leave are not taken, and hold up publication if they leave in between", async () => {
    const leave = (userid: string, leavesOn: string | null) => desk.services.uow.run((tx) => tx.update(Person, { userid }, { leavesOn }));
    await leave("first.1", "2026-12-03");
    const problem = await desk.as("pub.1").post<Problem>("/api/rota/imports", { text: OWN }, 422);
    expect(problem.fields).to.deep.equal([{ path: "第 4 行", message: "「first.1」在这一天已经离职，请换人" }]);
    expect((await set("2026-12-04", "first.1", {}, 422)).code).to.equal("rota.person-left");
    await leave("first.1", null);
    await desk.as("pub.1").post("/api/rota/imports", { text: OWN }, 201);
    await leave("first.1", "2026-12-03");
    const held = await desk.as("pub.1").post<Problem>("/api/rota/publications", { period: "2026" }, 422);
    expect(held.fields?.map(({ path }) => path)).to.deep.equal(["2026-12-04 宣传部值班"]);
    expect(await desk.services.uow.read((tx) => tx.countBy(Shift, { state: "published" }))).to.equal(0);
  });

  it("R16-01 a published day changes with a reason only; those concerned are told, and an import leaves it alone", async () => {
    await planned(desk, OWN);
    await desk.news();
    expect((await set("2026-12-02", "ed.2", {}, 422)).code).to.equal("rota.reason-missing");
    expect((await set("2026-12-02", "ed.2", { standIn: "ed.2", reason: "出差" }, 422)).code).to.equal("rota.same-person");
    await set("2026-12-02", "ed.2", { standIn: "first.2", reason: "出差" });
    await set("2026-12-02", "ed.2", { standIn: "first.2", reason: "出差" });
    expect(await desk.news()).to.deep.equal({ "first.1": ["改由他人值班：宣传部值班"], "ed.2": ["请您值班：宣传部值班"] });
    const problem = await desk.as("pub.1").post<Problem>("/api/rota/imports", { text: OWN }, 422);
    expect(problem.fields?.[0]?.message).to.contain("已经公布，请在值班页改这一天并写明原因");
    expect((await set("2026-11-01", "ed.2", { reason: "补记" }, 409)).code).to.equal("rota.shift-over");
    const { publicity } = await on("2026-12-02");
    const story = await desk.as("first.1").get<{ entries: { sentence: string; comment: string }[] }>(`/api/rota/shifts/${publicity!.id}`);
    expect(story.entries.at(-1)).to.include({ sentence: "宣传部值班 改动12月2日宣传部值班", comment: "出差" });
  });

  it("R16-01 a running shift that goes to somebody else is handed over too", async () => {
    await planned(desk, december(["2026-11-25,宣传部,first.1,"]));
    await desk.to("2026-11-25T09:00:00+08:00");
    await desk.press("first.1", "到岗：", "arrive");
    await desk.news();
    desk.logOut("pub.1");
    await set("2026-11-25", "ed.2", { reason: "突发疾病" });
    expect(await desk.news()).to.deep.equal({
      "first.1": ["改由他人值班：宣传部值班", "交班：宣传部值班"],
      "ed.2": ["接班：宣传部值班", "请您值班：宣传部值班", "到岗：宣传部值班"],
    });
    const now = () => desk.services.uow.read((tx) => desk.services.rota.onDuty(tx, "publicity", desk.services.clock.now()));
    expect(await now()).to.deep.equal(["first.1", "ed.2"]);
    await desk.press("ed.2", "接班：", "takeOver");
    expect(await now()).to.deep.equal(["ed.2"]);
  });

  it("R16-01 holidays and days worked in exchange are marked", async () => {
    const { days, calendarKnown } = await month("pub.1", "2026-10");
    expect(calendarKnown).to.equal(true);
    const marks = Object.fromEntries(days.flatMap(({ day, mark }) => (mark ? [[day, mark.kind]] : [])));
    expect(marks["2026-10-01"]).to.equal("holiday");
    expect(Object.values(marks)).to.include("makeUp");
    expect((await month("pub.1", "2031-10")).calendarKnown).to.equal(false);
  });

  it("R16-01 what is new is told once a day to 宣传部负责人 and the administrators, never the same twice", async () => {
    await planned(desk, OWN);
    await desk.news();
    await desk.to("2026-12-01T10:00:00+08:00");
    desk.logOut("pub.1");
    expect(await desk.news()).to.deep.equal({ "first.1": ["明日值班：宣传部值班"] });
    await desk.services.uow.run((tx) => tx.update(Person, { userid: "second.1" }, { trainedUntil: "2026-12-02" }));
    await desk.settle();
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-12-02T08:41:00+08:00");
    const news = await desk.news();
    expect(news["pub.head"]).to.deep.equal(["值班安排有 1 项新问题"]);
    expect(news["pub.1"]).to.deep.equal(["值班安排有 1 项新问题"]);
    expect(JSON.stringify(desk.card("pub.head", "新问题").card)).to.contain("没有有效的培训证书");
    await desk.press("first.1", "到岗：", "arrive");
    await desk.to("2026-12-03T08:29:00+08:00");
    desk.logOut("pub.1");
    expect((await month()).findings.map(({ kind }) => kind)).to.include.members(["gap", "untrained"]);
    expect(Object.keys(await desk.news())).not.to.include("pub.head");
    for (const { day } of (await month()).findings) expect(day >= "2026-12-03", `${day} is over but for its last hours`).to.equal(true);
  });

  it("R16-02 a swap: asked, agreed by a tap, both shifts pass, 宣传部 is told, and it can only be reversed", async () => {
    await planned(desk, OWN);
    await desk.news();
    const [mine, theirs] = [(await on("2026-12-02")).publicity!, (await on("2026-12-03")).publicity!];
    const wish = { shiftId: mine.id, to: "second.1", otherShiftId: theirs.id, reason: "家中有事" };
    await desk.as("first.1").post("/api/rota/swaps", wish, 201);
    expect((await desk.as("first.1").post<Problem>("/api/rota/swaps", wish, 409)).code).to.equal("rota.asked-already");
    expect(await desk.news()).to.deep.equal({ "second.1": ["换班答复：初审负责人甲岗"] });
    expect(desk.shows("second.1", "换班答复")).to.equal("查看 不同意 同意");
    const [asked] = await swaps("first.1");
    expect(asked!.may).to.deep.equal(["withdraw"]);
    expect((await desk.as("ed.1").post<Problem>(`/api/rota/swaps/${asked!.id}/answer`, { answer: "agree" }, 403)).code).to.equal(
      "rota.not-asked",
    );
    await desk.press("second.1", "换班答复", "agree");
    await desk.sandbox
      .raw({ from: "second.1", taskId: desk.card("second.1", "换班答复").taskId, key: "decline" } as never)
      .catch(() => undefined);
    expect(desk.shows("second.1", "换班答复")).to.equal("已同意换班");
    expect((await on("2026-12-02")).publicity?.person.userid).to.equal("second.1");
    expect((await on("2026-12-03")).publicity?.person.userid).to.equal("first.1");
    const news = await desk.news();
    expect(news["first.1"]).to.deep.equal(["换班已生效：宣传部值班"]);
    expect(news["pub.head"]).to.deep.equal(["换班已生效：宣传部值班"]);
    expect(Object.keys(news).filter((userid) => !["first.1", "pub.head", "second.1"].includes(userid))).to.deep.equal([]);
    const late = await desk.as("second.1").post<Problem>(`/api/rota/swaps/${asked!.id}/answer`, { answer: "decline" }, 409);
    expect(late.detail).to.contain("已经生效");
    await desk.as("first.1").post(`/api/rota/swaps/${asked!.id}/reversal`, { reason: "计划有变" }, 403);
    await desk.as("pub.1").post(`/api/rota/swaps/${asked!.id}/reversal`, { reason: "计划有变" });
    await desk.as("pub.1").post(`/api/rota/swaps/${asked!.id}/reversal`, { reason: "计划有变" }, 409);
    expect((await on("2026-12-02")).publicity?.person.userid).to.equal("first.1");
    const told = ["换班已撤销：宣传部值班"];
    expect(await desk.news()).to.deep.equal({ "first.1": told, "second.1": told, "pub.head": told });
    expect(await desk.services.uow.read((tx) => tx.countBy(ShiftSwap, { state: "reversed" }))).to.equal(1);
  });

  it("R16-02 a swap is declined, withdrawn, lapses, or is void when the day changed otherwise; nothing passes", async () => {
    await planned(desk, OWN);
    await desk.news();
    const shift = (await on("2026-12-02")).publicity!;
    const ask = (extra: object = {}, status = 201) =>
      desk
        .as("first.1")
        .post<Problem>("/api/rota/swaps", { shiftId: shift.id, to: "ed.2", otherShiftId: null, reason: "培训", ...extra }, status);
    await ask();
    await desk.press("ed.2", "换班答复", "decline");
    expect(await desk.news()).to.deep.equal({ "ed.2": ["换班答复：初审负责人甲岗"], "first.1": ["对方不同意换班：宣传部值班"] });
    await ask();
    await desk.news();
    await desk.as("first.1").post(`/api/rota/swaps/${(await swaps("first.1"))[0]!.id}/withdrawal`);
    expect(await desk.news()).to.deep.equal({});
    expect(desk.shows("ed.2", "换班答复")).to.equal("对方已撤回");
    await ask();
    await desk.news();
    await set("2026-12-02", "ed.1", { reason: "统一调整" });
    const news = await desk.news();
    expect(news).to.deep.equal({
      "first.1": ["换班请求已作废：宣传部值班", "改由他人值班：宣传部值班"],
      "first.2": ["改由他人替班：宣传部值班"],
      "ed.1": ["请您值班：宣传部值班"],
    });
    expect((await ask({}, 403)).code).to.equal("rota.not-your-shift");
    const other = (await on("2026-12-04")).publicity!;
    await ask({ shiftId: other.id });
    await desk.news();
    await desk.to("2026-11-25T10:01:00+08:00");
    desk.logOut("first.1");
    const lapsed = await desk.news();
    expect(lapsed["first.1"]).to.deep.equal(["换班请求没有答复：宣传部值班"]);
    expect(lapsed["ed.2"]).to.deep.equal(["换班请求待您答复：初审负责人甲岗"]);
    expect(desk.shows("ed.2", "换班答复")).to.equal("未及时答复，已作废");
    expect((await swaps("first.1")).map(({ state }) => state)).to.deep.equal(["lapsed", "void", "withdrawn", "declined"]);
  });

  it("R16-02 no swap with oneself, with somebody untrained, gone or busy elsewhere; an administrator may on somebody's behalf", async () => {
    await planned(desk, `${OWN}\n2026-12-02,大数据中心,data.1,`);
    await desk.services.uow.run((tx) => tx.update(Person, { userid: "ed.2" }, { trainedUntil: "2026-12-01" }));
    await desk.news();
    const shift = (await on("2026-12-02")).publicity!;
    const code = async (to: string): Promise<string> =>
      (
        await desk
          .as("first.1")
          .post<Problem>("/api/rota/swaps", { shiftId: shift.id, to, otherShiftId: null, reason: "培训" }, to === "data.1" ? 409 : 422)
      ).code;
    expect([await code("first.1"), await code("ed.2"), await code("nobody"), await code("data.1")]).to.deep.equal([
      ...["rota.same-person", "rota.not-trained", "rota.no-such-person", "rota.busy"],
    ]);
    const wish = { shiftId: shift.id, to: "first.2", otherShiftId: null, reason: "本人病假" };
    await desk.as("pub.1").post("/api/rota/swaps", wish, 201);
    const told = ["换班已生效：宣传部值班"];
    expect(await desk.news()).to.deep.equal({ "first.1": told, "first.2": told, "pub.head": told });
    const { publicity } = await on("2026-12-02");
    expect(publicity).to.deep.include({ standIn: null });
    expect(publicity?.person.userid).to.equal("first.2");
  });

  it("R16-02 two answers at one moment: one counts, the other is told", async () => {
    await planned(desk, OWN);
    const shift = (await on("2026-12-02")).publicity!;
    await desk.as("first.1").post("/api/rota/swaps", { shiftId: shift.id, to: "ed.2", otherShiftId: null, reason: "培训" }, 201);
    const { id } = (await swaps("ed.2"))[0]!;
    const answers = await Promise.all(
      (["agree", "decline", "agree"] as const).map(async (answer) => {
        const headers = { Authorization: `Bearer ${await desk.token("ed.2")}`, "Content-Type": "application/json" };
        return (await fetch(`${desk.url}/api/rota/swaps/${id}/answer`, { method: "POST", headers, body: JSON.stringify({ answer }) }))
          .status;
      }),
    );
    expect(answers.sort()).to.deep.equal([200, 409, 409]);
  });

  it("the year that follows is owed from 5 December on, spoken of until 20 December, and done when every day is published", async () => {
    await desk.to("2026-12-05T08:00:00+08:00");
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2026-12-05T08:31:00+08:00");
    const card = ["全年巡查轮值：2027 年"];
    expect(await desk.news()).to.deep.equal({ "pub.head": card, "pub.1": card });
    // the 20th is a Sunday: what is due then is asked for when work begins again
    await desk.to("2026-12-21T08:32:00+08:00");
    const reminded = await desk.news();
    expect(Object.keys(reminded).sort()).to.deep.equal(["pub.1", "pub.head"]);
    expect(reminded["pub.head"]).to.deep.equal(["全年轮值安排尚未公布：2027 年", ...card]);
    desk.logOut("pub.1");
    expect((await month()).year).to.deep.equal({ year: "2027", published: 0, of: 730 });
    const rows: string[] = [];
    for (let day = new Date("2027-01-01T00:00:00Z"); day.getUTCFullYear() === 2027; day.setUTCDate(day.getUTCDate() + 1))
      rows.push(`${day.toISOString().slice(0, 10)},${day.getUTCDate() % 2 === 0 ? "first.1" : "second.1"},data.1`);
    await planned(desk, ["日期,宣传部值班,大数据中心值班", ...rows].join("\n"), "2027");
    desk.logOut("pub.head");
    const news = await desk.news();
    expect(desk.shows("pub.head", "全年巡查轮值")).to.equal("全年安排已公布");
    expect(Object.keys(news).sort()).to.deep.equal(["data.1", "first.1", "second.1"]);
    expect((await month("pub.1", "2027-01")).year).to.equal(null);
  });
});
