import { inspect } from "node:util";
import { expect } from "chai";
import { OutboxMessage } from "../../entities/outbox-message.js";
import { WecomClient } from "../../server/wecom/client.js";
import { openWorker } from "../../server/delivery/worker.js";
import { Rendering } from "../../server/delivery/rendering.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import type { Dispatcher } from "../../server/delivery/dispatcher.js";
import { Desk } from "../support/desk.js";
import { Drill } from "../support/drill.js";

describe("article 24 › R24-11 the robot of the organisation's group", function () {
  this.timeout(60_000);
  let desk: Desk;
  let drill: Drill;
  let key = "";
  let worker: Dispatcher;
  const told: string[] = [];
  beforeEach(async () => {
    drill = new Drill();
    desk = await Desk.open({ domains: [drill.open] });
    const { webhook } = desk.sandbox.formGroup({ name: "宣传工作群", members: ["pub.1", "pub.head"], robot: "舆情汇总" });
    key = new URL(webhook ?? "").searchParams.get("key") ?? "";
    const { uow, clock, env, duties } = desk.services;
    const { apiBase, corpId, agentId, secret } = env.wecom;
    const client = new WecomClient({
      apiBase,
      corpId,
      agentId,
      secret,
      robotKey: key,
      wallNow: () => clock.wallNow().getTime(),
      timeoutMs: 2000,
    });
    const rendering = new Rendering(duties, agentId, null);
    const log = { sent: (fields: object) => void told.push(inspect(fields)), failed: (error: unknown) => void told.push(inspect(error)) };
    const { outbox } = drill.desk;
    worker = openWorker({ uow, clock, settings: SETTING_DEFAULTS, client, outbox, rendering, todoLink: "https://desk.example/", log });
  });
  afterEach(() => desk.close());

  const says = (name: string, text = `第${name}条`): Promise<void> =>
    desk.services.uow.run((tx) => drill.desk.outbox.robot(tx, { key: name, subject: { type: "drill", id: "d" }, lane: 3, text }));
  const lines = () => desk.sandbox.groups()[0]?.messages ?? [];
  const rows = () => desk.services.uow.read((tx) => tx.find(OutboxMessage, { where: { kind: "robot" }, order: { id: "ASC" } }));

  it("says a digest once, in markdown and cut to its length; its key is in no record, log or answer", async () => {
    await says("1", "舆情".repeat(2000));
    await says("1");
    await worker.drain();
    expect(lines().map(({ kind, from }) => [kind, from])).to.deep.equal([["markdown", "robot"]]);
    expect(Buffer.byteLength(lines()[0]?.text ?? "")).to.be.at.most(4096);
    desk.sandbox.faults.down = true;
    await says("2");
    await worker.drain();
    const deliveries = await drill.desk.uow.read((tx) => drill.desk.story.of(tx, { type: "drill", id: "d" }));
    expect(deliveries.deliveries.map(({ via, to, state }) => [via, to.name, state])).to.deep.equal([
      ["robot", "群机器人", "sent"],
      ["robot", "群机器人", "waiting"],
    ]);
    for (const kept of [await rows(), deliveries, told]) expect(inspect(kept, { depth: 9 })).not.to.contain(key);
  });

  it("keeps to twenty a minute, and the rest follows", async () => {
    for (let number = 1; number <= 25; number += 1) await says(String(number));
    await worker.drain();
    expect(lines()).to.have.length(20);
    expect(desk.sandbox.journal.filter((entry) => entry.path.endsWith("webhook/send") && entry.errcode !== 0)).to.deep.equal([]);
    const moved = new Date(desk.services.clock.now().getTime() + 61_000).toISOString();
    await desk.services.uow.run((tx) =>
      tx.update(
        OutboxMessage,
        { kind: "robot", state: "pending" },
        { state: "sending", owner: "kept", leaseUntil: new Date("2999-01-01") },
      ),
    );
    await desk.to(moved);
    await desk.services.uow.run((tx) =>
      tx.update(OutboxMessage, { kind: "robot", owner: "kept" }, { state: "pending", owner: null, leaseUntil: null }),
    );
    await worker.drain();
    expect(lines()).to.have.length(25);
  });

  it("that was taken out of its group is told to the administrators once", async () => {
    desk.sandbox.removeRobot(desk.sandbox.groups()[0]?.id ?? "");
    for (const name of ["1", "2"]) await says(name);
    await worker.drain();
    expect((await rows()).map(({ state, errcode }) => [state, errcode])).to.deep.equal([
      ["dead", 93000],
      ["dead", 93000],
    ]);
    const news = await desk.news();
    expect(Object.keys(news)).to.deep.equal(["pub.1"]);
    expect(news["pub.1"]).to.have.length(1);
    expect(news["pub.1"]?.[0]).to.contain("群机器人不可用");
  });

  it("where none is configured nothing is sent, and the record says so", async () => {
    await says("1");
    await desk.settle();
    expect(lines()).to.deep.equal([]);
    expect((await rows()).map(({ state, lastError }) => `${state} ${lastError}`)).to.deep.equal(["dropped 没有配置群机器人"]);
  });
});
