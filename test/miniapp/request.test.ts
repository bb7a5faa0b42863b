import { expect } from "chai";
import type { Incoming, LoginCode, Outgoing } from "../../miniapp/platform/host.js";
import { newKey, useIntention } from "../../miniapp/services/intention.js";
import { createRequests } from "../../miniapp/services/request.js";
import { useRemote } from "../../miniapp/services/remote.js";
import { offline, refusal, type RequestFailed, type Trouble, troubleOf } from "../../miniapp/services/trouble.js";
import { serverNow, syncClock } from "../../miniapp/services/server-clock.js";
import { problem } from "./support/fixtures.js";
import { testHost } from "./support/hosts.js";

const mini = (code: string): LoginCode => ({ code, via: "miniprogram" });
const quiet = { reachable: () => undefined, answered: () => undefined };
const unauthorised: Incoming = { status: 401, body: problem(401, "session.missing", "请先登录") };
const session = (token: string): Incoming => ({
  status: 201,
  body: { token, expiresAt: "", person: { userid: "ed.1", name: "责任编辑" } },
});
const bearer = (request: Outgoing): string | undefined => request.headers.Authorization;

async function failure(work: Promise<unknown>): Promise<Trouble> {
  try {
    await work;
  } catch (caught) {
    return troubleOf(caught);
  }
  throw new Error("it did not fail");
}

