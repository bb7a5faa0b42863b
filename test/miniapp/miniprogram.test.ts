import { expect } from "chai";
import type { DraftView, GapsView, GapView, VerdictInput } from "../../server/http/contract.js";
import { after, draftView, now, problem, todoItem } from "./support/fixtures.js";
import { type Answering, isBuilt, type Phone, type SeenRequest, startPhone, type StubbedAnswer } from "./support/phone.js";

const ok = (data: unknown): StubbedAnswer => ({ statusCode: 200, data });
const session = (token: string): StubbedAnswer => ({
  statusCode: 201,
  data: { token, expiresAt: after(720), person: { userid: "r.2", name: "二审责任人" } },
});

/** A server with one draft; `verdict` answers the verdicts. */
function serving(draft: () => DraftView, verdict: (request: SeenRequest) => ReturnType<Answering> = () => ok(draft())): Answering {
  return (request) => {
    if (request.path === "/api/session") return session("token-1");
    if (request.path.endsWith("/verdicts")) return verdict(request);
    if (request.path.endsWith("/reading")) return { statusCode: 204, data: "" };
    return ok(draft());
  };
}
const verdictsOf = (phone: Phone): SeenRequest[] => phone.seen.filter(({ path }) => path.endsWith("/verdicts"));
const buttonsOf = (page: { all(selector: string): HTMLElement[] }): string[] =>
  page.all("wx-button").map((button) => button.textContent?.trim() ?? "");

