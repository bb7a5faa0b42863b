import type { Refusal } from "../../kernel/refusal.js";
import { refuse } from "../refusals.js";

/** What of a report can be wrong. */
export interface ReportWords {
  discoveredAt: Date;
  /** null: not known */
  occurredAt: Date | null;
  description: string;
  links: readonly string[];
}

/** Why a report cannot be right as it stands; null: it can (R24-01). The report is made `now`. */
export const reportRefusal = ({ discoveredAt, occurredAt, description, links }: ReportWords, now: Date): Refusal | null => {
  if (discoveredAt > now)
    return refuse(
      "discovered-in-future",
      "invalid",
      "发现时间晚于现在（也就晚于报告时间），请核对后再报。各项时限从发现或报告时起算。",
      "reportEvent",
    );
  if (occurredAt !== null && occurredAt > discoveredAt)
    return refuse("occurred-after-discovery", "invalid", "发生时间晚于发现时间，请核对后再报；不知道发生时间可以不填。", "reportEvent");
  if (links.length === 0 && description.trim() === "")
    return refuse("nothing-reported", "invalid", "请填写链接，或用几句话说明情况。", "reportEvent");
  return null;
};
