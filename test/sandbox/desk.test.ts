import { readdir, readFile } from "node:fs/promises";
import { expect } from "chai";
import { type Bench, buttonCard, cardTo, startBench } from "./fake-app.js";

const PAGE = new URL("../../server/sandbox/page/", import.meta.url);

describe("the sandbox: what its page asks for", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
    await bench.api("/cgi-bin/message/send", cardTo("lead.1", buttonCard("t1")), await bench.token());
  });
  afterEach(() => bench.stop());

  const get = async (path: string) => (await fetch(bench.sandbox.url + path)).json() as Promise<Record<string, unknown>>;
  const post = async (path: string, body: unknown, type = "application/json") => {
    const response = await fetch(bench.sandbox.url + path, {
      method: "POST",
      headers: { "content-type": type },
      body: JSON.stringify(body),
    });
    return { status: response.status, body: (await response.json().catch(() => null)) as Record<string, unknown> | null };
  };

  it("shows people, unread counts and the shared time, and no secret of the app", async () => {
    const overview = await get("/desk/overview");
    expect(overview.now).to.equal("2026-11-02T02:00:00.000Z");
    expect(overview.chats).to.deep.include({ userid: "Lead.1", count: 1, unread: 1 });
    expect(JSON.stringify(overview)).not.to.match(/s3cret|QDG6eK|jWmYm7/);
    await post("/desk/chats/lead.1/reading", {});
    expect((await get("/desk/overview")).chats).to.deep.include({ userid: "Lead.1", count: 1, unread: 0 });
  });

  it("presses a button and writes a text for a person, in words when that cannot be", async () => {
    const pressed = await post("/desk/chats/Lead.1/presses", { taskId: "t1", key: "sendBack", selected: { gate: "legal" } });
    expect(pressed.body).to.include({ status: 200, problem: null });
    expect((await post("/desk/chats/Lead.1/presses", { taskId: "t1", key: "nothing" })).body?.problem).to.contain("没有可点的按钮");
    expect((await post("/desk/chats/Lead.1/presses", { taskId: "t1" })).status).to.equal(400);
    expect((await post("/desk/chats/nobody/messages", { text: "待办" })).status).to.equal(404);
    expect((await post("/desk/chats/Lead.1/messages", { text: "待".repeat(700) })).status).to.equal(400);
    expect((await post("/desk/chats/Lead.1/messages", { text: "待办" })).status).to.equal(200);
    expect(bench.app.received).to.have.length(2);
  });

  it("takes nothing from a foreign page: JSON by its content type only, and bounded", async () => {
    expect((await post("/desk/faults", { down: true }, "text/plain")).status).to.equal(415);
    expect((await post("/desk/faults", { down: true, note: "x".repeat(70_000) })).status).to.equal(413);
    expect((await post("/desk/faults", { nonsense: true })).status).to.equal(400);
    expect(bench.sandbox.faults.down).to.equal(false);
    expect((await post("/desk/faults", { down: true })).body).to.include({ down: true });
  });

  it("passes the wish for another time on to the app, and its refusal back", async () => {
    expect((await post("/desk/clock", { advance: "PT3H" })).status).to.equal(200);
    expect((await post("/desk/clock", { to: "2026-11-03T09:00:00+08:00" })).status).to.equal(200);
    expect(bench.app.clockWishes).to.deep.equal([{ advance: "PT3H" }, { to: "2026-11-03T09:00:00+08:00" }]);
    bench.app.clockStatus = 422;
    const refused = await post("/desk/clock", { advance: "PT1H" });
    expect([refused.status, refused.body?.problem]).to.deep.equal([502, "应用拒绝调时间（HTTP 422）：时间只能往前走"]);
    await bench.app.stop();
    expect((await post("/desk/clock", { advance: "PT1H" })).body?.problem).to.contain("没有启动或无法连接");
  });

  it("tells what happens as it happens", async () => {
    const stop = new AbortController();
    const response = await fetch(`${bench.sandbox.url}/events`, { signal: stop.signal });
    let heard = "";
    const reader = response.body?.getReader();
    const listening = (async () => {
      const decoder = new TextDecoder();
      for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) heard += decoder.decode(part.value);
    })().catch(() => undefined);
    await bench.sandbox.waitFor(() => heard.includes("event: clock"));
    await bench.sandbox.press("lead.1", "t1", "pass");
    bench.sandbox.faults.busy = 1;
    bench.sandbox.read("lead.1");
    await bench.sandbox.waitFor(() =>
      ["event: journal", "event: faults", '"userid":"Lead.1","count":1,"unread":0'].every((part) => heard.includes(part)),
    );
    stop.abort();
    await listening;
  });

  it("serves the page and its own files only, allowing no foreign host and no inline script", async () => {
    const page = await fetch(`${bench.sandbox.url}/`);
    expect(await page.text()).to.contain("企业微信沙箱");
    // the phones' own ports are on this host; no other wildcard
    expect(page.headers.get("content-security-policy")?.replaceAll("http://127.0.0.1:*", ""))
      .to.contain("script-src 'self'")
      .and.not.to.match(/unsafe|\*/);
    for (const path of ["/page/main.js", "/page/page.css", "/page/icon.svg"])
      expect((await fetch(bench.sandbox.url + path)).status, path).to.equal(200);
    for (const path of ["/page/..%2Findex.ts", "/page/none.js", "/page/"])
      expect((await fetch(bench.sandbox.url + path)).status, path).to.equal(404);
  });

  it("has a page that names no outside host, builds no markup from text and asks only for files that exist", async () => {
    const names = await readdir(PAGE);
    for (const name of names) {
      const text = await readFile(new URL(name, PAGE), "utf8");
      expect(text.replace("http://www.w3.org/2000/svg", ""), name).not.to.match(
        /(?:src|href|url\(|from)\s*=?\s*["'(]?https?:\/\/|innerHTML|insertAdjacentHTML|\beval\(|new Function/,
      );
      for (const [, file] of text.matchAll(/["']\/page\/([\w.-]+)["']/g)) expect(names, `${name} → ${file}`).to.include(file);
      for (const [, file] of text.matchAll(/from "\.\/([\w.-]+)"/g)) expect(names, `${name} → ${file}`).to.include(file);
    }
  });
});
