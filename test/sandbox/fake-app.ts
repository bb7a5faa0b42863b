import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { randomUUID } from "node:crypto";
import { decrypt } from "@wecom/crypto";
import { sealReply } from "../../server/sandbox/envelope.js";
import { type Sandbox, type SandboxOptions, startSandbox } from "../../server/sandbox/index.js";
import { parseXml, textOf, type XmlElement } from "../../server/sandbox/xml.js";

/** The triple, corp and app that the tests of the sandbox use. */
export const APP = {
  corpId: "ww0123456789abcdef",
  agentId: 1000005,
  secret: "s3cret",
  token: "QDG6eK",
  aesKey: "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C",
};

const keys = { token: APP.token, aesKey: APP.aesKey, receiveId: APP.corpId };

/** An app that knows nothing: it records what WeCom sends and answers what the test says. */
export class FakeApp {
  /** Decrypted callbacks in order of arrival. */
  readonly received: XmlElement[] = [];
  readonly nonces: string[] = [];
  /** Decrypted events of the contacts callback, and the envelopes they came in. */
  readonly contacts: XmlElement[] = [];
  readonly contactEnvelopes: string[] = [];
  readonly clockWishes: unknown[] = [];
  clockStatus = 200;
  /** Inner XML of the passive reply; null = an empty 200. */
  reply: (event: XmlElement) => string | null = () => null;
  status = 200;
  /** The next n callbacks are never answered. */
  silent = 0;
  /** What URL verification answers for the plaintext. */
  echo: (text: string) => string = (text) => text;
  readonly #server: Server = createServer((request, response) => void this.#serve(request, response));

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    if (!this.#server.listening) return;
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", "http://app");
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks).toString("utf8");
    if (url.pathname === "/dev/clock") {
      this.clockWishes.push(JSON.parse(body));
      response.statusCode = this.clockStatus;
      response.end(this.clockStatus === 200 ? "{}" : JSON.stringify({ detail: "时间只能往前走" }));
    } else if (request.method === "GET") response.end(this.echo(decrypt(APP.aesKey, url.searchParams.get("echostr") ?? "").message));
    else this.#take(url, body, response);
  }

  #take(url: URL, body: string, response: ServerResponse): void {
    const event = parseXml(decrypt(APP.aesKey, textOf(parseXml(body), "Encrypt")).message);
    if (url.pathname.endsWith("/contacts")) {
      this.contacts.push(event);
      this.contactEnvelopes.push(body);
    } else this.received.push(event);
    this.nonces.push(url.searchParams.get("nonce") ?? "");
    if (this.silent > 0) {
      this.silent -= 1;
      return;
    }
    const inner = this.reply(event);
    response.statusCode = this.status;
    response.end(inner === null ? "" : sealReply(keys, inner, 1760000000));
  }
}

/** A sandbox with three people and a fake app beside it; time stands still until it is turned. */
export interface Bench {
  sandbox: Sandbox;
  app: FakeApp;
  turnDomain(ms: number): void;
  turnWall(ms: number): void;
  api(path: string, body?: unknown, token?: string): Promise<Record<string, unknown>>;
  token(): Promise<string>;
  stop(): Promise<void>;
}

export async function startBench(more: Partial<SandboxOptions> = {}): Promise<Bench> {
  const app = new FakeApp();
  const appUrl = await app.start();
  const time = { domain: Date.parse("2026-11-02T02:00:00Z"), wall: 1_790_000_000_000 };
  const sandbox = await startSandbox({
    ...APP,
    host: "127.0.0.1",
    port: 0,
    callbackUrl: `${appUrl}/wecom/callback`,
    contacts: { callbackUrl: `${appUrl}/wecom/callback/contacts`, token: "contacts", aesKey: APP.aesKey },
    appUrl,
    people: [
      { userid: "Lead.1", name: "初审负责人", post: "新媒体团队 · 初审", departmentId: 2 },
      { userid: "cadre.1", name: "二审责任人", departmentId: 2 },
      { userid: "pub.1", name: "宣传部值班", departmentId: 3 },
    ],
    departments: [
      { id: 2, name: "新媒体中心" },
      { id: 3, name: "宣传部" },
    ],
    now: () => new Date(time.domain),
    wall: () => time.wall,
    callbackTimeoutMs: 150,
    ...more,
  });
  const api = async (path: string, body?: unknown, token?: string) => {
    const url = new URL(path, sandbox.url);
    if (token !== undefined) url.searchParams.set("access_token", token);
    const raw = typeof body === "string" ? body : JSON.stringify(body);
    const response = await fetch(url, body === undefined ? {} : { method: "POST", body: raw });
    if (response.status !== 200) throw new Error(`HTTP ${response.status}`);
    return (await response.json()) as Record<string, unknown>;
  };
  const token = async () => String((await api(`/cgi-bin/gettoken?corpid=${APP.corpId}&corpsecret=${APP.secret}`)).access_token);
  const stop = async () => {
    await sandbox.close();
    await app.stop();
  };
  return { sandbox, app, api, token, stop, turnDomain: (ms) => void (time.domain += ms), turnWall: (ms) => void (time.wall += ms) };
}

/** A card with two callback buttons, a link button and a selection. */
export function buttonCard(taskId: string = randomUUID()): Record<string, unknown> {
  return {
    card_type: "button_interaction",
    source: { desc: "审核 · 第11条" },
    main_title: { title: "二审：开学第一课", desc: "公众号 · 第 3 版" },
    horizontal_content_list: [{ keyname: "责任编辑", value: "学校部" }],
    task_id: taskId,
    button_selection: {
      question_key: "gate",
      title: "未过的关",
      option_list: [
        { id: "none", text: "未选择" },
        { id: "legal", text: "法律关" },
      ],
      selected_id: "none",
    },
    button_list: [
      { text: "通过", style: 1, key: "pass" },
      { text: "退回", style: 2, key: "sendBack" },
      { text: "查看全文", type: 1, url: "https://desk.example.com/#/pages/review/review?id=1" },
    ],
  };
}

/** A message/send body that carries a card. */
export function cardTo(touser: string, card: Record<string, unknown>): Record<string, unknown> {
  return { touser, msgtype: "template_card", agentid: APP.agentId, template_card: card };
}

/** The inner XML of a passive reply to the person of the event. */
export function replyTo(event: XmlElement, inner: string): string {
  return `<xml><ToUserName><![CDATA[${textOf(event, "FromUserName")}]]></ToUserName><FromUserName><![CDATA[${APP.corpId}]]></FromUserName><CreateTime>1760000000</CreateTime>${inner}</xml>`;
}
