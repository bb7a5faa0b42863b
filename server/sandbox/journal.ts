/** One call between the app and WeCom: `in` = an API call of the app, `out` = a callback to the app. Secrets and tokens are never in it. */
export interface JournalEntry {
  id: number;
  /** Domain time, RFC 3339 in UTC. */
  at: string;
  direction: "in" | "out";
  method: string;
  path: string;
  query: Record<string, string>;
  body: unknown;
  answer: unknown;
  /** errcode of an API answer; null for callbacks and broken connections. */
  errcode: number | null;
  /** HTTP status; 0 when the connection broke. */
  status: number;
  /** Wall milliseconds that it took. */
  took: number;
  /** What WeCom did without telling the app, in words for people. */
  note?: string;
}

const MOST_ENTRIES = 2000;
const SECRET_NAMES = new Set(["access_token", "corpsecret", "ticket", "session_key"]);
/** In a query also the key of a webhook, which is its only credential; in a body `key` is a button's. */
const SECRET_QUERY = new Set([...SECRET_NAMES, "key"]);

/** The same value with secrets struck out, at any depth. */
export function withoutSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, SECRET_NAMES.has(name) ? "***" : withoutSecrets(inner)]));
}

/** The last 2000 calls in and out. */
export class Journal {
  #entries: JournalEntry[] = [];
  #lastId = 0;

  constructor(private readonly added: (entry: JournalEntry) => void) {}

  get entries(): readonly JournalEntry[] {
    return this.#entries;
  }

  add(entry: Omit<JournalEntry, "id">): void {
    const query = Object.fromEntries(Object.entries(entry.query).filter(([name]) => !SECRET_QUERY.has(name)));
    const clean = { ...entry, id: ++this.#lastId, query, body: withoutSecrets(entry.body), answer: withoutSecrets(entry.answer) };
    this.#entries = [...this.#entries.slice(-(MOST_ENTRIES - 1)), clean];
    this.added(clean);
  }

  clear(): void {
    this.#entries = [];
  }
}
