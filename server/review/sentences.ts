import { localMoment } from "../kernel/local-time.js";
import { REVIEW_CHAIN, type Stage } from "../regulation/review-chain.js";
import { reasonWords } from "./notices.js";

interface Particulars {
  stage?: Stage;
  number?: string;
  detail?: string;
  url?: string;
  round?: number;
  restarted?: boolean;
  validUntil?: string;
  from?: string;
  title?: string;
  left?: string;
  heirs?: string[];
  to?: string;
  openedFullText?: boolean;
  gates?: Record<string, boolean> | null;
  comment?: string | null;
}

const stageWords = (facts: Particulars): string => (facts.stage ? REVIEW_CHAIN.stages[facts.stage].name : "审核");
const moment = (text: string | undefined): string => (text === undefined ? "" : localMoment(new Date(text)));

/** The sentence of an act of review, made when it is read; `who` is the name as of then. null: not an act of review. */
export const sentence = (action: string, who: string, facts: Particulars): string | null => {
  switch (action) {
    case "review.drafted":
      return `${who} 写了稿件，并声明不涉密`;
    case "review.submitted":
      return facts.restarted ? `${who} 改稿后，审核从初审重新开始` : `${who} 提交审核`;
    case "review.passed":
      return `${who} 通过了${stageWords(facts)}${facts.openedFullText ? "" : "（未打开全文）"}`;
    case "review.sent-back":
      return `${who} 在${stageWords(facts)}退回：${reasonWords({ gates: facts.gates ?? null, comment: facts.comment ?? null })}`;
    case "review.objected":
      return `${who} 对${stageWords(facts)}的通过提出异议：${reasonWords({ gates: facts.gates ?? null, comment: facts.comment ?? null })}`;
    case "review.permitted":
      return `发布许可 ${facts.number ?? ""}，有效期至 ${moment(facts.validUntil)}；${who} 终审`;
    case "review.permit-voided":
      return `发布许可 ${facts.number ?? ""} 因改稿失效`;
    case "review.revised":
      return `${who} 修改了稿件`;
    case "review.replanned":
      return `${who} 把计划发布时间改为 ${moment(facts.to)}`;
    case "review.published":
      return `${who} 登记发布：${facts.url ?? ""}`;
    case "review.refused":
      return `${who} 的操作未生效：${facts.detail ?? ""}`;
    case "review.nudged":
      return `${who} 催办了${stageWords(facts)}`;
    case "review.taken-over":
      return `${facts.from ?? "原责任编辑"} 已离任，${who} 接任本稿责任编辑`;
    case "review.holder-left": {
      const { heirs = [], left = "", title = "" } = facts;
      return `${left} 已离任，${title}${heirs.length === 0 ? "暂时无人办理，已请主要负责同志和系统管理员指定人员" : `由 ${heirs.join("、")} 继续办理`}`;
    }
    default:
      return null;
  }
};
