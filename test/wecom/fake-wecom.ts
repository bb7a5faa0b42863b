import { type IncomingMessage, createServer } from "node:http";
import type { AddressInfo, Socket } from "node:net";

/** One request as the fake saw it. */
export interface Seen {
  path: string;
  query: URLSearchParams;
  body: string;
}

/** JSON to answer with, raw text, a dropped connection, or no answer at all. */
export type FakeAnswer = object | { raw: string; status?: number; location?: string } | "drop" | "silence";

/** The other side of the client's tests: answers by path what the test says, and keeps what was asked. */
export class FakeWecom {
  readonly seen: Seen[] = [];
  base = "";
  #answers = new Map<string, (seen: Seen) => FakeAnswer | Promise<FakeAnswer>>();
  readonly #sockets = new Set<Socket>();
  readonly #server = createServer((request, response) => {
    void textOf(request).then(async (body) => {
      const url = new URL(request.url ?? "", "http://fake");
      const seen = { path: url.pathname.replace("/cgi-bin/", ""), query: url.searchParams, body };
      this.seen.push(seen);
      const answer = (await this.#answers.get(seen.path)?.(seen)) ?? { errcode: 404, errmsg: "not expected" };
      if (answer === "silence") return;
      if (answer === "drop") return void request.socket.destroy();
      const { raw, status = 200, location } = answer as { raw?: string; status?: number; location?: string };
      const headers = { "content-type": "application/json", ...(location === undefined ? {} : { location }) };
      response.writeHead(status, headers).end(raw ?? JSON.stringify(answer));
    });
  });

  async start(): Promise<void> {
    this.#server.on("connection", (socket) => {
      this.#sockets.add(socket);
      socket.on("close", () => this.#sockets.delete(socket));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.base = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  on(path: string, answer: (seen: Seen) => FakeAnswer | Promise<FakeAnswer>): void {
    this.#answers.set(path, answer);
  }

  asked(path: string): Seen[] {
    return this.seen.filter((seen) => seen.path === path);
  }

  forget(): void {
    this.seen.length = 0;
    this.#answers.clear();
  }
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = "";
  for await (const chunk of request) text += String(chunk);
  return text;
}
