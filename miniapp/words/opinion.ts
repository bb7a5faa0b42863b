import type { Gate, Gates } from "../../server/http/contract.js";
import { gateNames, gates } from "./labels.js";

/** The least number of characters that an opinion of a sending back needs on the page (R11-02). */
export const opinionMinimum = 5;

/** Every gate passed: what 通过 means at the first and second level. */
export const allPassed = (): Gates => Object.fromEntries(gates.map((gate) => [gate, true]));

/** The gates not ticked yet, in the order of the rule. */
export const missingGates = (ticked: readonly Gate[]): Gate[] => gates.filter((gate) => !ticked.includes(gate));

/** Why 通过 cannot be sent yet, or null. At the first and second level no tick at all means all five passed. */
export function passObstacle(stage: string | null, ticked: readonly Gate[]): string | null {
  const missing = missingGates(ticked);
  if (missing.length === 0) return null;
  if (stage !== "final" && ticked.length === 0) return null;
  if (missing.length === gates.length) return "请逐关勾选，或点“全部通过”";
  return `还有${missing.map((gate) => gateNames[gate]).join("、")}关未勾选`;
}

/** Why 退回 cannot be sent yet, or null. */
export function sendBackObstacle(failed: readonly Gate[], comment: string): string | null {
  if (failed.length === 0) return "请选择未通过的关";
  const length = [...comment.trim()].length;
  return length < opinionMinimum ? `说明至少 ${opinionMinimum} 个字，还差 ${opinionMinimum - length} 个` : null;
}

/** The gates as sent with a sending back: those that failed are false; nothing is claimed about the others. */
export const failedGates = (failed: readonly Gate[]): Gates => Object.fromEntries(failed.map((gate) => [gate, false]));
