interface Particulars {
  title?: string;
  words?: string;
  lateMinutes?: number;
  skipped?: boolean;
  broughtForward?: boolean;
  from?: string;
  to?: string;
  cause?: string;
}

const lateWords = ({ lateMinutes = 0, broughtForward = false }: Particulars): string => {
  if (broughtForward) return "（因联系不上，提前进行）";
  return lateMinutes > 0 ? `（补发，迟 ${lateMinutes} 分钟）` : "";
};

/** The sentence of what a deadline did by itself; null: not an act of the clock. */
export const deadlineSentence = (action: string, facts: Particulars): string | null => {
  const title = facts.title ?? "任务";
  switch (action) {
    case "deadline.reminded":
      if (facts.skipped) return `${title}：${facts.words ?? "提醒"}（已到下一步，未再提醒）`;
      return `${title}：${facts.words ?? "已提醒"}，已提醒办理人${lateWords(facts)}`;
    case "deadline.escalated":
      return `${title}：${facts.words ?? "已到时限"}，已告知相关负责人${lateWords(facts)}`;
    case "deadline.stepped":
      return `${title}：${facts.words ?? "进入下一步"}${lateWords(facts)}`;
    case "deadline.missed":
      return `${title}超过时限`;
    case "deadline.recounted":
      return `${title}：${facts.cause ?? "工作日历更正"}，时限由 ${facts.from} 改为 ${facts.to}`;
    case "deadline.recount-passed":
      return `${title}：${facts.cause ?? "工作日历更正"}，重算的时限 ${facts.to} 已过，仍按 ${facts.from}`;
    default:
      return null;
  }
};
