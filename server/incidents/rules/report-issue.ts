import { localDay, localMoment } from "../../kernel/local-time.js";
import type { Refusal } from "../../kernel/refusal.js";
import { isPublicity } from "./standing.js";
import { no, olderRefusal, overRefusal, standingSignOffs, type ReportFacts } from "./written-report.js";

/** What is entered when it has gone out. */
export interface Issue {
  revision: number;
  documentNumber: string;
  at: Date;
  /** 补录: entered later than it happened */
  afterwards: boolean;
}

/** 发文字号: 机关代字、六角括号括起的年份、不编虚位的序号 (GB/T 9704—2012, 7.2.5). */
const NUMBER = /^[\p{Script=Han}A-Za-z]{1,20}〔(\d{4})〕[1-9]\d{0,4}号$/u;

/** The number as it is to be written: whichever brackets a phone's keyboard has become 〔〕, blanks go. */
export const documentNumberOf = (typed: string): string =>
  typed
    .replace(/\s+/g, "")
    .replace(/[［[【（(]/g, "〔")
    .replace(/[］\]】）)]/g, "〕");

/** Why it cannot be entered as issued; null: it can. */
export const issueRefusal = (facts: ReportFacts, userid: string, wish: Issue, now: Date): Refusal | null => {
  const over = overRefusal(facts);
  if (over) return over;
  if (!isPublicity(facts.incident, userid)) return no("not-publicity", "forbidden", "报出由宣传部值班或宣传部负责人登记。", facts);
  const older = olderRefusal(facts, wish.revision);
  if (older) return older;
  const agreed = standingSignOffs(facts).find(({ stage }) => stage === "leader");
  if (facts.report?.status !== "agreed" || !agreed)
    return no("not-agreed", "conflict", "还没有领导同意报出这一版，不能登记报出。请先送签。", facts);
  const year = NUMBER.exec(wish.documentNumber)?.[1];
  if (year === undefined)
    return no(
      "document-number",
      "invalid",
      "文号请写成「粤团宣〔2026〕8号」的样子：机关代字、六角括号中的年份、序号（不写“第”，不补 0）。",
      facts,
    );
  if (year !== localDay(wish.at).slice(0, 4))
    return no("document-year", "invalid", `文号的年份是 ${year}，报出时间在 ${localDay(wish.at).slice(0, 4)} 年，请核对。`, facts);
  if (wish.at > now) return no("at-in-future", "invalid", "报出时间晚于现在，请核对。", facts);
  return wish.at < minute(agreed.at)
    ? no("at-before-agreed", "invalid", `报出时间早于领导同意的时间（${localMoment(agreed.at)}），请核对。`, facts)
    : null;
};

/** A phone picks whole minutes. */
const minute = (at: Date): Date => new Date(Math.floor(at.getTime() / 60_000) * 60_000);
