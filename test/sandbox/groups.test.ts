import { expect } from "chai";
import { type Bench, buttonCard, startBench } from "./fake-app.js";

type Json = Record<string, unknown>;
const MINUTE = 60_000;
const people = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ userid: `p${index}`, name: `值班员${index}`, departmentId: 2 }));

describe("the sandbox: group chats of the app", () => {
  let bench: Bench;
  let token: string;
  beforeEach(async () => {
    bench = await startBench();
    token = await bench.token();
  });
  afterEach(() => bench.stop());

  const post = (path: string, body: Json) => bench.api(`/cgi-bin/appchat/${path}`, body, token);
  const create = (more: Json = {}) => post("create", { name: "红色预警", userlist: ["lead.1", "cadre.1"], ...more });
  const text = (chatid: unknown, content = "请立即处置", more: Json = {}) =>
    post("send", { chatid, msgtype: "text", text: { content, ...more } });
  const get = (chatid: string) => bench.api(`/cgi-bin/appchat/get?chatid=${chatid}`, undefined, token);
  const texts = () => bench.sandbox.groups().flatMap(({ messages }) => messages.map((message) => message.text));

  it("makes a group, shows it to its members alone and tells who is in it", async () => {
    const { chatid } = await create({ owner: "CADRE.1", chatid: "Red1" });
    expect(chatid).to.equal("Red1");
    expect((await get("Red1")).chat_info).to.deep.equal({
      chatid: "Red1",
      name: "红色预警",
      owner: "cadre.1",
      userlist: ["Lead.1", "cadre.1"],
      chat_type: 0,
    });
    expect((await text("Red1")).errcode).to.equal(0);
    const [group] = bench.sandbox.groups();
    expect(group?.messages.map(({ text: words, from, to }) => ({ words, from, to }))).to.deep.equal([
      { words: "请立即处置", from: "app", to: ["Lead.1", "cadre.1"] },
    ]);
    expect(bench.sandbox.chat("lead.1")).to.deep.equal([]);
  });

  it("makes up chatid, owner and name where none are given, and cuts a long name at 50 characters", async () => {
    const { chatid } = await create({ name: "群".repeat(60) });
    expect(chatid).to.match(/^[0-9a-zA-Z]{1,32}$/);
    expect((await get(String(chatid))).chat_info).to.deep.include({ name: "群".repeat(50), owner: "Lead.1" });
  });

  const refusals: [string, Json, number][] = [
    ["no list", { userlist: undefined }, 86204],
    ["one member", { userlist: ["lead.1"] }, 86006],
    ["one member named twice", { userlist: ["lead.1", "LEAD.1"] }, 86006],
    ["a stranger", { userlist: ["lead.1", "nobody"] }, 86216],
    ["an owner who is not in the list", { owner: "pub.1" }, 86207],
    ["a chatid with other characters", { chatid: "red-1" }, 86001],
    ["a chatid of 33 characters", { chatid: "a".repeat(33) }, 86205],
    ["a chatid that is taken", { chatid: "taken" }, 86215],
  ];
  for (const [what, body, errcode] of refusals) {
    it(`refuses a group with ${what}: ${errcode}`, async () => {
      await create({ chatid: "taken" });
      expect((await create(body)).errcode).to.equal(errcode);
      expect(bench.sandbox.groups()).to.have.length(1);
    });
  }

  it("takes 2000 members and not 2001", async () => {
    const crowd = await startBench({ people: people(2001) });
    const key = await crowd.token();
    const userlist = people(2001).map(({ userid }) => userid);
    const make = (list: string[]) => crowd.api("/cgi-bin/appchat/create", { userlist: list }, key);
    expect([(await make(userlist.slice(1))).errcode, (await make(userlist)).errcode]).to.deep.equal([0, 86006]);
    await crowd.stop();
  });

  it("changes name, owner and members, and keeps what was said before from those who come later", async () => {
    await create({ chatid: "g" });
    await text("g", "甲");
    expect((await post("update", { chatid: "g", name: "橙色预警", add_user_list: ["pub.1"], del_user_list: ["lead.1"] })).errcode).to.equal(
      86203,
    );
    const change = { chatid: "g", name: "橙色预警", owner: "pub.1", add_user_list: ["pub.1"], del_user_list: ["lead.1"] };
    expect((await post("update", change)).errcode).to.equal(0);
    expect((await get("g")).chat_info).to.deep.include({ name: "橙色预警", owner: "pub.1", userlist: ["cadre.1", "pub.1"] });
    await text("g", "乙");
    expect(bench.sandbox.groups()[0]?.messages.map(({ to }) => to)).to.deep.equal([
      ["Lead.1", "cadre.1"],
      ["cadre.1", "pub.1"],
    ]);
    expect((await post("update", { chatid: "g", del_user_list: ["lead.1"] })).errcode).to.equal(86216);
    expect((await post("update", { chatid: "g", del_user_list: ["cadre.1"] })).errcode).to.equal(86006);
  });

  it("obeys for its own groups only, and not after they were disbanded", async () => {
    const { id } = bench.sandbox.formGroup({ name: "宣传部", members: ["lead.1", "pub.1"] });
    await create({ chatid: "g" });
    bench.sandbox.disband("g");
    const codes = await Promise.all([text(id), text("none"), text(""), text("g")].map(async (answer) => (await answer).errcode));
    expect(codes).to.deep.equal([86008, 86003, 86201, 49008]);
    expect((await post("update", { chatid: id, name: "改名" })).errcode).to.equal(86008);
    expect((await get(id)).errcode).to.equal(86008);
    expect(texts()).to.deep.equal([]);
  });

  it("by switch has a visible range that is not the root department: 48002 on every call", async () => {
    await create({ chatid: "g" });
    bench.sandbox.faults.narrowRange = true;
    const answers = [await create(), await text("g"), await get("g"), await post("update", { chatid: "g", name: "改名" })];
    expect(answers.map(({ errcode }) => errcode)).to.deep.equal([48002, 48002, 48002, 48002]);
  });

  it("knows no cards in a group, and measures what it takes in bytes", async () => {
    await create({ chatid: "g" });
    const send = async (msgtype: string, part: Json) => (await post("send", { chatid: "g", msgtype, [msgtype]: part })).errcode;
    expect(await send("template_card", buttonCard())).to.equal(40008);
    expect(await send("miniprogram_notice", {})).to.equal(40008);
    expect(await send("markdown", { content: "文".repeat(683) })).to.equal(40058);
    expect(await send("markdown", { content: "文".repeat(682) })).to.equal(0);
    expect(await send("textcard", { title: "题".repeat(60), description: "述".repeat(300), url: "https://a" })).to.equal(0);
    expect(await send("news", { articles: [{ title: "题".repeat(60), url: "https://a" }] })).to.equal(0);
    expect(await send("news", { articles: Array.from({ length: 9 }, () => ({ title: "a", url: "https://a" })) })).to.equal(40058);
    await text("g", "文".repeat(700));
    const [, card, news, long] = bench.sandbox.groups()[0]?.messages ?? [];
    expect([card?.textcard?.title.length, card?.textcard?.description.length]).to.deep.equal([42, 170]);
    expect(news?.news).to.deep.equal([{ title: "题".repeat(42), description: "", url: "https://a", picurl: "" }]);
    expect(long?.text).to.equal("文".repeat(682));
  });

  it("calls members by name, from the list and from the text, and nobody from outside", async () => {
    await create({ chatid: "g" });
    await text("g", "请 <@CADRE.1> <@pub.1> 处置", { mentioned_list: ["lead.1"] });
    await text("g", "全体", { mentioned_list: ["@all"] });
    await post("send", { chatid: "g", msgtype: "markdown", markdown: { content: "**请** <@lead.1>" } });
    expect(bench.sandbox.groups()[0]?.messages.map(({ mentioned }) => mentioned)).to.deep.equal([
      ["Lead.1", "cadre.1"],
      ["@all"],
      ["Lead.1"],
    ]);
  });

  it("drops silently what is over 200 messages a minute to one member, in all his groups together", async () => {
    await create({ chatid: "a" });
    await create({ chatid: "b", userlist: ["lead.1", "pub.1"] });
    for (let count = 0; count < 200; count += 1) await text("a", String(count));
    expect((await text("b")).errcode).to.equal(0);
    expect(bench.sandbox.groups()[1]?.messages.map(({ to }) => to)).to.deep.equal([["pub.1"]]);
    bench.turnDomain(MINUTE);
    await text("b");
    expect(bench.sandbox.groups()[1]?.messages.at(-1)?.to).to.deep.equal(["Lead.1", "pub.1"]);
  });

  it("refuses the message that would pass 20,000 receptions a minute, and all for the minute after: 45009", async () => {
    const crowd = await startBench({ people: people(2000) });
    const key = await crowd.token();
    await crowd.api("/cgi-bin/appchat/create", { chatid: "g", userlist: people(2000).map(({ userid }) => userid) }, key);
    const send = async () =>
      (await crowd.api("/cgi-bin/appchat/send", { chatid: "g", msgtype: "text", text: { content: "一" } }, key)).errcode;
    const codes = [];
    for (let count = 0; count < 11; count += 1) codes.push(await send());
    expect(codes).to.deep.equal([...Array.from({ length: 10 }, () => 0), 45009]);
    crowd.turnDomain(MINUTE - 1);
    expect(await send()).to.equal(45009);
    crowd.turnDomain(1);
    expect(await send()).to.equal(0);
    await crowd.stop();
  });

  it("shows a member's groups to the page with what is new, and marks it as read", async () => {
    await create({ chatid: "g" });
    await text("g");
    const asked = async (path: string) => (await fetch(bench.sandbox.url + path)).json() as Promise<Json[] & { chats: Json[] }>;
    expect((await asked("/desk/overview")).chats).to.deep.include({ userid: "Lead.1", count: 0, unread: 1 });
    expect((await asked("/desk/chats/lead.1/groups"))[0]).to.deep.include({ id: "g", name: "红色预警", robot: null });
    expect(await asked("/desk/chats/pub.1/groups")).to.deep.equal([]);
    bench.sandbox.read("lead.1", "g");
    expect((await asked("/desk/overview")).chats).to.deep.include({ userid: "Lead.1", count: 0, unread: 0 });
    expect((await asked("/desk/overview")).chats).to.deep.include({ userid: "cadre.1", count: 0, unread: 1 });
  });

  it("lets people form a group on the page and copy its robot's address, and says what is missing", async () => {
    const send = async (body: Json) => {
      const response = await fetch(`${bench.sandbox.url}/desk/groups`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return { status: response.status, body: (await response.json()) as Json };
    };
    expect((await send({ name: "值班群", members: ["lead.1"] })).body.problem).to.equal("请至少选择两名成员");
    expect((await send({ name: "值班群", members: ["lead.1", "pub.1"], robot: "值班机器人" })).status).to.equal(200);
    const [group] = (await (await fetch(`${bench.sandbox.url}/desk/groups`)).json()) as { robot: { webhook: string } }[];
    expect(group?.robot.webhook).to.match(new RegExp(`^${bench.sandbox.url}/cgi-bin/webhook/send\\?key=[0-9a-f]{32}$`));
  });
});

describe("the sandbox: the webhook of a group's robot", () => {
  let bench: Bench;
  let webhook: string;
  let id: string;
  beforeEach(async () => {
    bench = await startBench();
    const formed = bench.sandbox.formGroup({ name: "值班群", members: ["lead.1", "pub.1"], robot: "值班机器人" });
    [webhook, id] = [String(formed.webhook), formed.id];
  });
  afterEach(() => bench.stop());

  const send = async (msgtype: string, part: Json, address = webhook) =>
    (await (await fetch(address, { method: "POST", body: JSON.stringify({ msgtype, [msgtype]: part }) })).json()) as Json;
  const text = async (content = "今日值班表") => (await send("text", { content })).errcode;
  const lines = () => bench.sandbox.groups()[0]?.messages ?? [];

  it("posts by its key alone, needs no token, and leaves no key in the journal", async () => {
    expect(await text()).to.equal(0);
    expect(lines().map(({ from, text: words, to }) => ({ from, words, to }))).to.deep.equal([
      { from: "robot", words: "今日值班表", to: ["Lead.1", "pub.1"] },
    ]);
    expect(JSON.stringify(bench.sandbox.journal)).not.to.contain(new URL(webhook).searchParams.get("key"));
  });

  it("answers 93000 to a key that no group has, and once the robot was taken out", async () => {
    expect((await send("text", { content: "一" }, webhook.replace(/.$/, "x"))).errcode).to.equal(93000);
    bench.sandbox.removeRobot(id);
    expect(await text()).to.equal(93000);
    expect(lines()).to.deep.equal([]);
  });

  it("takes 20 messages a minute and answers 45009 to the next", async () => {
    for (let count = 0; count < 20; count += 1) expect(await text()).to.equal(0);
    expect(await text()).to.equal(45009);
    bench.turnDomain(MINUTE);
    expect(await text()).to.equal(0);
  });

  const limits: [string, string, Json, number][] = [
    ["text of 2049 bytes", "text", { content: "a".repeat(2049) }, 40058],
    ["text of 2048 bytes", "text", { content: "a".repeat(2048) }, 0],
    ["an empty text", "text", { content: "" }, 44004],
    ["markdown of 4098 bytes", "markdown", { content: "文".repeat(1366) }, 40058],
    ["markdown of 4095 bytes", "markdown", { content: "文".repeat(1365) }, 0],
    ["markdown_v2 of 4095 bytes", "markdown_v2", { content: "文".repeat(1365) }, 0],
    ["a card that can be tapped", "template_card", buttonCard(), 42031],
    [
      "a notice",
      "template_card",
      { card_type: "text_notice", main_title: { title: "提醒" }, card_action: { type: 1, url: "https://a" } },
      0,
    ],
    ["an unknown type", "hologram", {}, 40008],
  ];
  for (const [what, msgtype, part, errcode] of limits) {
    it(`answers ${errcode} to ${what}`, async () => {
      expect((await send(msgtype, part)).errcode).to.equal(errcode);
      expect(lines()).to.have.length(errcode === 0 ? 1 : 0);
    });
  }

  it("is no way for the app to rule the group", async () => {
    const answer = await bench.api(`/cgi-bin/appchat/get?chatid=${id}`, undefined, await bench.token());
    expect(answer.errcode).to.equal(86008);
  });
});
