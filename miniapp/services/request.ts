import type { SessionView } from "../../server/http/contract.js";
import type { ChosenFile, Host, Incoming, Outgoing } from "../platform/host.js";
import { leaving, offline, refusal, RequestFailed, signedOut } from "./trouble.js";

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
  delete(path: string): Promise<void>;
  upload<T>(path: string, file: ChosenFile, intention: string): Promise<T>;
  /** An address at which this phone can show a file that needs the session. */
  localFile(path: string): Promise<string>;
}

const credentials = (token: string | null): Record<string, string> => (token === null ? {} : { Authorization: `Bearer ${token}` });

/** Builds the door for one host. A lost session is renewed once, silently, where the host can. */
export function createRequests(host: Host, events: RequestEvents): Requests {
  let token = host.savedToken();
  let signingIn: Promise<void> | null = null;

  const keepToken = (next: string | null): void => {
    token = next;
    host.saveToken(next);
  };

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

  async function openSession(): Promise<void> {
    const code = await reach(() => host.loginCode());
    if (code === null) throw signedOut(host.kind);
    const answer = await reach(() =>
      host.exchange({ method: "POST", path: "/api/session", headers: {}, body: code, timeoutMs: writeWithin }),
    );
    if (answer.status >= 500) throw refusal(answer.status, answer.body);
    if (answer.status >= 400) {
      const saved = host.kind === "framed" ? host.savedToken() : null;
      if (saved === null) throw answer.status === 401 ? signedOut(host.kind) : refusal(answer.status, answer.body);
      token = saved;
      return;
    }
    keepToken((answer.body as SessionView).token);
  }

  function signIn(): Promise<void> {
    signingIn ??= openSession().finally(() => (signingIn = null));
    return signingIn;
  }

  async function renewSession(lost: string | null): Promise<void> {
    if (!host.carriesToken) throw host.leaveForLogin() ? leaving() : signedOut(host.kind);
    if (token === lost) keepToken(null);
    if (token === null) await signIn();
  }

  /** `call` gets the session's headers; it is repeated once with a new session when the first was refused. */
  async function withSession(call: (headers: Record<string, string>) => Promise<Incoming>): Promise<Incoming> {
    if (signingIn !== null || (host.carriesToken && (token === null || host.holdsCode()))) await signIn();
    const used = token;
    let answer = await reach(() => call(credentials(used)));
    if (answer.status === 401) {
      await renewSession(used);
      answer = await reach(() => call(credentials(token)));
      if (answer.status === 401) throw signedOut(host.kind);
    }
    host.signedIn();
    events.answered(answer.body);
    if (answer.status >= 400) throw refusal(answer.status, answer.body);
    return answer;
  }

  const send = async <T>(request: Outgoing): Promise<T> =>
    (await withSession((session) => host.exchange({ ...request, headers: { ...request.headers, ...session } }))).body as T;

  return {
    get: (path) => send({ method: "GET", path, headers: {}, timeoutMs: readWithin }),
    post: (path, body, intention) =>
      send({ method: "POST", path, headers: { "Idempotency-Key": intention }, body: body ?? {}, timeoutMs: writeWithin }),
    delete: (path) => send({ method: "DELETE", path, headers: {}, timeoutMs: writeWithin }),
    async upload<T>(path: string, file: ChosenFile, intention: string) {
      const answer = await withSession((session) =>
        host.upload({ path, headers: { "Idempotency-Key": intention, ...session }, timeoutMs: uploadWithin }, file),
      );
      return answer.body as T;
    },
    localFile: (path) => reach(() => host.fetchFile({ path, headers: credentials(token), timeoutMs: uploadWithin })),
  };
}
