import { createServer, type Server } from "node:http";
import { join } from "node:path";
import { expect } from "chai";
import { createApp } from "../../server/app.js";
import { systemActor } from "../../server/audit/record.js";
import { compose, type Services } from "../../server/compose.js";
import { openDataSource } from "../../server/data-source.js";
import type { OpenDomain } from "../../server/domain.js";
import { readEnv } from "../../server/env.js";
import { openLog } from "../../server/operations/log.js";
import { listPhones } from "../../server/organisation/phones.js";
import { startSandbox, type ChatMessage, type Sandbox } from "../../server/sandbox/index.js";
import type { DraftView } from "../../server/http/contract.js";
import type { Actor } from "../../server/identity/actor.js";
import { CALENDAR_2027 } from "./calendar-2027.js";
import { testClock } from "./clock.js";
import type { FreshDatabase } from "./database.js";
import { ORGANISATION } from "./organisation.js";
import { freePort } from "./free-port.js";
import { migratedDatabase } from "./migrated.js";

/** A phone's or script's calls in somebody's name. */
export interface Caller {
  get<T = Record<string, unknown>>(path: string, status?: number): Promise<T>;
  post<T = Record<string, unknown>>(path: string, body?: unknown, status?: number, headers?: Record<string, string>): Promise<T>;
}

/**
 * The whole program over HTTP with WeCom on the other side. The clock is moved by hand and nothing works by itself: `settle` does what is due. Every
 * message on any phone must be expected: `news` takes what arrived since it was last asked.
 */
export class Desk {
  readonly #seen = new Set<string>();
  readonly #tokens = new Map<string, string>();

  private constructor(
    readonly services: Services,
    readonly sandbox: Sandbox,
    readonly url: string,
    readonly database: FreshDatabase,
    private readonly server: Server,
  ) {}

  static async open(
    options: {
      at?: string;
      /** false: nobody has taken over 2027's calendar, which from October 2026 on is somebody's duty */
      nextYear?: boolean;
      organisation?: typeof ORGANISATION;
      database?: FreshDatabase;
      logLevel?: string;
      /** beside those of the rule */
      domains?: readonly OpenDomain[];
    } = {},
  ): Promise<Desk> {
    const database = options.database ?? (await migratedDatabase());
    const [port, sandboxPort] = [await freePort(), await freePort()];
    const env = readEnv({
      PORT: String(port),
      SANDBOX_PORT: String(sandboxPort),
      DATABASE_URL: database.url,
      FILES_DIR: join(database.folder, "files"),
      AUDIT_HEAD_FILE: join(database.folder, "audit-head.json"),
      LOG_LEVEL: options.logLevel ?? "silent",
    });
    const dataSource = await openDataSource(database.url);
    await dataSource.runMigrations();
    const services = compose(env, dataSource, openLog(env.logLevel), testClock(), options.domains);
    await services.clockwork?.adopt();
    await services.editions.catchUp();
    await services.calendars.seed();
    const organisation = options.organisation ?? ORGANISATION;
    if (await services.organisation.isEmpty()) await services.organisation.importFile(organisation, systemActor("测试"));
    if (options.nextYear !== false) await takeOver2027(services);
    const { people, departments } = await listPhones(services.organisation);
    const { corpId, agentId, secret, token, aesKey, contacts } = env.wecom;
    const sandbox = await startSandbox({
      host: "127.0.0.1",
      port: sandboxPort,
      ...{ corpId, agentId, secret, token, aesKey },
      callbackUrl: `${env.publicUrl}/wecom/callback`,
      ...(contacts ? { contacts: { ...contacts, callbackUrl: `${env.publicUrl}/wecom/callback/contacts` } } : {}),
      appUrl: env.publicUrl,
      people,
      departments,
      now: () => services.clock.now(),
    });
    const answer = createApp(services).callback();
    const server = createServer((request, response) => void answer(request, response));
    await new Promise<void>((resolve) => server.listen(port, "127.0.0.1", resolve));
    const desk = new Desk(services, sandbox, env.publicUrl, database, server);
    await desk.to(options.at ?? "2026-11-24T09:00:00+08:00");
    return desk;
  }

  /** Ends everything; `keep` leaves the database for a desk that is opened on it again. */
  async close({ keep = false } = {}): Promise<void> {
    const untold = await this.#untold();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
    await this.sandbox.close();
    await this.services.close();
    if (!keep) await this.database.drop();
    expect(untold, "acts on record without a sentence: give each one in its domain's sentences").to.deep.equal([]);
  }

