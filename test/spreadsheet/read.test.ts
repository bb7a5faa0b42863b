import { expect } from "chai";
import fc from "fast-check";
import { Refusal } from "../../server/kernel/refusal.js";
import { readWorkbook } from "../../server/spreadsheet/read.js";
import type { Cell } from "../../server/spreadsheet/workbook.js";
import { writeWorkbook } from "../../server/spreadsheet/write.js";
import { bookParts, zipOf } from "./zip.js";

const MEBIBYTE = 1024 * 1024;

const refusalOf = (bytes: Buffer): string => {
  try {
    readWorkbook(bytes);
    return "read";
  } catch (error) {
    expect(error).to.be.instanceOf(Refusal).that.includes({ code: "spreadsheet.unreadable", kind: "invalid" });
    return (error as Refusal).detail;
  }
};

const cellsOf = (sheetData: string, extra: Record<string, string> = {}): (Cell["value"] | undefined)[] => {
  const [sheet] = readWorkbook(zipOf(bookParts(`<sheetData>${sheetData}</sheetData>`, extra)));
  return [...(sheet?.rows[0]?.cells.values() ?? [])].map((cell) => cell.value);
};

describe("a workbook that cannot be read", () => {
  const sound = bookParts("<sheetData/>");
  const without = (path: string): Record<string, string> => Object.fromEntries(Object.entries(sound).filter(([name]) => name !== path));
  const PARTS: [title: string, bytes: Buffer, words: RegExp][] = [
    ["of the old kind, or with a password", Buffer.from("d0cf11e0a1b11ae1000000", "hex"), /旧版 Excel.*\.xls.*另存为 \.xlsx/],
    ["a CSV with another name", Buffer.from("姓名,单位\n甲,乙\n"), /CSV.*另存为 \.xlsx/],
    ["a page of the web", Buffer.from("<html><table>"), /不是 Excel 表格/],
    ["nothing", Buffer.alloc(0), /不是 Excel 表格/],
    ["with macros by its parts", zipOf({ ...sound, "xl/vbaProject.bin": "x" }), /含有宏/],
    [
      "with macros by its type",
      zipOf({ ...sound, "[Content_Types].xml": '<Types t="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/>' }),
      /含有宏/,
    ],
    ["with macros of Excel 4", zipOf({ ...sound, "xl/macrosheets/sheet1.xml": "<x/>" }), /含有宏/],
    ["in binary", zipOf({ "xl/workbook.bin": "x" }), /\.xlsb/],
    ["a text document", zipOf({ "word/document.xml": "<x/>" }), /不是 Excel 表格/],
    ["cut off", zipOf(sound).subarray(0, -30), /不完整或已损坏/],
    ["cut off after its beginning", zipOf(sound).subarray(0, 40), /不完整或已损坏/],
    ["with a wrong checksum", zipOf(sound, { "xl/workbook.xml": { crc: 1 } }), /不完整或已损坏/],
    ["packed in a way of its own", zipOf(sound, { "xl/workbook.xml": { method: 99 } }), /不完整或已损坏/],
    ["with a part beyond its end", zipOf(sound, { "xl/workbook.xml": { offset: 9_999_999 } }), /不完整或已损坏/],
    ["with a part longer than itself", zipOf(sound, { "xl/workbook.xml": { packed: 9_999_999 } }), /不完整或已损坏/],
    ["with a part under a password", zipOf(sound, { "xl/workbook.xml": { flags: 1 } }), /加了密码/],
    ["with a DTD", zipOf({ ...sound, "xl/workbook.xml": '<!DOCTYPE x [<!ENTITY a "b">]><workbook/>' }), /内部结构已损坏/],
    ["that is no XML", zipOf({ ...sound, "xl/worksheets/sheet1.xml": "<worksheet><row></worksheet>" }), /内部结构已损坏/],
    ["nested without end", zipOf({ ...sound, "xl/worksheets/sheet1.xml": "<a>".repeat(100) }), /内部结构已损坏/],
    ["with too many sheets", zipOf({ ...sound, "xl/workbook.xml": `<workbook>${"<sheet/>".repeat(51)}</workbook>` }), /超过 50 个/],
    ["with too many rows", zipOf(bookParts('<row><c t="b"><v>1</v></c></row>'.repeat(20_001))), /超过 20000 行/],
    ["with too many merged cells", zipOf(bookParts('<mergeCell ref="A1:B2"/>'.repeat(2001))), /合并单元格太多/],
    ["with a cell far right", zipOf(bookParts('<row r="1"><c r="XFD1"><v>1</v></c></row>')), /列太多/],
  ];
  for (const [title, bytes, words] of PARTS) it(`says what it is and what to do: ${title}`, () => expect(refusalOf(bytes)).to.match(words));

  it("misses a part: it is empty, or no workbook", () => {
    expect(readWorkbook(zipOf(without("xl/worksheets/sheet1.xml")))[0]?.rows).to.deep.equal([]);
    expect(refusalOf(zipOf(without("xl/workbook.xml")))).to.match(/不是 Excel 表格/);
  });

  it("blown up from half a megabyte to half a gigabyte, takes neither memory nor time", () => {
    const bomb = zipOf({ ...sound, "xl/worksheets/sheet1.xml": Buffer.alloc(512 * MEBIBYTE, 32) });
    expect(bomb.length).to.be.lessThan(MEBIBYTE);
    const before = process.memoryUsage.rss();
    expect(refusalOf(bomb)).to.match(/展开后太大/);
    expect(process.memoryUsage.rss() - before).to.be.lessThan(64 * MEBIBYTE);
  });

  it("made of many parts that are large together", () => {
    const parts = Object.fromEntries(
      [1, 2, 3].map((index) => [`xl/worksheets/sheet${index}.xml`, `<worksheet>${" ".repeat(12 * MEBIBYTE)}</worksheet>`]),
    );
    const listed = [1, 2, 3].map((index) => `<sheet name="${index}" id="r${index}"/>`).join("");
    const linked = [1, 2, 3].map((index) => `<Relationship Id="r${index}" Target="/xl/worksheets/sheet${index}.xml"/>`).join("");
    const book = {
      ...sound,
      ...parts,
      "xl/workbook.xml": `<workbook>${listed}</workbook>`,
      "xl/_rels/workbook.xml.rels": `<r>${linked}</r>`,
    };
    expect(refusalOf(zipOf(book))).to.match(/展开后太大/);
  });

  it("damaged anywhere, is read or refused and never anything else", async () => {
    const book = await writeWorkbook([
      { name: "表", columns: [{ heading: "列", width: 9 }], rows: [["值"], [{ day: "2026-11-22" }], [5]] },
    ]);
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.nat(book.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 }),
        fc.nat(book.length),
        (changes, cut) => {
          const bytes = Buffer.from(book);
          for (const [at, value] of changes) bytes[at] = value;
          for (const damaged of [bytes, book.subarray(0, cut)]) {
            try {
              readWorkbook(damaged);
            } catch (error) {
              expect(error).to.be.instanceOf(Refusal);
            }
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe("a workbook", () => {
  it("gives texts, numbers, truths, errors and formulas as they are seen", () => {
    const strings = "<sst><si><t>甲</t></si><si><r><t>乙</t></r><r><t>丙</t></r><rPh><t>yi</t></rPh></si><si><t>a_x000A_b</t></si></sst>";
    const row = [
      '<c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c><c t="inlineStr"><is><t>丁</t></is></c><c><v>1.5</v></c>',
      '<c t="b"><v>1</v></c><c t="b"><v>0</v></c><c t="str"><f>A1</f><v>戊</v></c><c t="e"><v>#REF!</v></c><c t="d"><v>2026-11-22T00:00:00</v></c>',
    ].join("");
    const book = bookParts(`<sheetData><row>${row}</row></sheetData>`, { "xl/sharedStrings.xml": strings });
    const cells = [...(readWorkbook(zipOf(book))[0]?.rows[0]?.cells.values() ?? [])];
    expect(cells.map((cell) => cell.value)).to.deep.equal([
      "甲",
      "乙丙",
      "a\nb",
      "丁",
      1.5,
      true,
      false,
      "戊",
      null,
      { day: "2026-11-22" },
    ]);
    expect(cells.map((cell) => cell.formula)).to.deep.equal([...Array<boolean>(7).fill(false), true, false, false]);
    expect(cells.map((cell) => cell.error).filter((error) => error !== null)).to.deep.equal(["#REF!"]);
  });

  it("tells days from numbers by how they are shown, in either way of counting", () => {
    const formats = ['yyyy"年"m"月"d"日"', "[$-804]yyyy/m/d;@", "0.00", '"day"0', "[红色]0", "\\d0"];
    const custom = formats
      .map((code, index) => `<numFmt numFmtId="${200 + index}" formatCode="${code.replaceAll('"', "&quot;")}"/>`)
      .join("");
    const styles = [0, 14, 31, 57, 1, 200, 201, 202, 203, 204, 205].map((id) => `<xf numFmtId="${id}"/>`).join("");
    const cells = styles
      .split("/>")
      .slice(0, -1)
      .map((_style, index) => `<c s="${index}"><v>46348</v></c>`);
    const extra = {
      "xl/styles.xml": `<s><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><numFmts>${custom}</numFmts><cellXfs>${styles}</cellXfs></s>`,
    };
    const day = { day: "2026-11-22" };
    expect(cellsOf(`<row>${cells.join("")}</row>`, extra)).to.deep.equal([
      46348,
      day,
      day,
      day,
      46348,
      day,
      day,
      ...Array<number>(4).fill(46348),
    ]);
    const from1904 = bookParts(`<sheetData><row><c s="1"><v>44886.9</v></c></row></sheetData>`, extra);
    from1904["xl/workbook.xml"] = from1904["xl/workbook.xml"]?.replace("<sheets>", '<workbookPr date1904="1"/><sheets>') ?? "";
    expect([...(readWorkbook(zipOf(from1904))[0]?.rows[0]?.cells.values() ?? [])][0]?.value).to.deep.equal(day);
  });

  it("places cells without address one after the other, and names what is hidden and merged", () => {
    const data =
      '<cols><col min="2" max="16384" hidden="1"/></cols><sheetData><row r="3"><c r="C3"><v>1</v></c><c><v>2</v></c></row><row hidden="1"><c><v>3</v></c></row></sheetData>';
    const [sheet] = readWorkbook(zipOf(bookParts(`${data}<mergeCells><mergeCell ref="A1:B2"/></mergeCells>`)));
    expect(sheet?.rows.map((row) => [row.number, row.hidden, ...row.cells.keys()])).to.deep.equal([
      [3, false, 2, 3],
      [4, true, 0],
    ]);
    expect(sheet?.merges).to.deep.equal([{ rows: [1, 2], columns: [0, 1] }]);
    expect(sheet?.hiddenColumns.has(1)).to.equal(true);
    expect(sheet?.hiddenColumns.has(0)).to.equal(false);
  });

  it("written and read again is the same", async () => {
    const rows = [
      ["文字", 5, { day: "2004-02-29" }, null],
      ["=1+1", -0.5, { day: "1999-12-31" }, "<&>\"'"],
    ];
    const [sheet] = readWorkbook(
      await writeWorkbook([{ name: "表", columns: ["甲", "乙", "丙", "丁"].map((heading) => ({ heading, width: 9 })), rows }]),
    );
    const read = sheet?.rows.slice(1).map((row) => [0, 1, 2, 3].map((column) => row.cells.get(column)?.value ?? null));
    expect(read).to.deep.equal(rows);
    expect(sheet?.rows[2]?.cells.get(0)?.formula).to.equal(false);
  });
});
