import type { Deadline } from "../../entities/deadline.js";
import { localClock } from "../kernel/local-time.js";
import type { IncidentFacts } from "./facts.js";
import { HOW_NAMES, levelName } from "./words.js";

/** Why a duty is not owed any more, in a few words: the grey text of its cards, and its line on the page. null: it is open. */
export const closingWords = (task: Deadline, { incident, decisions }: IncidentFacts, who: string): string | null => {
  const how = task.closedHow ?? "";
  if (task.state === "open") return null;
  const at = task.closedAt === null ? "" : localClock(task.closedAt);
  const [, told] = /^incidents\.told-(\w+)$/.exec(how) ?? [];
  if (told !== undefined) return `已由 ${who} ${at} ${HOW_NAMES[told as keyof typeof HOW_NAMES]}报告`;
  const [, merged] = /^incidents\.merged-(\w+)$/.exec(how) ?? [];
  if (merged !== undefined) return merged === "none" ? "已定为非舆情" : `并入${levelName(merged as "orange" | "red")}`;
  if (how.startsWith("incidents.lowered-"))
    return incident.level === "none" ? "误报，已取消" : `已降为${levelName(incident.level ?? "none")}`;
  switch (how) {
    case "incidents.joined":
      return `并入 ${incident.mergedInto?.number ?? "其他事件"}`;
    case "incidents.done-before":
      return "并入前已办";
    case "incidents.parted":
      return "撤销并入，不再需要";
    case "incidents.level-set":
      return `已由 ${decisions.at(-1)?.byName ?? who} 定为${levelName(incident.level ?? "none")}`;
    case "incidents.level-kept":
      return `已由 ${who} 维持${levelName(incident.level ?? "none")}`;
    case "incidents.level-changed":
      return "级别已变，重新会商";
    case "incidents.acknowledged":
      return `${who} ${at} 已收到`;
    case "incidents.agreed":
      return `${who} ${at} 会商同意`;
    case "incidents.dissented":
    case "incidents.lowering-declined":
      return `${who} ${at} 不同意`;
    case "incidents.confirmed":
      return `${who} ${at} 已确认`;
    case "incidents.leader-left":
      return "领导已离任，未经本人确认";
    case "incidents.leader-knows":
      return "已报告主要领导";
    case "incidents.by-lower":
    case "incidents.by-settle":
      return "警报已降级";
    case "incidents.by-lift":
      return "警报已解除";
    case "incidents.by-falseAlarm":
      return "误报，已取消";
    case "incidents.lowering-agreed":
    case "incidents.report-passed":
      return `${who} ${at} 同意`;
    case "incidents.report-sent-back":
      return `${who} ${at} 退回修改`;
    case "incidents.report-changed":
      return `${who} ${at} 改动了报告，重新送签`;
    case "incidents.report-issued":
      return `${who} ${at} 已登记报出`;
    case "incidents.explained":
      return "已说明未办原因";
    case "incidents.closed":
      return "事件已办结";
    default:
      return `已由 ${who} ${at} 办结`;
  }
};
