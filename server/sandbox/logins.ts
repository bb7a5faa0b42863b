import { randomBytes } from "node:crypto";
import type { Wall } from "./wall.js";

const LIFE_MS = 5 * 60_000;

/** Login codes of OAuth, desktop login and wx.qy.login: single use, five minutes of transport time [91023] [91507]. */
export class Logins {
  readonly #codes = new Map<string, { userid: string; expiresAt: number }>();

  constructor(private readonly wall: Wall) {}

  issue(userid: string): string {
    const code = randomBytes(24).toString("base64url");
    this.#codes.set(code, { userid, expiresAt: this.wall() + LIFE_MS });
    return code;
  }

  /** The person behind a code, which is spent by asking; null when unknown, spent or older than five minutes. */
  redeem(code: string): string | null {
    const entry = this.#codes.get(code);
    this.#codes.delete(code);
    return entry && this.wall() < entry.expiresAt ? entry.userid : null;
  }
}
