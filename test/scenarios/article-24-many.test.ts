import { expect } from "chai";
import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import { Desk } from "../support/desk.js";
import { Drill } from "../support/drill.js";
import { ORGANISATION } from "../support/organisation.js";

/** The organisation with a crowd in it. */
const crowded = (count: number): typeof ORGANISATION => {
  const [first] = ORGANISATION.people;
  const crowd = Array.from({ length: count }, (_, number) => ({ ...first!, userid: `crowd.${number}`, name: `值守${number}岗` }));
  return { ...ORGANISATION, people: [...ORGANISATION.people, ...crowd] };
};

describe("article 24 › an alert to very many people", function () {
  this.timeout(60_000);
  let desk: Desk;
  let drill: Drill;
  afterEach(() => desk.close());

  const open = async (people: number): Promise<string[]> => {
    drill = new Drill();
    desk = await Desk.open({ domains: [drill.open], organisation: crowded(people) });
    return Array.from({ length: people }, (_, number) => `crowd.${number}`);
  };
  const notice = (key: string, to: string[], lane: number): Promise<void> =>
    desk.services.uow.run((tx) =>
      drill.desk.outbox.notice(tx, { key, subject: { type: "drill", id: key }, to, lane, notice: { kind: "text", title: key, text: key } }),
    );
  const sends = () => desk.sandbox.journal.filter((entry) => entry.path.endsWith("/message/send"));

  it("five hundred people are one call, and whoever WeCom cannot reach is told apart", async () => {
    const crowd = await open(500);
    desk.sandbox.faults.unreachable = ["crowd.7"];
    await drill.begin(crowd);
    await desk.settle();
    expect(sends()).to.have.length(1);
    expect(await desk.services.uow.read((tx) => tx.countBy(Recipient, { state: "sent" }))).to.equal(499);
    expect(drill.heard).to.deep.equal(["unreachable crowd.7 by duty"]);
    for (const userid of ["crowd.0", "crowd.499"]) expect(desk.sandbox.chat(userid)).to.have.length(1);
  });

  it("more than a thousand are several calls of one message each, and the same key is still once", async () => {
    const crowd = await open(20);
    const many = [...crowd, ...Array.from({ length: 1990 }, (_, number) => `far.${number}`)];
    await notice("many", many, 0);
    await notice("many", many, 0);
    await desk.settle();
    expect(sends()).to.have.length(3);
    expect(await desk.services.uow.read((tx) => tx.countBy(OutboxMessage, { kind: "notice" }))).to.equal(3);
    for (const userid of crowd) expect(desk.sandbox.chat(userid), userid).to.have.length(1);
  });

  it("while WeCom answers slowly different people wait for each other no longer, one person's lane keeps its order, and red passes all", async () => {
    const crowd = await open(60);
    desk.sandbox.faults.slowMs = 300;
    for (const userid of crowd) await notice(`others ${userid}`, [userid], 3);
    for (const key of ["first", "second", "third"]) await notice(key, ["ed.1"], 3);
    const began = Date.now();
    const drained = desk.services.dispatcher.drain();
    await desk.sandbox.waitFor(() => sends().length >= 18);
    await notice("red", ["ed.1"], 0);
    const redAt = Date.now();
    desk.services.dispatcher.drain().catch(() => undefined);
    await desk.sandbox.waitFor(() => desk.sandbox.chat("ed.1").some(({ text }) => text === "red"));
    expect(Date.now() - redAt, "a red waits for nobody").to.be.below(1500);
    await drained;
    expect(Date.now() - began, "63 calls of 300 ms, several at once").to.be.below(6000);
    const mine = desk.sandbox.chat("ed.1").map(({ text }) => text);
    expect(mine.filter((text) => text !== "red")).to.deep.equal(["first", "second", "third"]);
    expect(sends()).to.have.length(64);
    expect(await desk.services.uow.read((tx) => tx.countBy(OutboxMessage, { state: "sent" }))).to.equal(64);
  });
});
