import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import type { PhoneState } from "../../server/sandbox/index.js";
import { type Bench, startBench } from "./fake-app.js";

type Json = Record<string, unknown>;
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

describe("the sandbox: voice calls", () => {
  let bench: Bench;
  let token: string;
  beforeEach(async () => {
    bench = await startBench();
    token = await bench.token();
  });
  afterEach(() => bench.stop());

  const call = async (...userids: unknown[]) => bench.api("/cgi-bin/pstncc/call", { callee_userid: userids }, token);
  const ring = async (userid = "lead.1") => String(((await call(userid)).states as { callid: string }[])[0]?.callid);
  const state = (callid: string, userid = "lead.1") => bench.api("/cgi-bin/pstncc/getstates", { callee_userid: userid, callid }, token);
  const reasonOf = async (callid: string) => (await state(callid)).reason;

  it("rings all who are named and says of each whether the call was placed", async () => {
    bench.sandbox.faults.unreachable = ["cadre.1"];
    const { states } = (await call("LEAD.1", "cadre.1", "nobody", "pub.1")) as { states: { userid: string; code: number }[] };
    expect(states.map(({ userid, code }) => [userid, code])).to.deep.equal([
      ["Lead.1", 0],
      ["cadre.1", 60111],
      ["nobody", 60111],
      ["pub.1", 0],
    ]);
    expect(["lead.1", "cadre.1", "pub.1"].map((userid) => bench.sandbox.calls(userid).length)).to.deep.equal([1, 0, 1]);
  });

  /** State of the phone, whether it makes a sound, and `seconds → reason` as getstates tells it. */
  const courses: [PhoneState, boolean, [number, number][]][] = [
    [
      "byHand",
      true,
      [
        [0, 1],
        [44, 1],
        [45, 12],
      ],
    ],
    [
      "answers",
      true,
      [
        [5, 1],
        [6, 2],
        [7, 3],
        [26, 3],
        [27, 0],
      ],
    ],
    [
      "refuses",
      true,
      [
        [4, 1],
        [5, 7],
      ],
    ],
    [
      "hangsUp",
      true,
      [
        [29, 1],
        [30, 4],
      ],
    ],
    [
      "ringsOut",
      true,
      [
        [44, 1],
        [45, 12],
      ],
    ],
    [
      "off",
      false,
      [
        [2, 1],
        [3, 8],
      ],
    ],
    [
      "noCoverage",
      false,
      [
        [3, 1],
        [4, 5],
      ],
    ],
    ["inArrears", false, [[3, 6]]],
    ["noNumber", false, [[2, 9]]],
    ["restricted", false, [[2, 10]]],
    ["lineError", false, [[2, 11]]],
    [
      "lineSilent",
      false,
      [
        [19, 1],
        [20, 14],
      ],
    ],
    ["lineBusy", false, [[1, 16]]],
  ];
  for (const [phone, rings, course] of courses) {
    it(`tells by the shared clock how a call ends on a phone that is ${phone}`, async () => {
      bench.sandbox.setPhone("lead.1", phone);
      const callid = await ring();
      expect(bench.sandbox.calls("lead.1")[0]?.rings).to.equal(rings);
      let passed = 0;
      for (const [seconds, reason] of course) {
        bench.turnDomain((seconds - passed) * SECOND);
        passed = seconds;
        expect(await reasonOf(callid), `after ${seconds} s`).to.equal(reason);
      }
      bench.turnDomain(HOUR);
      expect(await reasonOf(callid)).to.equal(course.at(-1)?.[1]);
      expect((await state(callid)).istalked).to.equal(phone === "answers" ? 1 : 0);
    });
  }

  it("says when it began and how long was talked", async () => {
    bench.sandbox.setPhone("lead.1", "answers");
    const callid = await ring();
    expect(await state(callid)).to.deep.include({
      errcode: 0,
      istalked: 0,
      calltime: Date.parse("2026-11-02T02:00:00Z") / 1000,
      talktime: 0,
    });
    bench.turnDomain(HOUR);
    expect(await state(callid)).to.deep.include({ istalked: 1, talktime: 21, reason: 0 });
  });

  it("is answered by hand, refused by hand, and hung up by hand", async () => {
    const first = await ring();
    bench.turnDomain(10 * SECOND);
    bench.sandbox.answer("lead.1");
    bench.turnDomain(5 * SECOND);
    expect(await state(first)).to.deep.include({ istalked: 1, reason: 3, talktime: 5 });
    bench.sandbox.hangUp("lead.1");
    expect(await state(first)).to.deep.include({ istalked: 1, reason: 0, talktime: 5 });
    const second = await ring();
    bench.sandbox.hangUp("lead.1");
    expect(await state(second)).to.deep.include({ istalked: 0, reason: 7 });
    expect(() => bench.sandbox.answer("lead.1")).to.throw("现在没有来电");
    bench.sandbox.setPhone("pub.1", "off");
    await ring("pub.1");
    expect(() => bench.sandbox.answer("pub.1")).to.throw("现在没有来电");
  });

  it("does not ring a phone that is in a call: 16", async () => {
    await ring();
    expect(await reasonOf(await ring())).to.equal(16);
    expect(bench.sandbox.calls("lead.1").map(({ rings }) => rings)).to.deep.equal([true, false]);
  });

  it("does not ring the same person more than 3 times in 8 minutes and 8 times in 24 hours: 13", async () => {
    bench.sandbox.setPhone("lead.1", "refuses");
    const reasons = async (count: number) => {
      const found = [];
      for (let rung = 0; rung < count; rung += 1) {
        const callid = await ring();
        bench.turnDomain(10 * SECOND);
        found.push(await reasonOf(callid));
      }
      return found;
    };
    expect(await reasons(4)).to.deep.equal([7, 7, 7, 13]);
    bench.turnDomain(8 * MINUTE);
    expect(await reasons(4)).to.deep.equal([7, 7, 7, 13]);
    bench.turnDomain(8 * MINUTE);
    expect(await reasons(3)).to.deep.equal([7, 7, 13]);
    expect((await call("pub.1")).errcode).to.equal(0);
    bench.turnDomain(24 * HOUR);
    expect(await reasons(1)).to.deep.equal([7]);
    expect(bench.sandbox.calls("lead.1").filter(({ rings }) => rings)).to.have.length(9);
  });

  for (const [fault, placing, asking] of [
    ["notListed", 301049, 301049],
    ["off", 301050, 301050],
    ["noBalance", 301051, 0],
  ] as const) {
    it(`by switch answers ${placing} to a call`, async () => {
      const callid = await ring();
      bench.sandbox.faults.calls = fault;
      expect((await call("pub.1")).errcode).to.equal(placing);
      expect((await state(callid)).errcode).to.equal(asking);
      expect(bench.sandbox.calls("pub.1")).to.deep.equal([]);
    });
  }

  it("refuses a call to nobody, and states of what is unknown, another's or older than seven days", async () => {
    expect((await call()).errcode).to.equal(40063);
    const callid = await ring();
    expect([(await state("none")).errcode, (await state(callid, "pub.1")).errcode]).to.deep.equal([40058, 40058]);
    bench.turnDomain(7 * 24 * HOUR);
    expect((await state(callid)).errcode).to.equal(0);
    bench.turnDomain(1);
    expect((await state(callid)).errcode).to.equal(40058);
  });

  it("lets the page set a phone, take a call and end it", async () => {
    const post = async (path: string, body: Json = {}) =>
      (
        await fetch(`${bench.sandbox.url}/desk/phones/lead.1/${path}`, {
          method: "POST",
          headers: { "content-type": "application/json" },
          body: JSON.stringify(body),
        })
      ).status;
    expect([await post("state", { state: "off" }), await post("state", { state: "x" })]).to.deep.equal([200, 400]);
    await post("state", { state: "byHand" });
    const callid = await ring();
    const { phones } = (await (await fetch(`${bench.sandbox.url}/desk/overview`)).json()) as { phones: { call: { id: string } | null }[] };
    expect(phones[0]?.call?.id).to.equal(callid);
    expect([await post("answer"), await post("hang-up"), await post("hang-up")]).to.deep.equal([200, 200, 409]);
  });

  it("remembers phones and calls over a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    const stateFile = join(folder, "sandbox.json");
    const before = await startBench({ stateFile });
    before.sandbox.setPhone("lead.1", "off");
    await before.api("/cgi-bin/pstncc/call", { callee_userid: ["lead.1"] }, await before.token());
    before.sandbox.formGroup({ name: "值班群", members: ["lead.1", "pub.1"] });
    await before.stop();
    const after = await startBench({ stateFile });
    after.turnDomain(MINUTE);
    expect(after.sandbox.calls("lead.1").map(({ reason }) => reason)).to.deep.equal([8]);
    expect(after.sandbox.groups().map(({ name }) => name)).to.deep.equal(["值班群"]);
    await after.stop();
    await rm(folder, { recursive: true });
  });
});
