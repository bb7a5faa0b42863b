import { route, type Route } from "../http/route.js";
import type { RecordPages } from "./pages.js";
import { keptHead, wantedActs } from "./schema.js";
import type { SealDesk } from "./seal-desk.js";

/** The record and its seal, for those who answer for it (§2.4). */
export const recordRoutes = (pages: RecordPages, seal: SealDesk): Route[] => [
  route({
    method: "GET",
    path: "/api/audit",
    permission: "audit.read",
    summary: "操作记录",
    article: "26",
    query: wantedActs,
    run: async ({ query: { subject = null, person = null, article = null, day = null, refused, logins, before = null } }) => ({
      body: await pages.page({ subject, person, article, day, refused: refused === "true", logins: logins !== "false", before }),
    }),
  }),
  route({
    method: "GET",
    path: "/api/audit/verification",
    permission: "audit.read",
    summary: "记录链是否完整",
    article: "26",
    run: async () => ({ body: await seal.view() }),
  }),
  route({
    method: "POST",
    path: "/api/audit/verification",
    permission: "audit.read",
    summary: "现在核对记录链",
    article: "26",
    run: async ({ actor }) => {
      const view = await seal.checkNow(actor);
      return { status: view.walking === null ? 200 : 202, body: view };
    },
  }),
  route({
    method: "POST",
    path: "/api/audit/heads",
    permission: "audit.read",
    summary: "核对一个保存的链头",
    article: "26",
    body: keptHead,
    run: async ({ actor, body }) => ({ body: await seal.compare(actor, body.head) }),
  }),
];
