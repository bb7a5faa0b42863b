import { expect } from "chai";
import { dailiesOf } from "../../cron/jobs.js";
import { ReachRound } from "../../entities/reach.js";
import { localMoment } from "../../server/kernel/local-time.js";
import type { MemberOutcome } from "../../server/wecom/contacts.js";
import { Desk } from "../support/desk.js";

describe("the morning's look whether an alert would reach everybody (第24条)", function () {
  this.timeout(40_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-24T08:00:00+08:00" });
  });
  afterEach(() => desk.close());

  /** What WeCom says of some without having told of it by a callback; of the others what the sandbox says. */
  const says = (answers: Readonly<Record<string, MemberOutcome>>): void => {
    const { client } = desk.services;
    Object.assign(client, {
      member: (userid: string) => Promise.resolve(answers[userid] ?? { kind: "member", name: userid, active: true, activated: true }),
    });
  };
  const found = async (): Promise<string[]> =>
    (await desk.services.watchdog.problems()).filter(({ kind }) => kind === "reach").map(({ words }) => words);
  const morning = async (): Promise<void> => {
    await desk.services.reachCheck.morning();
    await desk.services.reachCheck.morning();
  };

  it("asks WeCom about everybody on a ladder, disturbs none of them, and tells the desks whom it would not reach", async () => {
    says({ "lead.top": { kind: "member", name: "书记", active: true, activated: false }, "data.head": { kind: "absent" } });
    await morning();
    expect(await desk.news(), "not before its time").to.deep.equal({});
    await desk.to("2026-11-24T08:20:00+08:00");
    await morning();
    const told = ["今早自查：2 人收不到警报"];
    expect(await desk.news()).to.deep.equal({ "pub.1": told, "data.1": told });
    expect(JSON.stringify(desk.card("pub.1", "今早自查").card)).to.contain("主要领导：还没有激活");
    expect(await found()).to.have.length(2);
    says({ "data.head": { kind: "absent" } });
    await desk.to("2026-11-25T08:20:00+08:00");
    await morning();
    expect((await found()).join())
      .to.contain("可见范围")
      .and.not.to.contain("激活企业微信；");
  });

  it("the adjustable clock stops at its hour, so that nobody who is moved past it misses it", async () => {
    desk.services.clockwork?.follow(dailiesOf(desk.services));
    says({ "data.head": { kind: "absent" } });
    await desk.to("2026-11-24T12:00:00+08:00");
    const [row] = await desk.services.uow.read((tx) => tx.find(ReachRound));
    expect(row && localMoment(row.checkedAt)).to.equal("11月24日 08:20");
    expect((await desk.news())["pub.1"]).to.include("今早自查：1 人收不到警报");
  });

  it("on a day off nobody is looked at, and while WeCom says nothing nothing is concluded", async () => {
    await desk.to("2026-11-24T08:20:00+08:00");
    says({ "lead.top": { kind: "absent" } });
    await morning();
    expect(await found()).to.have.length(1);
    await desk.to("2026-11-25T08:20:00+08:00");
    Object.assign(desk.services.client, { member: () => Promise.resolve({ kind: "retry", errcode: 45009, reason: "超过频率" }) });
    await morning();
    expect(await found(), "what was found stands until WeCom says otherwise").to.have.length(1);
    await desk.to("2026-11-28T10:00:00+08:00");
    says({});
    await morning();
    expect(await found()).to.have.length(1);
    await desk.to("2026-11-30T08:20:00+08:00");
    await morning();
    expect(await found()).to.deep.equal([]);
  });
});
