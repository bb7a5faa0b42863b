import { expect } from "chai";
import { WecomClient } from "../../server/wecom/client.js";
import { messageBody } from "../../server/wecom/message.js";
import { AccessToken, MemoryTokenStore, type TokenStore } from "../../server/wecom/token.js";
import { type FakeAnswer, FakeWecom } from "./fake-wecom.js";
import { TASK, reviewCard } from "./sample-cards.js";

const CORP = "ww5823bf96d3bd56c7";
const SECRET = "secret-that-nobody-may-read";
const body = messageBody({ kind: "card", toUsers: ["review.first"], agentId: 1000005, card: reviewCard, taskId: TASK });

describe("The access token is", () => {
  const fake = new FakeWecom();
  let issued = 0;
  let wall = 1_760_000_000_000;
  let client: WecomClient;

  before(() => fake.start());
  after(() => fake.stop());
  beforeEach(() => {
    fake.forget();
    issued = 0;
    client = new WecomClient({ apiBase: fake.base, corpId: CORP, agentId: 1000005, secret: SECRET, wallNow: () => wall, timeoutMs: 2000 });
    fake.on("gettoken", () => ({ errcode: 0, errmsg: "ok", access_token: `token-${++issued}`, expires_in: 7200 }));
    fake.on("message/send", () => ({ errcode: 0, errmsg: "ok", msgid: "m1", response_code: "rc1" }));
  });

  it("asked for once by twenty parallel senders", async () => {
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => client.send(body)));
    expect(new Set(outcomes.map(({ kind }) => kind))).to.deep.equal(new Set(["accepted"]));
    expect(fake.asked("gettoken")).to.have.length(1);
    expect(new Set(fake.asked("message/send").map(({ query }) => query.get("access_token")))).to.deep.equal(new Set(["token-1"]));
  });

  it("asked for with corp and secret, until five minutes before its end by the wall clock", async () => {
    await client.send(body);
    expect(Object.fromEntries(fake.asked("gettoken")[0]!.query)).to.deep.equal({ corpid: CORP, corpsecret: SECRET });
    wall += (7200 - 300) * 1000 - 1;
    await client.send(body);
    expect(issued).to.equal(1);
    wall += 1;
    await client.send(body);
    expect(issued).to.equal(2);
  });

  for (const errcode of [40014, 42001, 40001]) {
    it(`replaced once and the call repeated once with the same bytes after ${errcode}`, async () => {
      fake.on("message/send", ({ query }) => (query.get("access_token") === "token-1" ? { errcode } : { errcode: 0, msgid: "m2" }));
      expect(await client.send(body)).to.deep.include({ kind: "accepted", msgId: "m2" });
      expect(fake.asked("message/send").map((seen) => seen.body)).to.deep.equal([body, body]);
      expect(issued).to.equal(2);
    });
  }

  it("replaced once by twenty parallel senders whose token died", async () => {
    await client.send(body);
    fake.on("message/send", ({ query }) => (query.get("access_token") === "token-1" ? { errcode: 42001 } : { errcode: 0, msgid: "m2" }));
    const outcomes = await Promise.all(Array.from({ length: 20 }, () => client.send(body)));
    expect(outcomes.every(({ kind }) => kind === "accepted")).to.equal(true);
    expect(issued).to.equal(2);
  });

  it("not replaced without end when the new one is refused too", async () => {
    fake.on("message/send", () => ({ errcode: 42001 }));
    expect(await client.send(body)).to.include({ kind: "retry", errcode: 42001 });
    expect([fake.asked("message/send").length, issued]).to.deep.equal([2, 2]);
  });

  it("no longer asked for during a minute after a wrong secret, lest our address be banned", async () => {
    fake.on("gettoken", () => ({ errcode: 40001, errmsg: `invalid credential ${SECRET}` }));
    const first = await client.send(body);
    wall += 59_999;
    const second = await client.send(body);
    expect([first, second]).to.deep.equal([
      {
        kind: "retry",
        afterMs: 60_000,
        errcode: 40001,
        reason: "企业微信返回 40001：应用凭证无效：请核对应用 Secret 是否已重置、应用是否被停用",
      },
      { ...first, afterMs: 1 },
    ]);
    expect(fake.asked("gettoken")).to.have.length(1);
    wall += 1;
    await client.send(body);
    expect(fake.asked("gettoken")).to.have.length(2);
  });

  it("asked for again at once after a busy system or garbage", async () => {
    const answers: FakeAnswer[] = [{ errcode: -1 }, { raw: "<html>" }, { errcode: 0 }, { errcode: 0, access_token: "t", expires_in: 7200 }];
    fake.on("gettoken", () => answers.shift()!);
    const kinds = [];
    for (let n = 0; n < 4; n++) kinds.push((await client.send(body)).kind);
    expect(kinds).to.deep.equal(["retry", "retry", "retry", "accepted"]);
  });

  it("not taken from a store that still holds the refused one, nor dropped from it when it is newer", async () => {
    const kept = new MemoryTokenStore();
    const forgetful: TokenStore = {
      read: (key) => kept.read(key),
      claim: (key, seen, times) => kept.claim(key, seen, times),
      settle: (key, leave, asked) => kept.settle(key, leave, asked),
      drop: () => Promise.resolve(),
    };
    const ask = () => Promise.resolve({ kind: "granted", value: `t${++issued}`, livesSeconds: 7200 } as const);
    const token = new AccessToken("corp/1", forgetful, ask, () => wall);
    expect([await token.current(), await token.current()]).to.deep.equal(["t1", "t1"]);
    await token.invalidate("t1");
    expect(await token.current()).to.equal("t2");
    await kept.drop("corp/1", "t1");
    expect((await kept.read("corp/1")).token?.value).to.equal("t2");
    await kept.drop("corp/1", "t2");
    expect((await kept.read("corp/1")).token).to.equal(null);
  });

  it("read from the store once while it is good, and anew when WeCom has refused it or its time is over", async () => {
    const kept = new MemoryTokenStore();
    let reads = 0;
    const counted: TokenStore = {
      read: (key) => (reads++, kept.read(key)),
      claim: (key, seen, times) => kept.claim(key, seen, times),
      settle: (key, leave, asked) => kept.settle(key, leave, asked),
      drop: (key, value) => kept.drop(key, value),
    };
    const ask = () => Promise.resolve({ kind: "granted", value: `t${++issued}`, livesSeconds: 7200 } as const);
    const [one, other] = [0, 1].map(() => new AccessToken("corp/1", counted, ask, () => wall));
    await one!.current();
    reads = 0;
    for (let n = 0; n < 3; n++) expect([await one!.current(), await other!.current()]).to.deep.equal(["t1", "t1"]);
    expect(reads).to.equal(2);
    await other!.invalidate("t1");
    expect(await other!.current()).to.equal("t2");
    // the other process finds out by WeCom's refusal, and takes what is there by then
    await one!.invalidate("t1");
    expect(await one!.current()).to.equal("t2");
    expect(issued).to.equal(2);
    wall += 7_200_000;
    expect(await one!.current()).to.equal("t3");
  });

  it("shared through the store by two clients of one app, and not by two apps", async () => {
    const tokens = new MemoryTokenStore();
    const options = { apiBase: fake.base, corpId: CORP, secret: SECRET, wallNow: () => wall, timeoutMs: 2000, tokens };
    for (const agentId of [1, 1, 2]) await new WecomClient({ ...options, agentId }).send(body);
    expect(issued).to.equal(2);
  });

  it("kept when WeCom answers with the very token that it refused before", async () => {
    fake.on("gettoken", () => ({ errcode: 0, access_token: `same-${Math.min(++issued, 1)}`, expires_in: 7200 }));
    let refusals = 1;
    fake.on("message/send", () => (refusals-- > 0 ? { errcode: 40014 } : { errcode: 0, msgid: "m1" }));
    for (let n = 0; n < 3; n++) expect((await client.send(body)).kind).to.equal("accepted");
    expect(issued).to.equal(2);
  });
});
