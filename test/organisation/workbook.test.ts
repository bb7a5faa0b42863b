import { expect } from "chai";
import fc from "fast-check";
import { readOrganisation } from "../../server/organisation/file.js";
import { organisationSource } from "../../server/organisation/read-file.js";
import type { OrganisationFile } from "../../server/organisation/schema.js";
import { jsonSource } from "../../server/organisation/source.js";
import { organisationTemplate, organisationWorkbook } from "../../server/organisation/workbook/write.js";
import { readWorkbook } from "../../server/spreadsheet/read.js";
import { soundFile } from "./sample.js";
import { bookOf, changing, linesAbout, soundSheets, type Feature, type Sheets } from "./workbooks.js";

const fileOf = (bytes: Buffer): OrganisationFile | null => readOrganisation(organisationSource(bytes, "组织信息.xlsx")).file;
const soundJson = (): OrganisationFile => readOrganisation(jsonSource(soundFile())).file as OrganisationFile;

interface Case {
  title: string;
  spoil: (sheets: Sheets) => unknown;
  features?: Feature[];
  lines: (string | RegExp)[];
}

/** Puts a value into a cell: sheet, row as people count, column from 0. */
const put =
  (sheet: string, row: number, column: number, value: unknown) =>
  (sheets: Sheets): void => {
    ((sheets[sheet] ?? [])[row - 1] ?? [])[column] = value as never;
  };
const nothing = (): void => undefined;

const CELLS: Case[] = [
  {
    title: "30 February",
    spoil: put("人员", 7, 4, "1990-02-30"),
    lines: ["«人员»第 7 行「出生日期」：应为真实存在的日期，写成 2026-11-22 的样子，却是「1990-02-30」"],
  },
  { title: "a day without century", spoil: put("人员", 3, 6, "27.6.30"), lines: [/^«人员»第 3 行「培训有效期至」：应为真实存在的日期/] },
  { title: "a day as a bare number", spoil: put("人员", 3, 4, 38047), lines: [/^«人员»第 3 行「出生日期」：应为真实存在的日期.*38047/] },
  {
    title: "a membership of one's own",
    spoil: put("人员", 3, 3, "积极分子"),
    lines: ["«人员»第 3 行「政治面貌」：应为 中共党员、中共预备党员、共青团员、群众或其他 之一，却是「积极分子」"],
  },
  { title: "an empty membership", spoil: put("人员", 3, 3, "　"), lines: [/^«人员»第 3 行「政治面貌」：不能为空/] },
  { title: "neither yes nor no", spoil: put("人员", 3, 5, "编外"), lines: ["«人员»第 3 行「在编」：应填 是 或 否，却是「编外」"] },
  {
    title: "a name of blanks",
    spoil: put("人员", 7, 1, " \u3000\u200b"),
    lines: [/^«人员»第 7 行「姓名」：不能为空/],
  },
  { title: "a name that is too long", spoil: put("账号", 2, 5, "长".repeat(201)), lines: ["«账号»第 2 行「认证主体」：不能超过 200 个字"] },
  { title: "a userid in Chinese", spoil: put("人员", 7, 0, "张三"), lines: [/^«人员»第 7 行「成员账号」：应为企业微信的成员账号/] },
  {
    title: "a number that Excel has rounded",
    spoil: put("人员", 7, 0, 1.2345678901234567e17),
    lines: [/^«人员»第 7 行「成员账号」：数字太长，Excel 已经改动/],
  },
  {
    title: "a department that is no number",
    spoil: put("单位", 3, 3, "宣传"),
    lines: [/^«单位»第 3 行「企业微信部门编号」：应为整数，却是「宣传」/],
  },
  {
    title: "a department of zero",
    spoil: put("单位", 3, 3, 0),
    lines: ["«单位»第 3 行「企业微信部门编号」：应为企业微信部门编号（正整数）"],
  },
  {
    title: "somebody who is nowhere listed",
    spoil: put("岗位", 2, 2, "岗位 ghost"),
    lines: ["«岗位»第 2 行「人员」：「人员」表中没有「岗位 ghost」，请先在该表登记或改正"],
  },
  {
    title: "a unit that is nowhere listed",
    spoil: put("账号", 2, 3, "学校部"),
    lines: ["«账号»第 2 行「运营单位」：「单位」表中没有「学校部」，请先在该表登记或改正"],
  },
  {
    title: "an account that is nowhere listed",
    spoil: put("岗位", 4, 0, "微博"),
    lines: ["«岗位»第 4 行「账号」：「账号」表中没有「微博」，请先在该表登记或改正"],
  },
  { title: "a post of one's own", spoil: put("岗位", 2, 1, "主编"), lines: [/^«岗位»第 2 行「岗位」：应为 责任编辑、初审负责人/] },
  {
    title: "a final reviewer who heads another unit",
    spoil: put("岗位", 5, 2, "岗位 spare"),
    lines: [
      "«岗位»第 5 行「人员」：终审责任人须是运营部门主要负责同志（第11条）：单位「宣传部」的「主要负责同志」是「head」，请改正其中一处",
    ],
  },
  {
    title: "a custodian who is not 在编",
    spoil: put("人员", 5, 5, "否"),
    lines: ["«岗位»第 6 行「人员」：密码须由在编干部职工管理（第18条），「second」不在编，请改为在编人员"],
  },
  {
    title: "two final reviewers",
    spoil: (s) => s["岗位"]?.push(["wx", "终审责任人", "岗位 spare"]),
    lines: ["«岗位»第 7 行「人员」：这个岗位只能有一个人，前面已经填过，请删除一行"],
  },
  {
    title: "somebody twice on one post",
    spoil: (s) => s["岗位"]?.push(["wx", "责任编辑", "ED"]),
    lines: ["«岗位»第 7 行「人员」：「ed」在同一岗位上写了两次，请删除一个"],
  },
  {
    title: "the same userid twice",
    spoil: (s) => s["人员"]?.push(["ED", "另一个", "宣传部", "群众或其他", null, "否", null, null]),
    lines: [/^«人员»第 8 行「成员账号」：成员账号（不分大小写）与第 3 行重复/],
  },
  {
    title: "a name that two bear",
    spoil: put("人员", 4, 1, "岗位 ed"),
    lines: ["«岗位»第 2 行「人员」：「人员」表中有 2 行名为「岗位 ed」，请改填成员账号（ed、first）", /^«岗位»第 3 行/, /^«职务»第 5 行/],
  },
  {
    title: "an error of Excel",
    spoil: put("人员", 3, 4, null),
    features: [changing(2, (xml) => xml.replace(/(<row r="3".*?)(<c r="F3")/, '$1<c r="E3" t="e"><v>#N/A</v></c>$2'))],
    lines: ["«人员»第 3 行「出生日期」：单元格显示 #N/A，请直接填写内容"],
  },
  { title: "a formula", spoil: put("岗位", 2, 2, { value: "人员!B3", type: "Formula" }), lines: [/^«岗位»第 2 行「人员」：单元格是公式/] },
  {
    title: "merged cells",
    spoil: (s) => {
      put("人员", 3, 2, { value: "宣传部", rowSpan: 2 })(s);
      put("人员", 4, 2, null)(s);
    },
    lines: [/^«人员»第 3 行：C3:C4 是合并单元格，请取消合并/, /^«人员»第 4 行：C3:C4 是合并单元格/],
  },
  {
    title: "a hidden row",
    spoil: nothing,
    features: [changing(2, (xml) => xml.replace('<row r="4"', '<row r="4" hidden="1"'))],
    lines: [/^«人员»第 4 行：这一行被隐藏（可能是筛选）/],
  },
];

