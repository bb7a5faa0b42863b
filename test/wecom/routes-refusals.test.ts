import { once } from "node:events";
import { connect } from "node:net";
import { expect } from "chai";
import { REJECTION_REASONS } from "../../server/wecom/rejection.js";
import { CALLBACK_BODY_BYTES } from "../../server/wecom/routes.js";
import { CallbackApp } from "./callback-app.js";
import { AES_KEY, CORP, NOW, callbackOf, encryptRaw, envelope, plainBuffer, pressXml, signatureOf } from "./callback-kit.js";

describe("The callback address, when what comes is not WeCom's, not ours, or broken,", () => {
  const app = new CallbackApp();

  before(() => app.start());
  after(() => app.stop());
  beforeEach(() => app.reset());

  const good = callbackOf(pressXml());
  const signed = (body: (encrypted: string) => string, encrypted = good.encrypted) => ({
    query: new URLSearchParams({ msg_signature: signatureOf(encrypted), timestamp: String(NOW), nonce: "n0nce" }).toString(),
    body: body(encrypted),
  });
  const foreign = encryptRaw(plainBuffer(pressXml(), "wwffffffffffffffff"));
  const cases: [string, { query: string; body: string | Uint8Array<ArrayBuffer> }, number, string][] = [
    ["a forged signature", { ...good, query: good.query.replace(/[0-9a-f]{40}/, "0".repeat(40)) }, 403, "signatureWrong"],
    ["a body that was not signed", { ...good, body: callbackOf(pressXml({ EventKey: "other" })).body }, 403, "signatureWrong"],
    ["an old stamp", callbackOf(pressXml(), { timestamp: String(NOW - 600) }), 403, "timestampStale"],
    ["no query", { ...good, query: "" }, 400, "queryMalformed"],
    ["a doubled signature", { ...good, query: `${good.query}&msg_signature=0` }, 400, "queryMalformed"],
    ["a doubled nonce", { ...good, query: `${good.query}&nonce=n0nce` }, 400, "queryMalformed"],
    ["a doubled stamp", { ...good, query: `timestamp=${NOW}&${good.query}` }, 400, "queryMalformed"],
    ["an empty body", { ...good, body: "" }, 400, "envelopeMalformed"],
    ["a cut body", { ...good, body: good.body.slice(0, -40) }, 400, "envelopeMalformed"],
    ["a body that lost its end", { ...good, body: good.body.slice(0, -6) }, 400, "envelopeMalformed"],
    ["JSON", { ...good, body: JSON.stringify({ encrypt: good.encrypted }) }, 400, "envelopeMalformed"],
    [
      "bytes that are no UTF-8",
      { ...good, body: Buffer.from(good.body.replace("</xml>", "<X>\xff</X></xml>"), "latin1") },
      400,
      "envelopeMalformed",
    ],
    ["an envelope with DTD", signed((text) => `<!DOCTYPE xml [<!ENTITY x "y">]>${envelope(text)}`), 400, "envelopeMalformed"],
    ["two signed texts", signed((text) => envelope(text).replace("</xml>", "<Encrypt>QQ==</Encrypt></xml>")), 400, "envelopeMalformed"],
    ["a signed text in a comment", signed((text) => `<!--<Encrypt>${text}</Encrypt>-->${envelope("*")}`), 400, "envelopeMalformed"],
    ["another corp on the envelope", signed((text) => envelope(text, "wwffffffffffffffff")), 403, "corpForeign"],
    ["another app on the envelope", signed((text) => envelope(text, CORP, "1000006")), 403, "agentForeign"],
    ["another corp behind the text", signed(envelope, foreign), 403, "receiverForeign"],
    ["another corp in the event", callbackOf(pressXml({ ToUserName: "wwffffffffffffffff" })), 403, "corpForeign"],
    ["another app in the event", callbackOf(pressXml({ AgentID: "1000006" })), 403, "agentForeign"],
    ["a signed text of 16 bytes", signed(envelope, Buffer.alloc(16).toString("base64")), 400, "ciphertextMalformed"],
    ["a damaged text", signed(envelope, Buffer.alloc(64).toString("base64")), 400, "plaintextDamaged"],
    ["an event with DTD", callbackOf(`<!DOCTYPE xml>${pressXml()}`), 400, "eventMalformed"],
    ["an event from two persons", callbackOf(pressXml({ Fill: "</Fill><FromUserName>boss</FromUserName><Fill>" })), 400, "eventMalformed"],
    ["15,000 nested tags", callbackOf("<a>".repeat(15_000)), 400, "eventMalformed"],
    ["too much", { ...good, body: `${good.body}${" ".repeat(CALLBACK_BODY_BYTES)}` }, 413, "bodyTooLarge"],
  ];
  for (const [what, { query, body }, status, reason] of cases) {
    it(`refuses ${what}: ${status}, counted as ${reason}, and nothing is received`, async () => {
      const answer = await app.post(query, body);
      expect([answer.status, app.counted, app.received.length]).to.deep.equal([status, [`rejected ${reason}`], 0]);
      expect(answer.text).to.match(/^\p{Script=Han}[\p{Script=Han}\d、]+$/u);
      expect(app.logged).to.deep.equal([{ requestId: "r-1", reason, message: "WeCom callback rejected" }]);
    });
  }

  it("refuses too much without a declared length, before all of it has come", async () => {
    const endless = new ReadableStream<Uint8Array>({ pull: (controller) => controller.enqueue(new Uint8Array(16_384)) });
    const outcome = await fetch(`${app.base}?${good.query}`, { method: "POST", body: endless, duplex: "half" } as RequestInit).then(
      (response) => response.status,
      () => 413,
    );
    expect([outcome, app.counted]).to.deep.equal([413, ["rejected bodyTooLarge"]]);
  });

  it("takes nothing of a body whose sender hangs up early", async () => {
    const { port, hostname } = new URL(app.base);
    const socket = connect(Number(port), hostname);
    socket.write(
      `POST /wecom/callback?${good.query} HTTP/1.1\r\nHost: h\r\nContent-Length: ${good.body.length}\r\n\r\n${good.body.slice(0, 50)}`,
    );
    await once(app.server!, "request");
    socket.destroy();
    while (app.counted.length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    expect([app.counted, app.received.length]).to.deep.equal([["rejected bodyTruncated"], 0]);
  });

  it("logs neither token, key, signature nor content of what it refuses", async () => {
    for (const [, { query, body }] of cases) await app.post(query, body);
    const text = JSON.stringify(app.logged);
    for (const secret of [AES_KEY, signatureOf(good.encrypted), "review.first", good.encrypted.slice(0, 20)])
      expect(text).not.to.include(secret);
  });

  it("has a case for every reason of the closed set", () => {
    expect(new Set([...cases.map(([, , , reason]) => reason), "bodyTruncated"])).to.deep.equal(new Set(REJECTION_REASONS));
  });
});
