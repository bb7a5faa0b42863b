import type { Context } from "koa";
import type { z } from "zod";
import type { Actor } from "../identity/actor.js";
import type { Permission } from "../identity/permissions.js";

/** What a handler gets: who asks, and the input as the schemas parsed it. `actor` is null on public routes without login. */
export interface Request<P, Q, B> {
  actor: Actor;
  params: P;
  query: Q;
  body: B;
  /** when it arrived: whatever was decided after that, whoever asks had not seen */
  askedAt: Date;
  ctx: Context;
}

/** What a handler gives: a status (200 if not named) and a body that is sent as JSON; no body is 204. */
export interface Answer {
  status?: number;
  body?: unknown;
}

/** One call of the API. The table of these is mounted, documented and walked by the tests. */
export interface Route<P = unknown, Q = unknown, B = unknown> {
  method: "GET" | "POST" | "DELETE";
  /** koa-router 14 pattern, e.g. /api/drafts/:id */
  path: string;
  permission: Permission;
  /** Chinese, for the API page */
  summary: string;
  /** the article it serves; absent: none */
  article?: string;
  params?: z.ZodType<P>;
  query?: z.ZodType<Q>;
  body?: z.ZodType<B>;
  /** reads its own body (multipart) */
  raw?: true;
  /** its answer holds a secret: it is kept nowhere, so a repeated request is another */
  secret?: true;
  run(request: Request<P, Q, B>): Promise<Answer> | Answer;
  /** answers once more where the subject had been acted on but the first answer was lost; absent: a conflict says so */
  again?: (actor: Actor, subjectId: string) => Promise<Answer>;
}

/** Ties a route's handler to its schemas; the table itself forgets the particular types. */
export const route = <P = Record<string, never>, Q = Record<string, never>, B = undefined>(definition: Route<P, Q, B>): Route => definition;
