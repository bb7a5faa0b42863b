import { expect } from "chai";
import { type Bench, buttonCard, cardTo, startBench } from "./fake-app.js";

describe("the sandbox: a phone's own network", () => {
  let bench: Bench;
  beforeEach(async () => {
    bench = await startBench();
  });
  afterEach(() => bench.stop());

  const ask = async (userid: string, path: string, body: string) =>
    fetch((await bench.sandbox.appUrlOf(userid)) + path, { method: "POST", body });
  /** Whether the app is reached from a phone. */
  const reaches = (userid: string): Promise<boolean> =>
    ask(userid, "/dev/clock", "{}").then(
      () => true,
      () => false,
    );

  it("carries what a phone's pages ask to the app and back, over a port of its own", async () => {
    const answer = await ask("lead.1", "/dev/clock?x=1", JSON.stringify({ advance: "PT1H" }));
    expect([answer.status, await answer.text()]).to.deep.equal([200, "{}"]);
    expect(bench.app.clockWishes).to.deep.equal([{ advance: "PT1H" }]);
    bench.app.clockStatus = 422;
    expect((await ask("lead.1", "/dev/clock", "{}")).status).to.equal(422);
    const urls = [await bench.sandbox.appUrlOf("lead.1"), await bench.sandbox.appUrlOf("LEAD.1"), await bench.sandbox.appUrlOf("pub.1")];
    expect(new Set(urls).size).to.equal(2);
  });

  it("breaks off everything of that phone while its network is cut, and of no other", async () => {
    await bench.sandbox.setNetwork("lead.1", true);
    expect([await reaches("lead.1"), await reaches("cadre.1")]).to.deep.equal([false, true]);
    expect((await fetch(`${await bench.sandbox.appUrlOf("lead.1")}/.phone`)).status).to.equal(204);
    await bench.sandbox.setNetwork("lead.1", false);
    expect(await reaches("lead.1")).to.equal(true);
  });

  it("breaks off an answer that is under way", async () => {
    const slow = await startBench({ appUrl: bench.sandbox.url });
    bench.sandbox.faults.slowMs = 5000;
    const asked = fetch(`${await slow.sandbox.appUrlOf("lead.1")}/cgi-bin/getcallbackip`).then(
      () => "answered",
      () => "broken",
    );
    setTimeout(() => void slow.sandbox.setNetwork("lead.1", true), 100);
    expect(await asked).to.equal("broken");
    await slow.stop();
  });

  it("never leads to another host, whatever the path says", async () => {
    expect((await ask("lead.1", "//192.0.2.1/dev/clock", "{}")).status).to.equal(200);
    expect(bench.app.clockWishes).to.deep.equal([{}]);
  });

  it("answers nothing for an app that is gone", async () => {
    await bench.app.stop();
    expect(await reaches("lead.1")).to.equal(false);
  });

  it("lets a phone without network neither tap nor write nor open the app, while calls still ring", async () => {
    const token = await bench.token();
    await bench.api("/cgi-bin/message/send", cardTo("lead.1", buttonCard("t1")), token);
    await bench.sandbox.setNetwork("lead.1", true);
    const refused = async (work: Promise<unknown>) => work.catch((error: Error) => error.message);
    expect(await refused(bench.sandbox.press("lead.1", "t1", "pass"))).to.equal("这部手机没有网络");
    expect(await refused(bench.sandbox.say("lead.1", "待办"))).to.equal("这部手机没有网络");
    const code = await fetch(`${bench.sandbox.url}/desk/codes`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ userid: "lead.1" }),
    });
    expect(await code.json()).to.deep.equal({ problem: "这部手机没有网络" });
    await bench.api("/cgi-bin/pstncc/call", { callee_userid: ["lead.1"] }, token);
    expect(bench.sandbox.calls("lead.1")[0]?.rings).to.equal(true);
    expect(bench.app.received).to.deep.equal([]);
  });
});
