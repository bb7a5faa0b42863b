import { route, type Answer, type Route } from "../http/route.js";
import type { Actor } from "../identity/actor.js";
import { draftChange, draftParams, newDraft, opened, page, publication, since, submission, verdict } from "./schema.js";
import type { Review } from "./service.js";

const viewing =
  (review: Review, status = 200) =>
  async (actor: Actor, draftId: string): Promise<Answer> => ({ status, body: await review.view(actor, draftId) });

/** The calls of Article 11: write, submit, judge, publish, and see how it went. */
export const reviewRoutes = (review: Review): Route[] => [
  route({
    method: "GET",
    path: "/api/accounts",
    permission: "draft.write",
    summary: "我可以写稿的账号",
    article: "11",
    run: async ({ actor }) => ({ body: await review.accounts(actor) }),
  }),
  route({
    method: "GET",
    path: "/api/drafts",
    permission: "draft.write",
    summary: "我的稿件",
    article: "11",
    query: page,
    run: async ({ actor, query }) => ({ body: await review.mine(actor, query.before ?? null) }),
  }),
  route({
    method: "POST",
    path: "/api/drafts",
    permission: "draft.write",
    summary: "写一份稿件",
    article: "11",
    body: newDraft,
    run: async ({ actor, body }) => ({ status: 201, body: await review.view(actor, await review.drafting.create(actor, body)) }),
    again: viewing(review, 201),
  }),
  route({
    method: "GET",
    path: "/api/drafts/:id",
    permission: "draft.read",
    summary: "稿件",
    article: "11",
    params: draftParams,
    run: async ({ actor, params }) => ({ body: await review.view(actor, params.id) }),
  }),
  route({
    method: "GET",
    path: "/api/drafts/:id/changes",
    permission: "draft.read",
    summary: "与某一版相比改了什么",
    article: "11",
    params: draftParams,
    query: since,
    run: async ({ actor, params, query }) => ({ body: await review.changes(actor, params.id, query.since) }),
  }),
  route({
    method: "GET",
    path: "/api/drafts/:id/timeline",
    permission: "draft.read",
    summary: "流程",
    article: "11",
    params: draftParams,
    run: async ({ actor, params }) => ({ body: await review.timeline(actor, params.id) }),
  }),
  route({
    method: "POST",
    path: "/api/drafts/:id/reading",
    permission: "draft.read",
    summary: "已打开全文",
    article: "11",
    params: draftParams,
    body: opened,
    run: async ({ actor, params, body }) => {
      await review.opened(actor, params.id, body.revision);
      return {};
    },
  }),
  route({
    method: "POST",
    path: "/api/drafts/:id/submit",
    permission: "draft.write",
    summary: "提交审核",
    article: "11",
    params: draftParams,
    body: submission,
    run: async ({ actor, params, body }) => {
      await review.submission.submit(actor, params.id, body?.revision ?? null);
      return { body: await review.view(actor, params.id) };
    },
    again: viewing(review),
  }),
  route({
    method: "POST",
    path: "/api/drafts/:id/revisions",
    permission: "draft.write",
    summary: "修改稿件",
    article: "11",
    params: draftParams,
    body: draftChange,
    run: async ({ actor, params, body }) => {
      await review.drafting.revise(actor, params.id, body);
      return { body: await review.view(actor, params.id) };
    },
    again: viewing(review),
  }),
  route({
    method: "POST",
    path: "/api/drafts/:id/verdicts",
    permission: "review.decide",
    summary: "通过或退回",
    article: "11",
    params: draftParams,
    body: verdict,
    run: async ({ actor, params, body }) => {
      const { gates = null, comment = null, ...wish } = body;
      await review.judging.give(actor, params.id, { ...wish, gates, comment, via: "page", stage: null });
      return { body: await review.view(actor, params.id) };
    },
    again: viewing(review),
  }),
  route({
    method: "POST",
    path: "/api/drafts/:id/nudge",
    permission: "draft.write",
    summary: "催办当前一级审核",
    article: "11",
    params: draftParams,
    run: async ({ actor, params }) => {
      await review.nudging.nudge(actor, params.id);
      return { body: await review.view(actor, params.id) };
    },
    again: viewing(review),
  }),
  route({
    method: "POST",
    path: "/api/drafts/:id/publication",
    permission: "draft.write",
    summary: "登记发布",
    article: "11",
    params: draftParams,
    body: publication,
    run: async ({ actor, params, body }) => {
      await review.publishing.confirm(actor, params.id, body);
      return { body: await review.view(actor, params.id) };
    },
    again: viewing(review),
  }),
];
