import { expect } from "chai";
import { APP, type Bench, buttonCard, cardTo, replyTo, startBench } from "./fake-app.js";
import { textOf } from "../../server/sandbox/xml.js";

const HOUR = 3_600_000;

describe("the sandbox: cards, taps and response codes", () => {
  let bench: Bench;
  let token: string;
  beforeEach(async () => {
    bench = await startBench();
    token = await bench.token();
  });
  afterEach(() => bench.stop());

  const send = (body: Record<string, unknown>) => bench.api("/cgi-bin/message/send", body, token);
  const update = (body: Record<string, unknown>) =>
    bench.api("/cgi-bin/message/update_template_card", { agentid: APP.agentId, ...body }, token);
  const shown = (userid: string) => {
    const message = bench.sandbox.chat(userid).at(-1);
    return { state: message?.state, grey: message?.card?.replace_text, title: message?.card?.main_title?.title };
  };

  it("puts a card into every recipient's chat, each unread and open", async () => {
    const answer = await send(cardTo("lead.1|cadre.1", buttonCard("t1")));
    expect(answer).to.include({ errcode: 0 });
    expect(answer.response_code).to.be.a("string");
    expect(bench.sandbox.chat("lead.1")).to.have.length(1);
    expect(bench.sandbox.chat("Cadre.1")[0]).to.include({
      kind: "card",
      taskId: "t1",
      state: "open",
      read: false,
      at: "2026-11-02T02:00:00.000Z",
    });
    expect(bench.sandbox.chat("pub.1")).to.deep.equal([]);
  });

  it("sends the tap as a real encrypted event with the standing selection and a fresh response code", async () => {
    const sent = await send(cardTo("lead.1", buttonCard("t1")));
    const outcome = await bench.sandbox.press("lead.1", "t1", "sendBack", "legal");
    expect(outcome).to.deep.include({ status: 200, reply: null, problem: null });
    const event = bench.app.received[0];
    if (!event) throw new Error("no callback");
    expect(["FromUserName", "Event", "EventKey", "TaskId", "CardType", "AgentID"].map((name) => textOf(event, name))).to.deep.equal([
      "Lead.1",
      "template_card_event",
      "sendBack",
      "t1",
      "button_interaction",
      String(APP.agentId),
    ]);
    expect(event.children.find((child) => child.name === "SelectedItems")?.children[0]?.children[1]?.children[0]?.text).to.equal("legal");
    expect(textOf(event, "ResponseCode")).to.be.a("string").that.is.not.empty.and.not.equals(sent.response_code);
    expect(shown("lead.1").state).to.equal("open");
  });

  it("gives no event for a link button, an unknown button or a card that was never received", async () => {
    await send(cardTo("lead.1", buttonCard("t1")));
    const taps = [
      bench.sandbox.press("lead.1", "t1", "查看全文"),
      bench.sandbox.press("lead.1", "t1", "pass", "other"),
      bench.sandbox.press("cadre.1", "t1", "pass"),
    ];
    const refused = (await Promise.allSettled(taps)).map((result) => result.status);
    expect(refused).to.deep.equal(["rejected", "rejected", "rejected"]);
    expect(bench.app.received).to.have.length(0);
  });

  it("changes only the tapper's copy by a passive reply, greying or replacing it", async () => {
    await send(cardTo("lead.1|cadre.1", buttonCard("t1")));
    bench.app.reply = (event) =>
      replyTo(event, "<MsgType><![CDATA[update_button]]></MsgType><Button><ReplaceName><![CDATA[已通过]]></ReplaceName></Button>");
    const outcome = await bench.sandbox.press("lead.1", "t1", "pass");
    expect(outcome.reply).to.deep.equal({ msgType: "update_button", replaceName: "已通过" });
    expect(shown("lead.1")).to.deep.equal({ state: "closed", grey: "已通过", title: "二审：开学第一课" });
    expect(shown("cadre.1").state).to.equal("open");
    bench.app.reply = (event) =>
      replyTo(
        event,
        "<MsgType>update_template_card</MsgType><TemplateCard><CardType>button_interaction</CardType><MainTitle><Title>已由初审通过</Title></MainTitle>" +
          "<HorizontalContentList><KeyName>甲</KeyName><Value>一</Value></HorizontalContentList><HorizontalContentList><KeyName>乙</KeyName><Value>二</Value></HorizontalContentList>" +
          "<ButtonList><Text>撤回</Text><Style>2</Style><Key>undo</Key></ButtonList></TemplateCard>",
      );
    await bench.sandbox.press("cadre.1", "t1", "pass");
    expect(shown("cadre.1")).to.deep.equal({ state: "updated", grey: undefined, title: "已由初审通过" });
    expect(bench.sandbox.chat("cadre.1")[0]?.card?.horizontal_content_list).to.deep.equal([
      { keyname: "甲", value: "一" },
      { keyname: "乙", value: "二" },
    ]);
    expect(shown("lead.1").title).to.equal("二审：开学第一课");
    await bench.sandbox.press("cadre.1", "t1", "undo");
  });

  it("ignores a reply that is signed wrongly or meant for somebody else, and says why", async () => {
    await send(cardTo("lead.1", buttonCard("t1")));
    const grey = "<MsgType>update_button</MsgType><Button><ReplaceName>已通过</ReplaceName></Button>";
    bench.app.reply = (event) => replyTo(event, grey).replace("Lead.1", "cadre.1");
    expect((await bench.sandbox.press("lead.1", "t1", "pass")).problem).to.contain("ToUserName");
    bench.app.reply = (event) => replyTo(event, grey).replace(APP.corpId, "wwother");
    expect((await bench.sandbox.press("lead.1", "t1", "pass")).problem).to.contain("FromUserName");
    expect(shown("lead.1").state).to.equal("open");
  });

  it("updates the copies of those named, once per response code", async () => {
    const { response_code } = await send(cardTo("lead.1|cadre.1", buttonCard("t1")));
    const body = { userids: ["cadre.1", "pub.1"], response_code, button: { replace_name: "已由初审通过" } };
    expect(await update(body)).to.deep.include({ errcode: 0, invaliduser: ["pub.1"] });
    expect(shown("cadre.1")).to.deep.include({ state: "closed", grey: "已由初审通过" });
    expect(shown("lead.1").state).to.equal("open");
    expect((await update(body)).errcode).to.equal(60140);
  });

  it("replaces the card of everybody with atall, also by the code of a tap", async () => {
    await send(cardTo("lead.1|cadre.1", buttonCard("t1")));
    await bench.sandbox.press("lead.1", "t1", "pass");
    const code = textOf(bench.app.received[0]!, "ResponseCode");
    const card = { card_type: "text_notice", main_title: { title: "结果" }, card_action: { type: 1, url: "https://desk.example.com" } };
    expect(await update({ atall: 1, response_code: code, template_card: card })).to.deep.include({ errcode: 0 });
    expect([shown("lead.1"), shown("cadre.1")].map(({ state, title }) => [state, title])).to.deep.equal([
      ["closed", "结果"],
      ["closed", "结果"],
    ]);
  });

  it("answers 60140, 42015, 82101 and 82102 without spending the code", async () => {
    const { response_code } = await send(cardTo("lead.1", buttonCard("t1")));
    const button = { replace_name: "已关闭" };
    expect((await update({ response_code: "no", button, atall: 1 })).errcode).to.equal(60140);
    expect((await update({ response_code, button, atall: 1, agentid: APP.agentId + 1 })).errcode).to.equal(42015);
    expect((await update({ response_code, button })).errcode).to.equal(82101);
    expect((await update({ response_code, button, userids: ["pub.1"] })).errcode).to.equal(82102);
    expect((await update({ response_code, button, atall: 1 })).errcode).to.equal(0);
  });

  it("keeps a response code for 72 hours of domain time and not a millisecond longer", async () => {
    const first = await send(cardTo("lead.1", buttonCard("t1")));
    const second = await send(cardTo("lead.1", buttonCard("t2")));
    bench.turnDomain(72 * HOUR - 1);
    const button = { replace_name: "已关闭" };
    expect((await update({ response_code: first.response_code, button, atall: 1 })).errcode).to.equal(0);
    bench.turnDomain(1);
    expect((await update({ response_code: second.response_code, button, atall: 1 })).errcode).to.equal(60140);
  });

  it("sends a hand-made event for a button that the phone no longer shows", async () => {
    const { response_code } = await send(cardTo("lead.1", buttonCard("t1")));
    await update({ response_code, button: { replace_name: "已关闭" }, atall: 1 });
    const refused = await bench.sandbox.press("lead.1", "t1", "pass").catch((error: Error) => error.name);
    expect(refused).to.equal("Error");
    await bench.sandbox.raw({ userid: "Lead.1", taskId: "t1", key: "pass" });
    expect(bench.app.received).to.have.length(1);
  });
});
