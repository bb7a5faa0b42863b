/** The four measures of 第25条. 宣传部会同机关纪委 decide them; the program never proposes one. */
export const MEASURES = ["interview", "warning", "circular", "closeAccount"] as const;
export type Measure = (typeof MEASURES)[number];
export const MEASURE_NAMES: Readonly<Record<Measure, string>> = {
  interview: "约谈",
  warning: "警告",
  circular: "通报",
  closeAccount: "责令关闭账号",
};

export interface ConductItem {
  /** 1–13, the number of the item in 第26条. */
  readonly number: number;
  /** The rule's numeral, e.g. "十二" for （十二）. */
  readonly item: string;
  /** Verbatim words of the item. */
  readonly text: string;
  /** The words of the item that make a graver case graver; only （十二） has them. */
  readonly aggravatedBy?: string;
}

/** The thirteen situations of 第26条 in their order. */
export const CONDUCT: readonly ConductItem[] = [
  { number: 1, item: "一", text: "发布信息在政治立场、意识形态和价值观导向上出现严重偏差" },
  { number: 2, item: "二", text: "发布信息违反国家法律法规" },
  { number: 3, item: "三", text: "发布信息在党和国家大政方针上出现严重误读" },
  { number: 4, item: "四", text: "发布国家秘密、工作秘密和其它禁止公开的信息" },
  { number: 5, item: "五", text: "因账号密码泄露造成事故责任" },
  { number: 6, item: "六", text: "发布歪曲事实的信息或使用虚假夸大的标题封面" },
  { number: 7, item: "七", text: "跟风炒作新闻、过度渲染扩散引发社会焦虑的信息" },
  { number: 8, item: "八", text: "发布违背公序良俗、低俗化信息" },
  { number: 9, item: "九", text: "刷数据弄虚作假,搞形式主义强制网友点赞转发" },
  { number: 10, item: "十", text: "以截图举证、列入考评等方式强制要求团员青年点赞转发,增加基层负担" },
  { number: 11, item: "十一", text: "账号超过一年不更新、不注销,变成失管无用的“僵尸”账号" },
  {
    number: 12,
    item: "十二",
    text: "未履行审核程序,擅自在新媒体平台发布信息",
    aggravatedBy: "如造成舆情事故的从重处理",
  },
  { number: 13, item: "十三", text: "因工作失误失职导致不良后果的" },
];
