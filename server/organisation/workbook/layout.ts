import { MEMBERSHIP_NAMES } from "../../regulation/review-chain.js";
import { ACCOUNT_POST_NAMES, ACCOUNT_STATUS_NAMES, OFFICE_NAMES_IN_FILE, PLATFORM_NAMES, UNIT_KIND_NAMES } from "../rules/words.js";

/** How the cells of a column are read. A reference takes the number or the name of what another sheet lists. */
export type ColumnKind =
  | { is: "id" | "text" | "day" | "yesNo" | "number" }
  | { is: "choice"; names: Readonly<Record<string, string>> }
  | { is: "reference"; to: "units" | "people" | "accounts" };

export interface ColumnLayout {
  /** name of the field in the organisation file */
  field: string;
  heading: string;
  kind: ColumnKind;
  required: boolean;
  /** Chinese, what to write; shown when a cell is picked and on the sheet of explanations */
  hint: string;
  /** in characters */
  width: number;
}

export type TableName = "units" | "people" | "accounts" | "posts" | "offices";

export interface TableLayout {
  name: TableName;
  sheet: string;
  /** Chinese, what one row is */
  about: string;
  columns: readonly ColumnLayout[];
}

const id = (field: string, heading: string, hint: string): ColumnLayout => ({
  field,
  heading,
  kind: { is: "id" },
  required: true,
  hint,
  width: 18,
});
const name = (heading: string, hint: string): ColumnLayout => ({
  field: "name",
  heading,
  kind: { is: "text" },
  required: true,
  hint,
  width: 28,
});
const choice = (field: string, heading: string, names: Readonly<Record<string, string>>): ColumnLayout => ({
  field,
  heading,
  kind: { is: "choice", names },
  required: true,
  hint: `从下拉列表中选择：${Object.values(names).join("、")}`,
  width: 18,
});
const day = (field: string, heading: string, hint: string): ColumnLayout => ({
  field,
  heading,
  kind: { is: "day" },
  required: false,
  hint: `${hint}写成 2026-11-22 的样子`,
  width: 16,
});
const refer = (field: string, heading: string, to: "units" | "people" | "accounts", required: boolean, hint: string): ColumnLayout => ({
  field,
  heading,
  kind: { is: "reference", to },
  required,
  hint,
  width: 28,
});

const PERSON = "填「人员」表中的姓名或成员账号；同名的填成员账号";
const UNIT = "填「单位」表中的单位名称或编号";

/** The sheets and columns of the organisation workbook, in the order in which people fill them in. One row of 岗位 or 职务 is one person on one post. */
export const TABLES: readonly TableLayout[] = [
  {
    name: "units",
    sheet: "单位",
    about: "每行一个部门（单位）或社会组织",
    columns: [
      id("id", "单位编号", "自定，1–64 个字母、数字、点、下划线或短横；定后不要再改"),
      name("单位名称", "规范简称，如 宣传部"),
      choice("kind", "类别", UNIT_KIND_NAMES),
      {
        field: "wecomDepartmentId",
        heading: "企业微信部门编号",
        kind: { is: "number" },
        required: false,
        hint: "企业微信管理后台的部门 ID；没有就留空",
        width: 18,
      },
      refer("head", "主要负责同志", "people", false, `${PERSON}；也是本单位账号的终审责任人（第11条）`),
      refer("leaderInCharge", "分管领导", "people", false, `${PERSON}；橙色警报向其汇报（第24条）`),
    ],
  },
  {
    name: "people",
    sheet: "人员",
    about: "每行一个人。只登记这几项，请不要添加手机号、身份证号等其他个人信息（第19条）",
    columns: [
      id("userid", "成员账号", "企业微信通讯录中的账号（userid），不分大小写"),
      name("姓名", "姓名，或只写岗位名"),
      refer("unit", "所在单位", "units", true, UNIT),
      choice("membership", "政治面貌", MEMBERSHIP_NAMES),
      day("birthOn", "出生日期", "共青团员必填（第11条按年龄核对团员资格），其他人可留空；"),
      { field: "established", heading: "在编", kind: { is: "yesNo" }, required: true, hint: "是 或 否", width: 8 },
      day("trainedUntil", "培训有效期至", "培训合格的最后一天（第17条），没有培训过就留空；"),
      day("leavesOn", "离任日期", "最后一个工作日（第18条），长期任职就留空；"),
    ],
  },
  {
    name: "accounts",
    sheet: "账号",
    about: "每行一个新媒体账号",
    columns: [
      id("id", "账号编号", "自定，1–64 个字母、数字、点、下划线或短横；定后不要再改"),
      choice("platform", "平台", PLATFORM_NAMES),
      name("账号名称", "平台上显示的名称"),
      refer("unit", "运营单位", "units", true, UNIT),
      choice("status", "状态", ACCOUNT_STATUS_NAMES),
      {
        field: "certifiedAs",
        heading: "认证主体",
        kind: { is: "text" },
        required: false,
        hint: "平台认证信息中的主体（第7条）",
        width: 28,
      },
      day("lastPublishedOn", "最近发布日期", "最近一次发布的日期（第26条），不清楚就留空；"),
    ],
  },
  {
    name: "posts",
    sheet: "岗位",
    about: "账号上的岗位，每行一个账号、一个岗位、一个人；同一岗位有几个人就写几行，先写的排在前面",
    columns: [
      refer("account", "账号", "accounts", true, "填「账号」表中的账号名称或编号；同名的填编号"),
      choice("post", "岗位", ACCOUNT_POST_NAMES),
      refer("person", "人员", "people", true, PERSON),
    ],
  },
  {
    name: "offices",
    sheet: "职务",
    about: "全单位的职务，每行一个职务、一个人；书记班子按顺序写",
    columns: [choice("office", "职务", OFFICE_NAMES_IN_FILE), refer("person", "人员", "people", true, PERSON)],
  },
];

/** Posts and offices that one person holds. */
export const SINGLE: ReadonlySet<string> = new Set(["finalReviewer", "custodian", "topLeader", "publicityHead", "dataCentreHead"]);

/** The sheet that explains the others; it is never read. */
export const EXPLANATIONS = "说明";
