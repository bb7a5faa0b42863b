import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect } from "chai";
import { InboxEvent } from "../../entities/inbox-event.js";
import { examine, type Trials } from "../../server/doctor/examination.js";
import { type Finding, linesOf, summaryOf } from "../../server/doctor/finding.js";
import type { Ward } from "../../server/doctor/ward.js";
import type { Env } from "../../server/env.js";
import { askPage, WecomInspection } from "../../server/wecom/inspection.js";
import { Desk } from "../support/desk.js";
import { freePort } from "../support/free-port.js";

const MINUTE_MS = 60_000;

/** What is different in an installation under examination. */
interface Ailment {
  env?: Partial<Env>;
  wecom?: Partial<Env["wecom"]>;
  isBehind?: boolean;
  shut?: string;
  clockAheadMs?: number;
  pause?: (ms: number) => Promise<void>;
}

describe("npm run doctor", () => {
  let desk: Desk;
  const said: string[] = [];
  /** An address at which nobody listens. */
  let nobody: string;
  before(async () => {
    desk = await Desk.open();
    nobody = `http://127.0.0.1:${await freePort()}`;
  });
  after(() => desk.close());
  afterEach(() => {
    desk.sandbox.faults = {
      ...{ token: "fine", busy: 0, down: false, unreachable: [], unlicensed: [], foreignIp: false, narrowRange: false, calls: "fine" },
      ...{ foreignDomain: false, appClosed: false, noMiniProgram: false, noCallback: false },
    };
    said.length = 0;
  });

  const wardOf = ({ env = {}, wecom = {}, isBehind = false, shut, clockAheadMs = 0, pause }: Ailment): Ward => {
    const whole = { ...desk.services.env, ...env, wecom: { ...desk.services.env.wecom, ...wecom } };
    const { apiBase, corpId, secret } = whole.wecom;
    return {
      env: whole,
      database: shut === undefined ? { kind: "open", services: desk.services, isBehind } : { kind: "shut", problem: shut },
      wecom: new WecomInspection({ apiBase, corpId, secret, timeoutMs: 2000 }),
      open: (url, timeoutMs, body) => askPage(url, { timeoutMs: Math.min(timeoutMs, 1500), body }),
      wallNow: () => new Date(Date.now() + clockAheadMs),
      pause: pause ?? (() => Promise.resolve()),
      say: (line) => said.push(line),
    };
  };
  const findings = async (ailment: Ailment = {}, trials: Trials = {}): Promise<Finding[]> => {
    const found: Finding[] = [];
    for await (const finding of examine(wardOf(ailment), trials)) found.push(finding);
    return found;
  };
  const printed = (found: readonly Finding[]): string[] => found.flatMap(linesOf);
  /** The first lines of what is not in order. */
  const troubles = (found: readonly Finding[]): string[] =>
    found.filter(({ grade }) => grade === "bad" || grade === "warning").map((finding) => linesOf(finding)[0] ?? "");

  it("finds a sound installation in order, says what cannot be found out, changes nothing and bothers nobody", async () => {
    await desk.news();
    const found = await findings();
    expect(troubles(found)).to.deep.equal([
      "［提醒］回调送达：还从来没有收到过企业微信的回调",
      "［提醒］外部心跳：没有设置，整台服务器停了不会有人知道",
    ]);
    expect(found.filter(({ grade }) => grade === "unknown").map(({ title }) => title)).to.deep.equal(["电脑登录", "语音电话"]);
    expect(found.filter(({ grade }) => grade === "good").map(({ title }) => title)).to.deep.equal([
      ...["地址与时钟", "文件目录", "数据库", "数据库结构", "企业微信接口", "时钟误差", "企业与凭证", "企业可信IP", "应用"],
      ...["可见范围", "岗位人员", "可信域名", "应用主页", "JS-SDK", "程序与网址", "接收消息", "通讯录回调", "小程序"],
    ]);
    expect(summaryOf(found)).to.equal("小结：通过 18 项，提醒 2 项，待查 2 项。可以使用。");
    expect(await desk.news()).to.deep.equal({});
    expect(desk.sandbox.calls("pub.1")).to.deep.equal([]);
    expect(await desk.services.uow.read((tx) => tx.count(InboxEvent))).to.equal(0);
  });

  /** The fault, what is wrong with the installation, the line that it prints, and the words of its remedy. */
  const ailments: [fault: string, how: () => Ailment, line: string, remedy: RegExp][] = [
    [
      "WeCom down",
      () => ((desk.sandbox.faults = { down: true }), {}),
      "［故障］企业微信接口：连不上 API：连接中途断开",
      /以 https 访问该地址.*WECOM_API_BASE/s,
    ],
    ["an address that does not exist", () => ({ wecom: { apiBase: nobody } }), "［故障］企业微信接口：连不上 NOBODY：连接被拒绝", /防火墙/],
    ["a clock half an hour ahead", () => ({ clockAheadMs: 30 * MINUTE_MS }), "［故障］时钟误差：服务器比企业微信快约 30 分钟", /时间同步/],
    ["a clock two minutes behind", () => ({ clockAheadMs: -2 * MINUTE_MS }), "［提醒］时钟误差：服务器比企业微信慢约 2 分钟", /时间同步/],
    [
      "another corp",
      () => ({ wecom: { corpId: "wwother" } }),
      "［故障］企业与凭证：企业ID 不正确（40013）",
      /WECOM_CORP_ID.*我的企业 → 企业信息/s,
    ],
    [
      "a wrong secret",
      () => ({ wecom: { secret: "geheim-geheim" } }),
      "［故障］企业与凭证：Secret 不正确，或应用已被停用（40001）",
      /WECOM_SECRET.*本应用 → Secret/s,
    ],
    [
      "an address that is not trusted",
      () => ((desk.sandbox.faults = { foreignIp: true }), {}),
      "［故障］企业可信IP：出口地址 127.0.0.1 不在名单里（60020）",
      /把 127\.0\.0\.1 加进去，约 1 分钟后生效；填写之前要先设好可信域名或接收消息的 URL.*开发者接口 → 企业可信IP → 配置/s,
    ],
    [
      "another app's id",
      () => ({ wecom: { agentId: 7 } }),
      "［故障］应用：AgentId 7 与 Secret 不是同一个应用（301002）",
      /同一个应用页面.*本应用 → AgentId/s,
    ],
    [
      "the app disabled",
      () => ((desk.sandbox.faults = { appClosed: true }), {}),
      "［故障］应用：应用已被停用，任何消息都发不出去",
      /启用开关/,
    ],
    [
      "a visible range that is not everybody",
      () => ((desk.sandbox.faults = { narrowRange: true }), {}),
      "［提醒］可见范围：不是整个企业",
      /48002.*本应用 → 可见范围 → 编辑/s,
    ],
    [
      "people with posts out of range",
      () => ((desk.sandbox.faults = { unreachable: ["first.1", "outside.1"] }), {}),
      "［故障］岗位人员：1 人收不到消息，在企业微信里找不到，或不在可见范围：初审负责人甲岗（first.1，初审负责人）",
      /核对账号（userid）.*可见范围 → 编辑/s,
    ],
    [
      "another trusted domain",
      () => ((desk.sandbox.faults = { foreignDomain: true }), {}),
      "［故障］可信域名：设置的是 other.example.com，而 PUBLIC_URL 是 HOST",
      /50001.*网页授权及JS-SDK → 设置可信域名/s,
    ],
    [
      "紧急通知 not opened",
      () => ((desk.sandbox.faults = { calls: "off" }), {}),
      "［提醒］语音电话：没有开通「紧急通知」（301050），预警时电话打不出去，只有卡片和群消息",
      /紧急通知 → 可调用接口的应用/,
    ],
    [
      "the app not listed under 紧急通知",
      () => ((desk.sandbox.faults = { calls: "notListed" }), {}),
      "［提醒］语音电话：应用没有列入「紧急通知」的可调用应用（301049），预警时电话打不出去，只有卡片和群消息",
      /添加本应用/,
    ],
    [
      "a mini program that is not associated",
      () => ((desk.sandbox.faults = { noMiniProgram: true }), { wecom: { miniprogramAppId: "wx1" } }),
      "［故障］小程序：没有与本应用关联（40014），卡片打不开小程序",
      /扫码同意/,
    ],
    [
      "a callback token that the running program does not have",
      () => ({ wecom: { token: "another" } }),
      "［故障］接收消息：签名没有通过（HTTP 403：签名不正确）",
      /WECOM_TOKEN、WECOM_AES_KEY、WECOM_CORP_ID 不同/,
    ],
    [
      "a callback key that the running program does not have",
      () => ({ wecom: { aesKey: "a".repeat(43) } }),
      "［故障］接收消息：应答不对（HTTP 400）",
      /程序日志/,
    ],
    [
      "nobody at PUBLIC_URL",
      () => ({ env: { publicUrl: nobody } }),
      "［故障］程序与网址：从本机打不开 NOBODY：连接被拒绝",
      /证书有效、443 端口放行/,
    ],
    [
      "a plain address in earnest",
      () => ({ env: { sandbox: null } }),
      "［故障］地址与时钟：PUBLIC_URL（HTTP）不是 https",
      /环境变量 PUBLIC_URL/,
    ],
    [
      "a clock that can be moved in earnest",
      () => ({ env: { sandbox: null } }),
      "［故障］地址与时钟：时钟可以拨动，任何人都能让时限提前到期",
      /CLOCK=system/,
    ],
    [
      "an IP for an address in earnest",
      () => ({ env: { sandbox: null, publicUrl: "https://192.0.2.7" } }),
      "［故障］地址与时钟：PUBLIC_URL（https://192.0.2.7）是 IP 地址，企业微信只认域名",
      /备案/,
    ],
    [
      "a path in the address",
      () => ({ env: { publicUrl: `${desk.url}/desk` } }),
      "［故障］地址与时钟：PUBLIC_URL 带有路径 /desk",
      /域名和端口/,
    ],
    [
      "a short session secret",
      () => ({ env: { sessionSecret: "sixteen-letters-" } }),
      "［提醒］地址与时钟：SESSION_SECRET 不足 32 个字符",
      /随机字符/,
    ],
    [
      "a folder that cannot be written",
      () => ({ env: { filesDir: `${desk.services.env.auditHeadFile}/files` } }),
      "［故障］文件目录：附件目录 FILE/files 写不进去（ENOTDIR）",
      /环境变量 FILES_DIR/,
    ],
    [
      "a database that cannot be reached",
      () => ({ shut: "连接不上数据库，请检查 DATABASE_URL 与数据库是否已启动（ECONNREFUSED）。" }),
      "［故障］数据库：连接不上数据库，请检查 DATABASE_URL 与数据库是否已启动（ECONNREFUSED）",
      /环境变量 DATABASE_URL/,
    ],
    [
      "a contacts token that the running program does not have",
      () => ({ wecom: { contacts: { token: "another", aesKey: desk.services.env.wecom.contacts?.aesKey ?? "" } } }),
      "［故障］通讯录回调：签名没有通过（HTTP 403：签名不正确）",
      /WECOM_CONTACTS_TOKEN/,
    ],
    [
      "an outside watch that cannot be reached",
      () => ({ env: { heartbeatUrl: `${nobody}/ping/key-of-the-watch` } }),
      "［故障］外部心跳：连不上 WATCH：连接被拒绝",
      /误报停机.*环境变量 HEARTBEAT_URL/s,
    ],
    ["a schema that is behind", () => ({ isBehind: true }), "［故障］数据库结构：不是最新", /npm run migrate/],
  ];
  for (const [fault, how, line, remedy] of ailments) {
    it(`names ${fault}, and what to do where`, async () => {
      const found = await findings(how());
      const shown = line
        .replace("API", desk.services.env.wecom.apiBase)
        .replace("HOST", new URL(desk.url).host)
        .replace("NOBODY", nobody)
        .replace("WATCH", new URL(nobody).host)
        .replace("FILE", desk.services.env.auditHeadFile)
        .replace("（HTTP）", `（${desk.url}）`);
      const hit = found.find((finding) => linesOf(finding)[0] === shown);
      expect(hit, printed(found).join("\n")).not.to.equal(undefined);
      expect(linesOf(hit as Finding).join("\n")).to.match(remedy);
    });
  }

  it("says of a member why he gets no messages: disabled, or not yet active", async () => {
    // the program has not heard of it: it would have closed their posts by itself
    desk.sandbox.faults.lostCallbacks = 4;
    await desk.sandbox.changeMember("first.1", { status: 2 });
    await desk.sandbox.changeMember("first.2", { status: 4 });
    const found = troubles(await findings());
    for (const userid of ["first.1", "first.2"]) await desk.sandbox.changeMember(userid, { status: 1 });
    expect(found).to.include("［故障］岗位人员：1 人收不到消息，账号已被禁用：初审负责人甲岗（first.1，初审负责人）");
    expect(found).to.include("［故障］岗位人员：1 人收不到消息，还没有激活企业微信：初审负责人乙岗（first.2，初审负责人）");
  });

  it("skips what rests on a broken part, and asks for a token only once", async () => {
    desk.sandbox.clearJournal();
    const found = await findings({ wecom: { secret: "geheim-geheim" } });
    const skipped = found.filter(({ grade }) => grade === "skipped");
    expect(skipped.map(({ title, what }) => `${title}：${what}`)).to.deep.equal([
      "企业可信IP：先排除「企业与凭证」的故障",
      ...["应用：先排除「企业可信IP」的故障", "可见范围：先排除「应用」的故障", "岗位人员：先排除「应用」的故障"],
      ...[
        "可信域名：先排除「应用」的故障",
        "应用主页：先排除「应用」的故障",
        "JS-SDK：先排除「应用」的故障",
        "电脑登录：先排除「应用」的故障",
      ],
      ...["语音电话：先排除「应用」的故障", "小程序：先排除「应用」的故障"],
    ]);
    const secrets = desk.sandbox.journal.filter(({ query }) => "corpid" in query);
    expect(secrets).to.have.length(1);
  });

  it("never prints a secret, whatever is wrong", async () => {
    const { secret, token, aesKey } = desk.services.env.wecom;
    const kinds: Ailment[] = [
      {},
      { env: { heartbeatUrl: `${nobody}/ping/geheim` } },
      { wecom: { secret: "geheim-geheim" } },
      { wecom: { token: "anothertoken", aesKey: "a".repeat(43) } },
    ];
    for (const ailment of kinds) {
      const text = printed(await findings(ailment)).join("\n");
      for (const word of [secret, token, aesKey, desk.services.env.sessionSecret, "geheim", "anothertoken", "aaaaaaaa", "access_token"])
        expect(text).not.to.contain(word);
    }
  });

  describe("over a proxy", () => {
    let proxy: Server;
    let behave: RequestListener = (_request, response) => response.end();
    before(async () => {
      proxy = createServer((request, response) => behave(request, response));
      await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    });
    after((done) => {
      proxy.closeAllConnections();
      proxy.close(done);
    });
    const through = async (listener: RequestListener): Promise<string[]> => {
      behave = listener;
      return troubles(await findings({ env: { publicUrl: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}` } }));
    };
    /** Passes everything on to the program, with something done to the answer. */
    const passing =
      (change: { delayMs?: number; tail?: string; isGetOnly?: boolean } = {}): RequestListener =>
      (request, response) => {
        const pass = async (): Promise<void> => {
          const chunks: Buffer[] = [];
          for await (const chunk of request) chunks.push(chunk as Buffer);
          if (change.isGetOnly && request.method === "POST") return void response.writeHead(405).end();
          const path = String(request.url);
          const body = request.method === "POST" ? Buffer.concat(chunks).toString("utf8") : undefined;
          const answer = await fetch(`${desk.url}${path}`, { method: request.method, body });
          const text = await answer.text();
          await new Promise((resolve) => setTimeout(resolve, path.startsWith("/wecom") ? (change.delayMs ?? 0) : 0));
          response.writeHead(answer.status).end(text + (path.includes("echostr") ? (change.tail ?? "") : ""));
        };
        void pass();
      };

    it("finds nothing where everything is passed on as it is", async () => {
      const found = await through(passing());
      expect(found.filter((line) => /程序与网址|接收消息/.test(line))).to.deep.equal([]);
    });

    for (const [what, listener, line] of [
      [
        "a login page in between",
        (_q, r) => r.writeHead(302, { location: "/login" }).end(),
        "［故障］程序与网址：URL 应答的不是本程序（HTTP 302）",
      ],
      [
        "a proxy without a program behind",
        (_q, r) => r.writeHead(502).end("Bad Gateway"),
        "［故障］程序与网址：URL 应答的不是本程序（HTTP 502）",
      ],
      [
        "a program without a database",
        (_q, r) => r.writeHead(503).end('{"status":"unready","database":"unreachable","sweeps":"ok"}'),
        "［故障］程序与网址：程序在运行，但连不上数据库",
      ],
      [
        "jobs that stand still",
        (_q, r) => r.writeHead(503).end('{"status":"unready","database":"ok","sweeps":"late"}'),
        "［故障］程序与网址：程序在运行，但定时任务没有按时执行，时限不会到期提醒",
      ],
    ] as [string, RequestListener, string][]) {
      it(`names ${what}`, async () => {
        const found = await through(listener);
        expect(found.map((entry) => entry.replace(/http:\/\/127\.0\.0\.1:\d+/, "URL"))).to.include(line);
      });
    }

    it("names an answer after more than a second", async () => {
      const found = await through(passing({ delayMs: 1100 }));
      expect(found.find((line) => line.includes("接收消息"))).to.match(/验证请求用了 1\d\d\d 毫秒，企业微信只等 1 秒$/);
    });

    it("names an answer with something added", async () => {
      expect(await through(passing({ tail: "\n" }))).to.include("［故障］接收消息：回显的内容与明文不一致");
    });

    it("names a proxy that lets no event through", async () => {
      expect(await through(passing({ isGetOnly: true }))).to.include("［故障］接收消息：事件被拒：应答不对（HTTP 405）");
    });
  });

  describe("with --send", () => {
    it("sends one card to that person alone, and waits until the press has come back", async () => {
      await desk.news();
      const press = async (): Promise<void> => {
        const card = desk.sandbox.chat("pub.1").at(-1);
        await desk.sandbox.press("pub.1", card?.taskId ?? "", "doctor.received");
      };
      const found = await findings({ pause: press }, { send: "pub.1" });
      expect(linesOf(found.at(-1) as Finding)).to.deep.equal(["［通过］测试卡片：已送达，点按也回来了"]);
      expect(said).to.deep.equal(["        卡片已发给 pub.1，请在 90 秒内点卡片上的「收到」……"]);
      expect(await desk.news()).to.deep.equal({ "pub.1": ["这是一张测试卡片"] });
      expect(desk.shows("pub.1", "测试卡片")).to.equal("收到：卡片与回调都正常");
      expect(troubles(await findings()).filter((line) => line.includes("回调送达"))).to.deep.equal([]);
    });

    for (const [what, spoil, send, line] of [
      ["to nobody", () => undefined, "nobody", "［故障］测试卡片：nobody 收不到：不在可见范围，或账号不对"],
      [
        "to somebody without a licence",
        () => (desk.sandbox.faults.unlicensed = ["pub.1"]),
        "pub.1",
        "［故障］测试卡片：pub.1 收不到：没有基础接口许可",
      ],
      [
        "of an app without a callback",
        () => (desk.sandbox.faults.noCallback = true),
        "pub.1",
        "［故障］测试卡片：应用没有设置接收消息服务器（43012）",
      ],
      ["which nobody presses", () => undefined, "pub.1", "［提醒］测试卡片：已送达，但没有等到点按"],
    ] as [string, () => unknown, string, string][]) {
      it(`says what became of a card ${what}`, async () => {
        spoil();
        expect(troubles(await findings({}, { send })).at(-1)).to.equal(line);
      });
    }
  });

  describe("with --ring", () => {
    const ringing = async (minutes: number, ring = "pub.1"): Promise<string[]> =>
      printed(await findings({ pause: () => desk.advance("PT5S") }, { ring })).slice(-minutes);

    it("rings that person alone and says that it was answered", async () => {
      desk.sandbox.setPhone("pub.1", "answers");
      expect(await ringing(1)).to.deep.equal(["［通过］测试电话：已接通"]);
      expect(said).to.deep.equal(["        正在拨打 pub.1，请接听……"]);
      expect(desk.sandbox.calls("pub.1")).to.have.length(1);
    });

    it("says how it ended where it was not", async () => {
      desk.sandbox.setPhone("pub.1", "off");
      expect((await ringing(3))[0]).to.equal("［提醒］测试电话：打出去了，没有接通：手机关机");
      desk.sandbox.setPhone("pub.1", "byHand");
    });

    it("says that nothing was placed, and why", async () => {
      desk.sandbox.faults.calls = "noBalance";
      expect((await ringing(3))[0]).to.equal("［故障］测试电话：「紧急通知」余额不足（301051）");
      desk.sandbox.faults.calls = "fine";
      expect((await ringing(3, "nobody"))[0]).to.equal("［故障］测试电话：没有打出（60111）");
    });
  });
});

describe("npm run doctor as a command", function () {
  this.timeout(60_000);
  let desk: Desk;
  before(async () => {
    desk = await Desk.open();
  });
  after(() => desk.close());

  const run = async (args: string[], env: NodeJS.ProcessEnv): Promise<{ code: number | null; out: string }> => {
    const child = spawn(process.execPath, ["--import", "tsx", "server/commands/doctor.ts", ...args], {
      env: { PATH: process.env.PATH, ...env },
    });
    let out = "";
    for (const stream of [child.stdout, child.stderr]) stream.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
    return new Promise((resolve) => child.on("close", (code) => resolve({ code, out })));
  };

  it("examines a real installation by its environment, ends with 1 where something is bad, and prints no secret", async () => {
    const { wecom, sessionSecret } = desk.services.env;
    const folder = join(desk.database.folder, "doctor");
    mkdirSync(folder);
    writeFileSync(join(folder, "keep"), "");
    const { code, out } = await run([], {
      PUBLIC_URL: desk.url,
      DATABASE_URL: desk.database.url,
      FILES_DIR: folder,
      AUDIT_HEAD_FILE: join(folder, "audit-head.json"),
      SESSION_SECRET: sessionSecret,
      WECOM_CORP_ID: wecom.corpId,
      WECOM_AGENT_ID: String(wecom.agentId),
      WECOM_SECRET: wecom.secret,
      WECOM_TOKEN: wecom.token,
      WECOM_AES_KEY: wecom.aesKey,
      WECOM_API_BASE: wecom.apiBase,
    });
    const lines = out.trimEnd().split("\n");
    expect(lines[0]).to.equal(`检查安装：企业 ${wecom.corpId}，应用 ${wecom.agentId}`);
    expect(lines).to.include(`［故障］地址与时钟：PUBLIC_URL（${desk.url}）不是 https`);
    expect(lines).to.include("［通过］企业可信IP：服务器的出口地址可以调用接口");
    expect(lines.at(-1)).to.match(/^小结：通过 \d+ 项，故障 1 项，.*请先排除故障，再重新检查。$/);
    expect(code).to.equal(1);
    for (const secret of [wecom.secret, wecom.token, wecom.aesKey, sessionSecret]) expect(out).not.to.contain(secret);
  });

  it("goes on where the database is shut, and shows the use of wrong arguments", async () => {
    const port = await freePort();
    const { code, out } = await run([], {
      DATABASE_URL: `mysql://desk:hush@127.0.0.1:${port}/desk`,
      PORT: String(port),
      FILES_DIR: desk.database.folder,
    });
    expect(out)
      .to.contain("［故障］数据库：连接不上数据库")
      .and.to.contain("［跳过］数据库结构：先排除「数据库」的故障")
      .and.not.to.contain("hush");
    expect(code).to.equal(1);
    expect((await run(["--send"], {})).out).to.contain("npm run doctor -- --send 账号");
  });
});
