import { expect } from "chai";
import { cutBytes } from "../../server/sandbox/api/content.js";
import { APP, type Bench, buttonCard, cardTo, startBench } from "./fake-app.js";

type Json = Record<string, unknown>;

const times = <T>(count: number, make: (index: number) => T): T[] => Array.from({ length: count }, (_, index) => make(index));
const options = (count: number) => times(count, (index) => ({ id: `o${index}`, text: `项${index}` }));
const textTo = (touser: string, content = "您好"): Json => ({ touser, msgtype: "text", agentid: APP.agentId, text: { content } });

const notice = (): Json => ({
  card_type: "text_notice",
  main_title: { title: "提醒" },
  card_action: { type: 1, url: "https://desk.example.com/" },
});
const news = (): Json => ({
  ...notice(),
  card_type: "news_notice",
  card_image: { url: "https://desk.example.com/a.png", aspect_ratio: 1.3 },
});
const vote = (): Json => ({
  card_type: "vote_interaction",
  main_title: { title: "表决" },
  task_id: "vote",
  checkbox: { question_key: "q", mode: 1, option_list: options(20) },
  submit_button: { text: "提交", key: "submit" },
});
const multiple = (): Json => ({
  card_type: "multiple_interaction",
  main_title: { title: "登记" },
  task_id: "multiple",
  select_list: times(3, (index) => ({ question_key: `q${index}`, option_list: options(10) })),
  submit_button: { text: "提交", key: "submit" },
});

