import { expect } from "chai";
import { APP, type Bench, buttonCard, cardTo, startBench } from "./fake-app.js";

type Json = Record<string, unknown>;
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const textTo = (touser: string, content = "您好"): Json => ({ touser, msgtype: "text", agentid: APP.agentId, text: { content } });

describe("the sandbox: limits, addresses and taking back", () => {
  let bench: Bench;
  let token: string;
  beforeEach(async () => {
    bench = await startBench({ accounts: 3 });
    token = await bench.token();
  });
  afterEach(() => bench.stop());

  const send = (body: Json) => bench.api("/cgi-bin/message/send", body, token);
  const count = (userid: string) => bench.sandbox.chat(userid).length;
  const sendMany = async (times: number, touser = "lead.1") => {
    const codes = new Set<unknown>();
    for (let sent = 0; sent < times; sent += 1) codes.add((await send(textTo(touser))).errcode);
    return [...codes];
  };

  it("drops what is over 30 messages a minute to one member, says errcode 0, and notes it in the journal", async () => {
    expect(await sendMany(30)).to.deep.equal([0]);
    const answer = await send(textTo("lead.1|cadre.1"));
    expect([answer.errcode, answer.invaliduser]).to.deep.equal([0, undefined]);
    expect([count("lead.1"), count("cadre.1")]).to.deep.equal([30, 1]);
    expect(bench.sandbox.journal.at(-1)?.note).to.equal("超过每人每分钟 30 条或每小时 1000 条，静默丢弃：Lead.1");
    bench.turnDomain(MINUTE);
    await send(textTo("lead.1"));
    expect(count("lead.1")).to.equal(31);
  });

  it("drops what is over 1000 messages an hour to one member", async () => {
    const people = Array.from({ length: 6 }, (_, index) => ({ userid: `p${index}`, name: `值班员${index}`, departmentId: 2 }));
    const crowd = await startBench({ people });
    const key = await crowd.token();
    const hourly = async (minutes: number) => {
      for (let minute = 0; minute < minutes; minute += 1) {
        for (let sent = 0; sent < 30; sent += 1) await crowd.api("/cgi-bin/message/send", textTo("p0"), key);
        crowd.turnDomain(MINUTE);
      }
      return crowd.sandbox.chat("p0").length;
    };
    expect(await hourly(34)).to.equal(1000);
    crowd.turnDomain(HOUR);
    expect(await hourly(1)).to.equal(1030);
    await crowd.stop();
  }).timeout(20_000);

  it("holds a dropped card for received, but there is nothing to tap", async () => {
    await sendMany(30);
    const { response_code } = await send(cardTo("lead.1", buttonCard("t1")));
    const update = { agentid: APP.agentId, userids: ["lead.1"], response_code, button: { replace_name: "已处理" } };
    expect((await bench.api("/cgi-bin/message/update_template_card", update, token)).errcode).to.equal(0);
    const tapped = await bench.sandbox.press("lead.1", "t1", "pass").catch((error: Error) => error.message);
    expect(tapped).to.contain("没有收到这张卡片");
  });

  it("refuses what is over 200 receptions a day for each account, until the next day in Shanghai: 45009", async () => {
    expect(await sendMany(200, "lead.1|cadre.1|pub.1")).to.deep.equal([0]);
    expect(await sendMany(1)).to.deep.equal([45009]);
    bench.turnDomain(14 * HOUR - 1);
    expect(await sendMany(1)).to.deep.equal([45009]);
    bench.turnDomain(1);
    expect(await sendMany(1)).to.deep.equal([0]);
  });

  it("by switch looks at none of these limits", async () => {
    bench.sandbox.faults.unlimited = true;
    expect(await sendMany(201, "lead.1|cadre.1|pub.1")).to.deep.equal([0]);
    expect(count("lead.1")).to.equal(201);
  });

  it("by switch knows the caller's address not: 60020 with the address, gettoken and webhooks excepted", async () => {
    const { webhook } = bench.sandbox.formGroup({ name: "值班群", members: ["lead.1", "pub.1"], robot: "值班提醒" });
    bench.sandbox.faults.foreignIp = true;
    const answer = await send(textTo("lead.1"));
    expect(answer.errcode).to.equal(60020);
    expect(answer.errmsg).to.match(/^not allow to access from your ip, hint: \[\d+\], from ip: 127\.0\.0\.1, more info at /);
    expect((await bench.api("/cgi-bin/getcallbackip", undefined, await bench.token())).errcode).to.equal(60020);
    const posted = await fetch(String(webhook), { method: "POST", body: JSON.stringify({ msgtype: "text", text: { content: "一" } }) });
    expect(((await posted.json()) as Json).errcode).to.equal(0);
    expect(count("lead.1")).to.equal(0);
  });

  it("takes a message back within 24 hours from every phone, and not later: 42052", async () => {
    const sent = await send(cardTo("lead.1|pub.1", buttonCard("t1")));
    bench.turnDomain(24 * HOUR);
    const recall = (msgid: unknown) => bench.api("/cgi-bin/message/recall", { msgid }, token);
    expect((await recall(sent.msgid)).errcode).to.equal(0);
    expect(["lead.1", "pub.1"].map((userid) => bench.sandbox.chat(userid)[0]?.state)).to.deep.equal(["recalled", "recalled"]);
    const tapped = await bench.sandbox.press("lead.1", "t1", "pass").catch((error: Error) => error.message);
    expect(tapped).to.equal("这张卡片已被撤回");
    const update = { agentid: APP.agentId, atall: 1, response_code: sent.response_code, button: { replace_name: "已处理" } };
    await bench.api("/cgi-bin/message/update_template_card", update, token);
    expect(bench.sandbox.chat("lead.1")[0]?.state).to.equal("recalled");
    const old = await send(textTo("lead.1"));
    bench.turnDomain(24 * HOUR + 1);
    expect((await recall(old.msgid)).errcode).to.equal(42052);
  });

  it("takes back nothing that this app did not send: 40058", async () => {
    expect((await bench.api("/cgi-bin/message/recall", { msgid: "other" }, token)).errcode).to.equal(40058);
    expect((await bench.api("/cgi-bin/message/recall", {}, token)).errcode).to.equal(40058);
  });

  it("loses callbacks on the way as often as told", async () => {
    await send(cardTo("lead.1", buttonCard("t1")));
    bench.sandbox.faults.lostCallbacks = 1;
    expect(await bench.sandbox.press("lead.1", "t1", "pass")).to.include({ status: 0, problem: "lost" });
    expect(bench.app.received).to.deep.equal([]);
    await bench.sandbox.press("lead.1", "t1", "pass");
    expect(bench.app.received).to.have.length(1);
  });

  const long = `https://a/${"x".repeat(2040)}`;
  const addresses: [string, Json, number][] = [
    ["a textcard with an address of 2050 bytes", { textcard: { title: "a", description: "b", url: long } }, 40058],
    ["a textcard with one of 2048 bytes", { textcard: { title: "a", description: "b", url: long.slice(0, 2048) } }, 0],
    ["an article with an address of 2050 bytes", { news: { articles: [{ title: "a", url: long }] } }, 40058],
    ["an article without a title", { news: { articles: [{ url: "https://a" }] } }, 41016],
    ["no article", { news: { articles: [] } }, 40058],
  ];
  for (const [what, part, errcode] of addresses) {
    it(`answers ${errcode} to ${what}`, async () => {
      const [msgtype] = Object.keys(part);
      expect((await send({ touser: "lead.1", agentid: APP.agentId, msgtype, ...part })).errcode).to.equal(errcode);
    });
  }

  it("cuts title and description of an article by bytes, those of a textcard by characters", async () => {
    const [title, description] = ["题".repeat(130), "述".repeat(600)];
    await send({ touser: "lead.1", agentid: APP.agentId, msgtype: "news", news: { articles: [{ title, description, url: "https://a" }] } });
    await send({ touser: "lead.1", agentid: APP.agentId, msgtype: "textcard", textcard: { title, description, url: "https://a" } });
    const [news, card] = bench.sandbox.chat("lead.1");
    expect([news?.news?.[0]?.title.length, news?.news?.[0]?.description.length]).to.deep.equal([42, 170]);
    expect([card?.textcard?.title.length, card?.textcard?.description.length]).to.deep.equal([128, 512]);
  });
});
