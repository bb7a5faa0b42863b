import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import Koa from "koa";
import rawBody from "raw-body";
import type { BareDriver } from "./engines.js";

/** A request that does nothing but insert one row: what a check-in by HTTP takes at the least. */
export interface BareRoute {
  url: string;
  close(): Promise<void>;
}

/** Koa with one handler: parses the body as JSON, inserts one row of the table by the bare driver in a transaction of its own, answers as JSON. */
export const startBareRoute = async (driver: BareDriver): Promise<BareRoute> => {
  const app = new Koa();
  app.use(async (ctx) => {
    const { id, livestreamId, at } = JSON.parse(await rawBody(ctx.req, { encoding: "utf8" })) as Record<string, string>;
    const text =
      "INSERT INTO check_in (id, livestreamId, userid, clientId, kind, finding, checklist, files, deviceAt, receivedAt, madeAt, saidHash, madeUp) " +
      "VALUES (?, ?, 'bare', ?, 'round', 'normal', '{}', '[]', ?, ?, ?, '', 0)";
    await driver.write([{ text, parameters: [id, livestreamId, id, at, at, at] }]);
    ctx.status = 201;
    ctx.body = { id };
  });
  const answer = app.callback();
  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
