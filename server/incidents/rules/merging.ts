import type { Incident } from "../../../entities/incident.js";
import type { Refusal } from "../../kernel/refusal.js";
import type { IncidentFacts } from "../facts.js";
import { refuse } from "../refusals.js";
import { isPublicity } from "./standing.js";

const DAY_MS = 86_400_000;

/** True while the incident has something to go on with. */
export const isUnderWay = ({ status, mergedInto }: Incident): boolean =>
  mergedInto === null && (status === "reported" || status === "handling" || status === "lifted");

/** Why one incident cannot be merged into the other; null: it can (R24-12). */
export const mergeRefusal = (from: IncidentFacts, into: IncidentFacts, userid: string): Refusal | null => {
  if (!isPublicity(into, userid)) return refuse("merge-not-publicity", "forbidden", "并入由宣传部值班或宣传部负责人登记。");
  if (from.incident.id === into.incident.id) return refuse("merge-itself", "invalid", "不能并入自己，请选择另一个事件。");
  if ((from.incident.rehearsal === null) !== (into.incident.rehearsal === null))
    return refuse("merge-rehearsal", "invalid", "演练和真实事件不能合并，请选择同类的事件。");
  if (from.incident.mergedInto !== null)
    return refuse("already-merged", "conflict", `本事件已经并入 ${from.incident.mergedInto.number}，请到那个事件处理。`);
  if (!isUnderWay(from.incident)) return refuse("merge-over", "conflict", "本事件已经办结，不用再并入。");
  if (!isUnderWay(into.incident))
    return refuse("merge-into-over", "conflict", `${into.incident.number} 已经办结或并入别处，请选择正在处理的事件。`);
  return null;
};

/** Until when a merge can be undone. */
export const undoableUntil = (at: Date): Date => new Date(at.getTime() + DAY_MS);

/** Why a merge cannot be undone now; null: it can. */
export const undoRefusal = (
  into: IncidentFacts,
  userid: string,
  merge: { at: Date; undoneAt: Date | null } | null,
  now: Date,
): Refusal | null => {
  if (!isPublicity(into, userid)) return refuse("merge-not-publicity", "forbidden", "撤销并入由宣传部值班或宣传部负责人登记。");
  if (!merge || merge.undoneAt !== null) return refuse("not-merged", "conflict", "这两个事件现在没有合并，可能已经撤销。");
  if (now >= undoableUntil(merge.at))
    return refuse("undo-too-late", "conflict", "并入已超过 24 小时，不能撤销。需要分开处置请用「拆分」选择线索另立事件。");
  return isUnderWay(into.incident) ? null : refuse("undo-over", "conflict", "事件已经办结，不能再撤销并入。");
};

/** Why these leads cannot become an incident of their own; null: they can. `known`: leads of the incident, `chosen`: those found among them. */
export const splitRefusal = (facts: IncidentFacts, userid: string, known: number, chosen: number, asked: number): Refusal | null => {
  if (!isPublicity(facts, userid)) return refuse("split-not-publicity", "forbidden", "拆分由宣传部值班或宣传部负责人登记。");
  if (!isUnderWay(facts.incident)) return refuse("split-over", "conflict", "事件已经办结或并入别处，不能再拆分。");
  if (chosen !== asked) return refuse("split-unknown-lead", "invalid", "有的线索不在本事件中，请刷新后重新选择。");
  return chosen < known ? null : refuse("split-all", "invalid", "不能把全部线索都拆走，请至少留下一条。");
};

/** The earlier of two moments; null: neither is known. */
export const earlier = <T extends Date | null>(one: T, other: T): T => {
  if (one === null) return other;
  return other === null || one <= other ? one : other;
};
