import { decrypt } from "@wecom/crypto";
import { expect } from "chai";
import { readEvent } from "../../server/wecom/callback.js";
import { oneChild, oneText, parseXml } from "../../server/wecom/xml.js";
import { CallbackApp } from "./callback-app.js";
import { AES_KEY, NOW, callbackOf, crypto, pressXml, signatureOf, textXml } from "./callback-kit.js";
import { closed } from "./sample-cards.js";

const ECHO = "94966531020182955848408 测试";

/** The salt is random: sealed until its base64 has a plus sign. */
function sealedWithPlus(): string {
  for (;;) {
    const { encrypted } = crypto.seal(ECHO, { timestamp: "", nonce: "" });
    if (encrypted.includes("+")) return encrypted;
  }
}

describe("The callback address", () => {
  const app = new CallbackApp();

  before(() => app.start());
  after(() => app.stop());
  beforeEach(() => app.reset());

  describe("when the console checks it", () => {
    const echo = sealedWithPlus();
    const query = (change: Record<string, string> = {}) =>
      new URLSearchParams({
        msg_signature: signatureOf(echo),
        timestamp: String(NOW),
        nonce: "n0nce",
        echostr: echo,
        ...change,
      }).toString();

    it("answers the plain echo and nothing else", async () => {
      const response = await fetch(`${app.base}?${query()}`);
      expect([response.status, response.headers.get("content-type"), await response.text()]).to.deep.equal([
        200,
        "text/plain; charset=utf-8",
        ECHO,
      ]);
      expect(app.counted).to.deep.equal(["verified echostr"]);
    });

    it("takes an echo whose plus signs a proxy has turned into blanks", async () => {
      expect(echo).to.include("+");
      expect((await fetch(`${app.base}?${query().replaceAll("%2B", "+")}`)).status).to.equal(200);
    });

    it("refuses a wrong signature, a missing or doubled echo, doubled values and an old stamp", async () => {
      const queries = [
        query({ msg_signature: "0".repeat(40) }),
        query().replace(/&echostr=.*/, ""),
        `${query()}&echostr=x`,
        `${query()}&nonce=n0nce`,
        `${query()}&timestamp=${NOW}`,
        `${query()}&msg_signature=${signatureOf(echo)}`,
        query({ timestamp: String(NOW - 600), msg_signature: signatureOf(echo, String(NOW - 600)) }),
      ];
      const statuses = [];
      for (const each of queries) statuses.push((await fetch(`${app.base}?${each}`)).status);
      expect(statuses).to.deep.equal([403, 400, 400, 400, 400, 400, 403]);
    });
  });

  describe("when a member acts", () => {
    it("hands the event and its decrypted text to the reception, whatever the content type, and answers empty", async () => {
      const { query, body } = callbackOf(pressXml());
      for (const type of ["text/xml", "application/json", "application/octet-stream"]) {
        expect(await app.post(query, body, type)).to.include({ status: 200, text: "" });
      }
      expect(app.received).to.have.length(3);
      expect(app.received[0]!.event).to.include({ kind: "cardPress", fromUser: "review.first", eventKey: "pass" });
      expect(readEvent(app.received[0]!.receivedBody)).to.deep.equal(app.received[0]!.event);
      expect(app.counted).to.deep.equal(Array(3).fill("taken cardPress"));
    });

    it("answers a press with the redrawn card, encrypted for WeCom", async () => {
      app.reply = () => Promise.resolve({ kind: "card", card: closed });
      const { query, body } = callbackOf(pressXml());
      const answer = await app.post(query, body);
      expect(answer).to.deep.include({ status: 200, type: "application/xml" });
      const sealed = parseXml(answer.text);
      const stamp = { timestamp: oneText(sealed, "TimeStamp")!, nonce: oneText(sealed, "Nonce")! };
      expect(oneText(sealed, "MsgSignature")).to.equal(signatureOf(oneText(sealed, "Encrypt")!, stamp.timestamp, stamp.nonce));
      const inner = parseXml(decrypt(AES_KEY, oneText(sealed, "Encrypt")!).message);
      expect(oneText(inner, "ToUserName")).to.equal("review.first");
      expect(oneText(oneChild(inner, "TemplateCard")!, "ReplaceText")).to.equal(closed.closedText);
    });

    it("answers a text with a text", async () => {
      app.reply = () => Promise.resolve({ kind: "text", text: "暂无待办" });
      const { query, body } = callbackOf(textXml("待办"));
      const inner = parseXml(decrypt(AES_KEY, oneText(parseXml((await app.post(query, body)).text), "Encrypt")!).message);
      expect([oneText(inner, "MsgType"), oneText(inner, "Content")]).to.deep.equal(["text", "暂无待办"]);
    });

    it("gives the same key to a repeat under another stamp", async () => {
      const first = callbackOf(pressXml());
      const again = callbackOf(pressXml(), { timestamp: String(NOW + 5), nonce: "other" });
      await app.post(first.query, first.body);
      await app.post(again.query, again.body);
      expect(first.query).not.to.equal(again.query);
      expect(app.received[0]!.event.dedupeKey).to.equal(app.received[1]!.event.dedupeKey);
    });

    it("answers 200 to what it does not know, and counts it by name", async () => {
      const { query, body } = callbackOf(pressXml({ Event: "inactive_alert" }));
      expect(await app.post(query, body)).to.include({ status: 200, text: "" });
      expect([app.received.length, app.counted]).to.deep.equal([0, ["unknown inactive_alert"]]);
    });

    it("answers 500 when the reception fails, and logs it under the request's id", async () => {
      app.reply = () => Promise.reject(new Error("database is gone"));
      const { query, body } = callbackOf(pressXml());
      expect(await app.post(query, body)).to.include({ status: 500, text: "服务暂时无法处理" });
      expect(app.logged).to.have.length(1);
      expect(app.logged[0]).to.include({ requestId: "r-1", message: "WeCom callback failed" });
      expect(app.counted).to.deep.equal(["failed reception"]);
    });

    it("does not answer a text with a card", async () => {
      app.reply = () => Promise.resolve({ kind: "card", card: closed });
      const { query, body } = callbackOf(textXml("待办"));
      expect((await app.post(query, body)).status).to.equal(500);
    });
  });
});
