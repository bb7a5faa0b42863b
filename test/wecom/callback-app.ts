import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import type { InboundEvent } from "../../server/wecom/events.js";
import { type PassiveReply, wecomRoutes } from "../../server/wecom/routes.js";
import { AGENT, NOW, crypto } from "./callback-kit.js";

/** The callback routes in a Koa of their own, with a reception that keeps what it got and answers what the test says. */
export class CallbackApp {
  base = "";
  received: { event: InboundEvent; receivedBody: string }[] = [];
  counted: string[] = [];
  logged: object[] = [];
  reply: () => Promise<PassiveReply> = () => Promise.resolve({ kind: "none" });
  server: Server | null = null;

  async start(): Promise<void> {
    const app = new Koa();
    app.silent = true;
    app.use(async (ctx, next) => {
      ctx.state.requestId = "r-1";
      await next();
    });
    app.use(this.#routes());
    this.server = app.listen(0, "127.0.0.1");
    await once(this.server, "listening");
    this.base = `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/wecom/callback`;
  }

  stop(): void {
    this.server?.closeAllConnections();
    this.server?.close();
  }

  reset(): void {
    [this.received, this.counted, this.logged] = [[], [], []];
    this.reply = () => Promise.resolve({ kind: "none" });
  }

  async post(query: string, body: string | Uint8Array<ArrayBuffer>, type = "text/xml") {
    const response = await fetch(`${this.base}?${query}`, { method: "POST", body, headers: { "content-type": type } });
    return { status: response.status, type: response.headers.get("content-type"), text: await response.text() };
  }

  #routes(): Koa.Middleware {
    const note = (fields: object, message: string) => void this.logged.push({ ...fields, message });
    const router = wecomRoutes({
      path: "/wecom/callback",
      crypto,
      agentId: AGENT,
      wallNowSeconds: () => NOW + 1,
      log: { warn: note, error: note },
      count: (result, detail) => void this.counted.push(`${result} ${detail}`),
      reception: {
        receive: (event, { receivedBody }) => {
          this.received.push({ event, receivedBody });
          return this.reply();
        },
      },
    });
    return router.routes() as Koa.Middleware;
  }
}
