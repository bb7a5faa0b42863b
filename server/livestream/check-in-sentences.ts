import type { CheckInKind, FindingLevel } from "../../entities/patrol.js";
import { checkInWords, FINDING_NAMES } from "./words.js";

interface Particulars {
  kind?: CheckInKind;
  round?: number;
  finding?: FindingLevel;
  madeUp?: boolean;
  /** whose check-in, and which */
  who?: string;
  what?: string;
  step?: string;
  /** 现场负责人 whom nothing of ours reaches */
  untold?: string;
  level?: string;
  /** photos cleared, and kept because an incident refers to them */
  count?: number;
  kept?: number;
  /** the photos came with no check-in */
  unused?: boolean;
}

const CHASED: Readonly<Record<string, string>> = {
  late: "已发卡片提醒本人",
  call: "已电话本人，并告知组长和候补",
  desk: "已告知宣传部值班和现场负责人",
  stop: "已请宣传部决定是否建议中断",
};

/** The acts while a livestream runs in sentences; null: another's. */
export const sentence = (action: string, who: string, facts: Particulars): string | null => {
  const about = `${facts.who ?? ""} ${facts.what ?? ""}`;
  switch (action) {
    case "livestream.checked-in": {
      const found = facts.finding && facts.finding !== "normal" ? `，发现问题：${FINDING_NAMES[facts.finding]}` : "";
      return `${who} ${checkInWords({ kind: facts.kind ?? "round", round: facts.round ?? 0 })}打卡${facts.madeUp ? "（补传）" : ""}${found}`;
    }
    case "livestream.check-in-missed":
      return `${about}漏打卡`;
    case "livestream.chased":
      if (facts.untold) return `${about}漏打卡，已告知宣传部值班和申请人；现场负责人 ${facts.untold} 不在通讯录，请电话告知`;
      return `${about}漏打卡，${CHASED[facts.step ?? ""] ?? "继续提醒"}`;
    case "livestream.on-site-phoned":
      return `${who} 已电话告知现场负责人 ${facts.who ?? ""}`;
    case "livestream.stood-in":
      return `${who} 接替 ${facts.who ?? ""} 巡查`;
    case "livestream.found":
      return `${who} 上报巡查问题（${facts.level ?? ""}）`;
    case "livestream.finding-settled":
      return `${who} 答复巡查问题已处理`;
    case "livestream.finding-over":
      return `巡查问题（${facts.level ?? ""}）到下播未答复`;
    case "livestream.finding-interrupted":
      return `${who} 按建议中断直播`;
    case "livestream.finding-continued":
      return `${who} 决定不中断直播`;
    case "livestream.incident-reported":
      return `${who} 从巡查问题上报舆情`;
    case "livestream.photos-cleared":
      return `已按保存期限清除${facts.unused ? "未随打卡提交的" : "打卡"}照片 ${facts.count ?? 0} 张，保留校验值${facts.kept ? `；舆情引用的 ${facts.kept} 张继续保存` : ""}`;
    default:
      return null;
  }
};
