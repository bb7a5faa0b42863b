import { errorEntry, errorWords } from "./errors.js";

/** An access token and the wall-clock instant (ms) from which a new one is asked for, ahead of its end. */
export interface StoredToken {
  value: string;
  refreshAt: number;
}

/** Under which the token of an app is kept: one per corp and agent. */
export const tokenKey = (app: { corpId: string; agentId: number }): string => `${app.corpId}/${app.agentId}`;

/** That WeCom gave no token, and until when (wall-clock ms) nobody asks again. */
export interface TokenRefusal {
  errcode: number;
  until: number;
}

/** What is known of one app's token; `version` changes with every change. */
export interface KeptToken {
  token: StoredToken | null;
  refusal: TokenRefusal | null;
  version: number;
}

/** What became of asking WeCom: a token, a refusal to remember, or nothing that counts. */
export type Asked = { token: StoredToken } | { refusal: TokenRefusal } | "nothing";

/**
 * Where the token of one (corp, agent) is kept, so that several processes share it and one of them asks for it. `key` is `corp/agent`; times are
 * wall-clock ms.
 */
export interface TokenStore {
  read(key: string): Promise<KeptToken>;
  /**
   * The leave to ask WeCom, for one caller alone until it is settled or `until` has passed. Null: somebody else has it, or something has changed
   * since `seen` was read.
   */
  claim(key: string, seen: number, times: { now: number; until: number }): Promise<string | null>;
  /** Keeps what WeCom said and gives the leave back. Does nothing where the leave has passed to somebody else. */
  settle(key: string, leave: string, asked: Asked): Promise<void>;
  /** forgets the token only if it is still this one: a newer one belongs to somebody who already refreshed */
  drop(key: string, value: string): Promise<void>;
}

interface Held extends KeptToken {
  leave: { id: string; until: number } | null;
}

/** Keeps tokens in this process. */
export class MemoryTokenStore implements TokenStore {
  readonly #kept = new Map<string, Held>();

  async read(key: string): Promise<KeptToken> {
    return this.#of(key);
  }

  async claim(key: string, seen: number, { now, until }: { now: number; until: number }): Promise<string | null> {
    const held = this.#of(key);
    if (held.version !== seen || (held.leave !== null && now < held.leave.until)) return null;
    const leave = { id: String(seen + 1), until };
    this.#change(key, { leave });
    return leave.id;
  }

  async settle(key: string, leave: string, asked: Asked): Promise<void> {
    if (this.#of(key).leave?.id === leave) this.#change(key, { ...(asked === "nothing" ? {} : after(asked)), leave: null });
  }

  async drop(key: string, value: string): Promise<void> {
    if (this.#of(key).token?.value === value) this.#change(key, { token: null });
  }

  #of(key: string): Held {
    return this.#kept.get(key) ?? { token: null, refusal: null, version: 0, leave: null };
  }

  #change(key: string, change: Partial<Held>): void {
    const held = this.#of(key);
    this.#kept.set(key, { ...held, ...change, version: held.version + 1 });
  }
}

/** What is kept once WeCom has said something: a refusal leaves no token, a token no refusal. */
export const after = (asked: { token: StoredToken } | { refusal: TokenRefusal }): Pick<KeptToken, "token" | "refusal"> =>
  "token" in asked ? { token: asked.token, refusal: null } : { token: null, refusal: asked.refusal };

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
/** Longer than one question to WeCom takes with its timeout: who has not answered by then is gone. */
const LEAVE_MS = 15_000;
/** How often, and how long apart, one looks whether another process has got an answer. */
const LOOKS = 160;
const LOOK_MS = 100;

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** The access token of one app: asked for once however many callers in however many processes wait, kept until five minutes before its end. */
export class AccessToken {
  #waiting: Promise<string> | null = null;
  #rejected: string | null = null;
  /** what the store was last seen to keep: good until WeCom refuses it or its time is over */
  #known: StoredToken | null = null;

  constructor(
    private readonly key: string,
    private readonly store: TokenStore,
    private readonly ask: () => Promise<TokenAnswer>,
    private readonly wallNow: () => number,
  ) {}

  /** Throws `TokenUnavailable`. */
  async current(): Promise<string> {
    if (this.#isGood(this.#known)) return this.#known.value;
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

  #isGood(token: StoredToken | null): token is StoredToken {
    return token !== null && token.value !== this.#rejected && this.wallNow() < token.refreshAt;
  }

  async #obtained(): Promise<string> {
    for (let look = 0; look < LOOKS; look += 1) {
      const { token, refusal, version } = await this.store.read(this.key);
      this.#known = token;
      if (this.#isGood(token)) return token.value;
      const now = this.wallNow();
      if (refusal !== null && now < refusal.until) throw refused(refusal.errcode, refusal.until - now);
      const leave = await this.store.claim(this.key, version, { now, until: now + LEAVE_MS });
      if (leave !== null) return this.#asked(leave);
      await pause(LOOK_MS);
    }
    throw new TokenUnavailable(null, "企业微信访问凭证正由另一个进程更换，稍后自动重试", UNANSWERED_PAUSE_MS);
  }

  async #asked(leave: string): Promise<string> {
    const answer = await this.ask();
    if (answer.kind === "granted") {
      const lifeMs = answer.livesSeconds * 1000;
      const refreshAt = this.wallNow() + Math.max(lifeMs - EARLY_MS, lifeMs / 2);
      await this.store.settle(this.key, leave, { token: { value: answer.value, refreshAt } });
      this.#rejected = null;
      return answer.value;
    }
    const passing = answer.kind === "unanswered" || errorEntry(answer.errcode).action === "retry";
    const refusal = passing ? null : { errcode: answer.errcode, until: this.wallNow() + REFUSAL_PAUSE_MS };
    await this.store.settle(this.key, leave, refusal === null ? "nothing" : { refusal });
    if (answer.kind === "unanswered") throw new TokenUnavailable(null, answer.reason, UNANSWERED_PAUSE_MS);
    throw refused(answer.errcode, refusal === null ? UNANSWERED_PAUSE_MS : REFUSAL_PAUSE_MS);
  }
}

function refused(errcode: number, afterMs: number): TokenUnavailable {
  return new TokenUnavailable(errcode, errorWords(errcode), afterMs);
}
