import { randomUUID } from "node:crypto";
import type { RunningDesk } from "./running-desk.js";

const json = { "content-type": "application/json" };

async function answerOf<T>(response: Response): Promise<T> {
  const text = await response.text();
  if (!response.ok) throw new Error(`${response.url} answered ${response.status}: ${text}`);
  return JSON.parse(text) as T;
}

/** People of the demonstration who act over HTTP, each with a session of their own, and the clock of the sandbox. */
export class Acting {
  readonly #tokens = new Map<string, string>();

  constructor(private readonly desk: RunningDesk) {}

  async post<T>(userid: string, path: string, body: object = {}): Promise<T> {
    const headers = { ...json, authorization: `Bearer ${await this.#token(userid)}`, "idempotency-key": randomUUID() };
    return answerOf(await fetch(this.desk.app + path, { method: "POST", headers, body: JSON.stringify(body) }));
  }

  /** Moves the clock; everything due by then has been done and sent. */
  async to(at: Date): Promise<void> {
    await answerOf(
      await fetch(`${this.desk.app}/dev/clock`, { method: "POST", headers: json, body: JSON.stringify({ to: at.toISOString() }) }),
    );
  }

  /** What stands in somebody's chat with the app, as one text. */
  async chat(userid: string): Promise<string> {
    return (await fetch(`${this.desk.sandbox}/desk/chats/${userid}`)).text();
  }

  async #token(userid: string): Promise<string> {
    const known = this.#tokens.get(userid);
    if (known !== undefined) return known;
    const code = await fetch(`${this.desk.sandbox}/desk/codes`, { method: "POST", headers: json, body: JSON.stringify({ userid }) });
    const login = { ...(await answerOf<{ code: string }>(code)), via: "web" };
    const session = await fetch(`${this.desk.app}/api/session`, { method: "POST", headers: json, body: JSON.stringify(login) });
    const { token } = await answerOf<{ token: string }>(session);
    this.#tokens.set(userid, token);
    return token;
  }
}
