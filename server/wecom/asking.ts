import { Agent, request } from "undici";

/** What is asked of an address: a GET without `body`, else a POST of exactly these bytes of JSON. */
export interface Asking {
  body: string | undefined;
  /** for the whole exchange, from connecting to the last byte of the answer */
  timeoutMs: number;
}

/**
 * An HTTP client whose connections stay open between calls. A storm of alerts is a thousand small calls, and `fetch` spends several times on each what
 * they cost here, in streams and headers that nobody looks at.
 */
export class Asker {
  readonly #connections = new Agent();

  /** The text of the answer, whatever its status. Throws for what the network does, for a redirect, and a `TimeoutError` after the timeout. */
  async ask(url: string, { body, timeoutMs }: Asking): Promise<string> {
    const post = body === undefined ? {} : { method: "POST" as const, body, headers: { "content-type": "application/json" } };
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await request(url, { ...post, signal, dispatcher: this.#connections });
    if (answer.statusCode < 300 || answer.statusCode > 399) return answer.body.text();
    await answer.body.dump();
    throw new Error("redirected");
  }
}
