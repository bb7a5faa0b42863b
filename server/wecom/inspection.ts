/** What was heard from an address, unsoftened: the doctor says itself what it means. `why` is Chinese, short, and free of addresses and secrets. */
export type Heard =
  | { kind: "answered"; errcode: number; fields: Readonly<Record<string, unknown>>; ip: string | null; at: Date | null; tookMs: number }
  | { kind: "silent"; why: string };

/** A page as a browser would get it. */
export type Page = { kind: "page"; status: number; body: string; tookMs: number } | { kind: "silent"; why: string };

export interface InspectionOptions {
  apiBase: string;
  corpId: string;
  secret: string;
  fetch?: typeof globalThis.fetch;
  timeoutMs: number;
}

/** Why a connection came to nothing, by the code of the system or of TLS. */
const REASONS: Readonly<Record<string, string>> = {
  ENOTFOUND: "域名解析不了",
  EAI_AGAIN: "域名解析不了",
  ECONNREFUSED: "连接被拒绝",
  ECONNRESET: "连接中途断开",
  UND_ERR_SOCKET: "连接中途断开",
  EHOSTUNREACH: "网络不通",
  ENETUNREACH: "网络不通",
  ETIMEDOUT: "没有在规定时间内应答",
  UND_ERR_CONNECT_TIMEOUT: "没有在规定时间内应答",
  CERT_HAS_EXPIRED: "证书已过期",
  ERR_TLS_CERT_ALTNAME_INVALID: "证书与域名不符",
  DEPTH_ZERO_SELF_SIGNED_CERT: "证书不受信任",
  SELF_SIGNED_CERT_IN_CHAIN: "证书不受信任",
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: "证书链不完整",
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: "证书链不完整",
};

function reasonOf(error: unknown): string {
  if (error instanceof Error && error.name === "TimeoutError") return "没有在规定时间内应答";
  const { code } = ((error as { cause?: unknown }).cause ?? {}) as { code?: unknown };
  return typeof code === "string" ? (REASONS[code] ?? `连接失败（${code}）`) : "连接失败";
}

/** Gets a page, or posts to it. Follows no redirect; never throws for what the network does. */
export async function askPage(url: string, options: { timeoutMs: number; body?: string; fetch?: typeof globalThis.fetch }): Promise<Page> {
  const began = performance.now();
  const { timeoutMs, body, fetch = globalThis.fetch } = options;
  const post = body === undefined ? {} : { method: "POST", body, headers: { "content-type": "text/xml; charset=utf-8" } };
  try {
    const response = await fetch(url, { ...post, redirect: "manual", signal: AbortSignal.timeout(timeoutMs) });
    return { kind: "page", status: response.status, body: await response.text(), tookMs: Math.round(performance.now() - began) };
  } catch (error) {
    return { kind: "silent", why: reasonOf(error) };
  }
}

/**
 * WeCom's API as an inspector asks it: every errcode comes back as it is, nothing is repeated, and the token is a new one of its own, because one that the
 * program still holds would say nothing about the secret.
 */
export class WecomInspection {
  readonly #options: Required<InspectionOptions>;
  #token: Promise<Heard> | null = null;

  constructor(options: InspectionOptions) {
    this.#options = { fetch: globalThis.fetch, ...options };
  }

  /** Asks for a token without saying who asks: whatever errcode comes, the API was reached. */
  knock(): Promise<Heard> {
    return this.#exchange("gettoken", {});
  }

  /** Asks for a token once, however often it is called: repeated wrong secrets ban our address for an hour [40001, 45009]. */
  token(): Promise<Heard> {
    const { corpId, secret } = this.#options;
    this.#token ??= this.#exchange("gettoken", { corpid: corpId, corpsecret: secret });
    return this.#token;
  }

  /** One call with the token; the token's own answer where there is none to be had. */
  async ask(path: string, query: Readonly<Record<string, string>> = {}, body?: object): Promise<Heard> {
    const token = await this.token();
    if (token.kind === "silent" || token.errcode !== 0) return token;
    return this.#exchange(path, { access_token: String(token.fields.access_token), ...query }, body && JSON.stringify(body));
  }

  async #exchange(path: string, query: Readonly<Record<string, string>>, body?: string): Promise<Heard> {
    const { apiBase, fetch, timeoutMs } = this.#options;
    const began = performance.now();
    const post = body === undefined ? {} : { method: "POST", body, headers: { "content-type": "application/json" } };
    try {
      const url = `${apiBase}/cgi-bin/${path}?${new URLSearchParams(query).toString()}`;
      const response = await fetch(url, { ...post, redirect: "error", signal: AbortSignal.timeout(timeoutMs) });
      const text = await response.text();
      return understood(text, response.headers.get("date"), Math.round(performance.now() - began));
    } catch (error) {
      return { kind: "silent", why: reasonOf(error) };
    }
  }
}

function understood(text: string, date: string | null, tookMs: number): Heard {
  let fields: unknown;
  try {
    fields = JSON.parse(text);
  } catch {
    fields = null;
  }
  if (typeof fields !== "object" || fields === null || !("errcode" in fields) || !Number.isInteger(fields.errcode)) {
    return { kind: "silent", why: "应答的不是企业微信的接口，中间可能隔着代理或登录页" };
  }
  const at = date === null ? null : new Date(date);
  const { errmsg } = fields as { errmsg?: unknown };
  const ip = typeof errmsg === "string" ? (/from ip: ?([0-9a-fA-F.:]{2,39})/.exec(errmsg)?.[1] ?? null) : null;
  const isDate = at !== null && !Number.isNaN(at.getTime());
  return {
    kind: "answered",
    errcode: Number(fields.errcode),
    fields,
    ip,
    at: isDate ? at : null,
    tookMs,
  };
}
