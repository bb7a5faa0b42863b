import { randomBytes } from "node:crypto";
import { Refused } from "./api/errors.js";
import type { TokenFault } from "./faults.js";
import type { Wall } from "./wall.js";

const LIFE_MS = 7200 * 1000;
const BAD_SECRETS_BEFORE_BAN = 10;
const BAN_MS = 3_600_000;

/** The access tokens of the one app and the JS-SDK tickets that go with them [91039] [90506]; transport time. */
export class Tokens {
  readonly #expiry = new Map<string, number>();
  readonly #tickets = new Map<string, { ticket: string; expiresAt: number }>();
  #badSecrets = 0;
  #bannedUntil = 0;

  constructor(private readonly wall: Wall) {}

  /** A token for a caller who knows the secret: the living one again, or with `fresh` a new one that kills it. */
  issue(fresh: boolean): { token: string; expiresIn: number } {
    const now = this.wall();
    const living = [...this.#expiry].find(([, expiresAt]) => expiresAt > now);
    this.#badSecrets = 0;
    if (living && !fresh) return { token: living[0], expiresIn: Math.ceil((living[1] - now) / 1000) };
    if (fresh) this.#expiry.clear();
    const token = randomBytes(96).toString("base64url");
    this.#expiry.set(token, now + LIFE_MS);
    return { token, expiresIn: LIFE_MS / 1000 };
  }

  /** Throws 41001 without a token in the query, 40014 for an unknown one, 42001 for an expired one. */
  check(token: string | undefined): void {
    if (!token) throw new Refused(41001);
    const expiresAt = this.#expiry.get(token);
    if (expiresAt === undefined) throw new Refused(40014);
    if (expiresAt <= this.wall()) throw new Refused(42001);
  }

  spoil(fault: TokenFault): void {
    if (fault === "unknown") this.#expiry.clear();
    if (fault === "expired") for (const token of this.#expiry.keys()) this.#expiry.set(token, this.wall());
  }

  /** Counts a wrong secret; after ten of them the caller is banned for an hour (45009). */
  countBadSecret(): void {
    this.#badSecrets += 1;
    if (this.#badSecrets >= BAD_SECRETS_BEFORE_BAN) this.#bannedUntil = this.wall() + BAN_MS;
  }

  checkBan(): void {
    if (this.wall() < this.#bannedUntil) throw new Refused(45009);
  }

  /** The ticket of one kind: `corp` for config, `agent` for agentConfig; they are different on purpose. */
  ticket(kind: "corp" | "agent"): { ticket: string; expiresIn: number } {
    const now = this.wall();
    let entry = this.#tickets.get(kind);
    if (!entry || entry.expiresAt <= now) {
      entry = { ticket: `${kind}-${randomBytes(40).toString("base64url")}`, expiresAt: now + LIFE_MS };
      this.#tickets.set(kind, entry);
    }
    return { ticket: entry.ticket, expiresIn: Math.ceil((entry.expiresAt - now) / 1000) };
  }

  /** Tokens as they are kept over a restart. */
  snapshot(): Record<string, number> {
    return Object.fromEntries(this.#expiry);
  }

  restore(saved: unknown): void {
    for (const [token, expiresAt] of Object.entries((saved ?? {}) as Record<string, number>)) this.#expiry.set(token, expiresAt);
  }
}
