import type { Deadline } from "../../../entities/deadline.js";
import type { Refusal } from "../../kernel/refusal.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import { refuse } from "../refusals.js";
import { progressWords, type WrittenDuty } from "../rules/written-report.js";
import { underWay } from "./storage.js";

/** Why the duty to write cannot be discharged past the signatures: its report is on its way here, and is entered as issued there; null: it is not. */
export const onItsWay = async (tx: Tx, task: Deadline | null): Promise<Refusal | null> => {
  const report = task && (await underWay(tx, task.subjectId));
  if (!report || report.id !== task.id) return null;
  const detail = `这份书面报告正在送签（${progressWords(report)}），请在书面报告页登记报出。`;
  return refuse("report-on-its-way", "conflict", detail, task.duty as WrittenDuty);
};