  /** The acts of this desk that no timeline could put into words, without a test's own. */
  async #untold(): Promise<string[]> {
    const { uow, story } = this.services;
    const rows = await uow.read((tx) => tx.query<{ action: string }[]>("SELECT DISTINCT action FROM audit_entry")).catch(() => []);
    return rows.map(({ action }) => action).filter((action) => !action.startsWith("test.") && !story.tells(action));
  }

  /** Calls in somebody's name; the login goes the phone's own way, by WeCom's code, and anew where an act asks for a recent one. */
  as(userid: string): Caller {
    return {
      get: (path, status = 200) => this.#call(userid, "GET", path, undefined, status),
      post: (path, body, status = 200, headers = {}) => this.#call(userid, "POST", path, body, status, headers),
    };
  }

  async #call<T>(
    userid: string,
    method: string,
    path: string,
    body: unknown,
    status: number,
    headers: Record<string, string> = {},
  ): Promise<T> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: {
        Authorization: `Bearer ${await this.token(userid)}`,
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (response.status === 401 && status !== 401 && text.includes('"session.stale"')) {
      this.logOut(userid);
      return this.#call(userid, method, path, body, status, headers);
    }
    expect(response.status, `${method} ${path} as ${userid}: ${text}`).to.equal(status);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  }

  /** A session token of this person, opened once per desk. */
  async token(userid: string): Promise<string> {
    const known = this.#tokens.get(userid);
    if (known) return known;
    const { token } = await this.services.sessions.open(this.sandbox.code(userid), "web");
    this.#tokens.set(userid, token);
    return token;
  }

  /** Forgets the login of a person, so that the next call logs in again. */
  logOut(userid: string): void {
    this.#tokens.delete(userid);
  }

  /** Does everything that is due by now; done twice, since a second run must change nothing. */
  async settle(): Promise<void> {
    await this.services.tick();
    await this.services.tick();
  }

  /** Moves the clock on through every due moment, over the public call. */
  async advance(span: string): Promise<void> {
    await this.#clock({ advance: span });
  }

  async to(instant: string): Promise<void> {
    await this.#clock({ to: instant });
  }

  async #clock(body: object): Promise<void> {
    const response = await fetch(`${this.url}/dev/clock`, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    expect(response.status, await response.clone().text()).to.equal(200);
  }

  /** What arrived on which phone since the last call, as titles (texts for plain messages); phones without news are left out. */
  async news(): Promise<Record<string, string[]>> {
    await this.settle();
    const news: Record<string, string[]> = {};
    for (const { userid } of this.sandbox.members()) {
      for (const message of this.sandbox.chat(userid)) {
        const key = `${userid} ${message.id}`;
        if (message.from === "person" || this.#seen.has(key)) continue;
        this.#seen.add(key);
        (news[userid] ??= []).push(titleOf(message));
      }
    }
    return news;
  }

  /** The latest card on a phone whose title contains the words. */
  card(userid: string, words: string): ChatMessage & { taskId: string } {
    const found = this.sandbox
      .chat(userid)
      .filter((message) => message.taskId !== undefined && titleOf(message).includes(words))
      .at(-1);
    expect(found, `a card with「${words}」on the phone of ${userid}`).not.to.equal(undefined);
    return found as ChatMessage & { taskId: string };
  }

  /** Presses a button of the latest card with these words, and lets what follows happen. */
  async press(userid: string, words: string, key: string, selected: Record<string, string[]> = {}): Promise<void> {
    await this.settle();
    const { taskId, card } = this.card(userid, words);
    const buttons = (card as unknown as { button_list?: { key?: string }[] }).button_list ?? [];
    const whole = buttons.find((button) => button.key?.startsWith(`${key}:`))?.key ?? key;
    await this.sandbox.press(userid, taskId, whole, selected);
    await this.settle();
  }

  /** The grey text or button texts that a card shows now. */
  shows(userid: string, words: string): string {
    const { card } = this.card(userid, words);
    const shown = card as unknown as { replace_text?: string; button_list?: { text: string }[] };
    return shown.replace_text ?? (shown.button_list ?? []).map((button) => button.text).join(" ");
  }

  /** A draft of ed.1 on wx-main, with what a test wants different. */
  async draft(title: string, extra: object = {}, editor = "ed.1"): Promise<DraftView> {
    const plannedAt = new Date(this.services.clock.now().getTime() + 24 * 3_600_000).toISOString();
    const body = {
      accountId: "wx-main",
      title,
      body: "新学期第一天，我们把课堂搬到了操场。",
      category: "normal",
      urgency: "normal",
      plannedAt,
      notClassified: true,
      ...extra,
    };
    return this.as(editor).post<DraftView>("/api/drafts", body, 201);
  }

  /** The same, handed to first review. */
  async submitted(title: string, extra: object = {}, editor = "ed.1"): Promise<DraftView> {
    const { id, revision } = await this.draft(title, extra, editor);
    return this.as(editor).post<DraftView>(`/api/drafts/${id}/submit`, { revision });
  }

  /** Gives a verdict on the page. */
  async judge(userid: string, id: string, verdict: "pass" | "sendBack", extra: object = {}, status = 200): Promise<DraftView> {
    const gates = { political: true, legal: true, policy: true, confidentiality: true, content: true };
    const revision = (await this.as("pub.1").get<DraftView>(`/api/drafts/${id}`)).revision;
    const input = { revision, verdict, ...(verdict === "pass" ? { gates } : { comment: "请核对活动时间" }), ...extra };
    return this.as(userid).post<DraftView>(`/api/drafts/${id}/verdicts`, input, status);
  }
}

const takeOver2027 = async ({ calendars, calendar }: Services): Promise<void> => {
  if (calendar.covers("2027-01-01")) return;
  const nobody: Actor = { userid: "system:test", name: "测试", post: "", unitId: "", roles: new Set(), accounts: new Map(), via: "page" };
  await calendars.importYear(nobody, { year: 2027, text: CALENDAR_2027, document: "测试用 2027 年安排" });
};

const titleOf = (message: ChatMessage): string => {
  const card = message.card as unknown as { main_title?: { title?: string } } | undefined;
  return card?.main_title?.title ?? message.text ?? "";
};