describe("the door to the network", () => {
  it("signs in once for several first requests and carries the token", async () => {
    const host = testHost({ codes: [mini("a"), mini("b")] }, ({ path }) =>
      path === "/api/session" ? session("t1") : { status: 200, body: {} },
    );
    const requests = createRequests(host, quiet);
    await Promise.all([requests.get("/api/me"), requests.get("/api/todo")]);
    expect(host.sent.filter(({ path }) => path === "/api/session")).to.have.length(1);
    expect(host.sent.filter(({ path }) => path !== "/api/session").map(bearer)).to.deep.equal(["Bearer t1", "Bearer t1"]);
    expect(host.savedToken()).to.equal("t1");
  });

  it("renews a lost session once, silently, and repeats the request with the same key", async () => {
    const host = testHost({ token: "old", codes: [mini("a")] }, (request) => {
      if (request.path === "/api/session") return session("new");
      return bearer(request) === "Bearer new" ? { status: 200, body: "done" } : unauthorised;
    });
    expect(await createRequests(host, quiet).post("/api/drafts/1/verdicts", { revision: 1 }, "key-1")).to.equal("done");
    expect(host.sent.map(({ path }) => path)).to.deep.equal(["/api/drafts/1/verdicts", "/api/session", "/api/drafts/1/verdicts"]);
    expect(host.sent[2]?.headers["Idempotency-Key"]).to.equal("key-1");
  });

  it("renews one session for two requests that lost it together", async () => {
    const host = testHost({ token: "old", codes: [mini("a"), mini("b")] }, (request) => {
      if (request.path === "/api/session") return session("new");
      return bearer(request) === "Bearer new" ? { status: 200, body: 1 } : unauthorised;
    });
    const requests = createRequests(host, quiet);
    expect(await Promise.all([requests.get("/a"), requests.get("/b")])).to.deep.equal([1, 1]);
    expect(host.sent.filter(({ path }) => path === "/api/session")).to.have.length(1);
  });

  it("repeats a request whose refusal comes after the session was already renewed, without another sign-in", async () => {
    let refuseLate: (answer: Incoming) => void = () => undefined;
    const host = testHost({ token: "old", codes: [mini("a"), mini("b")] }, (request) => {
      if (request.path === "/api/session") return session("new");
      if (bearer(request) === "Bearer new") return { status: 200, body: 1 };
      return request.path === "/late" ? new Promise<Incoming>((resolve) => (refuseLate = resolve)) : unauthorised;
    });
    const requests = createRequests(host, quiet);
    const late = requests.get("/late");
    expect(await requests.get("/soon")).to.equal(1);
    refuseLate(unauthorised);
    expect(await late).to.equal(1);
    expect(host.sent.filter(({ path }) => path === "/api/session")).to.have.length(1);
  });

  const stale: Incoming = { status: 401, body: problem(401, "session.stale", "请重新登录确认") };

  it("logs in anew for an act that asks for a recent login, silently, and repeats it with the same key", async () => {
    const host = testHost({ token: "old", codes: [mini("a")] }, (request) => {
      if (request.path === "/api/session") return session("new");
      return bearer(request) === "Bearer new" ? { status: 200, body: "done" } : stale;
    });
    expect(await createRequests(host, quiet).post("/api/incidents/1/lowering", { to: "lift" }, "key-1")).to.equal("done");
    expect(host.sent.map(({ path }) => path)).to.deep.equal(["/api/incidents/1/lowering", "/api/session", "/api/incidents/1/lowering"]);
    expect(host.sent[2]?.headers["Idempotency-Key"]).to.equal("key-1");
  });

  it("keeps the session and the page where it cannot log in anew by itself", async () => {
    const web = testHost({ kind: "web", carriesToken: false, mayLeave: true }, () => stale);
    expect(await failure(createRequests(web, quiet).post("/a", {}, "k"))).to.include({ kind: "refused", code: "session.stale" });
    expect(web.left).to.equal(0);
    const framed = testHost({ kind: "framed", token: "old" }, ({ path }) => (path === "/ok" ? { status: 200, body: 1 } : stale));
    const requests = createRequests(framed, quiet);
    expect(await failure(requests.post("/a", {}, "k"))).to.include({ kind: "refused", code: "session.stale" });
    expect(await requests.get("/ok")).to.equal(1);
    expect(framed.savedToken()).to.equal("old");
  });

  it("gives up when the new session is refused too", async () => {
    const host = testHost({ token: "old", codes: [mini("a"), mini("b")] }, ({ path }) =>
      path === "/api/session" ? session("new") : unauthorised,
    );
    expect(await failure(createRequests(host, quiet).get("/api/me"))).to.include({ kind: "signedOut" });
    expect(host.sent.filter(({ path }) => path === "/api/me")).to.have.length(2);
  });

  it("a framed page without a code says calmly where to open it again", async () => {
    const host = testHost({ kind: "framed", token: "old" }, () => unauthorised);
    const trouble = await failure(createRequests(host, quiet).get("/api/me"));
    expect(trouble).to.include({ kind: "signedOut", detail: "登录已过期，请从工作台重新打开" });
    expect(host.savedToken()).to.equal(null);
  });

  it("a framed page takes the code it was opened with before any saved token, and the saved one when the code is spent", async () => {
    const fresh = testHost({ kind: "framed", token: "old", codes: [{ code: "a", via: "web" }] }, ({ path }) =>
      path === "/api/session" ? session("new") : { status: 200, body: {} },
    );
    await createRequests(fresh, quiet).get("/api/me");
    expect(fresh.sent.map(bearer)).to.deep.equal([undefined, "Bearer new"]);

    const spent = testHost({ kind: "framed", token: "old", codes: [{ code: "a", via: "web" }] }, ({ path }) =>
      path === "/api/session" ? { status: 400, body: problem(400, "session.code", "登录码已用过") } : { status: 200, body: {} },
    );
    await createRequests(spent, quiet).get("/api/me");
    expect(spent.sent.map(bearer)).to.deep.equal([undefined, "Bearer old"]);
  });

  it("a browser leaves for the login page once and then stays", async () => {
    const host = testHost({ kind: "web", carriesToken: false, mayLeave: true }, () => unauthorised);
    const requests = createRequests(host, quiet);
    expect((await failure(requests.get("/api/me"))).kind).to.equal("leaving");
    expect((await failure(requests.get("/api/me"))).kind).to.equal("signedOut");
    expect(host.left).to.equal(1);
    expect(host.sent.some(({ path }) => path === "/api/session")).to.equal(false);
  });

  it("tells a gone network from a refusal and from a broken server", async () => {
    const seen: boolean[] = [];
    let answer: Incoming | null = null;
    const requests = createRequests(
      testHost({ token: "t" }, () => answer),
      { ...quiet, reachable: (is) => seen.push(is) },
    );
    expect(await failure(requests.get("/a"))).to.include({ kind: "offline", code: "network.gone" });
    answer = { status: 403, body: { ...problem(403, "review.own-work", "不能审核自己的稿件"), article: "11", text: "原文" } };
    expect(await failure(requests.get("/a"))).to.include({ kind: "refused", article: "11", text: "原文", detail: "不能审核自己的稿件" });
    answer = { status: 502, body: null };
    expect(await failure(requests.get("/a"))).to.include({ kind: "broken", code: "http.502" });
    expect(seen).to.deep.equal([false, true, true]);
  });

  it("counts on from the server's moment whatever the phone's clock says", () => {
    syncClock("2031-05-04T08:00:00+08:00");
    expect(Math.abs(serverNow() - Date.parse("2031-05-04T08:00:00+08:00"))).to.be.lessThan(60_000);
    syncClock("not a moment");
    expect(serverNow()).to.be.greaterThan(Date.parse("2031-05-04T07:59:00+08:00"));
  });
});

