import { expect } from "chai";
import { readEnvelope, readEvent, signedText } from "../../server/wecom/callback.js";
import { CallbackCrypto } from "../../server/wecom/crypto.js";
import type { CardPress } from "../../server/wecom/events.js";
import { AGENT, CORP, envelope, pressXml, reasonOf, textXml } from "./callback-kit.js";
import { VECTORS } from "./vectors.js";

const item = (question: string, ...options: string[]) =>
  `<SelectedItem><QuestionKey><![CDATA[${question}]]></QuestionKey><OptionIds>${options.map((id) => `<OptionId>${id}</OptionId>`).join("")}</OptionIds></SelectedItem>`;
const press = (change: Readonly<Record<string, string | null>>) => readEvent(pressXml(change)) as CardPress;

describe("The envelope", () => {
  const sealed = "QUJDRA==";

  it("is read whatever the order of its elements, with and without an app", () => {
    expect(readEnvelope(envelope(sealed))).to.deep.equal({ toUserName: CORP, agentId: AGENT, encrypted: sealed });
    expect(readEnvelope(`<xml><Encrypt>${sealed}</Encrypt><ToUserName>${CORP}</ToUserName></xml>`).agentId).to.equal(null);
  });

  it("gives its signed text before it is parsed, CDATA or bare", () => {
    expect(signedText(envelope(sealed))).to.equal(sealed);
    expect(signedText(`<xml><Encrypt>\n${sealed}\n</Encrypt></xml>`)).to.equal(sealed);
  });

  it("is malformed without exactly one signed text", () => {
    const bad = [
      "",
      "<xml></xml>",
      "<Encrypt></Encrypt>",
      envelope(sealed) + envelope(sealed),
      "<Encrypt><![CDATA[QUJ]]><![CDATA[DRA==]]></Encrypt>",
    ];
    expect(bad.map((body) => reasonOf(() => signedText(body)))).to.deep.equal(bad.map(() => "envelopeMalformed"));
  });

  it("is malformed with a DTD, a second corp, no corp, another root, or nesting without end", () => {
    const bad = [
      `<!DOCTYPE xml>${envelope(sealed)}`,
      envelope(sealed).replace("<Encrypt>", `<ToUserName>ww1</ToUserName><Encrypt>`),
      `<xml><Encrypt>${sealed}</Encrypt></xml>`,
      envelope(sealed).replaceAll("xml>", "html>"),
      "<a>".repeat(20_000),
    ];
    expect(bad.map((body) => reasonOf(() => readEnvelope(body)))).to.deep.equal(bad.map(() => "envelopeMalformed"));
  });
});

