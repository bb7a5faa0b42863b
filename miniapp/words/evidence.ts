import type { EvidenceView } from "../../server/http/contract.js";
import { howName } from "./duty-acts.js";

const titles: Record<EvidenceView["kind"], string> = {
  acknowledgement: "收到",
  opinion: "处置意见",
  told: "报告领导",
  discharge: "办理",
  instruction: "批示",
  convening: "召集会商",
  standIn: "代为听取",
  upward: "请示报告",
};

/** What kind of word it is, and by which way where it was not in this system. */
export const evidenceTitle = ({ kind, how }: Pick<EvidenceView, "kind" | "how">): string =>
  how === "page" ? titles[kind] : `${titles[kind]}（${howName(how)}）`;

/** What is known besides the words, a line each. */
export const evidenceRows = ({ to, contact, receipt, commander, documentNumber }: EvidenceView): string[] =>
  [
    ["总指挥", commander?.name],
    ["报告对象", to],
    ["联系人", contact],
    ["回执", receipt],
    ["文号", documentNumber],
  ].flatMap(([title, value]) => (value ? [`${title ?? ""}：${value}`] : []));
