import { execFile, spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { closeSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import type { DataSource } from "typeorm";
import { CalendarChange } from "../../entities/calendar.js";
import { Edition } from "../../entities/edition.js";
import { openDataSource } from "../../server/data-source.js";
import { startSandbox, type ChatMessage, type Sandbox } from "../../server/sandbox/index.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";
import { freePort } from "../support/free-port.js";
import { ORGANISATION } from "../support/organisation.js";
import { Wire } from "./wire.js";

const KEYS = {
  corpId: "wwfaults000000001",
  agentId: 1_000_009,
  secret: "faults-secret-0000000000",
  token: "faultstoken",
  aesKey: "a".repeat(43),
};

const FROM_SOURCE = ["--import", "tsx", "server/main.ts"];
/** The program as it is built and run in earnest. */
export const BUILT = ["--import", new URL("machine.mjs", import.meta.url).href, "dist/server/main.js"];

export interface ProgramOptions {
  organisation?: { people: readonly { userid: string; name: string }[] };
  /** an empty one; a SQLite file if not given */
  database?: FreshDatabase;
  /** how Node is called */
  main?: readonly string[];
  clock?: "system" | "adjustable";
  /** true: it is not started yet, and the database is not migrated */
  asleep?: boolean;
  logLevel?: string;
}

/** What is wrong with the machine that the program runs on. */
export interface MachineFaults {
  clockMs?: number;
  full?: boolean;
}

export interface Told {
  status: number;
  body: Record<string, unknown>;
}

/**
 * The real program in a process of its own, set up for a real WeCom that happens to be a sandbox in this process: it can be killed at any moment. Both
 * ways lead over wires on which calls can come to harm: `front` from people and WeCom to the program, `back` from the program to WeCom.
 */
export class Program {
  #child: ChildProcess | null = null;
  readonly #tokens = new Map<string, string>();
  /** Ends of the program that nobody had asked for. */
  collapses = 0;

  private constructor(
    readonly sandbox: Sandbox,
    readonly front: Wire,
    readonly back: Wire,
    readonly database: FreshDatabase,
    private readonly main: readonly string[],
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  static async open({
    organisation = ORGANISATION,
    main = FROM_SOURCE,
    clock = "system",
    asleep = false,
    logLevel = "error",
    ...given
  }: ProgramOptions = {}): Promise<Program> {
    const database = given.database ?? (await freshDatabase(""));
    if (!asleep) await migrated(database.url);
    const port = await freePort();
    const front = await Wire.to(() => `http://127.0.0.1:${port}`);
    const people = organisation.people.map(({ userid, name }) => ({ userid, name, departmentId: 2 }));
    const sandbox = await startSandbox({
      host: "127.0.0.1",
      port: 0,
      ...KEYS,
      callbackUrl: `${front.url}/wecom/callback`,
      appUrl: front.url,
      people,
      departments: [{ id: 2, name: "全体" }],
      now: () => new Date(),
    });
    const back = await Wire.to(() => sandbox.url);
    const file = join(database.folder, "organisation.json");
    writeFileSync(file, JSON.stringify(organisation));
    const env = {
      PATH: process.env.PATH,
      PORT: String(port),
      HOST: "127.0.0.1",
      PUBLIC_URL: front.url,
      DATABASE_URL: database.url,
      ORGANISATION_FILE: file,
      AUDIT_HEAD_FILE: join(database.folder, "audit-head.json"),
      FILES_DIR: join(database.folder, "files"),
      SESSION_SECRET: "faults-session-secret",
      WECOM_CORP_ID: KEYS.corpId,
      WECOM_AGENT_ID: String(KEYS.agentId),
      WECOM_SECRET: KEYS.secret,
      WECOM_TOKEN: KEYS.token,
      WECOM_AES_KEY: KEYS.aesKey,
      WECOM_API_BASE: back.url,
      CLOCK: clock,
      LOG_LEVEL: logLevel,
      FAULTS_MACHINE: join(database.folder, "machine.json"),
    };
    const program = new Program(sandbox, front, back, database, main, env);
    program.#writeMachine({});
    if (!asleep) await program.start();
    return program;
  }

  /** Another process of the same program, on the same database and WeCom; not started yet. It ends with `leave`. */
  async beside(): Promise<Program> {
    const port = await freePort();
    const front = await Wire.to(() => `http://127.0.0.1:${port}`);
    return new Program(this.sandbox, front, this.back, this.database, this.main, { ...this.env, PORT: String(port) });
  }

  /** What must stand in no log: the app's secret, and the access token that lives now. */
  async secrets(): Promise<string[]> {
    const query = new URLSearchParams({ corpid: KEYS.corpId, corpsecret: KEYS.secret });
    const answer = (await (await fetch(`${this.sandbox.url}/cgi-bin/gettoken?${query.toString()}`)).json()) as { access_token: string };
    return [KEYS.secret, answer.access_token];
  }

  /** The address of the program itself, past the wire. */
  get url(): string {
    return `http://127.0.0.1:${this.env["PORT"]}`;
  }

  /** Resolves once the program is ready; throws with what it said where it ends instead. */
  async start(): Promise<void> {
    const log = openSync(this.#logFile, "a");
    const child = spawn(process.execPath, this.main, { env: this.env, stdio: ["ignore", log, log] });
    closeSync(log);
    this.#child = child;
    child.once("exit", () => {
      if (this.#child === child) this.collapses += 1;
    });
    const ready = `${this.url}/readyz`;
    await this.sandbox.waitFor(async () => {
      if (child.exitCode !== null) throw new Error(`the program ended while starting: ${this.said().slice(-400)}`);
      return (await fetch(ready).catch(() => null))?.status === 200;
    }, 30_000);
  }

  /** What the program has written to its log so far. */
  said(): string {
    return readFileSync(this.#logFile, "utf8");
  }

  get #logFile(): string {
    return join(tmpdir(), `desk-faults-${process.pid}-${this.env["PORT"]}.log`);
  }

  /** kill -9: nothing is said goodbye to. */
  async kill(): Promise<void> {
    await this.#end("SIGKILL");
  }

  /** SIGTERM; resolves with the exit code. */
  stop(): Promise<number | null> {
    return this.#end("SIGTERM");
  }

  /** Changes the machine under the running program (only one that was started as `BUILT`). */
  machine(faults: MachineFaults): void {
    this.#writeMachine(faults);
    this.#child?.kill("SIGUSR2");
  }

  #writeMachine(faults: MachineFaults): void {
    writeFileSync(join(this.database.folder, "machine.json"), JSON.stringify({ clockMs: 0, full: false, ...faults }));
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
    await this.leave();
    await Promise.all([this.back.close(), this.sandbox.close()]);
    await this.database.drop();
  }

  /** Ends this process; the database and WeCom stay for those beside it. */
  async leave(): Promise<void> {
    await this.kill();
    await this.front.close();
    rmSync(this.#logFile, { force: true });
  }

  /** A call in somebody's name over the front wire; null where no answer came. */
  async call(userid: string, method: "GET" | "POST", path: string, body?: unknown, key?: string): Promise<Told | null> {
    const token = await this.token(userid).catch(() => null);
    if (token === null) return null;
    const headers = {
      Authorization: `Bearer ${token}`,
      ...(body === undefined ? {} : { "Content-Type": "application/json" }),
      ...(key === undefined ? {} : { "Idempotency-Key": key }),
    };
    return this.#tell(path, { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  }

  async #tell(path: string, request: RequestInit): Promise<Told | null> {
    try {
      const response = await fetch(`${this.front.url}${path}`, { ...request, signal: AbortSignal.timeout(20_000) });
      const text = await response.text();
      return { status: response.status, body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
    } catch {
      return null;
    }
  }

  /** Moves the adjustable clock on; false where the program refused. */
  async advance(span: string): Promise<boolean> {
    const headers = { "Content-Type": "application/json" };
    const body = JSON.stringify({ advance: span });
    const response = await fetch(`${this.url}/dev/clock`, { method: "POST", headers, body });
    return response.ok;
  }

  /** A call that must succeed. */
  async post<T = { id: string; revision: number }>(userid: string, path: string, body: unknown): Promise<T> {
    const told = await this.call(userid, "POST", path, body);
    if (told === null || told.status >= 300) throw new Error(`${path}: ${JSON.stringify(told)}`);
    return told.body as T;
  }

  /** The session of this person, opened when first asked for. */
  async token(userid: string): Promise<string> {
    const known = this.#tokens.get(userid);
    if (known !== undefined) return known;
    const body = JSON.stringify({ code: this.sandbox.code(userid), via: "web" });
    const told = await this.#tell("/api/session", { method: "POST", headers: { "Content-Type": "application/json" }, body });
    const token = told?.body["token"];
    if (typeof token !== "string") throw new Error(`${userid} could not log in: ${JSON.stringify(told)}`);
    this.#tokens.set(userid, token);
    return token;
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
    const command = this.main.map((part) => part.replace(/main\.(ts|js)$/, "commands/audit-verify.$1"));
    const run = promisify(execFile)(process.execPath, command, { env: this.env });
    return run
      .then(({ stdout }) => ({ code: 0, said: stdout }))
      .catch((error: { code: number; stdout: string }) => ({ code: error.code, said: error.stdout }));
  }
}

/** The year after today's, lest at some full hour of its autumn somebody is asked for it. */
const takeOverNextYear = async (dataSource: DataSource): Promise<void> => {
  if (await dataSource.manager.exists(CalendarChange)) return;
  const [at, year] = [new Date(), new Date().getFullYear() + 1];
  const change = { edition: 1, kind: "import" as const, year, document: "测试", reason: null, byUserid: "system:test", byName: "测试", at };
  await dataSource.manager.insert(CalendarChange, change);
  await dataSource.manager.update(Edition, { name: "calendar" }, { number: 1 });
};

const migrated = async (address: string): Promise<void> => {
  const dataSource = await openDataSource(address);
  await dataSource.runMigrations();
  await takeOverNextYear(dataSource);
  await dataSource.destroy();
};