describe("the sandbox: sending", () => {
  let bench: Bench;
  let token: string;
  beforeEach(async () => {
    bench = await startBench();
    token = await bench.token();
  });
  afterEach(() => bench.stop());

  const send = (body: Json | string) => bench.api("/cgi-bin/message/send", body, token);
  const texts = (userid: string) => bench.sandbox.chat(userid).map((message) => message.text);

  it("delivers to the good and lists the bad, lower-cased and joined", async () => {
    bench.sandbox.faults = { unreachable: ["Pub.1"], unlicensed: ["cadre.1"] };
    const answer = await send({ ...textTo(" lead.1 |Cadre.1|PUB.1|Nobody"), toparty: "9", totag: "4" });
    expect(answer).to.deep.include({
      errcode: 0,
      invaliduser: "pub.1|nobody",
      unlicenseduser: "cadre.1",
      invalidparty: "9",
      invalidtag: "4",
    });
    expect([texts("lead.1"), texts("cadre.1"), texts("pub.1")]).to.deep.equal([["您好"], [], []]);
  });

  it("answers 81013 when nobody is left, still naming them", async () => {
    bench.sandbox.faults.unreachable = ["lead.1"];
    expect(await send(textTo("lead.1|x"))).to.deep.include({ errcode: 81013, invaliduser: "lead.1|x" });
  });

  it("reaches a department once per person and everybody with @all", async () => {
    await send({ ...textTo("lead.1"), toparty: "2" });
    expect([texts("lead.1").length, texts("cadre.1").length, texts("pub.1").length]).to.deep.equal([1, 1, 0]);
    await send({ ...textTo("@all"), toparty: "9" });
    expect([texts("lead.1").length, texts("cadre.1").length, texts("pub.1").length]).to.deep.equal([2, 2, 1]);
  });

  const many = (count: number) => times(count, (index) => `u${index}`).join("|");
  const envelopes: [string, Json, number][] = [
    ["no recipient", textTo(""), 82001],
    ["1001 users", textTo(many(1001)), 40032],
    ["1000 users, all unknown", textTo(many(1000)), 81013],
    ["101 parties", { ...textTo("lead.1"), toparty: many(101) }, 82002],
    ["101 tags", { ...textTo("lead.1"), totag: many(101) }, 82003],
    ["no agentid", { ...textTo("lead.1"), agentid: undefined }, 41011],
    ["an agentid in words", { ...textTo("lead.1"), agentid: "x" }, 40056],
    ["another app's agentid", { ...textTo("lead.1"), agentid: APP.agentId + 1 }, 301002],
    ["an unknown type", { ...textTo("lead.1"), msgtype: "hologram" }, 40008],
    ["an empty text", textTo("lead.1", ""), 44004],
    ["a mini program notice", { ...textTo("lead.1"), msgtype: "miniprogram_notice" }, 48002],
    ["markdown over 2048 bytes", { ...textTo("lead.1"), msgtype: "markdown", markdown: { content: "文".repeat(683) } }, 40058],
    ["a textcard without description", { ...textTo("lead.1"), msgtype: "textcard", textcard: { title: "a", url: "https://a" } }, 41033],
  ];
  for (const [what, body, errcode] of envelopes) {
    it(`answers ${errcode} to ${what}`, async () => {
      expect((await send(body)).errcode).to.equal(errcode);
      expect(texts("lead.1")).to.deep.equal([]);
    });
  }

  it("answers a body that is no JSON with 40058 and WeCom's warning", async () => {
    expect((await send("{")).errmsg).to.contain("Warning: wrong json format.");
  });

  it("cuts text at 2048 bytes on a character border, or by switch refuses it with 45002", async () => {
    await send(textTo("lead.1", `a${"文".repeat(700)}`));
    expect(texts("lead.1")[0]).to.equal(`a${"文".repeat(682)}`);
    bench.sandbox.faults.refuseLongText = true;
    expect((await send(textTo("lead.1", "文".repeat(700)))).errcode).to.equal(45002);
  });

  it("suppresses the same bytes within the interval only when asked to", async () => {
    const body = { ...textTo("lead.1"), enable_duplicate_check: 1, duplicate_check_interval: 600 };
    for (const _ of times(2, () => 0)) await send(textTo("lead.1"));
    for (const _ of times(2, () => 0)) expect((await send(body)).errcode).to.equal(0);
    expect(texts("lead.1")).to.have.length(3);
    bench.turnDomain(600_000);
    await send(body);
    expect(texts("lead.1")).to.have.length(4);
  });

  it("delivers a message whose answer is lost, and tells the repeat by its task id", async () => {
    bench.sandbox.faults.lostAnswers = 1;
    const body = { ...cardTo("lead.1", buttonCard("t1")), enable_duplicate_check: 1 };
    const failure = await send(body).catch((error: Error) => error.name);
    expect(failure).to.equal("TypeError");
    expect((await send(body)).errcode).to.equal(42014);
    expect(bench.sandbox.chat("lead.1")).to.have.length(1);
  });

  it("writes names for ids when asked to", async () => {
    await send({ ...textTo("lead.1", "$userName=cadre.1$、$departmentName=3$、$userName=x$"), enable_id_trans: 1 });
    expect(texts("lead.1")).to.deep.equal(["二审责任人、宣传部、$userName=x$"]);
  });

  it("refuses callback-capable cards of an app without a callback: 43012", async () => {
    const mute = await startBench({ callbackUrl: "" });
    const mutely = await mute.token();
    const answers = [cardTo("lead.1", buttonCard()), cardTo("lead.1", notice())].map((body) =>
      mute.api("/cgi-bin/message/send", body, mutely),
    );
    expect((await Promise.all(answers)).map(({ errcode }) => errcode)).to.deep.equal([43012, 0]);
    await mute.stop();
  });

  it("by switch has no callback in the console: 43012, and no tap is told", async () => {
    await send(cardTo("lead.1", buttonCard("t1")));
    bench.sandbox.faults.noCallback = true;
    expect((await send(cardTo("lead.1", buttonCard("t2")))).errcode).to.equal(43012);
    expect(await bench.sandbox.press("lead.1", "t1", "pass")).to.include({ status: 0, problem: "no callback url" });
    expect(bench.app.received).to.deep.equal([]);
  });

  it("takes every kind of card at its limits, with a response code where taps come back", async () => {
    const menu = { action_menu: { action_list: times(3, (index) => ({ text: "静音", key: `m${index}` })) }, task_id: "menu" };
    const full = {
      ...notice(),
      horizontal_content_list: times(6, () => ({ keyname: "项" })),
      jump_list: times(3, () => ({ title: "去" })),
    };
    const cards = [full, { ...notice(), ...menu }, news(), buttonCard(), vote(), multiple()];
    const answers = await Promise.all(cards.map((card) => send(cardTo("lead.1", card))));
    expect(answers.map(({ errcode, response_code }) => [errcode, response_code !== undefined])).to.deep.equal([
      [0, false],
      [0, true],
      [0, false],
      [0, true],
      [0, true],
      [0, true],
    ]);
  });
});

