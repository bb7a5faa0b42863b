import type { LevelDecisionView } from "../../server/http/contract.js";
import { loweringText } from "./level-acts.js";
import { levelName } from "./incidents.js";
import type { Label } from "./labels.js";

/** What was said on the level, e.g. 升级：橙色警报 → 红色警报. */
export function decisionText({ kind, from, to }: Pick<LevelDecisionView, "kind" | "from" | "to">): string {
  switch (kind) {
    case "set":
      return `定为${levelName(to)}`;
    case "raise":
      return `升级：${levelName(from)} → ${levelName(to)}`;
    case "proposal":
      return `申请升级为${levelName(to)}`;
    case "keep":
      return `维持${levelName(to)}`;
    case "advice":
      return `大数据中心建议定为${levelName(to)}`;
    case "dissent":
      return `会商意见不一致，先按${levelName(to)}处置`;
    case "settle":
      return `裁定为${levelName(to)}`;
    case "resume":
      return `重新拉响${levelName(to)}`;
    case "lower":
    case "lift":
    case "falseAlarm":
      return loweringText({ kind, to });
  }
}

/** How a lowering stands; null: there is nothing to say. */
export const decisionState = ({ kind, state }: Pick<LevelDecisionView, "kind" | "state">): Label | null => {
  if (state === "proposed") return { text: "等待第二人同意", tone: "orange" };
  if (state === "declined") return { text: "未同意", tone: "grey" };
  if (state === "overtaken") return { text: "已被升级取代", tone: "grey" };
  return ["lower", "lift", "falseAlarm"].includes(kind) ? { text: "已生效", tone: "green" } : null;
};

/** 会商同意; 不同意，建议红色警报：… */
export const consultationText = ({ agree, level, note }: NonNullable<LevelDecisionView["consultation"]>): string =>
  `${agree ? "会商同意" : "会商不同意"}${level === null ? "" : `，建议${levelName(level)}`}${note ? `：${note}` : ""}`;
