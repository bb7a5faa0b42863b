/**
 * good: in order · bad: people or alerts will be missed until it is mended · warning: it works, with less than it could ·
 * unknown: cannot be found out from here, with the way to find out by hand · skipped: something above it has to be mended first.
 */
export const GRADES = ["good", "bad", "warning", "unknown", "skipped"] as const;
export type Grade = (typeof GRADES)[number];

const LABELS: Readonly<Record<Grade, string>> = { good: "通过", bad: "故障", warning: "提醒", unknown: "待查", skipped: "跳过" };

/** What was found about one thing. All texts are Chinese, for the person who set the installation up, and carry no secret. */
export interface Finding {
  grade: Grade;
  /** e.g. 可信 IP */
  title: string;
  what: string;
  /** what to change */
  mend?: string;
  /** where to change it: the menu path in the WeCom console, or the variable */
  where?: string;
}

export const good = (title: string, what: string): Finding => ({ grade: "good", title, what });
export const bad = (title: string, what: string, mend: string, where?: string): Finding => ({ grade: "bad", title, what, mend, where });
export const warning = (title: string, what: string, mend: string, where?: string): Finding => ({
  grade: "warning",
  title,
  what,
  mend,
  where,
});
export const unknown = (title: string, what: string, mend: string, where?: string): Finding => ({
  grade: "unknown",
  title,
  what,
  mend,
  where,
});

/** A finding as the lines that are printed. */
export const linesOf = ({ grade, title, what, mend, where }: Finding): string[] => [
  `［${LABELS[grade]}］${title}：${what}`,
  ...(mend === undefined ? [] : [`        怎么办：${mend}`]),
  ...(where === undefined ? [] : [`        在哪里：${where}`]),
];

/** The last line: how many of each, and whether the installation may be used. */
export const summaryOf = (findings: readonly Finding[]): string => {
  const count = (grade: Grade): number => findings.filter((finding) => finding.grade === grade).length;
  const counts = GRADES.filter((grade) => count(grade) > 0).map((grade) => `${LABELS[grade]} ${count(grade)} 项`);
  const verdict = count("bad") > 0 ? "请先排除故障，再重新检查" : "可以使用";
  return `小结：${counts.join("，")}。${verdict}。`;
};
