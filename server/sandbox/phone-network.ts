import { createServer, type IncomingMessage, request as plainRequest, type Server, type ServerResponse } from "node:http";
import { request as secureRequest } from "node:https";
import type { AddressInfo } from "node:net";

/** Asked by the page to learn whether it reaches the phones' ports; answered without the app. */
const PROBE = "/.phone";

/** The phones' own ways to the app: each leads its pages over a port of its own, so that one phone's network can be cut and its storage is its own. */
export class Networks {
  readonly #cut: Set<string>;
  readonly #gates = new Map<string, Promise<Server>>();

  /** @param host where to listen @param appUrl what is reached */
  constructor(
    private readonly host: string,
    private readonly appUrl: string,
    snapshot?: unknown,
  ) {
    this.#cut = new Set((snapshot ?? []) as string[]);
  }

  snapshot(): string[] {
    return [...this.#cut];
  }

  isCut(userid: string): boolean {
    return this.#cut.has(userid);
  }

  /** Cuts the network, with everything that is under way on it, or joins it again. */
  async set(userid: string, isCut: boolean): Promise<void> {
    if (!isCut) this.#cut.delete(userid);
    else {
      this.#cut.add(userid);
      (await this.#gates.get(userid))?.closeAllConnections();
    }
  }

  /** The port over which this phone's pages reach the app; opened when first asked for. */
  async port(userid: string): Promise<number> {
    const gate = this.#gates.get(userid) ?? this.#open(userid);
    this.#gates.set(userid, gate);
    return ((await gate).address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    for (const gate of this.#gates.values()) {
      const server = await gate;
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
    }
  }

  #open(userid: string): Promise<Server> {
    const server = createServer((request, response) => {
      if (request.url === PROBE) response.writeHead(204).end();
      else if (this.isCut(userid)) request.socket.destroy();
      else this.#pass(request, response);
    });
    return new Promise((resolve, reject) => {
      server.once("error", reject);
      server.listen(0, this.host, () => resolve(server));
    });
  }

  #pass(request: IncomingMessage, response: ServerResponse): void {
    const { protocol, hostname, port, host, origin } = new URL(this.appUrl);
    const send = protocol === "https:" ? secureRequest : plainRequest;
    const headers = { ...request.headers, host, ...(request.headers.origin === undefined ? {} : { origin }) };
    // the path as it came: parsed as an address it could name another host
    const upstream = send({ hostname, port, path: request.url, method: request.method, headers, agent: false }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    upstream.on("error", () => response.destroy());
    response.on("close", () => upstream.destroy());
    request.pipe(upstream);
  }
}
