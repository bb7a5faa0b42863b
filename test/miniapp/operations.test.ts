import { expect } from "chai";
import {
  calendarText,
  headlineOf,
  jobSummary,
  jobText,
  processText,
  queueText,
  recordText,
  spanText,
  tokenText,
  wecomText,
} from "../../miniapp/words/operations.js";
import { placesFor } from "../../miniapp/words/places.js";
import { after, letterView, now, nowMs, operationsView, problem } from "./support/fixtures.js";
import { type Answering, startPhone, type Phone, type SeenRequest, type StubbedAnswer } from "./support/phone.js";

describe("the words of 运行状态", () => {
  it("tells spans as people say them", () => {
    const spans: [number, string][] = [
      [0, "不到 1 分钟"],
      [59, "不到 1 分钟"],
      [60, "1 分钟"],
      [3599, "59 分钟"],
      [3600, "1 小时"],
      [7500, "2 小时 5 分"],
      [86_399, "23 小时 59 分"],
      [86_400 * 3.5, "3 天"],
    ];
    for (const [seconds, text] of spans) expect(spanText(seconds), String(seconds)).to.equal(text);
  });

  it("marks what asks for somebody, and nothing else", () => {
    const tones = {
      job: [
        jobText({ name: "a", title: "a", silentSeconds: 30, never: false, late: false }),
        jobText({ name: "a", title: "a", silentSeconds: 300, never: false, late: true }),
      ],
      token: [tokenText({ state: "held", seconds: 5000 }), tokenText({ state: "refused", seconds: 40 })],
      process: [
        processText({ name: "a", version: "1", upSeconds: 9000, silentSeconds: 170 }),
        processText({ name: "a", version: "1", upSeconds: 9000, silentSeconds: 400 }),
      ],
      queue: [queueText({ waiting: 3, oldestSeconds: 90 }), queueText({ waiting: 3, oldestSeconds: 150 })],
      calendar: [
        calendarText({ until: "2026-12-31", missing: null }),
        calendarText({ until: null, missing: "2026 年的放假安排还没有录入" }),
      ],
      record: [
        recordText({ entries: 9, verifiedAt: now, broken: null }, nowMs),
        recordText({ entries: 9, verifiedAt: now, broken: "缺少第 4 条" }, nowMs),
      ],
      wecom: [
        wecomText({ lastSentAt: now, trouble: null, token: { state: "none", seconds: 0 }, shut: [] }, nowMs),
        wecomText({ lastSentAt: now, trouble: { since: after(-34), reason: "" }, token: { state: "none", seconds: 0 }, shut: [] }, nowMs),
      ],
    };
    for (const [name, [well, ill]] of Object.entries(tones)) expect([well?.tone, ill?.tone], name).to.deep.equal(["plain", "bad"]);
    expect(tones.job.map(({ text }) => text)).to.deep.equal(["刚刚运行", "已停 5 分钟"]);
    expect(tones.queue.map(({ text }) => text)).to.deep.equal(["3 条，最早的已等 1 分钟", "3 条，最早的已等 2 分钟"]);
    expect(tones.wecom[1]?.text).to.equal("自 10:02 起收不了消息");
    expect(tones.record[0]?.text).to.equal("9 条，10:36 核对完整");
  });

  it("asks for the coming year's calendar before it is needed", () => {
    const ahead = calendarText({ until: "2026-12-31", missing: "2027 年的放假安排还没有录入" });
    expect(ahead).to.deep.equal({ text: "放假安排已录到 2026 年底", tone: "ahead" });
  });

  it("shows the jobs that stopped by themselves, the others in one line", () => {
    const job = (name: string, late: boolean) => ({ name, title: name, silentSeconds: 20, never: false, late });
    expect(jobSummary([job("a", false), job("b", false)])).to.deep.equal({ stopped: [], rest: "全部 2 项按时运行" });
    const { stopped, rest } = jobSummary([job("a", false), job("b", true)]);
    expect([stopped.map(({ name }) => name), rest]).to.deep.equal([["b"], "其余 1 项按时运行"]);
  });

  it("says in one line how things stand", () => {
    expect(headlineOf(operationsView())).to.deep.equal({ text: "一切正常", well: true });
    const letters = [letterView(), letterView({ id: "letter-2" })];
    expect(headlineOf(operationsView({ healthy: false, letters }))).to.deep.equal({ text: "有 2 件事需要处理", well: false });
    const trouble = { since: after(-1), reason: "无法连接" };
    const down = operationsView({ healthy: false, wecom: { ...operationsView().wecom, trouble } });
    expect(headlineOf(down).text).to.equal("有 1 件事需要处理");
    const shut = [{ title: "语音电话", since: after(-20), reason: "没有开通" }];
    expect(headlineOf(operationsView({ healthy: false, wecom: { ...operationsView().wecom, shut } })).text).to.equal("有 1 件事需要处理");
    const findings = [{ kind: "企业微信", words: "收不了消息", urgent: false, since: after(-1) }];
    expect(headlineOf({ ...down, findings }).text, "an outage is one thing").to.equal("有 1 件事需要处理");
  });
});

