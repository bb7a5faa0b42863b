interface Particulars {
  title?: string;
  changed?: readonly string[];
  from?: string;
  to?: string;
  late?: boolean;
  lateConfirmed?: boolean;
  sides?: readonly string[];
  round?: number;
  lacks?: readonly string[];
  role?: string;
  members?: readonly string[];
  /** somebody by name */
  who?: string;
}

const lateWords = ({ late }: Particulars): string => (late ? "（逾期申报）" : "");

/** The acts of Article 14 in sentences; null: not an act on a livestream. */
export const sentence = (action: string, who: string, facts: Particulars): string | null => {
  switch (action) {
    case "livestream.applied":
      return `${who} 提交直播申请${lateWords(facts)}`;
    case "livestream.agreed":
      return `${who} 商定直播${facts.lateConfirmed ? "，并确认逾期申报的特殊情况" : ""}`;
    case "livestream.late-confirmed":
      return `${who} 确认逾期申报的特殊情况`;
    case "livestream.handed-in":
      return `已报宣传部备案（第 ${facts.round ?? 1} 次）${lateWords(facts)}`;
    case "livestream.changed":
      return facts.from === facts.to
        ? `${who} 修改直播申请`
        : `${who} 改动直播安排：${facts.from ?? ""} → ${facts.to ?? ""}${lateWords(facts)}`;
    case "livestream.not-ready":
      return `直播不再就绪：${(facts.lacks ?? []).join("、")}`;
    case "livestream.invited":
      return `${who} 邀请巡查${facts.role ?? ""}`;
    case "livestream.invitation-accepted":
      return `${who} 接受担任巡查${facts.role ?? ""}`;
    case "livestream.invitation-declined":
      return `${who} 答复不能担任巡查${facts.role ?? ""}`;
    case "livestream.invitation-lapsed":
      return `巡查${facts.role ?? ""}的邀请未得到答复`;
    case "livestream.invitation-withdrawn":
      return `${who} 撤回巡查${facts.role ?? ""}的邀请`;
    case "livestream.trained":
      return `${who} 确认 ${facts.members?.length ?? 0} 人完成巡查培训`;
    case "livestream.patrol-formed":
      return `巡查队伍已组成，共 ${facts.members?.length ?? 0} 人`;
    case "livestream.patroller-left":
      return `巡查${facts.role ?? ""} ${facts.who ?? ""} 已离任`;
    case "livestream.new-lead":
      return `${facts.who ?? ""} 接任巡查组长`;
    case "livestream.reserve-called":
      return `请候补接替 ${facts.who ?? ""} 巡查`;
    default:
      return plainSentence(action, who);
  }
};

const PLAIN: Readonly<Record<string, string>> = {
  "livestream.filed": "备案",
  "livestream.sent-back": "退回补正",
  "livestream.venue-registered": "登记场地设备报备",
  "livestream.venue-adjust": "要求调整场地设备",
  "livestream.cancelled": "取消直播",
  "livestream.ready": "直播已就绪",
  "livestream.patrol-waived": "写明不派巡查队伍的原因",
  "livestream.started": "登记开播",
  "livestream.ended": "登记下播",
  "livestream.interrupted": "登记直播中断",
  "livestream.living-created": "在企业微信建立直播",
  "livestream.living-cancelled": "得知企业直播已取消",
  "livestream.summarised": "提交巡查小结",
  "livestream.followed-up": "办结直播整改",
  "livestream.let-go": "调整巡查队伍",
};

const plainSentence = (action: string, who: string): string | null => {
  const words = PLAIN[action];
  if (words === undefined) return null;
  return action === "livestream.ready" ? words : `${who} ${words}`;
};
