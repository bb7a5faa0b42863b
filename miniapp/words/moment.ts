import type { Instant } from "../../server/http/contract.js";

const shanghaiOffset = 8 * 3_600_000;
const dayLength = 86_400_000;

/** Milliseconds since the epoch of an RFC 3339 instant. */
export const millis = (at: Instant): number => Date.parse(at);

/** The number of the local day (Asia/Shanghai) since the epoch: equal numbers are the same day. */
export const localDay = (ms: number): number => Math.floor((ms + shanghaiOffset) / dayLength);

interface LocalParts {
  year: number;
  month: number;
  day: number;
  clock: string;
}

const two = (n: number): string => String(n).padStart(2, "0");

function localParts(ms: number): LocalParts {
  const local = new Date(ms + shanghaiOffset);
  return {
    year: local.getUTCFullYear(),
    month: local.getUTCMonth() + 1,
    day: local.getUTCDate(),
    clock: `${two(local.getUTCHours())}:${two(local.getUTCMinutes())}`,
  };
}

/** `10:14` today, else `昨天 10:14`, `明天 18:30`, `11月25日 18:30`, with the year when it is another one. */
export function momentText(at: Instant, nowMs: number): string {
  const ms = millis(at);
  const parts = localParts(ms);
  const days = localDay(ms) - localDay(nowMs);
  if (days === 0) return parts.clock;
  if (days === -1) return `昨天 ${parts.clock}`;
  if (days === 1) return `明天 ${parts.clock}`;
  const year = parts.year === localParts(nowMs).year ? "" : `${parts.year}年`;
  return `${year}${parts.month}月${parts.day}日 ${parts.clock}`;
}

/** `14:05` */
export const clockText = (at: string): string => pickerParts(millis(at)).clock;

/** The two halves that date and time pickers work with: `2026-11-25` and `18:30`. */
export function pickerParts(ms: number): { day: string; clock: string } {
  const parts = localParts(ms);
  return { day: `${parts.year}-${two(parts.month)}-${two(parts.day)}`, clock: parts.clock };
}

/** The instant of a local day and clock time in Shanghai. */
export const instantOf = (day: string, clock: string): Instant => `${day}T${clock}:00+08:00`;
