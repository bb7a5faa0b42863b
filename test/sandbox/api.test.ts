import { expect } from "chai";
import { APP, type Bench, startBench } from "./fake-app.js";

const TOKEN_PATH = `/cgi-bin/gettoken?corpid=${APP.corpId}&corpsecret=${APP.secret}`;

describe("the sandbox: tokens and the state of the line", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.stop());

  const codeOf = async (path: string, token?: string) => (await bench.api(path, undefined, token)).errcode;
  const probe = (token?: string) => codeOf("/cgi-bin/getcallbackip", token);

  it("gives a token for 7200 seconds, the same one again until it runs out", async () => {
    const first = await bench.api(TOKEN_PATH);
    expect(first).to.include({ errcode: 0, errmsg: "ok", expires_in: 7200 });
    bench.turnWall(7_199_000);
    expect(await bench.api(TOKEN_PATH)).to.deep.include({ access_token: first.access_token, expires_in: 1 });
    expect(await probe(String(first.access_token))).to.equal(0);
    bench.turnWall(1000);
    expect(await probe(String(first.access_token))).to.equal(42001);
    expect((await bench.api(TOKEN_PATH)).access_token).not.to.equal(first.access_token);
  });

  it("by switch gives a new token each time and forgets the old one", async () => {
    bench.sandbox.faults.freshTokens = true;
    const [old, young] = [await bench.token(), await bench.token()];
    expect([await probe(old), await probe(young)]).to.deep.equal([40014, 0]);
  });

  for (const [query, errcode] of [
    ["", 41002],
    [`corpid=${APP.corpId}`, 41004],
    [`corpid=wwother&corpsecret=${APP.secret}`, 40013],
    [`corpid=${APP.corpId}&corpsecret=wrong`, 40001],
  ] as const) {
    it(`refuses gettoken with ${errcode} for "${query}", HTTP 200 and the hint tail`, async () => {
      const answer = await bench.api(`/cgi-bin/gettoken?${query}`);
      expect(answer.errcode).to.equal(errcode);
      expect(answer.errmsg).to.match(
        new RegExp(
          `hint: \\[\\d+\\], from ip: 127\\.0\\.0\\.1, more info at https://open\\.work\\.weixin\\.qq\\.com/devtool/query\\?e=${errcode}$`,
        ),
      );
    });
  }

  it("bans the caller for an hour after ten wrong secrets", async () => {
    for (let count = 0; count < 10; count += 1) await bench.api(`/cgi-bin/gettoken?corpid=${APP.corpId}&corpsecret=wrong`);
    expect(await codeOf(TOKEN_PATH)).to.equal(45009);
    bench.turnWall(3_600_000);
    expect(await codeOf(TOKEN_PATH)).to.equal(0);
  });

  it("takes the token from the query only", async () => {
    const token = await bench.token();
    expect([await probe(), await probe("nonsense"), await probe(token)]).to.deep.equal([41001, 40014, 0]);
    const inBody = await bench.api("/cgi-bin/message/send", { access_token: token });
    expect(inBody.errcode).to.equal(41001);
  });

  for (const [fault, errcode] of [
    ["expired", 42001],
    ["unknown", 40014],
  ] as const) {
    it(`answers ${errcode} to tokens that were made ${fault}, until a new one is fetched`, async () => {
      const token = await bench.token();
      bench.sandbox.faults.token = fault;
      expect(await probe(token)).to.equal(errcode);
      expect(await probe(await bench.token())).to.equal(0);
      expect(bench.sandbox.faults.token).to.equal("fine");
    });
  }

  it("is busy exactly as often as told, and never on gettoken", async () => {
    bench.sandbox.faults.busy = 2;
    const token = await bench.token();
    expect([await probe(token), await probe(token), await probe(token)]).to.deep.equal([-1, -1, 0]);
  });

  it("drops every connection while it is down", async () => {
    bench.sandbox.faults.down = true;
    const failure = await bench.api(TOKEN_PATH).catch((error: Error) => error.name);
    expect(failure).to.equal("TypeError");
    bench.sandbox.faults = { down: false };
    expect(await codeOf(TOKEN_PATH)).to.equal(0);
    expect(bench.sandbox.journal.map(({ status, errcode }) => [status, errcode])).to.deep.equal([
      [0, null],
      [200, 0],
    ]);
  });

  it("refuses an unknown fault or an unfitting value and changes nothing", () => {
    expect(() => Object.assign(bench.sandbox.faults, { nonsense: true })).to.throw(RangeError);
    expect(() => Object.assign(bench.sandbox.faults, { busy: -1 })).to.throw(RangeError);
    expect(() => Object.assign(bench.sandbox.faults, { unreachable: "lead.1" })).to.throw(RangeError);
    expect({ ...bench.sandbox.faults }).to.include({ busy: 0, down: false });
  });

  it("writes every call into the journal without secret or token", async () => {
    const token = await bench.token();
    await bench.api("/cgi-bin/get_jsapi_ticket", undefined, token);
    const text = JSON.stringify(bench.sandbox.journal);
    expect(bench.sandbox.journal.map((entry) => entry.path)).to.deep.equal(["/cgi-bin/gettoken", "/cgi-bin/get_jsapi_ticket"]);
    expect(text).not.to.contain(token).and.not.to.contain(APP.secret);
    bench.sandbox.clearJournal();
    expect(bench.sandbox.journal).to.deep.equal([]);
  });
});

