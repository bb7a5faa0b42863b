import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { startSandbox, type ChatMessage, type Sandbox } from "../../server/sandbox/index.js";
import { ORGANISATION } from "../support/organisation.js";
import { freePort } from "../support/free-port.js";

const KEYS = {
  corpId: "wwfaults000000001",
  agentId: 1_000_009,
  secret: "faults-secret-0000000000",
  token: "faultstoken",
  aesKey: "a".repeat(43),
};

/** The real program in a process of its own, set up for a real WeCom that happens to be a sandbox in this process: it can be killed at any moment. */
export class Program {
  #child: ChildProcess | null = null;
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly sandbox: Sandbox,
    readonly url: string,
    private readonly folder: string,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async open(): Promise<Program> {
    const folder = mkdtempSync(join(tmpdir(), "desk-faults-"));
    const port = await freePort();
    const url = `http://127.0.0.1:${port}`;
    const people = ORGANISATION.people.map(({ userid, name }) => ({ userid, name, departmentId: 2 }));
    const sandbox = await startSandbox({
      host: "127.0.0.1",
      port: 0,
      ...KEYS,
      callbackUrl: `${url}/wecom/callback`,
      appUrl: url,
      people,
      departments: [{ id: 2, name: "全体" }],
      now: () => new Date(),
    });
    const organisation = join(folder, "organisation.json");
    writeFileSync(organisation, JSON.stringify(ORGANISATION));
    const env = {
      PATH: process.env.PATH,
      PORT: String(port),
      HOST: "127.0.0.1",
      PUBLIC_URL: url,
      DATABASE_URL: `sqlite:${join(folder, "desk.sqlite")}`,
      ORGANISATION_FILE: organisation,
      SESSION_SECRET: "faults-session-secret",
      WECOM_CORP_ID: KEYS.corpId,
      WECOM_AGENT_ID: String(KEYS.agentId),
      WECOM_SECRET: KEYS.secret,
      WECOM_TOKEN: KEYS.token,
      WECOM_AES_KEY: KEYS.aesKey,
      WECOM_API_BASE: sandbox.url,
      LOG_LEVEL: "error",
    };
    const program = new Program(sandbox, url, folder, env);
    await program.start();
    return program;
  }

  async start(): Promise<void> {
    this.#child = spawn(process.execPath, ["--import", "tsx", "server/main.ts"], { env: this.env, stdio: "ignore" });
    await this.sandbox.waitFor(async () => (await fetch(`${this.url}/readyz`).catch(() => null))?.status === 200, 30_000);
  }

  /** kill -9: nothing is said goodbye to. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null> {
    return this.#end("SIGTERM");
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#child;
    if (!child || child.exitCode !== null) return null;
    this.#child = null;
    const ended = once(child, "exit");
    child.kill(signal);
    return ((await ended) as [number | null])[0];
  }

  async close(): Promise<void> {
    await this.kill();
    await this.sandbox.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  async post<T = { id: string; revision: number }>(userid: string, path: string, body: unknown): Promise<T> {
    const known = this.#tokens.get(userid) ?? (await this.#logIn(userid));
    this.#tokens.set(userid, known);
    const headers = { Authorization: `Bearer ${known}`, "Content-Type": "application/json" };
    const response = await fetch(`${this.url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as T;
  }

  async #logIn(userid: string): Promise<string> {
    const body = JSON.stringify({ code: this.sandbox.code(userid), via: "web" });
    const response = await fetch(`${this.url}/api/session`, { method: "POST", headers: { "Content-Type": "application/json" }, body });
    return ((await response.json()) as { token: string }).token;
  }

  /** Cards with these words on a phone. */
  cards(userid: string, words: string): ChatMessage[] {
    return this.sandbox.chat(userid).filter((message) => JSON.stringify(message.card?.main_title ?? "").includes(words));
  }

  /** Waits for the first card with these words on a phone. */
  card(userid: string, words: string): Promise<ChatMessage> {
    return this.sandbox.waitFor(() => this.cards(userid, words)[0], 20_000);
  }

  /** A draft of ed.1 on its way to first review; its title. */
  async submit(title: string): Promise<string> {
    const plannedAt = new Date(Date.now() + 24 * 3_600_000).toISOString();
    const draft = { accountId: "wx-main", title, body: "正文", category: "normal", urgency: "normal", plannedAt, notClassified: true };
    const { id, revision } = await this.post("ed.1", "/api/drafts", draft);
    await this.post("ed.1", `/api/drafts/${id}/submit`, { revision });
    return id;
  }

  /** The exit code and words of `npm run audit:verify`. */
  async verify(): Promise<{ code: number; said: string }> {
    const run = promisify(execFile)(process.execPath, ["--import", "tsx", "server/commands/audit-verify.ts"], { env: this.env });
    return run
      .then(({ stdout }) => ({ code: 0, said: stdout }))
      .catch((error: { code: number; stdout: string }) => ({ code: error.code, said: error.stdout }));
  }
}