describe("the sandbox: the hard limits of a card, each with its own code", () => {
  let bench: Bench;
  let token: string;
  before(async () => {
    bench = await startBench();
    token = await bench.token();
    await bench.api("/cgi-bin/message/send", cardTo("lead.1", buttonCard("used")), token);
  });
  after(() => bench.stop());

  const buttons = (change: Json[]): Json => ({ ...buttonCard(), button_list: change });
  const selection = (change: Json): Json => ({
    ...buttonCard(),
    button_selection: { question_key: "q", option_list: options(2), ...change },
  });
  const menu = (list: Json[]): Json => ({ ...notice(), task_id: "m", action_menu: { action_list: list } });
  const limits: [string, Json, number][] = [
    ["an unknown card_type", { ...notice(), card_type: "x" }, 42031],
    ["a button card without task_id", { ...buttonCard(), task_id: undefined }, 42014],
    ["a task_id with other characters", buttonCard("a b"), 42014],
    ["a task_id of 129 bytes", buttonCard("a".repeat(129)), 42014],
    ["a task_id that was used", buttonCard("used"), 42014],
    ["a menu without task_id", { ...menu([{ text: "a", key: "a" }]), task_id: "" }, 42014],
    ["a notice without title and text", { ...notice(), main_title: {} }, 42033],
    ["a button card without title", { ...buttonCard(), main_title: {} }, 42033],
    ["a notice without card_action", { ...notice(), card_action: undefined }, 42045],
    ["a notice with card_action type 0", { ...notice(), card_action: { type: 0 } }, 42045],
    ["a card_action without url", { ...notice(), card_action: { type: 1 } }, 42028],
    ["a mini program jump without appid", { ...notice(), card_action: { type: 2 } }, 42030],
    ["7 rows", { ...notice(), horizontal_content_list: times(7, () => ({ keyname: "项" })) }, 42035],
    ["a row without keyname", { ...notice(), horizontal_content_list: [{ value: "一" }] }, 42027],
    ["a link row without url", { ...notice(), horizontal_content_list: [{ keyname: "项", type: 1 }] }, 42028],
    ["a file row without media_id", { ...notice(), horizontal_content_list: [{ keyname: "项", type: 2 }] }, 42029],
    ["a member row without userid", { ...notice(), horizontal_content_list: [{ keyname: "项", type: 3 }] }, 42050],
    ["4 jumps", { ...notice(), jump_list: times(4, () => ({ title: "去" })) }, 42042],
    ["a jump without title", { ...notice(), jump_list: [{}] }, 42033],
    ["a news card without picture", { ...news(), card_image: undefined }, 42044],
    ["a picture too wide", { ...news(), card_image: { url: "https://a", aspect_ratio: 2.25 } }, 42044],
    ["5 vertical lines", { ...news(), vertical_content_list: times(5, () => ({ title: "行" })) }, 42036],
    ["no button", buttons([]), 40058],
    ["7 buttons", buttons(times(7, (index) => ({ text: "按", key: `k${index}` }))), 40058],
    ["a button without text", buttons([{ key: "a" }]), 42038],
    ["a button without key", buttons([{ text: "按" }]), 42039],
    ["a key of 1025 bytes", buttons([{ text: "按", key: "a".repeat(1025) }]), 42039],
    ["two buttons with one key", buttons(times(2, () => ({ text: "按", key: "k" }))), 42039],
    ["a link button without url", buttons([{ text: "按", type: 1 }]), 42028],
    ["a selection without question_key", selection({ question_key: "" }), 42043],
    ["a selection without options", selection({ option_list: [] }), 42037],
    ["a selection of 11", selection({ option_list: options(11) }), 42037],
    ["an option without text", selection({ option_list: [{ id: "a" }] }), 42041],
    ["an option id of 129 bytes", selection({ option_list: [{ id: "a".repeat(129), text: "一" }] }), 42040],
    ["a vote of 21", { ...vote(), checkbox: { question_key: "q", option_list: options(21) } }, 42037],
    ["a vote without submit text", { ...vote(), submit_button: { key: "a" } }, 42049],
    ["a vote without submit key", { ...vote(), submit_button: { text: "交" } }, 42046],
    ["4 selectors", { ...multiple(), select_list: times(4, (index) => ({ question_key: `q${index}`, option_list: options(1) })) }, 42047],
    ["two selectors with one key", { ...multiple(), select_list: times(2, () => ({ question_key: "q", option_list: options(1) })) }, 42043],
    ["4 menu entries", menu(times(4, (index) => ({ text: "a", key: `k${index}` }))), 40058],
    ["two menu entries with one key", menu(times(2, () => ({ text: "a", key: "k" }))), 42051],
  ];
  for (const [what, card, errcode] of limits) {
    it(`${errcode}: ${what}`, async () => {
      const answer = await bench.api("/cgi-bin/message/send", cardTo("lead.1", card), token);
      expect(answer.errcode).to.equal(errcode);
      expect(bench.sandbox.chat("lead.1")).to.have.length(1);
    });
  }
});

describe("the sandbox: cutting by bytes", () => {
  it("never breaks a character of two, three or four bytes", () => {
    for (const text of ["é", "文", "😀"]) {
      const size = Buffer.byteLength(text);
      for (let most = 0; most < size; most += 1) expect(cutBytes(text, most), `${text} at ${most}`).to.equal("");
      expect(cutBytes(text, size)).to.equal(text);
      expect(cutBytes(`${text}${text}`, 2 * size - 1)).to.equal(text);
    }
  });
});