const SHEETS: Case[] = [
  {
    title: "a column for telephone numbers",
    spoil: (s) => s["人员"]?.forEach((row, index) => row.push(index === 0 ? "手机号" : "138")),
    lines: [/^«人员»第 1 行：没有「手机号」这一列，请删除（可用：成员账号、姓名/],
  },
  {
    title: "a column without heading",
    spoil: (s) => s["人员"]?.forEach((row, index) => row.push(index === 3 ? "备注" : null)),
    lines: ["«人员»第 1 行：I 列有内容却没有标题，请补上标题或删除这一列"],
  },
  {
    title: "a heading that is missing",
    spoil: put("人员", 1, 6, null),
    lines: ["«人员»第 1 行：缺少这些列：培训有效期至；没有内容的列也请保留标题", /^«人员»第 1 行：G 列有内容却没有标题/],
  },
  { title: "a heading twice", spoil: put("职务", 1, 2, "人员"), lines: ["«职务»第 1 行「人员」：标题「人员」出现了两次，请删除一列"] },
  { title: "no headings at all", spoil: (s) => s["账号"]?.splice(0, 1), lines: [/^«账号»：没有找到标题行，标题应为：账号编号、平台/] },
  { title: "a sheet that is missing", spoil: (s) => delete s["岗位"], lines: ["«岗位»：缺少这个工作表；没有内容也请保留工作表和标题"] },
  {
    title: "a sheet of one's own",
    spoil: (s) => (s["通讯录"] = [["姓名"], ["某人"]]),
    lines: ["«通讯录»：没有这个工作表，请删除（可用：单位、人员、账号、岗位、职务）"],
  },
  {
    title: "a hidden sheet",
    spoil: nothing,
    features: [changing("workbook", (xml) => xml.replace('name="岗位"', 'name="岗位" state="hidden"'))],
    lines: ["«岗位»：工作表被隐藏，请取消隐藏后再导入"],
  },
  {
    title: "a hidden column",
    spoil: nothing,
    features: [changing(2, (xml) => xml.replace("<sheetData>", '<cols><col min="5" max="5" width="9" hidden="1"/></cols><sheetData>'))],
    lines: ["«人员»第 1 行「出生日期」：「出生日期」列被隐藏，请取消隐藏后再导入"],
  },
  {
    title: "nothing filled in",
    spoil: (s) => Object.values(s).forEach((rows) => rows.splice(1)),
    lines: ["整个文件：各工作表都还没有填写内容"],
  },
];

