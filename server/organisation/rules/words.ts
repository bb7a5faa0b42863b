import type { AccountStatus, Platform } from "../../../entities/account.js";
import type { AccountRole, OfficeRole } from "../../../entities/appointment.js";
import type { UnitKind } from "../../../entities/unit.js";
import { OFFICE_NAMES } from "../../regulation/offices.js";
import { MEMBERSHIP_NAMES } from "../../regulation/review-chain.js";

/** The platforms of 第2条 and the others that a file may name. */
export const PLATFORM_NAMES = {
  wechat: "微信公众号",
  weibo: "微博",
  bilibili: "B站",
  douyin: "抖音",
  kuaishou: "快手",
  xiaohongshu: "小红书",
  wechatChannels: "视频号",
  other: "其他平台",
} as const satisfies Record<Platform, string>;

export const ACCOUNT_STATUS_NAMES = {
  unregistered: "未备案",
  active: "正常",
  frozen: "冻结",
  closed: "已关停",
} as const satisfies Record<AccountStatus, string>;

export const UNIT_KIND_NAMES = {
  secretariat: "书记班子",
  publicity: "宣传部",
  dataCentre: "大数据中心",
  generalOffice: "办公室",
  discipline: "机关纪委",
  operating: "部门（单位）",
  socialOrganisation: "社会组织",
} as const satisfies Record<UnitKind, string>;

/** The offices of the whole organisation, in the order in which people list them. */
export const OFFICE_ROLE_NAMES = {
  topLeader: OFFICE_NAMES.topLeader,
  secretariat: "书记班子成员",
  publicityHead: "宣传部主要负责同志",
  publicityDuty: "宣传部值班",
  dataCentreHead: "大数据中心主要负责同志",
  dataCentreDuty: "大数据中心值班",
  generalOffice: OFFICE_NAMES.generalOffice,
  discipline: OFFICE_NAMES.discipline,
  administrator: "系统管理员",
} as const satisfies Record<OfficeRole, string>;

export const ACCOUNT_ROLE_NAMES = {
  editor: OFFICE_NAMES.editor,
  firstReviewer: OFFICE_NAMES.firstReviewer,
  secondReviewer: OFFICE_NAMES.secondReviewer,
  finalReviewer: OFFICE_NAMES.finalReviewer,
  custodian: OFFICE_NAMES.custodian,
} as const satisfies Record<AccountRole, string>;

/** The posts on an account by their names in the organisation file. */
export const ACCOUNT_POST_NAMES = {
  editors: ACCOUNT_ROLE_NAMES.editor,
  firstReviewers: ACCOUNT_ROLE_NAMES.firstReviewer,
  secondReviewers: ACCOUNT_ROLE_NAMES.secondReviewer,
  finalReviewer: ACCOUNT_ROLE_NAMES.finalReviewer,
  custodian: ACCOUNT_ROLE_NAMES.custodian,
} as const;

const { administrator, ...offices } = OFFICE_ROLE_NAMES;
/** The offices by their names in the organisation file. */
export const OFFICE_NAMES_IN_FILE = { ...offices, administrators: administrator } as const;

/** Whatever a closed set of the organisation file may say, with its meaning, for messages that list the choices. */
export const CHOICE_NAMES: Readonly<Record<string, string>> = {
  ...PLATFORM_NAMES,
  ...ACCOUNT_STATUS_NAMES,
  ...UNIT_KIND_NAMES,
  ...MEMBERSHIP_NAMES,
};
