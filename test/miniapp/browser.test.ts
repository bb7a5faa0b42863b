import { expect } from "chai";
import { browserHost } from "../../miniapp/platform/browser.js";
import { type FramedWindow, framedKey, framedTokens, takeCode } from "../../miniapp/platform/framed-session.js";

interface TestWindow extends FramedWindow {
  stored: Map<string, string>;
  replaced: string[];
  left: string[];
}

function testWindow(name: string, search: string, framed: boolean, stored = new Map<string, string>()): TestWindow {
  const replaced: string[] = [];
  const left: string[] = [];
  const view = {
    name,
    stored,
    replaced,
    left,
    location: { pathname: "/", search, hash: "#/pages/review/review?id=1", replace: (url: string) => left.push(url) },
    history: { state: null, replaceState: (_state: unknown, _unused: string, url: string) => replaced.push(url) },
    sessionStorage: {
      getItem: (key: string) => stored.get(key) ?? null,
      setItem: (key: string, value: string) => void stored.set(key, value),
      removeItem: (key: string) => void stored.delete(key),
    },
  };
  return Object.assign(view, { self: view, top: framed ? {} : view });
}

/** A frame in a phone that answers each request for a code with the next of these. */
function inPhone(view: TestWindow, ...codes: (string | null)[]): TestWindow {
  const heard = new Set<(event: unknown) => void>();
  const parent = {
    postMessage: ({ deskAsks }: { deskAsks: string }) => {
      const data = deskAsks === "code" ? { deskCode: codes.shift() ?? null } : {};
      for (const hear of heard) {
        hear({ source: {}, data: { deskCode: "of another frame" } });
        hear({ source: parent, data });
      }
    },
  };
  return Object.assign(view, {
    parent,
    addEventListener: (_type: string, hear: (event: unknown) => void) => heard.add(hear),
    removeEventListener: (_type: string, hear: (event: unknown) => void) => heard.delete(hear),
  });
}
const hostOf = (view: TestWindow) => browserHost(view as unknown as Window);

describe("the mini-app in a browser", () => {
  const realFetch = globalThis.fetch;
  let fetched: { path: string; init: RequestInit }[] = [];
  beforeEach(() => {
    fetched = [];
    globalThis.fetch = (path, init) => {
      fetched.push({ path: path as string, init: init ?? {} });
      return Promise.resolve(new Response('{"ok":true}', { status: 200 }));
    };
  });
  afterEach(() => {
    globalThis.fetch = realFetch;
  });

  it("framed: takes the one-time code out of the address and keeps the rest", () => {
    const view = testWindow("phone-a", "?code=abc&state=s&theme=1", true);
    expect(takeCode(view)).to.equal("abc");
    expect(view.replaced).to.deep.equal(["/?theme=1#/pages/review/review?id=1"]);
    const bare = testWindow("phone-a", "", true);
    expect(takeCode(bare)).to.equal(null);
    expect(bare.replaced).to.deep.equal([]);
  });

  it("framed: phones in one page do not share a session", () => {
    const shared = new Map<string, string>();
    const a = framedTokens(testWindow("phone-a", "", true, shared));
    const b = framedTokens(testWindow("phone-b", "", true, shared));
    a.write("token-a");
    expect(b.read()).to.equal(null);
    b.write("token-b");
    expect(framedTokens(testWindow("phone-a", "", true, shared)).read()).to.equal("token-a");
    expect([...shared.keys()]).to.deep.equal([framedKey("phone-a"), framedKey("phone-b")]);
  });

  it("framed: works from memory where storage is refused", () => {
    const view = testWindow("phone-a", "", true);
    const refused = (): never => {
      throw new Error("denied");
    };
    view.sessionStorage = { getItem: refused, setItem: refused, removeItem: refused };
    const tokens = framedTokens(view);
    expect(tokens.read()).to.equal(null);
    tokens.write("t");
    expect(tokens.read()).to.equal("t");
  });

  it("framed: never sends a cookie, hands its code out once and cannot leave", async () => {
    const host = hostOf(inPhone(testWindow("phone-a", "?code=abc", true)));
    expect([host.kind, host.carriesToken, host.holdsCode(), host.leaveForLogin(true)]).to.deep.equal(["framed", true, true, false]);
    expect(await host.loginCode()).to.deep.equal({ code: "abc", via: "web" });
    expect(await host.loginCode()).to.equal(null);
    await host.exchange({ method: "POST", path: "/api/x", headers: { A: "1" }, body: { b: 2 }, timeoutMs: 1000 });
    expect(fetched[0]?.init).to.include({ credentials: "omit", method: "POST", body: '{"b":2}' });
  });

  it("framed: asks the phone round it for a fresh code, and listens to nobody else", async () => {
    const host = hostOf(inPhone(testWindow("phone-a", "?code=abc", true), "fresh"));
    expect((await host.loginCode())?.code).to.equal("abc");
    expect(await host.loginCode()).to.deep.equal({ code: "fresh", via: "web" });
    expect(await host.loginCode()).to.equal(null);
  });

  it("at top level: uses the cookie and leaves for the login page once, with the way back", async () => {
    const view = testWindow("", "", false);
    const host = hostOf(view);
    await host.exchange({ method: "GET", path: "/api/me", headers: {}, timeoutMs: 1000 });
    expect([host.kind, host.carriesToken, fetched[0]?.init.credentials]).to.deep.equal(["web", false, "same-origin"]);
    expect([host.leaveForLogin(), host.leaveForLogin()]).to.deep.equal([true, false]);
    expect(view.left).to.deep.equal(["/auth/wecom?return=%2F%23%2Fpages%2Freview%2Freview%3Fid%3D1"]);
    expect(host.leaveForLogin(true)).to.equal(true);
    host.signedIn();
    expect(host.leaveForLogin()).to.equal(true);
  });

  it("reads an answer that is not JSON as one without a body", async () => {
    globalThis.fetch = () => Promise.resolve(new Response("<html>", { status: 502 }));
    const host = hostOf(testWindow("", "", false));
    expect(await host.exchange({ method: "GET", path: "/a", headers: {}, timeoutMs: 1000 })).to.deep.equal({ status: 502, body: null });
  });
});
