import { expect } from "chai";
import { OutboxMessage, Recipient, ResponseCode } from "../../entities/outbox-message.js";
import type { Dispatcher } from "../../server/delivery/dispatcher.js";
import { Outbox } from "../../server/delivery/outbox.js";
import { Rendering } from "../../server/delivery/rendering.js";
import { openWorker } from "../../server/delivery/worker.js";
import { newId } from "../../server/kernel/ids.js";
import { insertRows } from "../../server/kernel/rows.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import { Desk } from "../support/desk.js";

const SILENT = {
  sent: () => undefined,
  failed: (error: unknown): never => {
    throw error;
  },
};

describe("the outbox, worked by several at once", function () {
  this.timeout(60_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  /** Another program's worker on the same database. */
  const worker = (client = desk.services.client): Dispatcher => {
    const { uow, clock, duties, env } = desk.services;
    const rendering = new Rendering(duties, env.wecom.agentId, null);
    const todoLink = "https://desk.example/#/pages/todo/todo";
    return openWorker({ uow, clock, settings: SETTING_DEFAULTS, client, outbox: new Outbox(uow, clock), rendering, todoLink, log: SILENT });
  };

  /** A client whose first send waits for `go` before it leaves, or after it has arrived. */
  const slow = (when: "before" | "after") => {
    const { client } = desk.services;
    let [go, reached] = [(): void => undefined, (): void => undefined];
    const gate = new Promise<void>((resolve) => (go = resolve));
    const waiting = new Promise<void>((resolve) => (reached = resolve));
    let first = true;
    const send: typeof client.send = async (body) => {
      const mine = first;
      first = false;
      const outcome = when === "after" ? await client.send(body) : null;
      if (mine) {
        reached();
        await gate;
      }
      return outcome ?? client.send(body);
    };
    const delegate = Object.assign(Object.create(client) as typeof client, { send, updateCard: client.updateCard.bind(client) });
    return { client: delegate, go: () => go(), waiting };
  };

  const messages = () => desk.services.uow.read((tx) => tx.find(OutboxMessage, { order: { id: "ASC" } }));
  const leaseEnds = () =>
    desk.services.uow.run((tx) => tx.update(OutboxMessage, { state: "sending" }, { leaseUntil: new Date("2020-01-01T00:00:00Z") }));
  const sends = () => desk.sandbox.journal.filter((entry) => entry.path.endsWith("/message/send"));

  it("sends each message once, whoever claims it", async () => {
    for (let index = 0; index < 12; index += 1) await desk.submitted(`稿件 ${index}`);
    desk.sandbox.clearJournal();
    await Promise.all([worker().drain(), worker().drain(), worker().drain()]);
    expect(sends()).to.have.length(12);
    for (const userid of ["first.1", "first.2"]) expect(desk.sandbox.chat(userid)).to.have.length(12);
    for (const message of await messages()) expect(message).to.include({ state: "sent", owner: null, leaseUntil: null });
  });

  it("lets the most urgent leave before the others are made ready, and still sends each once", async () => {
    const people = ["pub.1", "pub.head", "first.1", "first.2", "media.head"];
    const subject = { type: "drill", id: newId() };
    const notice = { kind: "text" as const, title: "警报", text: "警报" };
    await desk.services.uow.run(async (tx) => {
      for (const userid of people)
        await desk.services.outbox.notice(tx, { key: `drill:${userid}`, subject, to: [userid], lane: 0, notice });
    });
    const states = async () => (await messages()).map(({ state, body }) => `${state}${body === null ? "" : " ready"}`);
    expect(await states()).to.deep.equal(Array<string>(5).fill("pending"));
    desk.sandbox.clearJournal();
    const { client } = desk.services;
    const found: Promise<string[]>[] = [];
    const send: typeof client.send = (body) => {
      if (found.length === 0) found.push(states());
      return client.send(body);
    };
    await worker(Object.assign(Object.create(client) as typeof client, { send })).drain();
    expect(await found[0]).to.deep.equal(["sending ready", ...Array<string>(4).fill("pending")]);
    expect(sends()).to.have.length(5);
    await worker().drain();
    expect(sends()).to.have.length(5);
  });

  it("sends what waits for a moment that a clock an hour fast had reckoned, and leaves a usual pause alone", async () => {
    await desk.submitted("时钟");
    const { uow, clock } = desk.services;
    const waits = (ms: number) =>
      uow.run((tx) => tx.update(OutboxMessage, { state: "pending" }, { dueAt: new Date(clock.now().getTime() + ms) }));
    await waits(300_000);
    await desk.services.dispatcher.putRight();
    expect(await desk.services.dispatcher.drain()).to.equal(0);
    await waits(3_600_000);
    const [held] = await messages();
    const leaseUntil = new Date(clock.wallNow().getTime() + 3_600_000);
    await uow.run((tx) => tx.update(OutboxMessage, { id: held?.id ?? "" }, { state: "sending", owner: "gone", leaseUntil }));
    await desk.services.dispatcher.putRight();
    await desk.services.dispatcher.putRight();
    await desk.services.dispatcher.drain();
    expect((await messages()).map(({ state }) => state)).to.satisfy((states: string[]) => states.every((state) => state === "sent"));
    expect(sends()).to.have.length((await messages()).length);
  });

  it("leaves a dead worker's message alone until its lease ends, and then carries it, once", async () => {
    await desk.submitted("开学第一课");
    const leaseUntil = new Date(desk.services.clock.wallNow().getTime() + 60_000);
    await desk.services.uow.run((tx) => tx.update(OutboxMessage, { state: "pending" }, { state: "sending", owner: "dead", leaseUntil }));
    await worker().drain();
    expect(sends()).to.have.length(0);
    await leaseEnds();
    await Promise.all([worker().drain(), worker().drain()]);
    expect(await desk.news()).to.deep.equal({ "first.1": ["初审：开学第一课"], "first.2": ["初审：开学第一课"] });
    expect(sends()).to.have.length(1);
  });

  it("marks as delivered what had arrived before its worker died between sending and marking", async () => {
    await desk.submitted("开学第一课");
    const dying = slow("after");
    const lost = worker(dying.client).drain();
    await dying.waiting;
    await leaseEnds();
    await worker().drain();
    expect((await messages()).map((message) => message.state)).to.deep.equal(["sent"]);
    expect(sends().map((entry) => entry.errcode)).to.deep.equal([0, 42014]);
    for (const userid of ["first.1", "first.2"]) expect(desk.sandbox.chat(userid)).to.have.length(1);
    dying.go();
    await lost;
  });

  it("a worker that comes back late changes nothing that another has settled meanwhile", async () => {
    await desk.submitted("开学第一课");
    const late = slow("before");
    const lost = worker(late.client).drain();
    await late.waiting;
    await leaseEnds();
    await worker().drain();
    const settled = await messages();
    late.go();
    await lost;
    expect(await messages()).to.deep.equal(settled);
    expect(settled[0]?.msgId).to.be.a("string");
    expect(await desk.services.uow.read((tx) => tx.countBy(Recipient, { state: "sent" }))).to.equal(2);
    expect(await desk.services.uow.read((tx) => tx.count(ResponseCode))).to.equal(1);
  });

  it("a message whose lease ended while its worker was busy with those before it is left to the new holder", async () => {
    for (let index = 0; index < 3; index += 1) await desk.submitted(`稿件 ${index}`);
    const busy = slow("before");
    const lost = worker(busy.client).drain();
    await busy.waiting;
    await leaseEnds();
    await worker().drain();
    busy.go();
    await lost;
    // the one in hand is repeated and refused as a repeat, the two behind it are not even tried
    expect(sends().map((entry) => entry.errcode)).to.deep.equal([0, 0, 0, 42014]);
    expect(desk.sandbox.chat("first.1")).to.have.length(3);
  });

  it("two workers that bring the same card up to date at once spend each code once", async () => {
    await desk.submitted("开学第一课");
    await worker().drain();
    const [card] = await messages();
    const { uow, clock } = desk.services;
    await uow.run(async (tx) => {
      for (const userid of ["first.1", "first.2"]) {
        const id = newId();
        const state = { state: "pending" as const, createdAt: clock.now(), dueAt: clock.now(), attempts: 0 };
        await insertRows(tx, OutboxMessage, [
          { ...(card as OutboxMessage), ...state, id, kind: "update", dedupeKey: id, body: null, updateOf: card?.id ?? null },
        ]);
        await insertRows(tx, Recipient, [{ id: newId(), messageId: id, userid, state: "waiting" }]);
      }
    });
    desk.sandbox.clearJournal();
    const { client } = desk.services;
    const held = Object.assign(Object.create(client) as typeof client, { send: client.send.bind(client) });
    let [go, left] = [(): void => undefined, (): void => undefined];
    const gate = new Promise<void>((resolve) => (go = resolve));
    const underWay = new Promise<void>((resolve) => (left = resolve));
    held.updateCard = async (update) => {
      left();
      await gate;
      return client.updateCard(update);
    };
    const first = worker(held).drain();
    await underWay;
    await worker().drain();
    go();
    await first;
    const updates = desk.sandbox.journal.filter((entry) => entry.path.endsWith("/message/update_template_card"));
    expect(updates.map((entry) => entry.errcode)).to.deep.equal([0]);
    const states = (await messages()).filter(({ kind }) => kind === "update").map(({ state }) => state);
    expect(states.sort()).to.deep.equal(["dropped", "sent"]);
  });

  it("a worker that stops sends what it has in hand and gives the others back at once", async () => {
    for (let index = 0; index < 4; index += 1) await desk.submitted(`稿件 ${index}`);
    const stopping = slow("before");
    const first = worker(stopping.client);
    const drained = first.drain();
    await stopping.waiting;
    const stopped = first.stop();
    stopping.go();
    await stopped;
    expect(await drained).to.equal(1);
    expect((await messages()).map((message) => message.state).sort()).to.deep.equal(["pending", "pending", "pending", "sent"]);
    await worker().drain();
    expect(desk.sandbox.chat("first.1")).to.have.length(4);
  });
});
