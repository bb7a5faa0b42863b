import writeXlsxFile, { type Cell } from "write-excel-file/node";
import { readOrganisation } from "../../server/organisation/file.js";
import { organisationSource } from "../../server/organisation/read-file.js";

export type Sheets = Record<string, Cell[][]>;

const person = (userid: string, unit: string): Cell[] => [
  userid,
  `岗位 ${userid}`,
  unit,
  "中共党员",
  "1990-01-01",
  "是",
  "2027-12-31",
  null,
];

/** The organisation of sample.ts as an official fills it in, independent of what the program itself would write. */
export const soundSheets = (): Sheets => ({
  单位: [
    ["单位编号", "单位名称", "类别", "企业微信部门编号", "主要负责同志", "分管领导"],
    ["lead", "书记班子", "书记班子", 2, "岗位 top", null],
    ["publicity", "宣传部", "宣传部", 3, "岗位 head", "岗位 top"],
  ],
  人员: [
    ["成员账号", "姓名", "所在单位", "政治面貌", "出生日期", "在编", "培训有效期至", "离任日期"],
    person("top", "书记班子"),
    ...["ed", "first", "second", "head", "spare"].map((userid) => person(userid, "宣传部")),
  ],
  账号: [
    ["账号编号", "平台", "账号名称", "运营单位", "状态", "认证主体", "最近发布日期"],
    ["wx", "微信公众号", "公众号·宣传部", "宣传部", "正常", "宣传部", "2026-11-01"],
  ],
  岗位: [
    ["账号", "岗位", "人员"],
    ["公众号·宣传部", "责任编辑", "岗位 ed"],
    ["公众号·宣传部", "初审负责人", "岗位 first"],
    ["公众号·宣传部", "二审责任人", "岗位 second"],
    ["公众号·宣传部", "终审责任人", "岗位 head"],
    ["公众号·宣传部", "密码管理人", "岗位 second"],
  ],
  职务: [
    ["职务", "人员"],
    ["团省委主要领导", "岗位 top"],
    ["书记班子成员", "岗位 top"],
    ["宣传部主要负责同志", "岗位 head"],
    ["宣传部值班", "岗位 first"],
    ["大数据中心主要负责同志", "岗位 spare"],
    ["大数据中心值班", "岗位 spare"],
    ["团省委办公室", "岗位 spare"],
    ["机关纪委", "岗位 spare"],
    ["系统管理员", "岗位 spare"],
  ],
});

export type Feature = NonNullable<NonNullable<Parameters<typeof writeXlsxFile>[1]>["features"]>[number];

/** The bytes of a workbook; `features` reach into its parts. */
export const bookOf = (sheets: Sheets, ...features: Feature[]): Promise<Buffer> =>
  writeXlsxFile(
    Object.entries(sheets).map(([sheet, data]) => ({ sheet, data, dateFormat: "yyyy-mm-dd" })),
    { features },
  ).toBuffer();

/** Changes the text of one part of a workbook, e.g. of the sheet with a number (from 1). */
export const changing = (part: "workbook" | number, change: (xml: string) => string): Feature => ({
  files: {
    transform:
      part === "workbook"
        ? { "xl/workbook.xml": { transform: change } }
        : {
            "xl/worksheets/sheet{id}.xml": { transform: (xml, _options, { sheetIndex }) => (sheetIndex === part - 1 ? change(xml) : xml) },
          },
  },
});

/** Every line about a workbook, as people read them. */
export const linesAbout = (bytes: Buffer): string[] =>
  readOrganisation(organisationSource(bytes, "组织信息.xlsx")).errors.map(({ path, message }) => `${path}：${message}`);