describe("the compiled mini program", () => {
  let phone: Phone | null = null;
  const start = (answering: Answering, wecom = true): Phone => (phone = startPhone(answering, { wecom }));

  before(function () {
    if (isBuilt()) return;
    throw new Error("miniapp/dist/mp-weixin is not built: run npm run build:mp-weixin");
  });
  afterEach(() => {
    phone?.close();
    phone = null;
  });

  const todoServer: Answering = ({ path }) =>
    path === "/api/session"
      ? session("token-1")
      : ok({ now, items: [todoItem(), todoItem({ taskId: "task-2", title: "终审：志愿服务季预告", dueAt: after(-12), late: true })] });

  it("signs in through wx.qy in WeCom and shows the duties with their countdown and article", async () => {
    const opened = start(todoServer);
    const page = await opened.open("pages/todo/todo");
    expect(opened.logins).to.deep.equal(["wx.qy"]);
    expect(opened.seen[0]).to.deep.include({ method: "POST", path: "/api/session", data: { code: "code-1", via: "miniprogram" } });
    expect(opened.seen[1]).to.deep.include({ path: "/api/todo?scope=mine", header: { Authorization: "Bearer token-1" } });
    expect(page.text()).to.contain("二审：开学第一课").and.contain("剩 38 分钟").and.contain("超 12 分钟").and.contain("第11条");
    page.tap("二审：开学第一课");
    await page.settle();
    expect(opened.navigations).to.deep.equal(["/pages/review/review?id=draft-1"]);
  });

  it("R14-08 a check-in that is owed opens where it is made, not at the livestream, whose page begins with other things", async () => {
    const owed = todoItem({ duty: "patrolCheckIn", title: "巡查打卡：五四云课堂", subject: { type: "livestream", id: "live-1" } });
    const opened = start(({ path }) => (path === "/api/session" ? session("token-1") : ok({ now, items: [owed] })));
    const page = await opened.open("pages/todo/todo");
    page.tap("巡查打卡：五四云课堂");
    await page.settle();
    expect(opened.navigations).to.deep.equal(["/pages/check-in/check-in?id=live-1"]);
  });

  it("signs in through wx.login in plain WeChat", async () => {
    const opened = start(todoServer, false);
    await opened.open("pages/todo/todo");
    expect(opened.logins).to.deep.equal(["wx"]);
  });

  it("renews a lost session silently, once", async () => {
    let sessions = 0;
    const opened = start((request) => {
      if (request.path === "/api/session") return session(`token-${++sessions}`);
      return request.header.Authorization === "Bearer token-2"
        ? todoServer(request)
        : { statusCode: 401, data: problem(401, "session.missing", "请先登录") };
    });
    const page = await opened.open("pages/todo/todo");
    expect(opened.logins).to.have.length(2);
    expect(page.text()).to.contain("二审：开学第一课");
  });

  it("says what to do when the network is gone, and shows the list after 重试", async () => {
    let gone = true;
    const opened = start((request) => (gone ? null : todoServer(request)));
    const page = await opened.open("pages/todo/todo");
    expect(page.text()).to.contain("网络不可用");
    gone = false;
    page.tap("重试");
    await page.settle();
    expect(page.text()).to.contain("二审：开学第一课").and.not.contain("网络不可用");
  });

  it("OPS-01 says so while WeCom takes no messages, and shows the duties all the same", async () => {
    const opened = start(({ path }) =>
      path === "/api/session" ? session("t") : ok({ now, items: [todoItem()], wecomDownSince: after(-34) }),
    );
    const text = (await opened.open("pages/todo/todo")).text();
    expect(text).to.contain("企业微信自 10:02 起暂时无法送达消息").and.contain("二审：开学第一课");
  });

  it("says so when nothing is to be done", async () => {
    const opened = start(({ path }) => (path === "/api/session" ? session("t") : ok({ now, items: [] })));
    expect((await opened.open("pages/todo/todo")).text()).to.contain("没有待办");
  });

  it("lists under 更多 what is open to this person, and opens it", async () => {
    const me = {
      person: { userid: "r.2", name: "二审责任人", post: "二审责任人" },
      unit: { id: "media", name: "新媒体部" },
      roles: [],
      may: [],
      now,
    };
    const opened = start(({ path }) => (path === "/api/session" ? session("t") : ok(me)));
    const page = await opened.open("pages/more/more");
    expect(page.text()).to.contain("新媒体部").and.contain("办法");
    page.tap("办法");
    await page.settle();
    expect(opened.navigations).to.deep.equal(["/pages/measures/measures"]);
  });

  it("R11-01 shows the gaps with whose they are, and the sheet to those alone who keep it", async () => {
    const gap: GapView = {
      key: "noSecondReviewer:wx",
      subject: { type: "account", id: "wx" },
      about: "账号「公众号·学校部」",
      message: "没有符合条件的二审人员，请指定",
      article: "11",
      unit: { id: "school", name: "学校部" },
      answering: [{ userid: "school.head", name: "学校部部长" }],
      endsOn: null,
    };
    const group = {
      ...{ kind: "noSecondReviewer", title: "1 个账号没有符合条件的二审责任人", toDo: "指定负责同志", blocks: true },
      ...{ quote: { article: "11", text: "指定负责同志或团省委在编干部职工为二审责任人" }, items: [gap] },
    };
    const gaps = (may: GapsView["may"]): GapsView => ({
      now,
      scope: "all",
      blocking: 1,
      reminders: 0,
      groups: [{ ...group, items: [gap] }],
      may,
    });
    const open = async (may: GapsView["may"]) => {
      phone?.close();
      return start(({ path }) => (path === "/api/session" ? session("t") : ok(gaps(may)))).open("pages/organisation/organisation");
    };
    const reader = await open([]);
    expect(reader.text()).to.contain("1 个账号没有符合条件的二审责任人").and.contain("由 学校部部长 补齐").and.contain("影响工作");
    expect(reader.text()).not.to.contain("信息表");
    const keeper = await open(["import"]);
    keeper.tap("信息表");
    await keeper.settle();
    expect(keeper.text()).to.contain("导出现有信息").and.contain("选择文件");
  });

  it("article 16: shows who has the desks now and takes over by one tap", async () => {
    const person = (name: string) => ({ userid: name, name });
    const shift = {
      id: "s-1",
      desk: "publicity",
      day: "2026-11-24",
      published: true,
      arrivedAt: null,
      standsInSince: null,
      mine: "person",
      may: [],
    };
    const times = { startsAt: after(-126), endsAt: after(1314), person: person("乙岗"), standIn: null };
    const desk = { desk: "publicity", name: "宣传部值班", onDuty: [person("甲岗"), person("乙岗")], because: "former", next: null };
    const desks = [{ ...desk, shift: { ...shift, ...times }, handover: null, nextHandover: null, may: ["takeOver"] }];
    const today = { now, day: "2026-11-24", startsAt: "08:30", desks, swaps: [], mine: [], quote: { article: "16", text: "轮值安排" } };
    const opened = start(({ path }) => {
      if (path === "/api/session") return session("t");
      return ok(path === "/api/calendar-link" ? { url: null, madeAt: null } : today);
    });
    const page = await opened.open("pages/rota/rota");
    expect(page.text()).to.contain("甲岗").and.contain("等待接班").and.contain("接班：乙岗").and.contain("下一班没有排班");
    page.tap("已接班");
    await page.settle();
    expect(opened.seen.map(({ method, path }) => `${method} ${path}`)).to.include("POST /api/rota/desks/publicity/take-over");
  });

  describe("article 11: the review page", () => {
    const open = (opened: Phone) => opened.open("pages/review/review", { id: "draft-1" });
    const table: [string, Partial<DraftView>, string[]][] = [
      ["both verdicts", {}, ["退回", "通过"]],
      ["a verdict that is only a sending back", { may: ["sendBack"] }, ["退回"]],
      ["nothing", { may: [] }, []],
      ["an editor's acts", { may: ["edit", "submit"], status: "draft", stage: null, task: null }, ["修改", "提交审核"]],
      ["the publication", { may: ["publish"], status: "approved", stage: null, task: null }, ["登记发布"]],
    ];
    for (const [name, given, buttons] of table) {
      it(`draws from may alone: ${name}`, async () => {
        const page = await open(start(serving(() => draftView(given))));
        expect(buttonsOf(page)).to.deep.equal(buttons);
      });
    }

    it("says calmly why a person may not act, with the article", async () => {
      const mayNot = {
        code: "review.own-work",
        detail: "您是本稿的责任编辑，不能审核",
        article: "11",
        text: "所有发布信息应有明确的责任编辑",
      };
      const page = await open(start(serving(() => draftView({ may: [], mayNot }))));
      expect(page.text()).to.contain(mayNot.detail).and.contain(mayNot.text).and.contain("第11条");
    });

    it("sends one verdict for two taps, with the version seen and a key", async () => {
      let decided = false;
      const passed = () => draftView(decided ? { stage: "final", may: [] } : {});
      const opened = start(
        serving(passed, async () => {
          await new Promise((resolve) => setTimeout(resolve, 10));
          decided = true;
          return ok(passed());
        }),
      );
      const page = await open(opened);
      page.tap("通过");
      page.tap("通过");
      await page.settle();
      await page.settle();
      expect(verdictsOf(opened)).to.have.length(1);
      const [sent] = verdictsOf(opened);
      expect(sent?.data).to.deep.equal({
        revision: 3,
        verdict: "pass",
        gates: { political: true, legal: true, policy: true, confidentiality: true, content: true },
      } satisfies VerdictInput);
      expect(sent?.header["Idempotency-Key"]).to.match(/^[0-9a-f-]{36}$/);
      expect(page.text()).to.contain("二审已通过，已转终审");
      expect(buttonsOf(page)).to.deep.equal([]);
    });

    it("keeps the key of a tap that got no answer", async () => {
      let gone = true;
      const opened = start(
        serving(
          () => draftView(),
          () => (gone ? null : ok(draftView({ stage: "final", may: [] }))),
        ),
      );
      const page = await open(opened);
      page.tap("通过");
      await page.settle();
      expect(opened.toasts.at(-1)).to.contain("再点一次即可，不会重复");
      gone = false;
      page.tap("通过");
      await page.settle();
      const keys = verdictsOf(opened).map(({ header }) => header["Idempotency-Key"]);
      expect(keys).to.have.length(2);
      expect(keys[1]).to.equal(keys[0]);
    });

    it("shows who was first when the server answers 409, and the new state", async () => {
      let decided = false;
      const opened = start(
        serving(
          () => draftView(decided ? { stage: "final", may: [] } : {}),
          () => {
            decided = true;
            return { statusCode: 409, data: problem(409, "review.already-decided", "二审已由二审责任人于 10:35 通过") };
          },
        ),
      );
      const page = await open(opened);
      page.tap("通过");
      await page.settle();
      expect(page.text()).to.contain("二审已由二审责任人于 10:35 通过").and.contain("终审中");
      expect(buttonsOf(page)).to.deep.equal([]);
    });

    it("asks at the final level for all five gates before anything is sent", async () => {
      const opened = start(serving(() => draftView({ stage: "final" })));
      const page = await open(opened);
      page.tap("通过");
      await page.settle();
      expect(verdictsOf(opened)).to.have.length(0);
      expect(opened.toasts.at(-1)).to.contain("全部通过");
      page.tap("全部通过");
      await page.settle();
      page.tap("通过");
      await page.settle();
      expect(verdictsOf(opened)).to.have.length(1);
    });

    it("sends a draft back only with a gate and five characters", async () => {
      const opened = start(
        serving(
          () => draftView(),
          () => ok(draftView({ status: "draft", stage: null, task: null, may: [] })),
        ),
      );
      const page = await open(opened);
      page.tap("退回");
      await page.settle();
      page.tap("退回给责任编辑");
      await page.settle();
      expect(verdictsOf(opened)).to.have.length(0);
      page.tap("内容");
      page.type("wx-textarea", "请把开头改短");
      await page.settle();
      page.tap("退回给责任编辑");
      await page.settle();
      expect(verdictsOf(opened)[0]?.data).to.deep.equal({
        revision: 3,
        verdict: "sendBack",
        gates: { content: false },
        comment: "请把开头改短",
      });
    });

    it("reports the full text as read by a reviewer only once it stands open", async () => {
      const changes = {
        sinceRevision: 2,
        title: [{ kind: "same" as const, text: "开学第一课" }],
        body: [
          { kind: "removed" as const, text: "操场" },
          { kind: "added" as const, text: "校史馆" },
        ],
        coverChanged: false,
        linksChanged: false,
        filesChanged: false,
      };
      const opened = start(serving(() => draftView({ changes })));
      const readings = (): unknown[] => opened.seen.filter(({ path }) => path.endsWith("/reading")).map(({ data }) => data);
      const page = await open(opened);
      expect(page.text()).to.contain("与您上次看到的第 2 版相比").and.contain("校史馆").and.not.contain("全文（第 3 版）");
      expect(readings()).to.deep.equal([]);
      page.tap("全文");
      await page.settle();
      expect(page.text()).to.contain("全文（第 3 版）");
      expect(readings()).to.deep.equal([{ revision: 3 }]);
    });

    it("reports nothing as read for a person who does not decide", async () => {
      const opened = start(serving(() => draftView({ may: [] })));
      await open(opened);
      expect(opened.seen.some(({ path }) => path.endsWith("/reading"))).to.equal(false);
    });
  });
});