describe("an organisation workbook", function () {
  this.timeout(20_000);

  it("says what the JSON file says", async () => {
    expect(linesAbout(await bookOf(soundSheets()))).to.deep.equal([]);
    expect(fileOf(await bookOf(soundSheets()))).to.deep.equal(soundJson());
  });

  it("may be filled in as people do: full-width, blanks, days as days or in any writing, a title above, numbers for names, blank rows, 无", async () => {
    const sheets = soundSheets();
    put("人员", 3, 0, " ＥＤ\u200b ")(sheets);
    put("人员", 3, 1, "\u3000岗位\u00a0ed\n")(sheets);
    put("人员", 3, 3, "中共 党员")(sheets);
    put("人员", 3, 4, new Date("1990-01-01T00:00:00Z"))(sheets);
    put("人员", 4, 4, "１９９０年１月１日")(sheets);
    put("人员", 5, 4, "1990/1/1")(sheets);
    put("人员", 6, 4, 19900101)(sheets);
    put("人员", 7, 4, "1990.01.01 00:00:00")(sheets);
    put("人员", 3, 5, true)(sheets);
    put("人员", 3, 7, "无")(sheets);
    put("单位", 2, 5, "—")(sheets);
    put("单位", 3, 3, "３")(sheets);
    put("账号", 2, 1, "wechat")(sheets);
    put("岗位", 2, 0, "WX")(sheets);
    put("岗位", 2, 2, "Ed")(sheets);
    sheets["人员"]?.unshift([{ value: "团省委新媒体人员登记表", columnSpan: 8 }, ...Array<null>(7).fill(null)]);
    sheets["人员"]?.splice(3, 0, Array<null>(8).fill(null), [" ", ...Array<null>(7).fill(null)]);
    sheets["说明"] = [["随便写什么"]];
    expect(linesAbout(await bookOf(sheets))).to.deep.equal([]);
    expect(fileOf(await bookOf(sheets))).to.deep.equal(soundJson());
  });

  for (const { title, spoil, features = [], lines } of [...CELLS, ...SHEETS]) {
    it(`is told where and what to do: ${title}`, async () => {
      const sheets = soundSheets();
      spoil(sheets);
      const told = linesAbout(await bookOf(sheets, ...features));
      expect(told).to.have.lengthOf(lines.length, told.join("\n"));
      lines.forEach((line, index) => (typeof line === "string" ? expect(told[index]).to.equal(line) : expect(told[index]).to.match(line)));
    });
  }

  it("names every error at once, in the order of sheets and rows", async () => {
    const sheets = soundSheets();
    put("职务", 3, 1, "无此人")(sheets);
    put("人员", 7, 4, "昨天")(sheets);
    put("人员", 3, 5, "?")(sheets);
    put("单位", 2, 2, "部门")(sheets);
    const places = linesAbout(await bookOf(sheets)).map((line) => line.slice(0, line.indexOf("：")));
    expect(places).to.deep.equal(["«单位»第 2 行「类别」", "«人员»第 3 行「在编」", "«人员»第 7 行「出生日期」", "«职务»第 3 行「人员」"]);
  });

  it("exported and read again is the same, whatever names people bear", async () => {
    const name = fc.stringMatching(/^[一-鿿（）·a-zA-Z0-9]{1,6}$/);
    await fc.assert(
      fc.asyncProperty(
        fc.array(name, { minLength: 9, maxLength: 9 }),
        fc.option(fc.constantFrom("1998-11-22", "2004-02-29")),
        async (names, birthOn) => {
          const file = soundJson();
          [...file.units, ...file.people, ...file.accounts].forEach((row, index) => (row.name = names[index] ?? "名"));
          file.people.forEach((person) => (person.birthOn = birthOn));
          const back = readOrganisation(organisationSource(await organisationWorkbook(file), "x.xlsx"));
          expect(back.errors).to.deep.equal([]);
          expect(back.file).to.deep.equal(file);
        },
      ),
      { numRuns: 40 },
    );
  });

  it("has a template that is complete, explained, and not mistaken for one filled in", async () => {
    const template = await organisationTemplate();
    expect(readWorkbook(template).map((sheet) => sheet.name)).to.deep.equal(["说明", "单位", "人员", "账号", "岗位", "职务"]);
    expect(linesAbout(template)).to.deep.equal(["整个文件：各工作表都还没有填写内容"]);
  });
});
