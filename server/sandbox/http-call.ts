import { request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";

/** One outgoing HTTP call of the sandbox. */
export interface Outgoing {
  url: string;
  method: "GET" | "POST";
  headers?: Record<string, string>;
  body?: string;
  timeoutMs: number;
}

/** Why no answer came. */
export class NoAnswer extends Error {
  constructor(readonly reason: "timeout" | "refused" | "oversized") {
    super(reason);
  }
}

const MOST_BYTES = 1_000_000;

/** Calls on a connection of its own; throws NoAnswer on refusal, on more than 1 MB, or when the whole answer is not there in time. */
export function callHttp({ url, method, headers = {}, body, timeoutMs }: Outgoing): Promise<{ status: number; body: string }> {
  return new Promise((resolve, reject) => {
    const send = url.startsWith("https:") ? secureRequest : plainRequest;
    const length = body === undefined ? {} : { "content-length": Buffer.byteLength(body) };
    const request = send(url, { method, agent: false, headers: { ...headers, ...length } }, (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on("data", (chunk: Buffer) => {
        size += chunk.length;
        if (size > MOST_BYTES) end(new NoAnswer("oversized"));
        chunks.push(chunk);
      });
      response.on("end", () => {
        clearTimeout(timer);
        resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks).toString("utf8") });
      });
      response.on("error", () => end(new NoAnswer("refused")));
    });
    const end = (error: NoAnswer) => {
      clearTimeout(timer);
      request.destroy();
      reject(error);
    };
    const timer = setTimeout(() => end(new NoAnswer("timeout")), timeoutMs);
    request.on("error", () => end(new NoAnswer("refused")));
    request.end(body);
  });
}
