import type { ChosenFile, Host, Incoming, Outgoing } from "../platform/host.js";
import { createSession } from "./session.js";
import { offline, refusal, RequestFailed, signedOut, STALE_LOGIN } from "./trouble.js";

const readWithin = 15_000;
const writeWithin = 20_000;
const uploadWithin = 90_000;

/** What a caller may observe: reachability of the server, and the server's moment in each answer. */
export interface RequestEvents {
  reachable(is: boolean): void;
  answered(body: unknown): void;
}

/** The only door to the network. */
export interface Requests {
  get<T>(path: string): Promise<T>;
  /** `intention` is the Idempotency-Key: the same for every retry of one tap. */
  post<T>(path: string, body: unknown, intention: string): Promise<T>;
  upload<T>(path: string, file: ChosenFile, intention: string, fields?: Readonly<Record<string, string>>): Promise<T>;
  /** An address at which this phone can show a file that needs the session. */
  localFile(path: string): Promise<string>;
}

const credentials = (token: string | null): Record<string, string> => (token === null ? {} : { Authorization: `Bearer ${token}` });

/** Builds the door for one host. A session that is lost, or too old for a sensitive act, is renewed once, silently, where the host can. */
export function createRequests(host: Host, events: RequestEvents): Requests {
  async function reach<T>(work: () => Promise<T>): Promise<T> {
    try {
      const answer = await work();
      events.reachable(true);
      return answer;
    } catch (caught) {
      if (caught instanceof RequestFailed) throw caught;
      events.reachable(false);
      throw offline();
    }
  }

  const session = createSession(host, reach);

  /** `call` gets the session's headers; it is repeated once with a new session when the first was refused. */
  async function withSession(call: (headers: Record<string, string>) => Promise<Incoming>): Promise<Incoming> {
    await session.ready();
    const used = session.token();
    let answer = await reach(() => call(credentials(used)));
    if (answer.status === 401) {
      const stale = refusal(answer.status, answer.body);
      if (stale.trouble.code !== STALE_LOGIN) await session.renew(used);
      else if (!(await session.confirm(used))) throw stale;
      answer = await reach(() => call(credentials(session.token())));
      if (answer.status === 401) throw signedOut(host.kind);
    }
    host.signedIn();
    events.answered(answer.body);
    if (answer.status >= 400) throw refusal(answer.status, answer.body);
    return answer;
  }

  const send = async <T>(request: Outgoing): Promise<T> =>
    (await withSession((bearer) => host.exchange({ ...request, headers: { ...request.headers, ...bearer } }))).body as T;

  return {
    get: (path) => send({ method: "GET", path, headers: {}, timeoutMs: readWithin }),
    post: (path, body, intention) =>
      send({ method: "POST", path, headers: { "Idempotency-Key": intention }, body: body ?? {}, timeoutMs: writeWithin }),
    async upload<T>(path: string, file: ChosenFile, intention: string, fields: Readonly<Record<string, string>> = {}) {
      const answer = await withSession((bearer) =>
        host.upload({ path, fields, headers: { "Idempotency-Key": intention, ...bearer }, timeoutMs: uploadWithin }, file),
      );
      return answer.body as T;
    },
    localFile: (path) => reach(() => host.fetchFile({ path, headers: credentials(session.token()), timeoutMs: uploadWithin })),
  };
}
