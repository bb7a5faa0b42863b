import { decrypt, getSignature } from "@wecom/crypto";
import { expect } from "chai";
import { CallbackCrypto } from "../../server/wecom/crypto.js";
import { AES_KEY, CORP, NOW, TOKEN, crypto, encryptRaw, plainBuffer, reasonOf, signatureOf } from "./callback-kit.js";
import { VECTORS } from "./vectors.js";

/** Another character of the same alphabet at that place. */
function damaged(text: string, at: number): string {
  return text.slice(0, at) + (text[at] === "a" ? "b" : "a") + text.slice(at + 1);
}

describe("The callback's captured vectors", () => {
  for (const vector of VECTORS) {
    const theirs = new CallbackCrypto(vector.token, vector.aesKey, vector.corpId);
    const query = { msg_signature: vector.signature, timestamp: vector.timestamp, nonce: vector.nonce };
    const now = Number(vector.timestamp);

    it(`${vector.name} verifies and opens`, () => {
      theirs.verify(query, vector.encrypted, now);
      expect(theirs.open(vector.encrypted)).to.include(vector.plain);
    });

    it(`${vector.name} with one character changed anywhere in what is signed is refused`, () => {
      const twins = [
        () => theirs.verify({ ...query, msg_signature: damaged(vector.signature, 0) }, vector.encrypted, now),
        () => theirs.verify({ ...query, timestamp: String(now + 1) }, vector.encrypted, now),
        () => theirs.verify({ ...query, nonce: damaged(vector.nonce, 3) }, vector.encrypted, now),
        () => theirs.verify(query, damaged(vector.encrypted, 20), now),
      ];
      expect(twins.map(reasonOf)).to.deep.equal(Array(4).fill("signatureWrong"));
    });

    it(`${vector.name} with its last block damaged, or for another corp, does not open`, () => {
      expect(reasonOf(() => theirs.open(damaged(vector.encrypted, vector.encrypted.length - 12)))).to.equal("plaintextDamaged");
      const others = new CallbackCrypto(vector.token, vector.aesKey, "ww0000000000000000");
      expect(reasonOf(() => others.open(vector.encrypted))).to.equal("receiverForeign");
    });
  }
});

describe("The callback's query", () => {
  const encrypted = encryptRaw(plainBuffer("echo"));
  const good = { msg_signature: signatureOf(encrypted), timestamp: String(NOW), nonce: "n0nce" };

  it("passes as it is", () => {
    expect(reasonOf(() => crypto.verify(good, encrypted, NOW))).to.equal("taken");
  });

  it("is malformed when a value is missing, given twice, of another shape or unbounded", () => {
    const bad: object[] = [
      { msg_signature: undefined },
      { msg_signature: [good.msg_signature, good.msg_signature] },
      { msg_signature: good.msg_signature.toUpperCase() },
      { msg_signature: good.msg_signature.slice(1) },
      { msg_signature: `${good.msg_signature}\n` },
      { timestamp: [good.timestamp] },
      { timestamp: `0${good.timestamp}` },
      { timestamp: "1.76000e+9" },
      { timestamp: NOW },
      { nonce: undefined },
      { nonce: ["n0nce", "n0nce"] },
      { nonce: "" },
      { nonce: "n".repeat(65) },
      { nonce: "n 0nce" },
    ];
    const reasons = bad.map((change) => reasonOf(() => crypto.verify({ ...good, ...change }, encrypted, NOW)));
    expect(reasons).to.deep.equal(bad.map(() => "queryMalformed"));
  });

  it("is stale beyond ten minutes in either direction, and only what is truly signed is called stale", () => {
    expect(reasonOf(() => crypto.verify(good, encrypted, NOW + 600))).to.equal("taken");
    expect(reasonOf(() => crypto.verify(good, encrypted, NOW + 601))).to.equal("timestampStale");
    expect(reasonOf(() => crypto.verify(good, encrypted, NOW - 601))).to.equal("timestampStale");
    expect(reasonOf(() => crypto.verify({ ...good, nonce: "other" }, encrypted, NOW + 601))).to.equal("signatureWrong");
  });

  it("can be re-cut so that one signature fits two stamps, which is why neither is a key", () => {
    const first = getSignature(TOKEN, "1700000000", "1800000001", encrypted);
    expect(getSignature(TOKEN, "1", "7000000001800000001", encrypted)).to.equal(first);
    const recut = { msg_signature: first, timestamp: "1", nonce: "7000000001800000001" };
    expect(reasonOf(() => crypto.verify(recut, encrypted, 1))).to.equal("queryMalformed");
  });
});