describe("the sandbox: people and logins", () => {
  let bench: Bench;
  let token: string;
  beforeEach(async () => {
    bench = await startBench();
    token = await bench.token();
  });
  afterEach(() => bench.stop());

  const get = (path: string) => bench.api(path, undefined, token);
  const authorize = (query: Record<string, string>, path = "/connect/oauth2/authorize") => {
    const url = new URL(path, bench.sandbox.url);
    url.search = new URLSearchParams(query).toString();
    return fetch(url, { redirect: "manual" });
  };
  const appUrl = () => origin;
  let origin = "";
  beforeEach(async () => {
    const overview = (await (await fetch(`${bench.sandbox.url}/desk/overview`)).json()) as { appUrl: string };
    origin = overview.appUrl;
  });

  it("gives a person by a code once, within five minutes of wall time", async () => {
    const [first, second] = [bench.sandbox.code("lead.1"), bench.sandbox.code("lead.1")];
    expect(await get(`/cgi-bin/auth/getuserinfo?code=${first}`)).to.deep.include({ errcode: 0, userid: "Lead.1" });
    expect((await get(`/cgi-bin/auth/getuserinfo?code=${first}`)).errcode).to.equal(40029);
    bench.turnWall(300_000);
    expect((await get(`/cgi-bin/auth/getuserinfo?code=${second}`)).errcode).to.equal(40029);
  });

  it("gives a mini program session by a code", async () => {
    const path = `/cgi-bin/miniprogram/jscode2session?grant_type=authorization_code&js_code=${bench.sandbox.code("pub.1")}`;
    const session = await get(path);
    expect(session).to.deep.include({ errcode: 0, corpid: APP.corpId, userid: "pub.1" });
    expect(session.session_key).to.be.a("string");
    expect((await get(path)).errcode).to.equal(40029);
  });

  it("shows the choice of a phone and comes back with code and state", async () => {
    for (const path of ["/connect/oauth2/authorize", "/wwlogin/sso/login"]) {
      const query = {
        appid: APP.corpId,
        redirect_uri: `${appUrl()}/auth/done?return=%2Fa#x`,
        state: "abc123",
        agentid: String(APP.agentId),
      };
      const html = await (await authorize(query, path)).text();
      expect(html).to.contain("选择一部手机登录").and.to.contain("新媒体中心").and.to.contain("初审负责人");
      const chosen = await authorize({ ...query, userid: "cadre.1" }, "/connect/oauth2/chosen");
      const back = new URL(chosen.headers.get("location") ?? "");
      expect([back.pathname, back.searchParams.get("return"), back.searchParams.get("state")]).to.deep.equal([
        "/auth/done",
        "/a",
        "abc123",
      ]);
      const info = await get(`/cgi-bin/auth/getuserinfo?code=${back.searchParams.get("code")}`);
      expect(info.userid).to.equal("cadre.1");
    }
  });

  it("sends nobody to a domain that is not trusted, port included, nor with a foreign appid or a bad state", async () => {
    const good = { appid: APP.corpId, redirect_uri: `${appUrl()}/`, state: "a", userid: "cadre.1" };
    const bad = [
      { redirect_uri: "http://127.0.0.1:1/" },
      { redirect_uri: "javascript:alert(1)" },
      { appid: "wwother" },
      { state: "<b>" },
      { userid: "nobody" },
    ];
    for (const change of bad) {
      const response = await authorize({ ...good, ...change }, "/connect/oauth2/chosen");
      expect([response.status, response.headers.get("location")], JSON.stringify(change)).to.deep.equal([400, null]);
    }
    expect((await authorize(good, "/connect/oauth2/chosen")).status).to.equal(302);
  });

  it("escapes what it was asked with", async () => {
    const html = await (await authorize({ appid: APP.corpId, redirect_uri: 'http://"><script>x</script>/' })).text();
    expect(html).not.to.contain("<script>x");
  });

  it("lists departments and their direct members, and hides who is out of range", async () => {
    const departments = (await get("/cgi-bin/department/list")).department as { id: number; parentid: number }[];
    expect(departments.map(({ id, parentid }) => [id, parentid])).to.deep.equal([
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
    expect((await get("/cgi-bin/user/simplelist?department_id=1")).userlist).to.deep.equal([]);
    bench.sandbox.faults.unreachable = ["cadre.1"];
    expect((await get("/cgi-bin/user/simplelist?department_id=2")).userlist).to.deep.equal([
      { userid: "Lead.1", name: "初审负责人", department: [2] },
    ]);
    expect((await get("/cgi-bin/user/simplelist?department_id=9")).errcode).to.equal(60123);
    expect((await get("/cgi-bin/user/get?userid=LEAD.1")).position).to.equal("新媒体团队 · 初审");
    expect((await get("/cgi-bin/user/get?userid=cadre.1")).errcode).to.equal(60111);
  });

  it("tells what the console says of the app, and of no other", async () => {
    const agent = (id: number | string) => get(`/cgi-bin/agent/get?agentid=${id}`);
    expect(await agent(APP.agentId)).to.deep.include({
      errcode: 0,
      close: 0,
      allow_partys: { partyid: [1] },
      redirect_domain: new URL(origin).host,
      home_url: origin,
    });
    expect([(await agent(APP.agentId + 1)).errcode, (await agent("")).errcode]).to.deep.equal([301002, 41011]);
    bench.sandbox.faults = { narrowRange: true, appClosed: true, foreignDomain: true };
    expect(await agent(APP.agentId)).to.deep.include({ close: 1, allow_partys: { partyid: [2, 3] }, redirect_domain: "other.example.com" });
  });

  it("by switch trusts another domain, has the app disabled, and no mini program", async () => {
    bench.sandbox.faults = { foreignDomain: true, appClosed: true, noMiniProgram: true };
    const query = { appid: APP.corpId, redirect_uri: `${appUrl()}/`, state: "a", userid: "cadre.1" };
    const refused = await authorize(query, "/connect/oauth2/chosen");
    expect([refused.status, await refused.text()].join()).to.match(/^400,.*错误码 50001/);
    const body = { touser: "lead.1", msgtype: "text", agentid: APP.agentId, text: { content: "您好" } };
    expect((await bench.api("/cgi-bin/message/send", body, token)).errcode).to.equal(50003);
    const session = await get(`/cgi-bin/miniprogram/jscode2session?grant_type=authorization_code&js_code=${bench.sandbox.code("pub.1")}`);
    expect(session.errcode).to.equal(40014);
  });

  it("keeps the two JS-SDK tickets apart", async () => {
    const [corp, agent] = [await get("/cgi-bin/get_jsapi_ticket"), await get("/cgi-bin/ticket/get?type=agent_config")];
    expect(corp.ticket).to.be.a("string").that.is.not.equal(agent.ticket);
    expect((await get("/cgi-bin/get_jsapi_ticket")).ticket).to.equal(corp.ticket);
  });
});
