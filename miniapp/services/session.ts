import type { SessionView } from "../../server/http/contract.js";
import type { Host } from "../platform/host.js";
import { leaving, refusal, signedOut } from "./trouble.js";

const loginWithin = 20_000;

/** The session as requests need it: opened before the first of them, renewed once when it is lost. */
export interface Session {
  token(): string | null;
  /** Waits for a sign-in that is under way, or signs in where a token is needed and none is held. */
  ready(): Promise<void>;
  /** After a 401 for the token `lost`; resolves when a request may be repeated. */
  renew(lost: string | null): Promise<void>;
  /** A new login beside the one that is `used`, for an act that asks for a recent one; false where this host cannot without leaving the page. */
  confirm(used: string | null): Promise<boolean>;
}

/** `reach` tells a gone network from an answer. Several requests that need a session at once share one sign-in. */
export function createSession(host: Host, reach: <T>(work: () => Promise<T>) => Promise<T>): Session {
  let token = host.savedToken();
  let signingIn: Promise<void> | null = null;

  const keep = (next: string | null): void => {
    token = next;
    host.saveToken(next);
  };

  async function open(): Promise<void> {
    const code = await reach(() => host.loginCode());
    if (code === null) throw signedOut(host.kind);
    const answer = await reach(() =>
      host.exchange({ method: "POST", path: "/api/session", headers: {}, body: code, timeoutMs: loginWithin }),
    );
    if (answer.status < 400) return keep((answer.body as SessionView).token);
    if (answer.status >= 500) throw refusal(answer.status, answer.body);
    // A framed page that was reloaded with a spent code may still hold a session.
    const saved = host.kind === "framed" ? host.savedToken() : null;
    if (saved === null) throw answer.status === 401 ? signedOut(host.kind) : refusal(answer.status, answer.body);
    token = saved;
  }

  function signIn(): Promise<void> {
    signingIn ??= open().finally(() => (signingIn = null));
    return signingIn;
  }

  return {
    token: () => token,
    async ready() {
      if (signingIn !== null || (host.carriesToken && (token === null || host.holdsCode()))) await signIn();
    },
    async renew(lost) {
      if (!host.carriesToken) throw host.leaveForLogin() ? leaving() : signedOut(host.kind);
      if (token === lost) keep(null);
      if (token === null) await signIn();
    },
    async confirm(used) {
      if (!host.carriesToken) return false;
      if (token !== used) return true;
      return signIn().then(
        () => token !== used,
        () => false,
      );
    },
  };
}