describe("运行状态 in the compiled mini program", () => {
  let phone: Phone | null = null;
  afterEach(() => {
    phone?.close();
    phone = null;
  });
  const ok = (data: unknown): StubbedAnswer => ({ statusCode: 200, data });
  const session = ok({ token: "t", expiresAt: after(720), person: { userid: "pub.1", name: "宣传部值班" } });
  const start = (answer: (request: SeenRequest) => ReturnType<Answering>): Phone =>
    (phone = startPhone((request) => (request.path === "/api/session" ? session : answer(request)), { wecom: true }));
  const writes = (opened: Phone): SeenRequest[] => opened.seen.filter(({ method, path }) => method === "POST" && path !== "/api/session");

  it("is among the places of those who may see it, and of nobody else", () => {
    const titles = (may: string[]): string[] => placesFor(may).flatMap((group) => group.places.map((place) => place.title));
    expect(titles(["operations.read"])).to.include("运行状态");
    expect(titles(["draft.read", "audit.read"])).not.to.include("运行状态");
  });

  it("says that all is well, and offers nothing to do", async () => {
    const page = await start(() => ok(operationsView())).open("pages/operations/operations");
    expect(page.text()).to.contain("一切正常").and.contain("全部 1 项按时运行").and.contain("放假安排已录到 2026 年底");
    expect(page.text()).not.to.contain("没有送达");
    page.tap("展开");
    await page.settle();
    expect(page.text()).to.contain("时限巡检").and.contain("刚刚运行");
    expect(page.all("wx-button")).to.have.length(0);
  });

  it("重发 is one tap and sent once; the answer is what the page shows then", async () => {
    const opened = start(({ method }) =>
      ok(method === "POST" ? operationsView() : operationsView({ healthy: false, letters: [letterView()] })),
    );
    const page = await opened.open("pages/operations/operations");
    expect(page.text()).to.contain("有 1 件事需要处理").and.contain("无人收到").and.contain("未收到：初审负责人");
    page.tap("重发");
    page.tap("重发");
    await page.settle();
    expect(writes(opened).map(({ path }) => path)).to.deep.equal(["/api/operations/letters/letter-1/resend"]);
    expect(writes(opened)[0]?.header["Idempotency-Key"]).to.match(/^[0-9a-f-]{36}$/);
    expect(page.text()).to.contain("已重发「初审：开学第一课」").and.contain("一切正常").and.not.contain("无人收到");
  });

  it("已另行告知 asks how, and 重新办理 is for a tap that was given up", async () => {
    const tap = {
      id: "f".repeat(64),
      at: after(-9),
      by: { userid: "r.1", name: "初审负责人" },
      what: "「初审：开学第一课」上的点按",
      reason: "试了 5 次",
      may: ["retry" as const],
    };
    const ill = operationsView({ healthy: false, letters: [letterView()], taps: { waiting: 0, oldestSeconds: 0, dead: [tap] } });
    const opened = start(() => ok(ill));
    const page = await opened.open("pages/operations/operations");
    page.tap("已另行告知");
    await page.settle();
    page.type("wx-input", "已电话告知");
    await page.settle();
    page.tap("登记");
    await page.settle();
    page.tap("重新办理");
    await page.settle();
    expect(writes(opened).map(({ path, data }) => [path, data])).to.deep.equal([
      ["/api/operations/letters/letter-1/set-aside", { note: "已电话告知" }],
      [`/api/operations/taps/${tap.id}/retry`, {}],
    ]);
  });

  it("draws from may alone, and says why the server refused", async () => {
    const seen = operationsView({ healthy: false, letters: [letterView({ may: [] })] });
    const page = await start(() => ok(seen)).open("pages/operations/operations");
    expect(page.all("wx-button")).to.have.length(0);
    phone?.close();
    const refused = { statusCode: 409, data: problem(409, "operations.letter-settled", "这条消息已经有人处理过，请刷新后查看。") };
    const second = start(({ method }) => (method === "POST" ? refused : ok(operationsView({ healthy: false, letters: [letterView()] }))));
    const other = await second.open("pages/operations/operations");
    other.tap("重发");
    await other.settle();
    expect(other.text()).to.contain("已经有人处理过");
  });
});
