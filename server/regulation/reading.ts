import type { DutyName } from "./duties.js";
import type { SettingValues } from "./settings.js";
import { spanWords, type Span } from "./span.js";

/** Where the rule gives no number, how we read it. Every value is ours and may be changed by 宣传部 (第27条) without touching the rule. */
export interface Reading {
  /** The rule's own word. */
  readonly word: string;
  readonly article: string;
  readonly duty?: DutyName;
  /** Our operating value; null: no clock, a person decides when. */
  readonly within: Span | null;
  /** Chinese, shown beside the word. */
  readonly words: string;
  readonly ours: true;
}

const read = (article: string, word: string, within: Span | null, words: string, duty?: DutyName): Reading => ({
  word,
  article,
  within,
  words,
  ours: true,
  ...(duty ? { duty } : {}),
});

/** Every reading with the values in force. */
export const readings = (settings: SettingValues): readonly Reading[] => [
  read("9", "定期", null, `每 ${settings.value("accounts.evaluationMonths")} 个月评估一次，日期由宣传部公布`, "proposeMergeOrClosure"),
  read("10", "不定期", null, "由宣传部召集，不设期限"),
  read("13", "必要时", null, "由宣传部判断，逐次登记请示对象、时间和答复", "consultOnUnclearLine"),
  read("15", "及时", null, "不能在约定时间答复的，填写承诺答复期限", "promiseReplyDate"),
  read("17", "不定期", null, "由宣传部组织培训，不设期限"),
  read("18", "定期", { days: settings.value("safety.passwordRotationDays") }, "自上次更新起计算", "custodianIsStaff"),
  read("20", "立即", settings.value("safety.verifyImpostor"), "核实结论的时限，逾期告知主要负责人和宣传部", "checkImpostor"),
  read("23", "定期", null, `工作日每天 ${settings.value("incidents.digestAt")} 报送`),
  read("23", "第一时间", "immediately", "线索登记后立即送达宣传部值班和大数据中心值班"),
  read(
    "24",
    "第一时间",
    { minutes: settings.value("incidents.setLevelMinutes") },
    "报告直达宣传部值班和大数据中心值班，到时未定级即逐级告知",
    "reportEvent",
  ),
  read("24", "及时", settings.value("incidents.yellowProgress"), "黄色警报处置情况的报送时限", "handleYellow"),
  read("24", "及时", settings.value("incidents.writeUpOrange"), "自处置完毕起的书面报告时限", "writeUpOrange"),
  read("24", "立即", "immediately", "卡片和电话同时发出，未确认则按分钟逐级通知", "reportRed"),
  read("24", "同时", settings.value("incidents.reportUpward"), "与启动应急处置方案同一时限", "reportSuperior"),
  read("24", "同时", settings.value("incidents.reportUpward"), "与启动应急处置方案同一时限", "reportCyberspace"),
];

/** 普通 加急 特急 */
export const URGENCY_NAMES = { normal: "普通", urgent: "加急", critical: "特急" } as const;
export type Urgency = keyof typeof URGENCY_NAMES;

export interface ReviewTarget {
  readonly within: Span;
  /** Chinese, says that the number is a setting, e.g. 普通稿件每级 4 个工作小时（设置）. */
  readonly words: string;
}

/**
 * How long one level of review may take. The rule gives no number (先审后发 is a gate), so the target is our setting; it never passes or skips
 * anything by itself (R11-06).
 */
export function reviewTarget(urgency: Urgency, settings: SettingValues): ReviewTarget {
  const within = settings.value(`review.target.${urgency}`);
  return { within, words: `${URGENCY_NAMES[urgency]}稿件每级 ${spanWords(within)}（设置）` };
}
