import type { Context } from "koa";
import type Router from "koa-router";
import getRawBody from "raw-body";
import type { Corp } from "../corp.js";
import { NotPossible } from "../phone.js";

const BODY_BYTES = "64kb";

/** A request of the page that cannot be done; the text is shown to people. */
export class DeskProblem extends Error {
  constructor(
    readonly status: number,
    text: string,
  ) {
    super(text);
  }
}

/** The JSON body of the page's own calls; the content type is demanded, so that no foreign page can post here unasked. */
async function bodyOf(ctx: Context): Promise<Record<string, unknown>> {
  if (!ctx.is("application/json")) throw new DeskProblem(415, "只接受 JSON");
  const text = await getRawBody(ctx.req, { limit: BODY_BYTES, encoding: "utf8" });
  try {
    const body: unknown = JSON.parse(text);
    if (typeof body === "object" && body !== null && !Array.isArray(body)) return body as Record<string, unknown>;
  } catch {
    // Answered below, as any body that is no JSON object.
  }
  throw new DeskProblem(400, "请求不是 JSON 对象");
}

/** Turns what cannot be done into `{problem}` in Chinese with a fitting status. */
export async function answering(ctx: Context, work: () => unknown): Promise<void> {
  try {
    ctx.body = (await work()) ?? {};
  } catch (error) {
    if (error instanceof DeskProblem) ctx.status = error.status;
    else if (error instanceof NotPossible) ctx.status = 409;
    else if (error instanceof RangeError) ctx.status = 400;
    else throw error;
    ctx.body = { problem: error.message };
  }
}

/** What a call of the page brings: the part of its path that varies, and its JSON body. */
export interface Asked {
  userid: string;
  id: string;
  body: Record<string, unknown>;
}

/** Registers calls of the page on a router. A `:userid` in the path must be a member (404). */
export function asking(router: Router, corp: Corp) {
  const param = (ctx: Context, name: string): string => String((ctx.params as Record<string, string | undefined>)[name] ?? "");
  const asked = (ctx: Context, body: Record<string, unknown>): Asked => ({
    userid: "userid" in ctx.params ? memberOf(corp, param(ctx, "userid")) : "",
    id: param(ctx, "id"),
    body,
  });
  return {
    get: (path: string, work: (asked: Asked) => unknown) => router.get(path, (ctx) => answering(ctx, () => work(asked(ctx, {})))),
    post: (path: string, work: (asked: Asked) => unknown) =>
      router.post(path, (ctx) => answering(ctx, async () => work(asked(ctx, await bodyOf(ctx))))),
  };
}

/** The member of that userid as WeCom writes it. */
export function memberOf(corp: Corp, userid: unknown): string {
  const person = typeof userid === "string" ? corp.person(userid) : undefined;
  if (!person) throw new DeskProblem(404, "没有这个成员");
  return person.userid;
}

/** A text of the body that must not be blank. */
export function wordOf(body: Record<string, unknown>, name: string): string {
  const value = body[name];
  if (typeof value !== "string" || value.trim() === "") throw new DeskProblem(400, `缺少 ${name}`);
  return value;
}

/** One of a closed set. */
export function choiceOf<T extends string>(body: Record<string, unknown>, name: string, choices: readonly T[]): T {
  const value = choices.find((choice) => choice === body[name]);
  if (value === undefined) throw new DeskProblem(400, `${name} 不正确`);
  return value;
}
