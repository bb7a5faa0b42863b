import { encrypt } from "@wecom/crypto";
import { expect } from "chai";
import { type CallbackKeys, EnvelopeError, openReply, openText, sealCallback, sealReply, sealText } from "../../server/sandbox/envelope.js";
import { parseXml, textOf } from "../../server/sandbox/xml.js";

interface Vector {
  keys: CallbackKeys;
  query: { timestamp: string; nonce: string; msg_signature: string };
  encrypted: string;
  plain: RegExp;
}

const A_KEYS = { token: "QDG6eK", aesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C", receiveId: "wx5823bf96d3bd56c7" };

const VECTORS: Record<string, Vector> = {
  "A, the official sample of GET": {
    keys: A_KEYS,
    query: { timestamp: "1409659589", nonce: "263014780", msg_signature: "5c45ff5e21c57e6ad56bac8758b79b1d9ac89fd3" },
    encrypted: "P9nAzCzyDtyTWESHep1vC5X9xho/qYX3Zpb4yKa9SKld1DsH3Iyt3tP3zNdtp+4RPcs8TgAE7OaBO+FZXvnaqQ==",
    plain: /^1616140317555161061$/,
  },
  "B, the official sample of POST, padded by 30": {
    keys: A_KEYS,
    query: { timestamp: "1409659813", nonce: "1372623149", msg_signature: "477715d11cdb4164915debcba66cb864d751f3e6" },
    encrypted:
      "RypEvHKD8QQKFhvQ6QleEB4J58tiPdvo+rtK1I9qca6aM/wvqnLSV5zEPeusUiX5L5X/0lWfrf0QADHHhGd3QczcdCUpj911L3vg3W/sYYvuJTs3TUUkSUXxaccAS0qhxchrRYt66wiSpGLYL42aM6A8dTT+6k4aSknmPj48kzJs8qLjvd4Xgpue06DOdnLxAUHzM6+kDZ+HMZfJYuR+LtwGc2hgf5gsijff0ekUNXZiqATP7PF5mZxZ3Izoun1s4zG4LUMnvw2r+KqCKIw+3IQH03v+BCA9nMELNqbSf6tiWSrXJB3LAVGUcallcrw8V2t9EL4EhzJWrQUax5wLVMNS0+rUPA3k22Ncx4XXZS9o0MBH27Bo6BpNelZpS+/uh9KsNlY6bHCmJU9p8g7m3fVKn28H3KDYA5Pl/T8Z1ptDAVe0lXdQ2YoyyH2uyPIGHBZZIs2pDBS8R07+qN+E7Q==",
    plain: /<MsgId>4561255354251345929<\/MsgId>/,
  },
  "C, of an SDK": {
    keys: {
      token: "kjr2TKI8umCBfVF3wAHk8JiPwma5VBme",
      aesKey: "4Ma3YBrSBbX2aez8MJpXGBne5LSDwgGqHbhM9WPYIws",
      receiveId: "ww6a112864f8022910",
    },
    query: { timestamp: "1583940690", nonce: "VHh7ymSeb0jc4lSb", msg_signature: "1ba3cb09c0d2c2b3ed6900d37f91a6efae6cb011" },
    encrypted: "6KmUQuPVu7UhjyVqRdbo5SfcRqaHvbUlKSHFvBV2ZuR6TIlKsygcfeSd1GDplg1C5KSKr6UPHCaC/nIX3ZNt9w==",
    plain: /^94966531020182955848408$/,
  },
  "D, of an SDK": {
    keys: { token: "kz7Yx62CH8SaLN", aesKey: "cD0d7jx4tYvVtzqrmh3Dm3QFCXe6f8SlHoMtMh3qQEP", receiveId: "ww6a112864f8022910" },
    query: { timestamp: "1583995625", nonce: "1584392382", msg_signature: "f265ae551b1932727204c3d707628d01376a6940" },
    encrypted:
      "EUCt7xMcNiyASzZj0Hjc5yDjFQrCum6AfQ3ntHiUzjGQ51xieKmbvtrZ40/EcB2W/W8yH0n4Lqx48gJl/T9HD/R309I0P/r5pIZucK3lyEn48FYMr4YdE0QdL2jIJ3xkcXUr6uzefzCxG6lMvwpAJaOyVCzN7sRRw47njfxy5EIqU6R9ZBhlTzfdnhhOhK/nTwzrZX3SoGlXFA9OBeZ6ru1NWpXFk76x9DUMe0lcxPPiUqK8ctnQcYXSGUHVqC6DfG7E7mab0OmruNN8cBZY5d3dYOBA4OgaH55Q0AJmUpdT8vNiXpXx+6TxT3TIjySXpDrHVyrsb772aYywgg/Nu4kUmGkALwFZlzhjNegR7wDwb9lr4ERXsSSS8JZ8lbBmaQ3F2Tq584xoPj5rIhXAF734ynm4no1g+SdHiNqR328=",
    plain: /x123/,
  },
};

const codeOf = (work: () => unknown): number | null => {
  try {
    work();
    return null;
  } catch (error) {
    return error instanceof EnvelopeError ? error.code : Number.NaN;
  }
};

describe("the sandbox: the envelope", () => {
  for (const [name, { keys, query, encrypted, plain }] of Object.entries(VECTORS)) {
    it(`opens vector ${name}`, () => expect(openText(keys, encrypted, query)).to.match(plain));

    it(`refuses vector ${name} when damaged, signed otherwise or meant for another`, () => {
      const damaged = `${encrypted.slice(0, 20)}${encrypted[20] === "A" ? "B" : "A"}${encrypted.slice(21)}`;
      expect(codeOf(() => openText(keys, damaged, query))).to.equal(-40001);
      expect(codeOf(() => openText(keys, encrypted, { ...query, nonce: `${query.nonce}1` }))).to.equal(-40001);
      expect(codeOf(() => openText({ ...keys, receiveId: "ww0" }, encrypted, query))).to.equal(-40005);
    });
  }

  it("opens what it sealed at every length of padding", () => {
    for (let length = 0; length < 64; length += 1) {
      const text = "x".repeat(length);
      const { query, encrypted } = sealText(A_KEYS, text, 1760000000);
      expect(openText(A_KEYS, encrypted, query)).to.equal(text);
      expect(Buffer.from(encrypted, "base64").length % 32).to.equal(0);
    }
  });

  it("names the app in the envelope, except for contact events", () => {
    const [app, contacts] = [7, null].map((agent) => parseXml(sealCallback(A_KEYS, agent, "<xml/>", 1).body));
    expect(app && textOf(app, "AgentID")).to.equal("7");
    expect(contacts?.children.map((child) => child.name)).to.deep.equal(["ToUserName", "Encrypt"]);
  });

  it("opens a passive reply and refuses one that is not XML outside or inside", () => {
    expect(textOf(openReply(A_KEYS, sealReply(A_KEYS, "<xml><MsgType>text</MsgType></xml>", 1)), "MsgType")).to.equal("text");
    expect(codeOf(() => openReply(A_KEYS, "ok"))).to.equal(-40002);
    expect(codeOf(() => openReply(A_KEYS, sealReply(A_KEYS, "plain", 1)))).to.equal(-40002);
    expect(codeOf(() => openReply(A_KEYS, '<!DOCTYPE a [<!ENTITY b "c">]><xml/>'))).to.equal(-40002);
    const foreign = encrypt(A_KEYS.aesKey, "<xml/>", "wwother");
    expect(codeOf(() => openReply(A_KEYS, `<xml><Encrypt>${foreign}</Encrypt><MsgSignature>0</MsgSignature></xml>`))).to.equal(-40001);
  });
});
