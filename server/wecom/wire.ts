import { Asker } from "./asking.js";
import { AccessToken, tokenKey, type TokenAnswer, TokenUnavailable, type TokenStore } from "./token.js";
import { errorEntry } from "./errors.js";

export interface WireOptions {
  /** host of the API, e.g. https://qyapi.weixin.qq.com */
  apiBase: string;
  corpId: string;
  agentId: number;
  secret: string;
  /** wall time in ms: a token's life is transport time, not domain time */
  wallNow: () => number;
  timeoutMs: number;
  tokens: TokenStore;
}

/** One call: the path below /cgi-bin/, its query without token, and the exact bytes of a POST. */
export interface Call {
  path: string;
  query?: Readonly<Record<string, string>>;
  body?: string;
}

/** `answered` carries errcode 0 or any other; `unanswered` says that nobody knows whether the call was carried out. */
export type Answer =
  | { kind: "answered"; errcode: number; fields: Readonly<Record<string, unknown>> }
  | { kind: "unanswered"; errcode: number | null; reason: string; afterMs: number };

const UNANSWERED_RETRY_MS = 5_000;

/** HTTP to WeCom with the app's token. Addresses hold secrets, so nothing that asking throws is passed on. */
export class Wire {
  readonly #options: WireOptions;
  readonly #token: AccessToken;
  readonly #asker = new Asker();

  constructor(options: WireOptions) {
    this.#options = options;
    this.#token = new AccessToken(tokenKey(options), options.tokens, () => this.#askToken(), options.wallNow);
  }

  /** Never throws for anything WeCom or the network does. A refused token is replaced once and the call repeated once. */
  async call(call: Call): Promise<Answer> {
    const first = await this.#withToken(call);
    if (first.answer.kind !== "answered" || errorEntry(first.answer.errcode).action !== "refreshToken") return first.answer;
    if (first.token !== null) await this.#token.invalidate(first.token);
    return (await this.#withToken(call)).answer;
  }

  /** One call without our token, whose query holds a credential of its own. Never throws either. */
  open(call: Call): Promise<Answer> {
    return this.#exchange(call);
  }

  async #withToken(call: Call): Promise<{ answer: Answer; token: string | null }> {
    try {
      const token = await this.#token.current();
      return { answer: await this.#exchange({ ...call, query: { access_token: token, ...call.query } }), token };
    } catch (error) {
      if (!(error instanceof TokenUnavailable)) throw error;
      return { answer: { kind: "unanswered", errcode: error.errcode, reason: error.reason, afterMs: error.afterMs }, token: null };
    }
  }

  async #askToken(): Promise<TokenAnswer> {
    const { corpId, secret } = this.#options;
    const answer = await this.#exchange({ path: "gettoken", query: { corpid: corpId, corpsecret: secret } });
    if (answer.kind === "unanswered") return answer;
    if (answer.errcode !== 0) return { kind: "refused", errcode: answer.errcode };
    const { access_token: value, expires_in: livesSeconds } = answer.fields;
    if (typeof value !== "string" || value === "" || typeof livesSeconds !== "number" || !(livesSeconds > 0))
      return unanswered("没有给出可用的访问凭证");
    return { kind: "granted", value, livesSeconds };
  }

  async #exchange(call: Call): Promise<Answer> {
    const url = `${this.#options.apiBase}/cgi-bin/${call.path}?${new URLSearchParams(call.query).toString()}`;
    let text: string;
    try {
      text = await this.#asker.ask(url, { body: call.body, timeoutMs: this.#options.timeoutMs });
    } catch (error) {
      return unanswered(error instanceof Error && error.name === "TimeoutError" ? "在规定时间内没有应答" : "无法连接");
    }
    return understood(text);
  }
}

function unanswered(what: string): Answer & { kind: "unanswered" } {
  return { kind: "unanswered", errcode: null, reason: `企业微信接口${what}，稍后自动重试`, afterMs: UNANSWERED_RETRY_MS };
}

/** Decided by errcode alone; the HTTP status is 200 even for errors [90313]. */
function understood(text: string): Answer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return unanswered("的应答无法识别");
  }
  if (typeof parsed !== "object" || parsed === null || Array.isArray(parsed)) return unanswered("的应答无法识别");
  const fields = parsed as Record<string, unknown>;
  if (!Number.isInteger(fields.errcode)) return unanswered("的应答无法识别");
  return { kind: "answered", errcode: fields.errcode as number, fields };
}
