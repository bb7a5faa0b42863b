import { expect } from "chai";
import { directoryOf } from "../../server/rota/rules/people.js";
import { planLines } from "../../server/rota/rules/sheet.js";
import { rowsOfFile, rowsOfText } from "../../server/rota/sheet-file.js";
import { textOfTable } from "../../server/spreadsheet/table.js";
import { writeWorkbook } from "../../server/spreadsheet/write.js";
import type { Person } from "../../entities/person.js";
import type { Refusal } from "../../server/kernel/refusal.js";

const read = (text: string) => planLines(rowsOfText(text));
const refusal = (work: () => unknown): Pick<Refusal, "code" | "detail"> => {
  try {
    work();
  } catch (error) {
    return error as Refusal;
  }
  throw new Error("nothing was refused");
};

describe("article 16 › R16-01 a table of shifts", () => {
  it("is read a shift a line, or a day a line, from a spreadsheet's clipboard or a CSV file", () => {
    const expected = [
      { line: 2, desk: "publicity", day: "2026-12-03", who: "甲", standIn: "乙" },
      { line: 2, desk: "dataCentre", day: "2026-12-03", who: "丙", standIn: null },
    ];
    const byDay = ["日期\t星期\t宣传部值班\t宣传部替班\t大数据中心值班\t大数据中心替班", "2026/12/3\t周四\t甲\t乙\t丙\t"].join("\r\n");
    expect(read(byDay)).to.deep.equal({ lines: expected, faults: [] });
    const byShift = '\uFEFF日期,值班台,值班人,替班人\n2026年12月3日,宣传部,甲,乙\n2026-12-3 周四,大数据中心值班,"丙",\n';
    expect(read(byShift)).to.deep.equal({ lines: [expected[0], { ...expected[1], line: 3 }], faults: [] });
  });

  const faults: readonly [string, string, [number, string][]][] = [
    ["a heading that says nothing", "甲,乙\n1,2", [[1, "第一行应为表头"]]],
    ["a day that does not exist", "日期,值班台,值班人\n2026-02-30,宣传部,甲", [[2, "「2026-02-30」不是有效的日期"]]],
    ["a day without its year", "日期,值班台,值班人\n12月3日,宣传部,甲", [[2, "请写成 2026-12-03 的样子"]]],
    ["Excel's inner number", "日期,值班台,值班人\n46359,宣传部,甲", [[2, "请先把这一列设为日期格式"]]],
    ["a desk that is none", "日期,值班台,值班人\n2026-12-03,组织部,甲", [[2, "「组织部」应为宣传部或大数据中心"]]],
    ["nobody", "日期,值班台,值班人\n2026-12-03,宣传部,", [[2, "没有填值班人"]]],
    ["a stand-in for nobody", "日期,宣传部值班,宣传部替班\n2026-12-03,,乙", [[2, "没有填值班人"]]],
    ["one day twice", "日期,值班台,值班人\n2026-12-03,宣传部,甲\n2026/12/03,宣传部值班,乙", [[3, "与第 2 行是同一天"]]],
    [
      "everything at once",
      "日期,值班台,值班人\nx,y,\n2026-12-04,宣传部,甲",
      [
        [2, "不是有效的日期"],
        [2, "应为宣传部或大数据中心"],
        [2, "没有填值班人"],
      ],
    ],
  ];
  for (const [words, text, expected] of faults)
    it(`says the line and what to do for ${words}`, () => {
      const found = read(text).faults;
      expect(found.map(({ line }) => line)).to.deep.equal(expected.map(([line]) => line));
      expected.forEach(([, message], index) => expect(found[index]?.message).to.contain(message));
    });

  it("is refused as a whole where it is no table", () => {
    expect(refusal(() => rowsOfText("日期,值班台,值班人")).code).to.equal("rota.import-empty");
    expect(refusal(() => rowsOfText('日期,值班台\n"2026,宣传部')).detail).to.contain("引号不成对");
    expect(refusal(() => rowsOfText(`日期,值班台\n${"2026-12-03,宣传部\n".repeat(2001)}`)).code).to.equal("rota.import-too-long");
    expect(refusal(() => rowsOfFile(Buffer.from("PK\u0003\u0004…"))).code).to.equal("spreadsheet.unreadable");
    expect(refusal(() => rowsOfFile(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0xff, 0xff, 0xff]))).code).to.equal("rota.import-unreadable");
  });

  it("is read in UTF-8, in GBK as Chinese Excel saves CSV, and in UTF-16", () => {
    const gbk = Buffer.from([0xc8, 0xd5, 0xc6, 0xda, 0x2c, 0xd0, 0xfb, 0xb4, 0xab, 0xb2, 0xbf]);
    expect(textOfTable(gbk)).to.equal("日期,宣传部");
    expect(textOfTable(Buffer.from("日期,宣传部"))).to.equal("日期,宣传部");
    expect(textOfTable(Buffer.from("\uFEFF日期\t宣传部", "utf16le"))).to.equal("日期\t宣传部");
  });

  it("is read from a workbook as people see it: days as days, the sheet in front", async () => {
    const columns = ["日期", "宣传部值班", "宣传部替班"].map((heading) => ({ heading, width: 12 }));
    const workbook = await writeWorkbook([
      { name: "十二月", columns, rows: [[{ day: "2026-12-03" }, "甲", null]] },
      { name: "其他", columns: [{ heading: "日期", width: 9 }], rows: [["x"]] },
    ]);
    const expected = { line: 2, desk: "publicity", day: "2026-12-03", who: "甲", standIn: null };
    expect(planLines(rowsOfFile(workbook))).to.deep.equal({ lines: [expected], faults: [] });
  });

  it("names people by userid, by a name that only one has, or as lists show them", () => {
    const person = (userid: string, name: string) => ({ userid, name }) as Person;
    const named = directoryOf([person("duty.1", "值班甲岗"), person("duty.2", "值班乙岗"), person("duty.3", "值班乙岗")]);
    expect(named("DUTY.1")).to.deep.equal({ person: person("duty.1", "值班甲岗") });
    expect(named("值班甲岗")).to.deep.equal({ person: person("duty.1", "值班甲岗") });
    expect(named("值班乙岗（duty.3）")).to.deep.equal({ person: person("duty.3", "值班乙岗") });
    expect(named("值班乙岗")).to.deep.equal({ fault: "「值班乙岗」有 2 人，请改填账号：duty.2、duty.3" });
    expect(named("无名")).to.deep.equal({ fault: "没有「无名」这个人，请填写姓名或企业微信账号" });
  });
});
