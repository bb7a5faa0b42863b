import { createServer, request as call, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { freePort } from "../support/free-port.js";

/** One call on the wire: its path without query, and what it carried. */
export interface WireCall {
  path: string;
  body: string;
}

/**
 * What becomes of one call. `cut`: the connection breaks once the other side has taken the call, before it answers or after; `answered`: somebody on the
 * way says this instead of the other side, which may have taken the call all the same.
 */
export type Fate =
  { kind: "carried" } | { kind: "cut"; when: "taken" | "answered" } | { kind: "answered"; status: number; body: string; taken: boolean };

const CARRIED: Fate = { kind: "carried" };

/** The HTTP way between two programs, on which calls can come to harm. With nobody at the far end it breaks as a dead program's connection does. */
export class Wire {
  /** Decides each call's fate; by default all are carried. */
  fate: (call: WireCall) => Fate = () => CARRIED;
  /** Calls that were not simply carried. */
  harmed = 0;

  private constructor(
    readonly url: string,
    private readonly far: () => string,
    private readonly server: Server,
  ) {}

  static async to(far: () => string): Promise<Wire> {
    const port = await freePort();
    const server = createServer((request, response) => void wire.#carry(request, response));
    const wire = new Wire(`http://127.0.0.1:${port}`, far, server);
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    return wire;
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  async #carry(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const cut = (): void => void response.socket?.destroy();
    try {
      const body = await textOf(request);
      const fate = this.fate({ path: (request.url ?? "").split("?")[0] ?? "", body });
      if (fate.kind !== "carried") this.harmed += 1;
      if (fate.kind === "answered" && !fate.taken) return void response.writeHead(fate.status).end(fate.body);
      const answer = this.#forward(request, body);
      if (fate.kind === "cut" && fate.when === "taken") {
        answer.catch(() => undefined);
        return cut();
      }
      const { status, headers, text } = await answer;
      if (fate.kind === "cut") return cut();
      if (fate.kind === "answered") return void response.writeHead(fate.status).end(fate.body);
      response.writeHead(status, headers).end(text);
    } catch {
      cut();
    }
  }

  #forward(
    request: IncomingMessage,
    body: string,
  ): Promise<{ status: number; headers: Record<string, string | string[] | undefined>; text: string }> {
    return new Promise((resolve, reject) => {
      const { "transfer-encoding": _chunked, ...headers } = request.headers;
      const length = { "content-length": String(Buffer.byteLength(body)) };
      const onward = call(new URL(request.url ?? "/", this.far()), {
        method: request.method ?? "GET",
        agent: false,
        headers: { ...headers, ...length, connection: "close" },
      });
      onward.once("error", reject);
      onward.once("response", (answer) => {
        textOf(answer).then((text) => {
          const { "content-length": _length, "transfer-encoding": _encoding, connection: _connection, ...kept } = answer.headers;
          resolve({ status: answer.statusCode ?? 502, headers: kept, text });
        }, reject);
      });
      onward.end(body);
    });
  }
}

const textOf = (message: IncomingMessage): Promise<string> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    message.on("data", (chunk: Buffer) => chunks.push(chunk));
    message.once("end", () => resolve(Buffer.concat(chunks).toString("utf8")));
    message.once("error", reject);
    message.once("aborted", () => reject(new Error("the call broke off")));
  });