describe("one thing that a person wants", () => {
  it("is sent once however often it is tapped", async () => {
    const intention = useIntention();
    const keys: string[] = [];
    const send = async (key: string): Promise<string> => {
      keys.push(key);
      await Promise.resolve();
      return "done";
    };
    const answers = await Promise.all([
      intention.carryOut("pass", send),
      intention.carryOut("pass", send),
      intention.carryOut("pass", send),
    ]);
    expect(answers).to.deep.equal(["done", undefined, undefined]);
    expect(keys).to.have.length(1);
    expect(intention.busy.value).to.equal(false);
  });

  it("keeps its key while no answer came, and takes a new one for another wish or after an answer", async () => {
    const intention = useIntention();
    const keys: string[] = [];
    const attempt = async (what: string, error: RequestFailed | null): Promise<void> => {
      const send = (key: string): Promise<string> => {
        keys.push(key);
        return error === null ? Promise.resolve("done") : Promise.reject(error);
      };
      await intention.carryOut(what, send).catch(() => undefined);
    };
    await attempt("pass", offline());
    await attempt("pass", refusal(503, null));
    await attempt("pass", null);
    await attempt("pass", offline());
    await attempt("sendBack", offline());
    await attempt("sendBack", refusal(409, problem(409, "review.already-decided", "已处理")));
    await attempt("sendBack", null);
    const [first, second, third, fourth, fifth, sixth, seventh] = keys;
    expect([second, third]).to.deep.equal([first, first]);
    expect(sixth).to.equal(fifth);
    expect(new Set([first, fourth, fifth, seventh]).size).to.equal(4);
  });

  it("has a key that is a UUID", () => {
    expect(newKey()).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(newKey()).not.to.equal(newKey());
  });
});

describe("something fetched", () => {
  it("keeps what is shown when a later fetch fails, and says why", async () => {
    let next: () => Promise<string> = () => Promise.resolve("first");
    const remote = useRemote(() => next());
    await remote.refresh();
    next = () => Promise.reject(offline());
    await remote.refresh();
    expect([remote.latest.value, remote.trouble.value?.kind]).to.deep.equal(["first", "offline"]);
  });

  it("lets the later fetch win when answers come in the wrong order", async () => {
    const answers: ((value: string) => void)[] = [];
    const remote = useRemote(() => new Promise<string>((resolve) => answers.push(resolve)));
    const both = [remote.refresh(), remote.refresh()];
    answers[1]?.("later");
    answers[0]?.("earlier");
    await Promise.all(both);
    expect(remote.latest.value).to.equal("later");
  });
});
