import { expect } from "chai";
import type { Services } from "../../server/compose.js";
import { loadActor, type Actor } from "../../server/identity/actor.js";
import { localDay } from "../../server/kernel/local-time.js";
import { Desk } from "../support/desk.js";
import { secondProgram } from "../support/second-program.js";

const actor = async ({ uow, clock }: Services, userid: string): Promise<Actor> => {
  const found = await uow.read((tx) => loadActor(tx, userid, "page", localDay(clock.now())));
  if (!found) throw new Error(userid);
  return found;
};

describe("article 27 › a changed setting is in force in every program", () => {
  let desk: Desk;
  let other: Services;

  beforeEach(async () => {
    desk = await Desk.open();
    other = await secondProgram(desk);
  });
  afterEach(async () => {
    await other.close();
    await desk.close();
  });

  const KEY = "review.permitHours";
  const hours = (value: number | null, seen = 0) => ({ value, reason: "部务会议定", document: null, seen });

  it("at once in the one that changed it, and in another when it next looks, without a restart", async () => {
    const { settings, live } = desk.services;
    await settings.change(await actor(desk.services, "pub.head"), KEY, hours(48));
    expect(live.value("review.permitHours")).to.equal(48);
    expect(other.live.value("review.permitHours")).to.equal(72);
    await other.editions.catchUp();
    expect(other.live.value("review.permitHours")).to.equal(48);
  });

  it("looks by itself once started, and a change back to the default arrives too", async () => {
    other.following.start();
    const head = await actor(desk.services, "pub.head");
    await desk.services.settings.change(head, KEY, hours(48));
    await until(() => other.live.value("review.permitHours") === 48);
    await desk.services.settings.change(head, KEY, hours(null, 1));
    await until(() => other.live.value("review.permitHours") === 72);
  });

  it("takes one of the changes made at once in several programs; the others are told and nothing of theirs is in force", async () => {
    const head = await actor(desk.services, "pub.head");
    const values = [10, 20, 30, 40, 50, 60];
    // an embedded database belongs to one program: there they come at once from that one
    const beside = desk.database.engine === "mysql" ? other : desk.services;
    const said = await Promise.allSettled(
      values.map((value, at) => (at % 2 ? desk.services : beside).settings.change(head, KEY, hours(value))),
    );
    const won = values.filter((_, at) => said[at]?.status === "fulfilled");
    const told = said.flatMap((each) => (each.status === "rejected" ? (each.reason as { code?: string }).code : []));
    expect([won.length, new Set(told)]).to.deep.equal([1, new Set(["settings.changed-meanwhile"])]);
    await Promise.all([desk.services.editions.catchUp(), other.editions.catchUp()]);
    expect([desk.services.live.value(KEY), other.live.value(KEY)]).to.deep.equal([won[0], won[0]]);
  });

  it("keeps what was in force where the change is rolled back", async () => {
    const { uow, editions, live } = desk.services;
    const failing = uow.run(async (tx) => {
      await editions.publish(tx, "settings");
      throw new Error("no");
    });
    await failing.catch(() => undefined);
    await editions.catchUp();
    expect(live.value("review.permitHours")).to.equal(72);
  });
});

const until = async (so: () => boolean): Promise<void> => {
  while (!so()) await new Promise((resolve) => setTimeout(resolve, 20));
};
