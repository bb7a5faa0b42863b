import type { Context, Next } from "koa";
import { Refusal, type RefusalKind } from "../kernel/refusal.js";
import type { Problem } from "./contract.js";

const STATUS: Readonly<Record<RefusalKind, number>> = {
  unauthenticated: 401,
  forbidden: 403,
  notFound: 404,
  conflict: 409,
  tooLarge: 413,
  invalid: 422,
  tooMany: 429,
  busy: 503,
};

const TITLES: Readonly<Record<RefusalKind, string>> = {
  unauthenticated: "请先登录",
  forbidden: "没有权限",
  notFound: "没有找到",
  conflict: "状态已变化",
  tooLarge: "内容过大",
  invalid: "内容需要修改",
  tooMany: "提交太频繁",
  busy: "系统繁忙",
};

/** A refusal as the phone gets it. */
export const problemOf = (refusal: Refusal): Problem => ({
  type: `about:blank#${refusal.code}`,
  title: TITLES[refusal.kind],
  status: STATUS[refusal.kind],
  code: refusal.code,
  detail: refusal.detail,
  ...(refusal.article === undefined ? {} : { article: refusal.article }),
  ...(refusal.text === undefined ? {} : { text: refusal.text }),
  ...(refusal.fields === undefined ? {} : { fields: refusal.fields }),
});

const UNKNOWN: Problem = {
  type: "about:blank#internal",
  title: "系统出错",
  status: 500,
  code: "internal",
  detail: "系统出错，已记录。请稍后重试；仍不行请联系管理员。",
};

/** The one place that turns any throw into an answer. What it does not know is a bare 500 and a line in the log; no secret leaves by an error. */
export const answerErrors =
  (onUnknown: (error: unknown, ctx: Context) => void) =>
  async (ctx: Context, next: Next): Promise<void> => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined && ctx.path.startsWith("/api/")) {
        throw new Refusal({ code: "http.not-found", kind: "notFound", detail: "没有这个接口，请更新应用后重试。" });
      }
    } catch (error) {
      const refusal = error instanceof Refusal ? error : lost(error);
      if (!refusal) onUnknown(error, ctx);
      const problem = refusal ? problemOf(refusal) : UNKNOWN;
      ctx.status = problem.status;
      ctx.type = "application/problem+json; charset=utf-8";
      ctx.body = JSON.stringify(problem);
      if (problem.status === 503) ctx.set("Retry-After", "5");
    }
  };

/** Codes of mysql2, the network and SQLite that say: the database cannot be reached, or cannot write. */
const GONE = new RegExp(
  `^(${[
    ...["ECONNREFUSED", "ECONNRESET", "ETIMEDOUT", "EPIPE", "EHOSTUNREACH", "ENETUNREACH", "ENOTFOUND", "EAI_AGAIN"],
    ...["PROTOCOL_CONNECTION_LOST", "ER_SERVER_SHUTDOWN", "ER_CON_COUNT_ERROR", "ER_CONNECTION_KILLED", "ER_QUERY_INTERRUPTED"],
    "SQLITE_(BUSY|FULL|IOERR|CANTOPEN|READONLY).*",
  ].join("|")})$`,
);

/** A database that cannot be reached is not an error of the program: it passes, and the phone keeps what was written. */
const lost = (error: unknown): Refusal | null => {
  const own = error as { code?: string; fatal?: boolean };
  const { code = "", fatal = false } = (error as { driverError?: typeof own }).driverError ?? own;
  return fatal || GONE.test(code)
    ? new Refusal({ code: "storage.unavailable", kind: "busy", detail: "数据库暂时不可用，您填写的内容还在本页，请稍后重试。" })
    : null;
};
