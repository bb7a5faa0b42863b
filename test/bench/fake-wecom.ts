import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";

/** One `message/send` as it arrived: when (milliseconds of the run), and for whom. */
export interface Sent {
  at: number;
  to: readonly string[];
}

/** A WeCom that takes everything at once and notes what is sent: the same other side for the program and for whatever it is held against. */
export interface FakeWecom {
  url: string;
  sent: Sent[];
  /** Resolves once so many sends arrived since the list was last emptied. */
  arrived(count: number): Promise<void>;
  close(): Promise<void>;
}

const bodyOf = async (request: IncomingMessage): Promise<string> => {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
};

export const startFakeWecom = async (): Promise<FakeWecom> => {
  const sent: Sent[] = [];
  let waiting: { count: number; done: () => void }[] = [];
  const server = createServer((request, response) => {
    void bodyOf(request).then((body) => {
      const at = performance.now();
      const { pathname } = new URL(request.url ?? "/", "http://fake");
      if (pathname.endsWith("/message/send")) {
        sent.push({ at, to: String((JSON.parse(body) as { touser?: string }).touser ?? "").split("|") });
        waiting = waiting.filter(({ count, done }) => (sent.length < count ? true : (done(), false)));
      }
      response.setHeader("Content-Type", "application/json");
      response.end(
        JSON.stringify({ errcode: 0, errmsg: "ok", access_token: "token", expires_in: 7200, msgid: "m", response_code: "r", chatid: "c" }),
      );
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    sent,
    arrived: (count) => new Promise((done) => (sent.length >= count ? done() : waiting.push({ count, done }))),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};