describe("The callback's ciphertext", () => {
  const good = encryptRaw(plainBuffer("内容"));

  it("opens when it is whole", () => {
    expect(crypto.open(good)).to.equal("内容");
    expect(crypto.open(encryptRaw(plainBuffer("")))).to.equal("");
  });

  it("is malformed when empty, short, of odd size, or not strict base64, all of which the library swallows or throws on", () => {
    const bad = [
      "",
      Buffer.alloc(16).toString("base64"),
      encryptRaw(Buffer.alloc(48)),
      `${good}!!!!`,
      ` ${good}`,
      `${good}\n`,
      good.slice(0, -1),
    ];
    bad.push(`${good.slice(0, 8)}****${good.slice(8)}`, good.replaceAll("A", "-"), `${good}====`);
    expect(bad.map((text) => reasonOf(() => crypto.open(text)))).to.deep.equal(bad.map(() => "ciphertextMalformed"));
  });

  it("is damaged when the base64 has bits left over", () => {
    const last = good.indexOf("=") - 1;
    const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const loose = good.slice(0, last) + alphabet[alphabet.indexOf(good[last]!) + 1] + good.slice(last + 1);
    expect(Buffer.from(loose, "base64")).to.deep.equal(Buffer.from(good, "base64"));
    expect(reasonOf(() => crypto.open(loose))).to.equal("plaintextDamaged");
  });

  it("is damaged when the declared length is not the true one", () => {
    const huge = encryptRaw(plainBuffer("message", CORP, { length: 0xffffffff }));
    expect(decrypt(AES_KEY, huge).message, "the library takes it").to.equal(`message${CORP}`);
    expect(reasonOf(() => crypto.open(huge))).to.equal("plaintextDamaged");
    expect(reasonOf(() => crypto.open(encryptRaw(plainBuffer("message", CORP, { length: 8 }))))).to.equal("receiverForeign");
    expect(reasonOf(() => crypto.open(encryptRaw(plainBuffer("message", CORP, { length: 6 }))))).to.equal("receiverForeign");
  });

  it("is damaged when the padding is not 1 to 32 equal bytes", () => {
    const ends: ((pad: number) => Buffer)[] = [
      (pad) => Buffer.concat([Buffer.alloc(pad - 1, 1), Buffer.from([pad])]),
      (pad) => Buffer.alloc(pad, 99),
      (pad) => Buffer.alloc(pad, 0),
      (pad) => Buffer.alloc(pad, 33),
    ];
    const reasons = ends.map((pad) => reasonOf(() => crypto.open(encryptRaw(plainBuffer("message!", CORP, { pad })))));
    expect(reasons).to.deep.equal(ends.map(() => "plaintextDamaged"));
  });

  it("is foreign when more or less padding than due turns up behind the id", () => {
    const ends: ((pad: number) => Buffer)[] = [
      (pad) => Buffer.alloc(pad, 1),
      (pad) => Buffer.concat([Buffer.alloc(32), Buffer.alloc(pad, pad)]),
    ];
    const reasons = ends.map((pad) => reasonOf(() => crypto.open(encryptRaw(plainBuffer("message!", CORP, { pad })))));
    expect(reasons).to.deep.equal(ends.map(() => "receiverForeign"));
  });

  it("is damaged when the padding leaves no room for a length, where the library throws", () => {
    const hollow = encryptRaw(Buffer.alloc(32, 32));
    expect(() => decrypt(AES_KEY, hollow)).to.throw(RangeError);
    expect(reasonOf(() => crypto.open(hollow))).to.equal("plaintextDamaged");
  });

  it("is damaged when the text is not UTF-8", () => {
    expect(reasonOf(() => crypto.open(encryptRaw(plainBuffer(Buffer.from([0x61, 0xff, 0xfe])))))).to.equal("plaintextDamaged");
  });

  it("is foreign with another corp's id, none, or ours with something behind it", () => {
    const ids = ["wwffffffffffffffff", "", `${CORP}x`, CORP.toUpperCase()];
    expect(ids.map((id) => reasonOf(() => crypto.open(encryptRaw(plainBuffer("m", id)))))).to.deep.equal(ids.map(() => "receiverForeign"));
  });

  it("takes every padding from 1 to 32", () => {
    const texts = Array.from({ length: 32 }, (_, length) => "x".repeat(length));
    expect(texts.map((text) => crypto.open(encryptRaw(plainBuffer(text))))).to.deep.equal(texts);
  });
});

describe("The callback's keys", () => {
  it("are refused when WeCom could not have issued them, without being repeated", () => {
    const bad: [string, string, string][] = [
      ["", AES_KEY, CORP],
      ["t".repeat(33), AES_KEY, CORP],
      [TOKEN, AES_KEY.slice(1), CORP],
      [TOKEN, `${AES_KEY.slice(1)}+`, CORP],
      [TOKEN, AES_KEY, ""],
    ];
    for (const [token, key, corp] of bad) {
      let message = "";
      expect(() => {
        try {
          new CallbackCrypto(token, key, corp);
        } catch (error) {
          message = String(error);
          throw error;
        }
      }).to.throw();
      expect(message).not.to.include(AES_KEY.slice(1));
    }
  });

  it("do not show when the object is printed", () => {
    expect(JSON.stringify(crypto)).to.equal(JSON.stringify({ corpId: CORP }));
  });

  it("seal what the vendor's library opens", () => {
    const { encrypted, signature } = crypto.seal("回复", { timestamp: "1760000000", nonce: "n" });
    const opened = decrypt(AES_KEY, encrypted);
    expect([opened.message, opened.id]).to.deep.equal(["回复", CORP]);
    expect(signature).to.equal(getSignature(TOKEN, "1760000000", "n", encrypted));
  });
});