describe("An event", () => {
  it("of the captured vectors is the text that was sent, its 64-bit id digit by digit", () => {
    const [b, d] = [VECTORS[1]!, VECTORS[3]!].map((v) => readEvent(new CallbackCrypto(v.token, v.aesKey, v.corpId).open(v.encrypted)));
    expect(b).to.include({
      kind: "text",
      fromUser: "mycreate",
      content: "hello",
      msgId: "4561255354251345929",
      agentId: "218",
      createTime: 1409659813,
    });
    expect(d).to.include({ kind: "text", fromUser: "foobar", content: "x123", msgId: "2018405441", agentId: "1000002" });
  });

  it("of a pressed card without selections has everything that correlates it", () => {
    const event = press({});
    expect({ ...event, selected: { ...event.selected }, dedupeKey: event.dedupeKey.length }).to.deep.equal({
      kind: "cardPress",
      toUserName: CORP,
      fromUser: "review.first",
      createTime: 1760000100,
      agentId: AGENT,
      taskId: "0199c0de-7000-7000-8000-00000000000a",
      eventKey: "pass",
      cardType: "button_interaction",
      responseCode: "RC_1",
      selected: {},
      dedupeKey: 64,
    });
  });

  it("of a pressed card tells one and many selections alike", () => {
    expect({ ...press({ SelectedItems: item("gate", "policy") }).selected }).to.deep.equal({ gate: ["policy"] });
    const many = press({ SelectedItems: item("gate", "policy", "content") + item("constructor", "x") + item("none") });
    expect({ ...many.selected }).to.deep.equal({ gate: ["policy", "content"], constructor: ["x"], none: [] });
    expect({ ...press({ SelectedItems: "" }).selected }).to.deep.equal({});
  });

  it("of subscribing, leaving and entering is known by name; anything else is unknown and keeps its name", () => {
    const kinds = ["subscribe", "unsubscribe", "enter_agent"].map((Event) => press({ Event, TaskId: null }).kind);
    expect(kinds).to.deep.equal(["subscribe", "unsubscribe", "enterAgent"]);
    expect(readEvent(pressXml({ Event: "LOCATION" }))).to.include({ kind: "unknown", name: "LOCATION" });
    expect(readEvent(pressXml({ MsgType: "image", PicList: "<item>1</item><item>2</item>" }))).to.include({
      kind: "unknown",
      name: "image",
    });
  });

  it("is malformed when a value is doubled, missing or of another shape", () => {
    const bad = [
      pressXml().replace("</xml>", "<FromUserName>boss</FromUserName></xml>"),
      pressXml().replace("</xml>", "<EventKey>pass</EventKey></xml>"),
      pressXml({ FromUserName: null }),
      pressXml({ FromUserName: "<![CDATA[ ]]>" }),
      pressXml({ FromUserName: "<a>boss</a>" }),
      pressXml({ CreateTime: "soon" }),
      pressXml({ CreateTime: "-1" }),
      pressXml({ MsgType: null }),
      pressXml({ Event: null }),
      pressXml({ TaskId: null }),
      pressXml({ ToUserName: null }),
      pressXml({ SelectedItems: item("gate", "a") + item("gate", "b") }),
      pressXml({ SelectedItems: item("gate", "<x>a</x>") }),
      pressXml().replace("</xml>", "<SelectedItems/><SelectedItems/></xml>"),
      textXml("x", "12e3"),
      `<!DOCTYPE xml>${pressXml()}`,
      pressXml().replaceAll("xml>", "html>"),
      "",
    ];
    expect(bad.map((xml) => reasonOf(() => readEvent(xml)))).to.deep.equal(bad.map(() => "eventMalformed"));
  });

  it("ignores elements that it does not know", () => {
    expect(press({ AppType: "wxwork", Later: "<x/><x/>" }).kind).to.equal("cardPress");
  });
});

describe("An event's key", () => {
  const key = (change: Readonly<Record<string, string | null>> = {}) => readEvent(pressXml(change)).dedupeKey;

  it("is the same for a redelivery, however its XML is laid out", () => {
    expect(key()).to.equal(key({}));
    expect(readEvent(pressXml().replaceAll("><", ">\n<")).dedupeKey).to.equal(key());
    expect(key({ FromUserName: " review.FIRST " })).to.equal(key());
  });

  it("differs by person, second, app, event, button, card and click", () => {
    const changes: Record<string, string | null>[] = [
      {},
      { FromUserName: "review.second" },
      { CreateTime: "1760000101" },
      { AgentID: "1000006" },
      { Event: "template_card_menu_event" },
      { EventKey: "sendBack" },
      { TaskId: "other" },
      { ResponseCode: "RC_2" },
      { Event: "enter_agent" },
      { Event: "subscribe" },
      { Event: "LOCATION", Latitude: "1" },
      { Event: "LOCATION", Latitude: "2" },
    ];
    expect(new Set(changes.map((change) => key(change))).size).to.equal(changes.length);
  });

  it("differs for two texts of one second, and does not join fields across their borders", () => {
    expect(readEvent(textXml("a", "1")).dedupeKey).not.to.equal(readEvent(textXml("a", "2")).dedupeKey);
    expect(key({ EventKey: "a", TaskId: "bc" })).not.to.equal(key({ EventKey: "ab", TaskId: "c" }));
  });
});
