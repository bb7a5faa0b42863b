import { errorEntry, errorWords } from "./errors.js";
import type { Answer } from "./wire.js";

/** Trying again later makes sense: `afterMs` is the least pause. `errorEntry(errcode).action === "alarm"` asks for an administrator meanwhile. */
export interface Retry {
  kind: "retry";
  afterMs: number;
  errcode: number | null;
  /** Chinese, for the administrator; free of secrets */
  reason: string;
}

/** Trying again cannot help. */
export interface GivenUp {
  kind: "giveUp";
  errcode: number | null;
  /** Chinese, for the administrator; free of secrets */
  reason: string;
}

/** The whole channel is shut until an administrator mends a setting; the work goes on without it. */
export interface Unavailable {
  kind: "unavailable";
  errcode: number;
  /** Chinese, for the administrator; free of secrets */
  reason: string;
}

const PAUSE_MS = { retry: 5_000, refreshToken: 60_000, wait: 60_000, alarm: 300_000 } as const;

/** What an answer that is no success means. An alarm is a retry too: settings get mended while messages wait, and none of them may be lost over it. */
export function failure(answer: Answer): Retry | GivenUp {
  if (answer.kind === "unanswered") return { kind: "retry", afterMs: answer.afterMs, errcode: answer.errcode, reason: answer.reason };
  const { errcode } = answer;
  const { action } = errorEntry(errcode);
  const reason = errorWords(errcode, answer.fields.errmsg);
  if (action === "retry" || action === "refreshToken" || action === "wait" || action === "alarm") {
    return { kind: "retry", afterMs: PAUSE_MS[action], errcode, reason };
  }
  return { kind: "giveUp", errcode, reason };
}

/** The same for a channel that may be shut by itself; `also` are codes that mean so for this channel only. */
export function channelFailure(answer: Answer, also: readonly number[] = []): Retry | GivenUp | Unavailable {
  if (answer.kind === "answered" && (errorEntry(answer.errcode).action === "unavailable" || also.includes(answer.errcode)))
    return { kind: "unavailable", errcode: answer.errcode, reason: errorWords(answer.errcode) };
  return failure(answer);
}

/** A text of an answer; null for one that is empty or no text. */
export function word(value: unknown): string | null {
  return typeof value === "string" && value !== "" ? value : null;
}
