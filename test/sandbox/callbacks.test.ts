import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { StateFile } from "../../server/sandbox/state-file.js";
import { textOf } from "../../server/sandbox/xml.js";
import { type Bench, buttonCard, cardTo, replyTo, startBench } from "./fake-app.js";

const GREY = "<MsgType>update_button</MsgType><Button><ReplaceName>已通过</ReplaceName></Button>";

describe("the sandbox: callbacks", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
    await bench.api("/cgi-bin/message/send", cardTo("lead.1", buttonCard("t1")), await bench.token());
  });
  afterEach(() => bench.stop());

  const tap = () => bench.sandbox.press("lead.1", "t1", "pass");

  it("delivers again after silence, signed anew, the plaintext unchanged, and takes the first answer", async () => {
    bench.app.silent = 2;
    bench.app.reply = (event) => replyTo(event, GREY);
    const outcome = await tap();
    expect(outcome.deliveries).to.have.length(1);
    expect(outcome.deliveries[0]).to.include({ status: 200, attempts: 3 });
    expect(new Set(bench.app.nonces).size).to.equal(3);
    expect(new Set(bench.app.received.map((event) => JSON.stringify(event))).size).to.equal(1);
    expect(bench.sandbox.chat("lead.1")[0]?.state).to.equal("closed");
  });

  it("gives up after four tries and leaves the card as it was", async () => {
    bench.app.silent = 99;
    expect(await tap()).to.include({ status: 0, reply: null, problem: "timeout" });
    expect(bench.app.received).to.have.length(4);
    expect(bench.sandbox.chat("lead.1")[0]?.state).to.equal("open");
  });

  it("does not deliver again on an HTTP error, unless the switch says so", async () => {
    bench.app.status = 500;
    expect((await tap()).status).to.equal(500);
    expect(bench.app.received).to.have.length(1);
    bench.sandbox.faults.retryOnStatus = true;
    await tap();
    expect(bench.app.received).to.have.length(5);
  });

  it("delivers each callback as often as told, returns all answers in order and shows only the first", async () => {
    bench.sandbox.deliveries = 4;
    let count = 0;
    bench.app.reply = (event) => replyTo(event, GREY.replace("已通过", `第${(count += 1)}次`));
    const outcome = await tap();
    expect(outcome.deliveries.map(({ reply }) => reply)).to.deep.equal(
      [1, 2, 3, 4].map((index) => ({ msgType: "update_button", replaceName: `第${index}次` })),
    );
    expect(bench.sandbox.chat("lead.1")[0]?.card?.replace_text).to.equal("第1次");
  });

  it("sends a text with a 64-bit MsgId and shows the reply below it", async () => {
    bench.app.reply = (event) => replyTo(event, "<MsgType>text</MsgType><Content><![CDATA[您没有待办]]></Content>");
    await bench.sandbox.say("lead.1", "待办 ]]> <b>");
    const event = bench.app.received[0];
    if (!event) throw new Error("no callback");
    expect([textOf(event, "MsgType"), textOf(event, "Content")]).to.deep.equal(["text", "待办 ]]> <b>"]);
    expect(BigInt(textOf(event, "MsgId")) > 2n ** 53n).to.equal(true);
    const lines = bench.sandbox.chat("lead.1").slice(1);
    expect(lines.map(({ from, text }) => [from, text])).to.deep.equal([
      ["person", "待办 ]]> <b>"],
      ["app", "您没有待办"],
    ]);
  });

  it("raises any other event of the app", async () => {
    await bench.sandbox.raise("lead.1", { Event: "enter_agent", EventKey: "" });
    expect(bench.app.received.map((event) => [textOf(event, "Event"), textOf(event, "FromUserName")])).to.deep.equal([
      ["enter_agent", "lead.1"],
    ]);
  });

  it("verifies the URL by its exact plaintext", async () => {
    expect(await bench.sandbox.verifyUrl()).to.deep.equal({ ok: true, status: 200, problem: null });
    for (const echo of [(text: string) => `"${text}"`, (text: string) => `${text}\n`, () => ""]) {
      bench.app.echo = echo;
      expect((await bench.sandbox.verifyUrl()).ok).to.equal(false);
    }
  });

  it("waits for what is about to be so, and says what never came", async () => {
    setTimeout(() => void tap(), 30);
    expect(await bench.sandbox.waitFor(() => bench.app.received.length)).to.equal(1);
    const failure = await bench.sandbox.waitFor(() => false, 50).catch((error: Error) => error.message);
    expect(failure).to.contain("after 50 ms");
  });
});

describe("the sandbox: over a restart", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), "sandbox-"));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it("keeps chats, task ids, response codes, tokens and the duplicate check", async () => {
    const stateFile = join(folder, "deep", "sandbox.json");
    const before = await startBench({ stateFile });
    const token = await before.token();
    const body = { touser: "lead.1", msgtype: "text", agentid: 1000005, text: { content: "您好" }, enable_duplicate_check: 1 };
    const card = cardTo("lead.1", buttonCard("t1"));
    const sent = await before.api("/cgi-bin/message/send", card, token);
    await before.api("/cgi-bin/message/send", body, token);
    await before.stop();
    const after = await startBench({ stateFile });
    expect(after.sandbox.chat("lead.1").map(({ kind }) => kind)).to.deep.equal(["card", "text"]);
    expect((await after.api("/cgi-bin/message/send", card, token)).errcode).to.equal(42014);
    await after.api("/cgi-bin/message/send", body, token);
    expect(after.sandbox.chat("lead.1")).to.have.length(2);
    const update = { agentid: 1000005, atall: 1, response_code: sent.response_code, button: { replace_name: "已关闭" } };
    expect((await after.api("/cgi-bin/message/update_template_card", update, token)).errcode).to.equal(0);
    await after.sandbox.raw({ userid: "Lead.1", taskId: "t1", key: "pass" });
    expect(after.app.received).to.have.length(1);
    await after.stop();
  });

  it("writes soon after a change, without being closed", async () => {
    const stateFile = join(folder, "sandbox.json");
    const bench = await startBench({ stateFile });
    await bench.api("/cgi-bin/message/send", cardTo("lead.1", buttonCard("t1")), await bench.token());
    const saved = await bench.sandbox.waitFor(() => readFile(stateFile, "utf8").catch(() => ""));
    expect(saved).to.contain('"t1"');
    await bench.stop();
  });

  it("refuses a damaged file instead of forgetting everything", async () => {
    const stateFile = join(folder, "sandbox.json");
    await writeFile(stateFile, "{");
    const failure = await new StateFile(stateFile).read().catch((error: Error) => error.message);
    expect(failure).to.contain("已损坏");
    expect(await new StateFile(join(folder, "none.json")).read()).to.equal(null);
  });
});
