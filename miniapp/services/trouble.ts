import type { Problem } from "../../server/http/contract.js";

/**
 * What stopped a request, as a plain value that a page can draw.
 * `offline`: no answer came. `signedOut`: no session and none to be had here. `leaving`: on the way to the login page.
 * `refused`: the server said no and why. `broken`: the server could not answer.
 */
export interface Trouble {
  kind: "offline" | "signedOut" | "leaving" | "refused" | "broken";
  status: number;
  code: string;
  detail: string;
  article?: string;
  text?: string;
  fields: { path: string; message: string }[];
}

/** Thrown by every call of the server that did not succeed. */
export class RequestFailed extends Error {
  constructor(readonly trouble: Trouble) {
    super(trouble.code);
  }
}

const plain = (kind: Trouble["kind"], status: number, code: string, detail: string): RequestFailed =>
  new RequestFailed({ kind, status, code, detail, fields: [] });

/** The act asks for a login of the last minutes; the session itself still stands. */
export const STALE_LOGIN = "session.stale";

export const offline = (): RequestFailed => plain("offline", 0, "network.gone", "网络不可用，请检查网络后重试");
export const leaving = (): RequestFailed => plain("leaving", 401, "session.leaving", "正在登录…");
export const signedOut = (kind: "framed" | "web" | "miniprogram"): RequestFailed =>
  plain("signedOut", 401, "session.expired", kind === "web" ? "登录未成功，请从企业微信工作台重新打开" : "登录已过期，请从工作台重新打开");

const isProblem = (body: unknown): body is Problem =>
  typeof body === "object" && body !== null && typeof (body as Problem).code === "string" && typeof (body as Problem).detail === "string";

/** An answer of 400 and above as a failure; without a problem in it the server itself is in trouble. */
export function refusal(status: number, body: unknown): RequestFailed {
  if (!isProblem(body))
    return plain("broken", status, `http.${status}`, status === 404 ? "没有找到这项内容" : "服务器暂时没有应答，请稍后再试");
  const { code, detail, article, text, fields } = body;
  const kind = status >= 500 ? "broken" : "refused";
  return new RequestFailed({ kind, status, code, detail, ...(article && { article }), ...(text && { text }), fields: fields ?? [] });
}

/** Any caught value as something a page can draw. */
export const troubleOf = (caught: unknown): Trouble =>
  caught instanceof RequestFailed ? caught.trouble : plain("broken", 0, "app.broken", "页面出了点问题，请重试").trouble;

/** True when the same request may succeed later: the intention and its key are kept. */
export const worthRetrying = (trouble: Trouble): boolean => trouble.kind === "offline" || trouble.kind === "broken";
