import { inspect } from "node:util";
import { expect } from "chai";
import { WecomClient } from "../../server/wecom/client.js";
import { callWords } from "../../server/wecom/voice.js";
import { messageBody } from "../../server/wecom/message.js";
import { type FakeAnswer, FakeWecom } from "./fake-wecom.js";
import { TASK, closed, reviewCard } from "./sample-cards.js";

const CORP = "ww5823bf96d3bd56c7";
const SECRET = "secret-that-nobody-may-read";
const CODE = "code-that-nobody-may-read";
const body = messageBody({ kind: "card", toUsers: ["review.first", "Lead.Vice"], agentId: 1000005, card: reviewCard, taskId: TASK });

describe("The WeCom client", () => {
  const fake = new FakeWecom();
  let wall = 1_760_000_000_000;
  let client: WecomClient;

  before(() => fake.start());
  after(() => fake.stop());
  beforeEach(() => {
    fake.forget();
    client = new WecomClient({ apiBase: fake.base, corpId: CORP, agentId: 1000005, secret: SECRET, wallNow: () => wall, timeoutMs: 2000 });
    fake.on("gettoken", () => ({ errcode: 0, errmsg: "ok", access_token: "token-1", expires_in: 7200 }));
    fake.on("message/send", () => ({ errcode: 0, errmsg: "ok", msgid: "m1", response_code: "rc1" }));
  });

  describe("rings a phone", () => {
    const rung = async (answer: FakeAnswer) => {
      fake.on("pstncc/call", () => answer);
      return client.call("lead.top");
    };
    const state = async (answer: FakeAnswer) => {
      fake.on("pstncc/getstates", () => answer);
      return client.callState("lead.top", "6-x-out");
    };

    it("one person by one call, placed or not", async () => {
      expect(await rung({ errcode: 0, states: [{ code: 0, callid: "6-x-out", userid: "lead.top" }] })).to.deep.equal({
        kind: "placed",
        callId: "6-x-out",
      });
      expect(JSON.parse(fake.asked("pstncc/call")[0]!.body)).to.deep.equal({ callee_userid: ["lead.top"] });
      expect(await rung({ errcode: 0, states: [{ code: 60111, callid: "", userid: "lead.top" }] })).to.include({
        kind: "notPlaced",
        errcode: 60111,
      });
      for (const answer of [{ errcode: 0 }, { errcode: 0, states: [] }, { errcode: 0, states: [{ code: 0 }] }])
        expect((await rung(answer)).kind, JSON.stringify(answer)).to.equal("notPlaced");
      expect(await rung({ errcode: 60111 })).to.include({ kind: "notPlaced" });
    });

    it("not where calls are not enabled, later where WeCom is busy or silent", async () => {
      for (const errcode of [301049, 301050, 301051]) expect(await rung({ errcode })).to.include({ kind: "unavailable", errcode });
      expect(await rung({ errcode: 45009 })).to.include({ kind: "retry", afterMs: 60_000 });
      expect(await rung("drop")).to.include({ kind: "retry", errcode: null });
      expect(await rung({ errcode: 40063 })).to.include({ kind: "giveUp" });
    });

    it("and knows afterwards whether it is over and whether anybody answered", async () => {
      const told = async (reason: number, istalked = 0) => {
        const outcome = await state({ errcode: 0, istalked, reason, calltime: 1, talktime: istalked * 9 });
        return outcome.kind === "state" && [outcome.over, outcome.answered, outcome.talkSeconds];
      };
      for (const reason of [1, 20]) expect(await told(reason), String(reason)).to.deep.equal([false, false, 0]);
      for (const reason of [2, 3]) expect(await told(reason, 1), String(reason)).to.deep.equal([false, true, 9]);
      for (const reason of [4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 99])
        expect(await told(reason)).to.deep.equal([true, false, 0]);
      expect(await told(0, 1)).to.deep.equal([true, true, 9]);
      expect(await state({ errcode: 40058 })).to.include({ kind: "giveUp" });
      expect(await state({ errcode: 301050 })).to.include({ kind: "unavailable" });
      expect(await state({ errcode: 0 })).to.deep.equal({ kind: "state", over: false, answered: false, code: 20, talkSeconds: 0 });
    });

    it("has Chinese words for every way a call can end", () => {
      for (const code of [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 20, 99, 77])
        expect(callWords(code)).to.match(/\p{Script=Han}/u);
      expect(callWords(77)).to.contain("77");
    });
  });

  describe("uses a group", () => {
    const group = { chatId: "g1", name: "三号线".repeat(30), owner: "lead.top", userids: ["lead.top", "pub.1"] };
    const bodyOf = (path: string) => JSON.parse(fake.asked(path).at(-1)!.body) as Record<string, unknown>;

    it("makes it under our own id, so that it is there once however often it is asked for", async () => {
      for (const errcode of [0, 86215]) {
        fake.on("appchat/create", () => ({ errcode, chatid: "g1" }));
        expect(await client.createGroup(group)).to.deep.equal({ kind: "done" });
      }
      expect(bodyOf("appchat/create")).to.include({ chatid: "g1", owner: "lead.top" });
      expect([...String(bodyOf("appchat/create").name)]).to.have.length(50);
      fake.on("appchat/update", () => ({ errcode: 0 }));
      await client.changeGroup({ chatId: "g1", owner: null, add: ["a"], remove: ["b"] });
      expect(bodyOf("appchat/update")).to.deep.equal({ chatid: "g1", add_user_list: ["a"], del_user_list: ["b"] });
    });

    it("says what stands in its way: settings, a person, the group itself, or nothing that lasts", async () => {
      const told = async (errcode: number) => {
        fake.on("appchat/create", () => ({ errcode }));
        return (await client.createGroup(group)).kind;
      };
      for (const errcode of [48002, 60011]) expect(await told(errcode)).to.equal("unavailable");
      expect(await told(86216)).to.equal("badMember");
      for (const errcode of [49008, 86003, 86008, 40050]) expect(await told(errcode)).to.equal("gone");
      for (const errcode of [-1, 45009]) expect(await told(errcode)).to.equal("retry");
      for (const errcode of [86006, 99999]) expect(await told(errcode)).to.equal("giveUp");
    });

    it("speaks in it within WeCom's lengths, cut between characters, and never with a link that somebody typed", async () => {
      fake.on("appchat/send", () => ({ errcode: 0 }));
      await client.sayInGroup("g1", { kind: "markdown", text: "舆".repeat(2000) });
      expect(Buffer.byteLength((bodyOf("appchat/send").markdown as { content: string }).content)).to.be.within(2040, 2048);
      await client.sayInGroup("g1", { kind: "text", text: `<a href="x">${"情".repeat(2000)}` });
      const { content } = bodyOf("appchat/send").text as { content: string };
      expect(Buffer.byteLength(content)).to.be.within(2040, 2048);
      expect(content).not.to.contain("<a");
      await client.sayInGroup("g1", {
        kind: "textcard",
        title: "警".repeat(99),
        description: "报".repeat(999),
        url: "https://desk.example/",
      });
      const card = bodyOf("appchat/send").textcard as { title: string; description: string };
      expect([Buffer.byteLength(card.title) <= 128, Buffer.byteLength(card.description) <= 512]).to.deep.equal([true, true]);
    });
  });

  describe("speaks by the robot of a group", () => {
    const KEY = "robot-key-that-nobody-may-read";
    const robot = () =>
      new WecomClient({ apiBase: fake.base, corpId: CORP, agentId: 1, secret: SECRET, robotKey: KEY, wallNow: () => wall, timeoutMs: 200 });

    it("with its key and without our token, cut to its length", async () => {
      fake.on("webhook/send", () => ({ errcode: 0 }));
      expect(await robot().postByRobot("报".repeat(2000))).to.deep.equal({ kind: "accepted" });
      const [seen] = fake.asked("webhook/send");
      expect([...(seen?.query.keys() ?? [])]).to.deep.equal(["key"]);
      expect(Buffer.byteLength((JSON.parse(seen?.body ?? "") as { markdown: { content: string } }).markdown.content)).to.be.within(
        4090,
        4096,
      );
      expect(fake.asked("gettoken")).to.have.length(0);
      expect([robot().hasRobot, client.hasRobot]).to.deep.equal([true, false]);
      expect(() => client.postByRobot("x")).to.throw("no robot");
    });

    it("that is gone, too fast, or does not answer; whatever happens, its key is in no word of ours", async () => {
      const told = [];
      for (const answer of [{ errcode: 93000, errmsg: KEY }, { errcode: 45009 }, { errcode: 40058 }, "drop", "silence"] as FakeAnswer[]) {
        fake.on("webhook/send", () => answer);
        told.push(await robot().postByRobot("x"));
      }
      expect(told.map(({ kind }) => kind)).to.deep.equal(["unavailable", "retry", "giveUp", "retry", "retry"]);
      expect(inspect([told, robot()], { depth: 9, showHidden: true })).not.to.contain(KEY);
    });
  });

  describe("says what became of a message", () => {
    const sent = async (answer: FakeAnswer) => {
      fake.on("message/send", () => answer);
      return client.send(body);
    };

    it("accepted, with whom WeCom refused, lower-cased", async () => {
      const answer = { errcode: 0, invaliduser: "Lead.Vice|x", unlicenseduser: "Y", msgid: "m1", response_code: "rc1" };
      expect(await sent(answer)).to.deep.equal({
        kind: "accepted",
        msgId: "m1",
        responseCode: "rc1",
        invalid: ["lead.vice", "x"],
        unlicensed: ["y"],
      });
      expect(await sent({ errcode: 0, msgid: "m1", invaliduser: "" })).to.deep.include({ responseCode: null, invalid: [], unlicensed: [] });
      expect(fake.asked("message/send")[0]!.body).to.equal(body);
    });

    it("all invalid, by WeCom's list or, without one, by our own recipients", async () => {
      const named = { kind: "allInvalid", invalid: ["lead.vice"], unlicensed: ["review.first"] };
      expect(await sent({ errcode: 81013, invaliduser: "LEAD.vice", unlicenseduser: "review.first" })).to.deep.equal(named);
      const all = { kind: "allInvalid", invalid: ["review.first", "lead.vice"], unlicensed: [] };
      expect(await sent({ errcode: 81013 })).to.deep.equal(all);
      expect(await sent({ errcode: 60111 })).to.deep.equal(all);
    });

    it("already sent, when its task id was used before", async () => {
      expect(await sent({ errcode: 42014 })).to.deep.equal({ kind: "alreadySent" });
    });

    it("to be tried again after a busy system, a limit, or settings that an administrator can mend", async () => {
      const pauses = [];
      for (const errcode of [-1, 6000, 45009, 60020, 301002]) pauses.push(await sent({ errcode, errmsg: "from ip: 203.0.113.9" }));
      expect(pauses.map((outcome) => "afterMs" in outcome && [outcome.kind, outcome.errcode, outcome.afterMs])).to.deep.equal([
        ["retry", -1, 5000],
        ["retry", 6000, 5000],
        ["retry", 45009, 60_000],
        ["retry", 60020, 300_000],
        ["retry", 301002, 300_000],
      ]);
      expect("reason" in pauses[3]! && pauses[3].reason).to.include("203.0.113.9");
    });

    it("given up, when repeating cannot help or the code is not known", async () => {
      for (const errcode of [40058, 82004, 99999]) expect(await sent({ errcode })).to.include({ kind: "giveUp", errcode });
    });

    it("unknown, hence to be tried again, after garbage, a dropped connection, a closed port or silence", async () => {
      const garbage = ["", "<html>502</html>", "null", "[]", '"ok"', "{}", '{"errcode":"0"}', '{"errcode":0.5}'];
      for (const raw of garbage) expect(await sent({ raw, status: 502 }), raw).to.include({ kind: "retry", errcode: null });
      expect(await sent("drop")).to.include({ kind: "retry", errcode: null, reason: "企业微信接口无法连接，稍后自动重试" });
      const options = { corpId: CORP, agentId: 1000005, secret: SECRET, wallNow: () => wall };
      const impatient = new WecomClient({ ...options, apiBase: fake.base, timeoutMs: 50 });
      fake.on("gettoken", () => "silence");
      expect(await impatient.send(body)).to.include({ kind: "retry", reason: "企业微信接口在规定时间内没有应答，稍后自动重试" });
      const nowhere = new WecomClient({ ...options, apiBase: "http://127.0.0.1:1", timeoutMs: 1000 });
      expect(await nowhere.send(body)).to.include({ kind: "retry", errcode: null });
    });

    it("not sent to another host when redirected", async () => {
      expect((await sent({ raw: "", status: 302, location: `${fake.base}/cgi-bin/elsewhere` })).kind).to.equal("retry");
      expect(fake.asked("elsewhere")).to.deep.equal([]);
    });
  });

  describe("redraws a card", () => {
    const update = { responseCode: "rc1", userids: ["review.first"], card: closed };

    it("for the people named, with the code, and tells whom it did not reach", async () => {
      fake.on("message/update_template_card", () => ({ errcode: 0, invaliduser: ["Lead.Vice"] }));
      expect(await client.updateCard(update)).to.deep.equal({ kind: "accepted", invalid: ["lead.vice"] });
      const asked = JSON.parse(fake.asked("message/update_template_card")[0]!.body) as Record<string, unknown>;
      expect(asked).to.deep.include({ userids: ["review.first"], agentid: 1000005, response_code: "rc1", enable_id_trans: 0 });
      expect(asked.template_card).to.include({ replace_text: "已由 二审负责人 10:19 通过" });
    });

    it("or says that it cannot be, to be tried again, or given up", async () => {
      const kinds = [];
      for (const errcode of [60140, 82102, 42016, 81013, -1, 40058]) {
        fake.on("message/update_template_card", () => ({ errcode }));
        kinds.push((await client.updateCard(update)).kind);
      }
      expect(kinds).to.deep.equal(["notUpdatable", "notUpdatable", "notUpdatable", "notUpdatable", "retry", "giveUp"]);
    });
  });

  describe("turns a login code into a person", () => {
    it("of the corp, by either spelling, lower-cased", async () => {
      fake.on("auth/getuserinfo", ({ query }) => ({ errcode: 0, [query.get("code") === "old" ? "UserId" : "userid"]: "Review.First" }));
      fake.on("miniprogram/jscode2session", () => ({ errcode: 0, corpid: CORP, userid: "Review.First", session_key: "k" }));
      const member = { kind: "member", userid: "review.first" };
      expect(await client.userOfCode(CODE, "web")).to.deep.equal(member);
      expect(await client.userOfCode("old", "web")).to.deep.equal(member);
      expect(await client.userOfCode(CODE, "miniprogram")).to.deep.equal(member);
      expect(fake.asked("miniprogram/jscode2session")[0]!.query.get("js_code")).to.equal(CODE);
    });

    it("or an outsider, also when the mini program names another corp", async () => {
      fake.on("auth/getuserinfo", () => ({ errcode: 0, openid: "o1" }));
      fake.on("miniprogram/jscode2session", () => ({ errcode: 0, corpid: "wwother", userid: "review.first" }));
      expect(await client.userOfCode(CODE, "web")).to.deep.equal({ kind: "outsider" });
      expect(await client.userOfCode(CODE, "miniprogram")).to.deep.equal({ kind: "outsider" });
    });

    it("or a bad code, of which the impossible ones are not even asked about", async () => {
      for (const errcode of [40029, 42003, 42022]) {
        fake.on("auth/getuserinfo", () => ({ errcode }));
        expect(await client.userOfCode(CODE, "web")).to.deep.equal({ kind: "badCode" });
      }
      expect(await client.userOfCode("", "web")).to.deep.equal({ kind: "badCode" });
      expect(await client.userOfCode("c".repeat(513), "web")).to.deep.equal({ kind: "badCode" });
      expect(fake.asked("auth/getuserinfo")).to.have.length(3);
    });
  });

  it("sends a browser to the silent login inside WeCom and to the login page outside", () => {
    const login = {
      oauthBase: "https://o",
      loginBase: "https://l",
      redirectUri: "https://desk.example.com/auth/wecom?a=1&b=2",
      state: "s1",
    };
    expect(client.oauthUrl({ ...login, insideWecom: true })).to.equal(
      "https://o/connect/oauth2/authorize?appid=ww5823bf96d3bd56c7&redirect_uri=https%3A%2F%2Fdesk.example.com%2Fauth%2Fwecom%3Fa%3D1%26b%3D2&response_type=code&scope=snsapi_base&state=s1&agentid=1000005#wechat_redirect",
    );
    expect(client.oauthUrl({ ...login, insideWecom: false })).to.equal(
      "https://l/wwlogin/sso/login?login_type=CorpApp&appid=ww5823bf96d3bd56c7&agentid=1000005&redirect_uri=https%3A%2F%2Fdesk.example.com%2Fauth%2Fwecom%3Fa%3D1%26b%3D2&state=s1&lang=zh",
    );
    for (const state of ["", "a b", "s".repeat(129)])
      expect(() => client.oauthUrl({ ...login, state, insideWecom: true })).to.throw(RangeError);
  });

  it("shows secret, token and code in no outcome and no printed form, whatever goes wrong", async () => {
    const leak = `${SECRET} token-1 ${CODE}`;
    const answers: FakeAnswer[] = [{ raw: leak }, "drop", { errcode: 0, access_token: "" }];
    for (const errcode of [-1, 40001, 40013, 40014, 40029, 42001, 42014, 45009, 60020, 60140, 81013, 99999])
      answers.push({ errcode, errmsg: leak });
    const shown: string[] = [];
    for (const path of ["gettoken", "message/send", "message/update_template_card", "auth/getuserinfo"]) {
      for (const answer of answers) {
        wall += 100_000;
        fake.on("gettoken", () => ({ errcode: 0, access_token: "token-1", expires_in: 7200 }));
        fake.on(path, () => answer);
        const update = { responseCode: "rc1", userids: ["a"], card: closed };
        const outcomes = [await client.send(body), await client.updateCard(update), await client.userOfCode(CODE, "web")];
        shown.push(inspect(outcomes, { depth: 9 }), JSON.stringify(outcomes));
      }
    }
    const broken = new WecomClient({
      apiBase: "not a host",
      corpId: CORP,
      agentId: 1,
      secret: SECRET,
      wallNow: () => wall,
      timeoutMs: 100,
    });
    shown.push(inspect(await broken.send(body)), inspect(client, { depth: 9 }), JSON.stringify(client));
    for (const text of shown) for (const secret of [SECRET, "token-1", CODE]) expect(text).not.to.include(secret);
    expect(shown).to.have.length(4 * answers.length * 2 + 3);
  });
});
