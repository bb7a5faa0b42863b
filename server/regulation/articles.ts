import type { Domain } from "./offices.js";
export { articleText } from "./rule-text.js";

export const DOCUMENT = {
  title: "共青团广东省委员会新媒体运营管理办法",
  number: "团粤办发〔2022〕24号",
  effectiveOn: "2022-12-28",
} as const;

/** "enforced": runs in this program today; "arrives": a later part brings it; "words": nothing in it that a program could hold anybody to. */
export const ARTICLE_STATES = ["enforced", "arrives", "words"] as const;
export type ArticleState = (typeof ARTICLE_STATES)[number];

export interface ArticleRule {
  readonly number: number;
  readonly chapter: number;
  readonly state: ArticleState;
  /** The part of the program that brings it; only with state "arrives". */
  readonly arrives?: Domain;
  /** One sentence in Chinese: how it is enforced, or why not. */
  readonly how: string;
  /** Where the code stands, relative to the repository. */
  readonly folder?: string;
}

export const CHAPTERS: readonly { readonly number: number; readonly title: string }[] = [
  { number: 1, title: "总则" },
  { number: 2, title: "职能职责和组织管理" },
  { number: 3, title: "开设、关停与备案登记" },
  { number: 4, title: "内容发布与审核" },
  { number: 5, title: "运维管理与安全保障" },
  { number: 6, title: "网络舆情处置" },
  { number: 7, title: "责任追究" },
  { number: 8, title: "附则" },
];

const words = (number: number, chapter: number, how: string): ArticleRule => ({
  number,
  chapter,
  state: "words",
  how,
  folder: "server/regulation",
});

const arrives = (number: number, chapter: number, domain: Domain, how: string): ArticleRule => ({
  number,
  chapter,
  state: "arrives",
  arrives: domain,
  how,
  folder: `server/${domain}`,
});

/** All 29 articles: which of them run, which arrive with a later part, and which are words. */
export const ARTICLES: readonly ArticleRule[] = [
  words(1, 1, "目的和依据，没有可由程序检查的时刻。"),
  words(2, 1, "适用范围：组织导入时登记的账号就是本办法所指账号，未登记的账号不能选用。"),
  words(3, 1, "领导责任，作为职务写入组织与权限，没有可由程序检查的时刻。"),
  words(4, 2, "工作方向，由审核人在五关中把握，程序不代替判断。"),
  words(5, 2, "主管与业务指导分工，作为职务写入权限表。"),
  words(6, 2, "运营部门（单位）的日常职责，由以下各条分别落实；第三方与社会组织按单位类别登记。"),
  arrives(7, 3, "accounts", "名称、头像、认证主体的核对清单由人勾选，随账号备案部分到来。"),
  arrives(8, 3, "accounts", "开设、变更、关停、注销须书记会审议，结果由宣传部登记，程序不设批准按钮；随账号备案部分到来。"),
  arrives(9, 3, "accounts", "定期评估账号并提出整合、注销意见，随账号备案部分到来。"),
  arrives(10, 4, "review", "例会不定期召开，本条没有时限；例会通知和口径库随内容审核后续部分到来。"),
  {
    number: 11,
    chapter: 4,
    state: "enforced",
    how: "稿件须有合格的责任编辑，经初审、二审、终审逐级通过后才发放发布许可；改动内容即为新版本，从初审重来。",
    folder: "server/review",
  },
  arrives(12, 4, "review", "跨部门发布的排期与定稿按工作日倒推提醒，随内容审核后续部分到来。"),
  arrives(13, 4, "review", "口径不明时暂停审核并会商宣传部，随内容审核后续部分到来。"),
  {
    number: 14,
    chapter: 4,
    state: "enforced",
    how: "直播由双方主要负责同志商定后报宣传部备案，不足 7 天的须说明、确认并标明逾期；前 1 天组建巡查队伍，培训确认后按计划逐次打卡。",
    folder: "server/livestream",
  },
  arrives(15, 4, "feedback", "留言按类别转办、上报、移交并计时，随网友留言部分到来。"),
  {
    number: 16,
    chapter: 5,
    state: "enforced",
    how: "全年轮值按期公布，两个值班台每天有人、有替班，到岗、交接班、换班逐次确认，空班提前告知；巡查清单随后续部分到来。",
    folder: "server/rota",
  },
  arrives(17, 5, "safety", "培训证书登记与到期提醒，随运维安全部分到来；审核时已核对培训有效期。"),
  arrives(18, 5, "safety", "密码管理人须在编、定期更新、离职当天解绑，随运维安全部分到来；程序从不保存平台密码。"),
  arrives(19, 5, "safety", "用户信息与业务数据的核对清单由人勾选，导出须经批准，随运维安全部分到来。"),
  arrives(20, 5, "safety", "假冒账号核实与协同处置，随运维安全部分到来。"),
  words(21, 6, "网络舆情的定义，由人判断。"),
  {
    number: 22,
    chapter: 6,
    state: "enforced",
    how: "向上级的请示报告由人报送，程序登记对象、时间、方式、内容与回执，附在事件上、按月成册；程序从不对外发送。",
    folder: "server/incidents/reports",
  },
  {
    number: 23,
    chapter: 6,
    state: "enforced",
    how: "工作日 17:10 的舆情日报、每月月报定期报送，重要变化随时应急报送；线索由人登记。",
    folder: "server/incidents/reports",
  },
  {
    number: 24,
    chapter: 6,
    state: "enforced",
    how: "谁都可以上报，直达宣传部值班和大数据中心值班；三级警报由宣传部确定，各级汇报、启动方案与书面报告分别计时，未办结就一直欠着。",
    folder: "server/incidents",
  },
  arrives(25, 7, "accountability", "四种措施由宣传部会同机关纪委决定并登记，程序不提出处理建议，随责任追究部分到来。"),
  arrives(26, 7, "accountability", "十三种情形的证据由记录生成，随责任追究部分到来；未经审核的发布现在就不能登记为合规。"),
  words(27, 8, "解释权属团省委宣传部：各项设置和我们的理解都在本页列明，可由宣传部更改。"),
  words(28, 8, "未尽事宜按其他文件执行，程序不作推断。"),
  words(29, 8, "施行日期写在每一条义务的数据里。"),
];
