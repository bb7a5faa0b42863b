import { expect } from "chai";
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { Refusal } from "../../server/kernel/refusal.js";
import { jsonFaultOf } from "../../server/organisation/json-text.js";
import { readOrganisationFile } from "../../server/organisation/read-file.js";
import { bookOf, soundSheets } from "./workbooks.js";

describe("a text that is not JSON", () => {
  const rows: [title: string, text: string, line: number, column: number, message: RegExp][] = [
    ["nothing at all", "", 1, 1, /没有写完/],
    ["a comma too many in an object", '{\n "a": 1,\n}', 3, 1, /前面多了一个逗号/],
    ["a comma too many in a list", "[1,\n 2,\n]", 3, 1, /多了或少了逗号/],
    ["a comma missing in a list", "[1\n 2]", 2, 2, /缺少「,」或「\]」/],
    ["a comma missing in an object", '{"a": 1\n "b": 2}', 2, 2, /缺少「,」或「}」/],
    ["a Chinese comma", '{"a": 1，"b": 2}', 1, 8, /中文标点「，」/],
    ["Chinese quotes", "{“a”: 1}", 1, 2, /中文标点「“」/],
    ["a colon missing", '{"a" 1}', 1, 6, /缺少「:」/],
    ["a value missing", '{"a": }', 1, 7, /应有一个值/],
    ["a name without quotes", "{a: 1}", 1, 2, /无法识别「a」/],
    ["a number for a name", "{1: 1}", 1, 2, /字段名/],
    ["single quotes", "{'a': 1}", 1, 2, /英文双引号/],
    ["a quote left open", '{"a": "b}\n', 1, 7, /引号没有配对/],
    ["a line break inside a text", '{"a": "b\nc"}', 1, 7, /换行/],
    ["a comment", '{\n // units\n "a": 1}', 2, 2, /注释/],
    ["an end too early", '{"a": [1, 2', 1, 12, /缺少「\]」/],
    ["something after the end", '{"a": 1}\n{"b": 2}', 2, 1, /已经结束/],
    ["a field given twice", '{"a": 1,\n "a": 2}', 2, 2, /字段 "a" 写了两次/],
    ["a number written strangely", "[01]", 1, 3, /缺少「,」/],
    ["nesting without end", "[".repeat(5000), 1, 52, /嵌套太深/],
  ];
  for (const [title, text, line, column, message] of rows) {
    it(`is told where: ${title}`, () => {
      const fault = jsonFaultOf(text);
      expect(fault).to.include({ line, column });
      expect(fault?.message).to.match(message);
    });
  }

  it("is every text that JSON.parse refuses, and no other", () => {
    const piece = fc.constantFrom(
      "{",
      "}",
      "[",
      "]",
      ",",
      ":",
      '"a"',
      '"b\\u00e9"',
      '"',
      "1",
      "-0.5e3",
      "01",
      "true",
      "null",
      " ",
      "\n",
      "，",
      "\\",
    );
    const sound = (text: string): boolean => {
      try {
        JSON.parse(text);
        return true;
      } catch {
        return false;
      }
    };
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const text = pieces.join("");
        const twice = jsonFaultOf(text)?.message.includes("写了两次") ?? false;
        expect(jsonFaultOf(text) === null || twice, text).to.equal(sound(text) || twice);
      }),
      { numRuns: 3000 },
    );
    fc.assert(
      fc.property(fc.json({ maxDepth: 5 }), (text) => {
        expect(jsonFaultOf(text)).to.equal(null);
      }),
    );
  });
});

describe("an organisation file on disk", () => {
  let folder: string;
  before(() => (folder = mkdtempSync(join(tmpdir(), "organisation-file-"))));
  after(() => rmSync(folder, { recursive: true, force: true }));

  const detailOf = async (name: string, content?: string | Buffer): Promise<string> => {
    const path = join(folder, name);
    if (content !== undefined) writeFileSync(path, content);
    const outcome = await readOrganisationFile(path).then(
      () => "read",
      (error: unknown) => error,
    );
    expect(outcome).to.be.instanceOf(Refusal);
    expect((outcome as Refusal).code).to.match(/^(organisation|spreadsheet)[.](unreadable|too-large)$/);
    return (outcome as Refusal).detail;
  };

  it("is read as UTF-8, with a byte order mark or without", async () => {
    for (const mark of ["", "\ufeff"]) {
      writeFileSync(join(folder, "sound.json"), `${mark}{"name": "宣传部"}`);
      expect(await readOrganisationFile(join(folder, "sound.json"))).to.deep.include({ content: { name: "宣传部" }, unread: [] });
    }
  });

  it("is refused where it does not exist", async () => expect(await detailOf("none.json")).to.match(/^找不到文件：.*none\.json$/));

  it("is refused where it is a folder", async () => {
    mkdirSync(join(folder, "folder.json"));
    expect(await detailOf("folder.json")).to.match(/^这是一个文件夹/);
  });

  it("is refused in GBK and in UTF-16, with the way out", async () => {
    const gbk = Buffer.concat([Buffer.from('{"name": "'), Buffer.from([0xd0, 0xfb, 0xb4, 0xab, 0xb2, 0xbf]), Buffer.from('"}')]);
    expect(await detailOf("gbk.json", gbk)).to.match(/可能是 GBK.*另存为 UTF-8/);
    expect(await detailOf("utf16.json", Buffer.from('\ufeff{"name": "宣传部"}', "utf16le"))).to.match(/UTF-16.*另存为 UTF-8/);
  });

  it("is read as a spreadsheet, by content or by name", async () => {
    expect(await detailOf("people.xlsx", "x")).to.match(/不是 Excel 表格/);
    expect(await detailOf("people.CSV", "姓名,单位")).to.match(/CSV/);
    expect(await detailOf("people.json", Buffer.from("PK\u0003\u0004"))).to.match(/不完整或已损坏/);
    writeFileSync(join(folder, "book.json"), await bookOf(soundSheets()));
    expect((await readOrganisationFile(join(folder, "book.json"))).content).to.have.property("offices");
  });

  it("is refused where it is empty or larger than any organisation, before it is read", async () => {
    expect(await detailOf("empty.json", "")).to.match(/^文件是空的/);
    writeFileSync(join(folder, "large.xlsx"), "");
    truncateSync(join(folder, "large.xlsx"), 40 * 1024 * 1024);
    expect(await detailOf("large.xlsx")).to.match(/超过 5 MB/);
  });

  it("is refused with line and column where it is no JSON", async () => {
    expect(await detailOf("broken.json", '{\n  "units": [],\n  "people": [}\n}')).to.match(/^不是有效的 JSON，第 3 行第 14 个字：/);
  });
});
