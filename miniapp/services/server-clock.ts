import type { Instant } from "../../server/http/contract.js";

let ahead = 0;

/** Sets the server's moment; every answer that carries `now` does. */
export function syncClock(now: Instant): void {
  const ms = Date.parse(now);
  if (!Number.isNaN(ms)) ahead = ms - Date.now();
}

/** The server's moment in milliseconds: the phone's clock only counts on from the last answer. */
export const serverNow = (): number => Date.now() + ahead;

/** The phone's own moment, however wrong it stands; a phone of the sandbox goes by the sandbox's clock as it knew it last. */
export const phoneNow = (inSandbox: boolean): Date => new Date(inSandbox ? serverNow() : Date.now());
