/** The three levels of 第24条, lowest first. The program shows the criteria; a person picks the level and signs it. */
export const ALERT_LEVELS = ["yellow", "orange", "red"] as const;
export type AlertLevel = (typeof ALERT_LEVELS)[number];

export interface AlertLevelRule {
  readonly item: string;
  /** 黄色警报（一般） in two parts. */
  readonly name: string;
  readonly grade: string;
  /** The article's own criteria, verbatim; the first says how far it has spread, the second what it may become. */
  readonly criteria: readonly string[];
}

export const ALERT_LEVEL_RULES: Readonly<Record<AlertLevel, AlertLevelRule>> = {
  yellow: {
    item: "一",
    name: "黄色警报",
    grade: "一般",
    criteria: ["有媒体报道或在网络社交平台小范围讨论，影响范围较小的青年领域事件", "初步判断无扩散趋势的"],
  },
  orange: {
    item: "二",
    name: "橙色警报",
    grade: "重大",
    criteria: ["媒体有数篇报道或网络社交平台形成较多讨论，影响范围较大的青年群体性事件", "事件性质敏感，即将或者已经产生舆论影响的"],
  },
  red: {
    item: "三",
    name: "红色警报",
    grade: "特别重大",
    criteria: [
      "媒体普遍报道或网络社交平台形成普遍讨论，社会公众普遍关注，影响范围大的青年群体性事件",
      "事件性质极端敏感，甚至引发爆炸式舆论搜索热点的",
    ],
  },
};

/** True when going from one level to the other raises it; either direction needs a reason on record. */
export const isRaise = (from: AlertLevel, to: AlertLevel): boolean => ALERT_LEVELS.indexOf(to) > ALERT_LEVELS.indexOf(from);
