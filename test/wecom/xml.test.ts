import { expect } from "chai";
import {
  XML_MAX_CHARACTERS,
  XML_MAX_DEPTH,
  XmlRefused,
  allChildren,
  leafText,
  oneText,
  parseXml,
  writeXml,
} from "../../server/wecom/xml.js";

function refusal(source: string): string {
  try {
    parseXml(source);
    return "taken";
  } catch (error) {
    if (error instanceof XmlRefused) return error.message.replace("XML refused: ", "");
    throw error;
  }
}

const nested = (depth: number) => "<a>".repeat(depth) + "</a>".repeat(depth);

describe("XML as we read it", () => {
  it("takes CDATA, bare text, split CDATA and layout alike", () => {
    const root = parseXml(
      "<xml><A><![CDATA[值]]></A><B>1&amp;2</B><C><![CDATA[a]]]]><![CDATA[>b]]></C><D>\n <![CDATA[x]]>\n</D><E/></xml>",
    );
    expect(["A", "B", "C", "D", "E"].map((name) => oneText(root, name))).to.deep.equal(["值", "1&2", "a]]>b", "x", ""]);
    expect(oneText(root, "absent")).to.equal(null);
  });

  it("refuses a DTD, whatever it declares", () => {
    expect(refusal('<!DOCTYPE xml [<!ENTITY e SYSTEM "file:///etc/passwd">]><xml><A>&e;</A></xml>')).to.equal("doctype");
    expect(refusal("<!DOCTYPE xml><xml/>")).to.equal("doctype");
  });

  it("refuses entities that XML itself does not have, and processing instructions", () => {
    expect(refusal("<xml><A>&e;</A></xml>")).to.equal("not well-formed");
    expect(refusal("<xml><A>&nbsp;</A></xml>")).to.equal("not well-formed");
    expect(refusal("<xml><?php x?></xml>")).to.equal("processing instruction");
  });

  it("refuses nesting beyond the limit, 20,000 tags included, without overflowing", () => {
    expect(refusal(nested(XML_MAX_DEPTH))).to.equal("taken");
    expect(refusal(nested(XML_MAX_DEPTH + 1))).to.equal("too deep");
    expect(refusal("<a>".repeat(20_000))).to.equal("too deep");
  });

  it("refuses too many elements and too much text", () => {
    expect(refusal(`<xml>${"<a/>".repeat(2000)}</xml>`)).to.equal("too many elements");
    expect(refusal(`<xml>${" ".repeat(XML_MAX_CHARACTERS)}</xml>`)).to.equal("too large");
  });

  it("refuses what is broken: unclosed, crossed, doubled roots, nothing, control characters", () => {
    const bad = [
      "<xml>",
      "<xml><a></xml></a>",
      "<xml/><xml/>",
      "",
      "text",
      "<xml/>tail",
      "<xml>\u0000</xml>",
      "<xml><a></xml>",
      "<xml a=1/>",
    ];
    expect(bad.map(refusal)).to.deep.equal(bad.map(() => "not well-formed"));
  });

  it("lets an element be called constructor, __proto__ or toString", () => {
    const root = parseXml("<xml><constructor>1</constructor><__proto__>2</__proto__><toString>3</toString></xml>");
    expect(["constructor", "__proto__", "toString"].map((name) => oneText(root, name))).to.deep.equal(["1", "2", "3"]);
    const empty = parseXml("<xml/>");
    expect(["constructor", "__proto__", "toString"].map((name) => oneText(empty, name))).to.deep.equal([null, null, null]);
  });

  it("refuses two values where one is due, and elements where text is due", () => {
    const root = parseXml("<xml><From>a</From><From>b</From><Deep><x/></Deep></xml>");
    expect(() => oneText(root, "From")).to.throw(XmlRefused, "several");
    expect(() => oneText(root, "Deep")).to.throw(XmlRefused, "elements");
    expect(allChildren(root, "From").map(leafText)).to.deep.equal(["a", "b"]);
  });
});

describe("XML as we write it", () => {
  it("repeats lists, writes numbers bare, leaves out what is undefined", () => {
    expect(writeXml("xml", { A: "a", N: 1, L: [{ K: "1" }, { K: "2" }], U: undefined })).to.equal(
      "<xml><A><![CDATA[a]]></A><N>1</N><L><K><![CDATA[1]]></K></L><L><K><![CDATA[2]]></K></L></xml>",
    );
  });

  it("reads back any text: the end of CDATA, markup, line breaks, emoji", () => {
    for (const text of ["]]>", "a]]>]]>b]]", "<b>&amp;</b>", "一\n二", "😀", "]]]]>>", ""]) {
      expect(oneText(parseXml(writeXml("xml", { T: text })), "T")).to.equal(text);
    }
  });

  it("drops what XML cannot hold", () => {
    expect(oneText(parseXml(writeXml("xml", { T: "a\u0000\u000b\ufffe\ud800b" })), "T")).to.equal("ab");
  });
});
