import { createHash, randomBytes } from "node:crypto";
import type { TemplateCard } from "./cards/card.js";

/** What a line of a chat is. */
export const MESSAGE_KINDS = ["text", "markdown", "textcard", "news", "card", "image", "voice", "video", "file"] as const;
export type MessageKind = (typeof MESSAGE_KINDS)[number];

/** open = as it was sent, updated = another card that can still be tapped, closed = nothing left to tap, recalled = taken back by the app. */
export const COPY_STATES = ["open", "updated", "closed", "recalled"] as const;
export type CopyState = (typeof COPY_STATES)[number];

/** What a message shows, without its place in a chat. */
export interface MessageContent {
  kind: MessageKind;
  text?: string;
  textcard?: { title: string; description: string; url: string; btntxt: string };
  news?: { title: string; description: string; url: string; picurl: string }[];
  /** Of an image, voice, video or file; its bytes are the media store's. */
  media?: { id: string; name: string; bytes: number };
  /** The card as this person sees it now. */
  card?: TemplateCard;
  taskId?: string;
}

/** One line in one person's chat with the app: that person's own copy. */
export interface ChatMessage extends MessageContent {
  /** msgid; the same for every recipient of one send. */
  id: string;
  /** Domain time, RFC 3339 in UTC. */
  at: string;
  from: "app" | "person";
  state: CopyState;
  read: boolean;
}

interface Sent {
  recipients: string[];
  /** Domain time, RFC 3339. */
  at: string;
  taskId?: string;
}

interface ResponseCode {
  messageId: string;
  /** Domain milliseconds. */
  expiresAt: number;
  used: boolean;
}

interface Snapshot {
  chats: Record<string, ChatMessage[]>;
  sent: Record<string, Sent>;
  codes: Record<string, ResponseCode>;
  repeats: Record<string, number>;
}

const RESPONSE_CODE_LIFE_MS = 72 * 3_600_000;

/** Everything that WeCom must not forget: chats, sent messages, task ids, response codes and the memory of the duplicate check. */
export class SandboxState {
  readonly #chats = new Map<string, ChatMessage[]>();
  readonly #sent = new Map<string, Sent>();
  readonly #codes = new Map<string, ResponseCode>();
  readonly #repeats = new Map<string, number>();
  readonly #taskIds = new Set<string>();

  constructor(
    private readonly changed: (userid: string | null) => void,
    snapshot?: unknown,
  ) {
    const saved = (snapshot ?? {}) as Partial<Snapshot>;
    for (const [userid, chat] of Object.entries(saved.chats ?? {})) this.#chats.set(userid, chat);
    for (const [id, sent] of Object.entries(saved.sent ?? {})) this.#remember(id, sent);
    for (const [code, entry] of Object.entries(saved.codes ?? {})) this.#codes.set(code, entry);
    for (const [hash, until] of Object.entries(saved.repeats ?? {})) this.#repeats.set(hash, until);
  }

  snapshot(): Snapshot {
    return {
      chats: Object.fromEntries(this.#chats),
      sent: Object.fromEntries(this.#sent),
      codes: Object.fromEntries(this.#codes),
      repeats: Object.fromEntries(this.#repeats),
    };
  }

  chat(userid: string): readonly ChatMessage[] {
    return this.#chats.get(userid) ?? [];
  }

  isTaskIdKnown(taskId: string): boolean {
    return this.#taskIds.has(taskId);
  }

  /** Puts one message into the chats of those who really get it, each with a copy of its own; towards the app all recipients have it. */
  deliver(message: Omit<ChatMessage, "read" | "state">, recipients: string[], delivered: readonly string[]): void {
    this.#remember(message.id, { recipients, at: message.at, taskId: message.taskId });
    for (const userid of delivered) this.append(userid, { ...structuredClone(message), state: "open", read: false });
  }

  append(userid: string, message: ChatMessage): void {
    this.#chats.set(userid, [...this.chat(userid), message]);
    this.changed(userid);
  }

  markRead(userid: string): void {
    if (this.chat(userid).every((message) => message.read)) return;
    for (const message of this.chat(userid)) message.read = true;
    this.changed(userid);
  }

  recipientsOf(messageId: string): readonly string[] {
    return this.#sent.get(messageId)?.recipients ?? [];
  }

  /** When a message was sent, in domain milliseconds; null when there is none of that id. */
  sentAt(messageId: string): number | null {
    const sent = this.#sent.get(messageId);
    return sent ? Date.parse(sent.at) : null;
  }

  /** Takes a message back from every phone. */
  recall(messageId: string): void {
    for (const userid of this.recipientsOf(messageId)) {
      const copy = this.copy(userid, messageId);
      if (!copy) continue;
      Object.assign(copy, { state: "recalled", read: true });
      this.changed(userid);
    }
  }

  /** This person's copy of the message, or undefined when it was never received. */
  copy(userid: string, messageId: string): ChatMessage | undefined {
    return this.chat(userid).find((message) => message.id === messageId);
  }

  /** This person's copy of the card with that task id. */
  copyByTask(userid: string, taskId: string): ChatMessage | undefined {
    return this.chat(userid).find((message) => message.taskId === taskId);
  }

  showCard(userid: string, messageId: string, card: TemplateCard, state: CopyState): void {
    const copy = this.copy(userid, messageId);
    if (!copy) return;
    copy.card = structuredClone(card);
    copy.state = state;
    this.changed(userid);
  }

  /** A new response code for one message: single use, 72 hours of domain time [94888]. */
  issueCode(messageId: string, nowMs: number): string {
    const code = randomBytes(32).toString("base64url");
    this.#codes.set(code, { messageId, expiresAt: nowMs + RESPONSE_CODE_LIFE_MS, used: false });
    this.changed(null);
    return code;
  }

  /** The message behind a code that can still be used, or null. */
  messageOfCode(code: string, nowMs: number): string | null {
    const entry = this.#codes.get(code);
    return entry && !entry.used && nowMs < entry.expiresAt ? entry.messageId : null;
  }

  spendCode(code: string): void {
    const entry = this.#codes.get(code);
    if (entry) entry.used = true;
    this.changed(null);
  }

  /** The duplicate check [90236]: true when the same bytes were taken within the interval; otherwise they are remembered. */
  isRepeat(body: string, intervalSeconds: number, nowMs: number): boolean {
    const hash = createHash("sha256").update(body).digest("base64url");
    if ((this.#repeats.get(hash) ?? 0) > nowMs) return true;
    this.#repeats.set(hash, nowMs + intervalSeconds * 1000);
    return false;
  }

  #remember(id: string, sent: Sent): void {
    this.#sent.set(id, sent);
    if (sent.taskId) this.#taskIds.add(sent.taskId);
  }
}
