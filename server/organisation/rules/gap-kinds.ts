import type { OfficeRole } from "../../../entities/appointment.js";

/** One sort of gap: the words it rests on, how many there are of it in words, and what to do. */
export interface GapRule {
  article: string;
  /** Verbatim words of the rule. */
  text: string;
  /** true: somebody cannot do their work until it is closed; false: a reminder */
  blocks: boolean;
  /** after a number, e.g. 3 个账号没有符合条件的二审责任人 */
  counted: string;
  toDo: string;
}

const CHAIN =
  "新媒体运营部门（单位）的主要负责同志为终审责任人，指定负责同志或团省委在编干部职工为二审责任人，新媒体团队负责人为初审负责人";
const EDITOR = "责任编辑应是中共党员（含预备党员）或共青团员";
const TRAINED = "新媒体运营人员经专业培训后方可上岗";
const CUSTODY = "访问密码须由团省委在编干部职工负责管理、定期更新";

const blocking = (article: string, text: string, counted: string, toDo: string): GapRule => ({
  article,
  text,
  blocks: true,
  counted,
  toDo,
});
const reminder = (article: string, text: string, counted: string, toDo: string): GapRule => ({
  article,
  text,
  blocks: false,
  counted,
  toDo,
});

/** Every sort of gap in the order in which they are listed: what blocks work first. */
export const GAP_RULES = {
  officeVacant: blocking(
    "5",
    "团省委宣传部是团省委新媒体工作的主管部门，负责统筹、管理、协调新媒体工作",
    "个职务没有在任人员",
    "由系统管理员在组织信息表的「职务」中登记",
  ),
  noEditor: blocking(
    "11",
    "所有发布信息应有明确的责任编辑",
    "个账号没有符合条件的责任编辑",
    "指定党员、预备党员或团员，培训合格后登记在「岗位」中",
  ),
  noFirstReviewer: blocking("11", CHAIN, "个账号没有符合条件的初审负责人", "指定新媒体团队负责人，培训合格后登记在「岗位」中"),
  noSecondReviewer: blocking("11", CHAIN, "个账号没有符合条件的二审责任人", "指定负责同志或在编干部职工，登记在「岗位」中"),
  noFinalReviewer: blocking(
    "11",
    CHAIN,
    "个账号没有符合条件的终审责任人",
    "终审责任人须是运营单位的主要负责同志，请核对「单位」和「岗位」",
  ),
  chainTooShort: blocking("11", CHAIN, "位责任编辑的稿件凑不齐三级审核", "增加审核人，使初审、二审、终审是责任编辑以外三位不同的人"),
  editorNotMember: blocking("11", EDITOR, "位责任编辑不是党员或团员", "更新政治面貌，或更换责任编辑"),
  editorBirthUnknown: blocking("11", EDITOR, "位团员责任编辑没有登记出生日期", "补充出生日期"),
  editorOfAge: blocking("11", EDITOR, "位责任编辑已超过团员年龄", "更新政治面貌，或更换责任编辑"),
  untrained: blocking("17", TRAINED, "人没有培训合格记录", "安排培训，合格后登记有效期"),
  trainingEnded: blocking("17", TRAINED, "人的培训合格已到期", "安排复训，合格后登记新的有效期"),
  holderLeft: blocking("18", "须加强对离职人员的安全保密管理", "位离任人员还有岗位", "改派他人，并在「岗位」中去掉离任人员"),
  accountUnregistered: blocking(
    "8",
    "各部门（单位）开设、变更、关停、注销新媒体账号，应向团省委宣传部提出申请，经团省委书记会审议决定",
    "个账号尚未备案",
    "向宣传部提出申请，经书记会审议决定后登记",
  ),
  editorOfAgeSoon: reminder("11", EDITOR, "位责任编辑即将超过团员年龄", "提前更新政治面貌，或更换责任编辑"),
  trainingEndsSoon: reminder("17", TRAINED, "人的培训合格即将到期", "安排复训"),
  reviewerUntrained: reminder("17", TRAINED, "位二审、终审责任人没有有效的培训合格记录", "建议安排培训；不影响审核"),
  secondNotEstablished: reminder("11", CHAIN, "位二审责任人不在编", "按指定负责同志对待，请保留本部门（单位）的指定依据"),
  noCustodian: reminder("18", CUSTODY, "个账号没有密码管理人", "指定一名在编人员"),
  custodianNotEstablished: reminder("18", CUSTODY, "个账号的密码管理人不在编", "改为在编人员"),
  noUnitHead: reminder("15", "须在 1 小时内上报部门（单位）主要负责同志", "个单位没有主要负责同志", "在「单位」中登记主要负责同志"),
  noLeader: reminder("24", "应在3小时内向团省委分管领导汇报并提出处置意见", "个单位没有分管领导", "在「单位」中登记分管领导"),
} as const satisfies Record<string, GapRule>;

export type GapKind = keyof typeof GAP_RULES;

/** Where the rule speaks of each office, and in which words. */
export const OFFICE_BASIS = {
  topLeader: { article: "24", text: "应立即向团省委主要领导汇报" },
  secretariat: { article: "3", text: "团省委书记班子统一领导广东共青团宣传思想文化工作" },
  publicityHead: { article: "5", text: "团省委宣传部是团省委新媒体工作的主管部门" },
  publicityDuty: { article: "23", text: "团省委宣传部会大数据中心进行常态化舆情监测" },
  dataCentreHead: { article: "5", text: "作为团省委新媒体工作的业务指导部门，负责指导、监督新媒体工作" },
  dataCentreDuty: { article: "23", text: "团省委宣传部会大数据中心进行常态化舆情监测" },
  generalOffice: { article: "15", text: "应在 1 个工作日内移交团省委办公室牵头处理" },
  discipline: { article: "25", text: "由团省委宣传部会同机关纪委依法依规通过约谈、警告、通报或者责令关闭账号等措施进行处置" },
  administrator: { article: "5", text: "负责统筹、管理、协调新媒体工作" },
} as const satisfies Record<OfficeRole, { article: string; text: string }>;
