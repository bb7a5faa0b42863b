import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import { apiRouter } from "./api/router.js";
import { Corp } from "./corp.js";
import { deskRouter } from "./desk/router.js";
import { hooksOf, type Sandbox } from "./hooks.js";
import { oauthRouter } from "./oauth.js";
import type { SandboxOptions } from "./options.js";
import { pagesRouter } from "./pages.js";
import { StateFile } from "./state-file.js";

export type { PhoneState } from "./calls.js";
export type { Delivery, Verification } from "./callbacks.js";
export type { TemplateCard } from "./cards/card.js";
export type { FaultSettings } from "./faults.js";
export type { Group, GroupMessage } from "./groups.js";
export type { CallView, Sandbox } from "./hooks.js";
export type { JournalEntry } from "./journal.js";
export type { Member, MemberChange } from "./members.js";
export type { SandboxDepartment, SandboxOptions, SandboxPerson } from "./options.js";
export type { Living } from "./livings.js";
export type { PassiveReply } from "./passive-reply.js";
export { NotPossible } from "./phone.js";
export type { Outcome, RawTap, Selected } from "./phone.js";
export type { ChatMessage, CopyState, MessageKind } from "./state.js";

/** What the page may load: its own, and for the frames the app, directly or over the phones' ports on the host that it was reached by. */
function securityHeaders(appUrl: string, hostname: string): Record<string, string> {
  const app = new URL(appUrl).origin;
  const phones = `http://${hostname}:*`;
  const policy = [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    `connect-src 'self' ${phones}`,
    `img-src 'self' data: ${app}`,
    `frame-src 'self' ${app} ${phones}`,
    "base-uri 'none'",
    "form-action 'self'",
  ];
  return { "content-security-policy": policy.join("; "), "x-content-type-options": "nosniff", "referrer-policy": "no-referrer" };
}

async function koaOf(corp: Corp): Promise<Koa> {
  const app = new Koa();
  app.use(async (ctx, next) => {
    ctx.set(securityHeaders(corp.options.appUrl, ctx.hostname));
    await next();
  });
  for (const router of [apiRouter(corp), oauthRouter(corp), deskRouter(corp), await pagesRouter()]) app.use(router.routes());
  return app;
}

/**
 * WeCom in a box: its API, callbacks and login for one self-built app, and a page of phones at `/`.
 * Rejects when the port is taken or the state file is damaged.
 */
export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  const file = new StateFile(options.stateFile);
  const corp = new Corp(options, file, await file.read());
  const answer = (await koaOf(corp)).callback();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(options.port, options.host, resolve);
  });
  const { port } = server.address() as AddressInfo;
  const host = options.host.includes(":") ? `[${options.host}]` : options.host;
  const close = async () => {
    const closed = new Promise((resolve) => server.close(resolve));
    server.closeAllConnections();
    await closed;
    await corp.networks.close();
    await corp.flush();
  };
  return hooksOf(corp, `http://${host}:${port}`, close);
}
