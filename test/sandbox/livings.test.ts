import { expect } from "chai";
import { textOf, xmlToJson } from "../../server/sandbox/xml.js";
import { type Bench, startBench } from "./fake-app.js";

type Json = Record<string, unknown>;
const HOUR = 3_600_000;
const NOW = Date.parse("2026-11-02T02:00:00Z");
const START = NOW / 1000 + 3600;

describe("the sandbox: lives", () => {
  let bench: Bench;
  let token: string;
  beforeEach(async () => {
    bench = await startBench();
    token = await bench.token();
  });
  afterEach(() => bench.stop());

  const post = (path: string, body: Json) => bench.api(`/cgi-bin/living/${path}`, body, token);
  const create = (more: Json = {}) =>
    post("create", { anchor_userid: "lead.1", theme: "开学第一课", living_start: START, living_duration: 3600, ...more });
  const info = async (id: unknown) =>
    (await bench.api(`/cgi-bin/living/get_living_info?livingid=${String(id)}`, undefined, token)).living_info as Json;
  /** The states that the app was told, once so many have come. */
  const told = async (count: number) => {
    await bench.sandbox.waitFor(() => bench.app.received.length >= count);
    return bench.app.received.map((event) => Number(textOf(event, "Status")));
  };

  it("is reserved by the app, begun and ended by the anchor, and the app is told each time", async () => {
    const { livingid } = await create();
    expect(await told(1)).to.deep.equal([0]);
    await bench.sandbox.beginLiving(String(livingid));
    bench.turnDomain(HOUR / 2);
    await bench.sandbox.endLiving(String(livingid));
    expect(await told(3)).to.deep.equal([0, 1, 2]);
    const [, event] = bench.app.received;
    expect(event && xmlToJson(event)).to.deep.include({
      Event: "living_status_change",
      FromUserName: "Lead.1",
      LivingId: livingid,
      Status: "1",
      AgentID: "1000005",
    });
    expect(await info(livingid)).to.deep.include({ status: 2, living_start: NOW / 1000, living_duration: 1800, reserve_start: START });
    const again = await bench.sandbox.beginLiving(String(livingid)).catch((error: Error) => error.message);
    expect(again).to.equal("这场直播不在预约中");
  });

  it("is changed and cancelled while it is reserved, and not later", async () => {
    const { livingid } = await create();
    expect((await post("modify", { livingid, theme: "开学第二课" })).errcode).to.equal(0);
    expect((await post("cancel", { livingid })).errcode).to.equal(0);
    expect(await told(2)).to.deep.equal([0, 4]);
    expect(await info(livingid)).to.include({ theme: "开学第二课", status: 4 });
    expect([(await post("modify", { livingid, theme: "三" })).errcode, (await post("cancel", { livingid })).errcode]).to.deep.equal([
      40058, 40058,
    ]);
  });

  it("expires by the clock without a word", async () => {
    const { livingid } = await create();
    bench.turnDomain(2 * HOUR);
    expect((await info(livingid)).status).to.equal(3);
    expect(await told(1)).to.deep.equal([0]);
    expect(await bench.sandbox.beginLiving(String(livingid)).catch((error: Error) => error.message)).to.equal("这场直播不在预约中");
  });

  const refusals: [string, Json, number][] = [
    ["an anchor who is nobody", { anchor_userid: "nobody" }, 60111],
    ["no theme", { theme: "" }, 40063],
    ["a theme of 21 characters", { theme: "课".repeat(21) }, 40058],
    ["a description of 101 characters", { description: "课".repeat(101) }, 40058],
    ["no start", { living_start: undefined }, 40063],
    ["an unknown type", { type: 5 }, 40058],
  ];
  for (const [what, body, errcode] of refusals) {
    it(`refuses ${what}: ${errcode}`, async () => {
      expect((await create(body)).errcode).to.equal(errcode);
      expect(bench.sandbox.livings()).to.deep.equal([]);
    });
  }

  it("is begun and ended from the page too", async () => {
    const { livingid } = await create();
    const press = async (act: string) =>
      (
        await fetch(`${bench.sandbox.url}/desk/livings/${String(livingid)}/${act}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: "{}",
        })
      ).status;
    expect([await press("end"), await press("begin"), await press("end")]).to.deep.equal([409, 200, 200]);
    expect(await told(3)).to.deep.equal([0, 1, 2]);
  });
});
