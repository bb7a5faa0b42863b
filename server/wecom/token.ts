import { errorEntry, errorWords } from "./errors.js";

/** An access token and the wall-clock instant (ms) from which a new one is asked for, ahead of its end. */
export interface StoredToken {
  value: string;
  refreshAt: number;
}

/** Where the token of one (corp, agent) is kept, so that several processes can share it. `key` is `corp/agent`. */
export interface TokenStore {
  read(key: string): Promise<StoredToken | null>;
  write(key: string, token: StoredToken): Promise<void>;
  /** forgets the token only if it is still this one: a newer one belongs to somebody who already refreshed */
  drop(key: string, value: string): Promise<void>;
}

/** Keeps tokens in this process. */
export class MemoryTokenStore implements TokenStore {
  readonly #tokens = new Map<string, StoredToken>();

  async read(key: string): Promise<StoredToken | null> {
    return this.#tokens.get(key) ?? null;
  }

  async write(key: string, token: StoredToken): Promise<void> {
    this.#tokens.set(key, token);
  }

  async drop(key: string, value: string): Promise<void> {
    if (this.#tokens.get(key)?.value === value) this.#tokens.delete(key);
  }
}

/** What `gettoken` said [91039]: a token with its life in seconds, or an errcode, or nothing that could be understood. */
export type TokenAnswer =
  { kind: "granted"; value: string; livesSeconds: number } | { kind: "refused"; errcode: number } | { kind: "unanswered"; reason: string };

/** No token can be had now; trying again makes sense after `afterMs`. The message is Chinese and free of secrets. */
export class TokenUnavailable extends Error {
  constructor(
    readonly errcode: number | null,
    readonly reason: string,
    readonly afterMs: number,
  ) {
    super(reason);
    this.name = "TokenUnavailable";
  }
}

const EARLY_MS = 5 * 60_000;
/** Repeated wrong secrets ban our address for an hour [40001, 45009]: after a refusal nothing is asked for this long. */
const REFUSAL_PAUSE_MS = 60_000;
const UNANSWERED_PAUSE_MS = 5_000;

/** The access token of one app: asked for once however many callers wait, kept until five minutes before its end. */
export class AccessToken {
  #waiting: Promise<string> | null = null;
  #rejected: string | null = null;
  #refusal: { errcode: number; until: number } | null = null;

  constructor(
    private readonly key: string,
    private readonly store: TokenStore,
    private readonly ask: () => Promise<TokenAnswer>,
    private readonly wallNow: () => number,
  ) {}

  /** Throws `TokenUnavailable`. */
  current(): Promise<string> {
    this.#waiting ??= this.#obtained().finally(() => {
      this.#waiting = null;
    });
    return this.#waiting;
  }

  /** WeCom refused this token. Nothing happens if a newer one is already there. */
  async invalidate(value: string): Promise<void> {
    this.#rejected = value;
    await this.store.drop(this.key, value);
  }

  async #obtained(): Promise<string> {
    const stored = await this.store.read(this.key);
    if (stored !== null && stored.value !== this.#rejected && this.wallNow() < stored.refreshAt) return stored.value;
    if (this.#refusal !== null && this.wallNow() < this.#refusal.until)
      throw refused(this.#refusal.errcode, this.#refusal.until - this.wallNow());
    const answer = await this.ask();
    if (answer.kind === "unanswered") throw new TokenUnavailable(null, answer.reason, UNANSWERED_PAUSE_MS);
    if (answer.kind === "refused") {
      if (errorEntry(answer.errcode).action === "retry") throw refused(answer.errcode, UNANSWERED_PAUSE_MS);
      this.#refusal = { errcode: answer.errcode, until: this.wallNow() + REFUSAL_PAUSE_MS };
      throw refused(answer.errcode, REFUSAL_PAUSE_MS);
    }
    const lifeMs = answer.livesSeconds * 1000;
    await this.store.write(this.key, { value: answer.value, refreshAt: this.wallNow() + Math.max(lifeMs - EARLY_MS, lifeMs / 2) });
    this.#rejected = null;
    this.#refusal = null;
    return answer.value;
  }
}

function refused(errcode: number, afterMs: number): TokenUnavailable {
  return new TokenUnavailable(errcode, errorWords(errcode), afterMs);
}
