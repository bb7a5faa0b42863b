import { expect } from "chai";
import { Deadline } from "../../entities/deadline.js";
import type { Services } from "../../server/compose.js";
import { loadActor, type Actor } from "../../server/identity/actor.js";
import { localDay } from "../../server/kernel/local-time.js";
import { Desk } from "../support/desk.js";
import { filed } from "../support/livestreams.js";
import { secondProgram } from "../support/second-program.js";

const actorOf = async ({ uow, clock }: Services, userid: string): Promise<Actor> => {
  const found = await uow.read((tx) => loadActor(tx, userid, "page", localDay(clock.now())));
  if (!found) throw new Error(userid);
  return found;
};

describe("article 14 › two programs form one patrol team", function () {
  this.timeout(60_000);
  let desk: Desk;
  let other: Services;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
  });
  afterEach(async () => {
    await other.close();
    await desk.close();
  });

  it("R14-05, R14-06 the last two answers, and the last two who are trained, come at once: nothing is owed any more", async () => {
    const ids: string[] = [];
    for (const hour of ["09", "11", "13", "15"]) ids.push((await filed(desk, `2026-12-04T${hour}:00`)).id);
    await desk.to("2026-12-03T09:00:00+08:00");
    await desk.settle();
    for (const id of ids) {
      for (const userid of ["pub.1", "disc.1", "data.1"]) desk.logOut(userid);
      await desk.as("pub.1").post(`/api/livestreams/${id}/patrol`, { members: ["ed.2", "office.1"], lead: "ed.2", reserve: "disc.1" });
      await desk.as("disc.1").post(`/api/livestreams/${id}/patrol/acceptance`, {});
      await desk.as("data.1").post(`/api/livestreams/${id}/training`, { members: ["disc.1"] });
    }
    // an embedded database belongs to one program: there both come from that one
    other = await secondProgram(desk);
    const both = [desk.services, desk.database.engine === "mysql" ? other : desk.services] as const;
    const members = await Promise.all(["ed.2", "office.1"].map((userid) => actorOf(desk.services, userid)));
    const trainer = await actorOf(desk.services, "data.1");
    const open = (duty: string): Promise<number> => desk.services.uow.read((tx) => tx.countBy(Deadline, { duty, state: "open" }));
    expect(await open("formPatrol")).to.equal(ids.length);
    for (const id of ids)
      await Promise.all(members.map((member, index) => both[index]!.livestreams.inviting.answer(member, id, true, null)));
    expect(await open("formPatrol")).to.equal(0);
    expect(await open("trainPatrol")).to.equal(ids.length);
    for (const id of ids)
      await Promise.all(members.map(({ userid }, index) => both[index]!.livestreams.training.confirm(trainer, id, [userid])));
    expect(await open("trainPatrol")).to.equal(0);
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });
});
