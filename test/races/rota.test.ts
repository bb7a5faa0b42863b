import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import { Deadline } from "../../entities/deadline.js";
import { Handover, Shift } from "../../entities/shift.js";
import type { Services } from "../../server/compose.js";
import { loadActor, type Actor } from "../../server/identity/actor.js";
import { localDay } from "../../server/kernel/local-time.js";
import { Refusal } from "../../server/kernel/refusal.js";
import { Desk } from "../support/desk.js";
import { planned } from "../support/rota.js";
import { secondProgram } from "../support/second-program.js";

const actorOf = async ({ uow, clock }: Services, userid: string): Promise<Actor> => {
  const found = await uow.read((tx) => loadActor(tx, userid, "page", localDay(clock.now())));
  if (!found) throw new Error(userid);
  return found;
};

describe("article 16 › two programs keep one rota", function () {
  this.timeout(60_000);
  let desk: Desk;
  let other: Services;
  /** an embedded database belongs to one program: there both come from that one */
  let both: readonly Services[];

  beforeEach(async () => {
    desk = await Desk.open({ at: "2026-11-24T10:00:00+08:00" });
    await planned(desk, "日期,宣传部值班,宣传部替班\n2026-11-25,first.1,first.2\n2026-11-26,second.1,second.2");
    await desk.news();
  });
  afterEach(async () => {
    await other.close();
    await desk.close();
  });
  const open = async (): Promise<void> => {
    other = await secondProgram(desk);
    both = [desk.services, desk.database.engine === "mysql" ? other : desk.services];
  };

  it("the morning's questions come once, however many sweep at the same moment", async () => {
    await desk.to("2026-11-26T08:29:59+08:00");
    await desk.news();
    await open();
    await desk.services.uow.run((tx) => tx.query("UPDATE clock_offset SET offsetMs = offsetMs + 720000"));
    for (const { clockwork } of both) await clockwork?.adopt();
    await Promise.all([...both, ...both].map(({ rota }) => rota.rounds.sweep()));
    await Promise.all(both.map(({ rota }) => rota.rounds.sweep()));
    const gap = ["值班安排有 1 项新问题"];
    expect(await desk.news()).to.deep.equal({
      "first.1": ["交班时间已到，尚未写交班说明：宣传部值班"],
      "second.1": ["接班：宣传部值班", "到岗：宣传部值班"],
      ...{ "pub.1": gap, "pub.head": gap },
    });
    const open26 = await desk.services.uow.read((tx) => tx.findBy(Deadline, { state: "open" }));
    expect(open26.map(({ duty }) => duty).sort()).to.deep.equal(["arriveOnDuty", "takeOverShift", "writeHandover"]);
  });

  it("of person and stand-in who take over at once one has the desk, and the other is told who", async () => {
    await desk.to("2026-11-26T08:31:00+08:00");
    await open();
    const takers = await Promise.all(["second.1", "second.2", "second.1", "second.2"].map((userid) => actorOf(desk.services, userid)));
    const said = await Promise.allSettled(takers.map((taker, index) => both[index % 2]!.rota.takingOver.takeOver(taker, "publicity")));
    expect(said.filter(({ status }) => status === "fulfilled")).to.have.length(1);
    for (const each of said)
      if (each.status === "rejected") expect(each.reason).to.be.instanceOf(Refusal).and.to.include({ code: "rota.taken-over-already" });
    const { handover, shift, acts } = await desk.services.uow.read(async (tx) => ({
      handover: await tx.findOneByOrFail(Handover, { day: "2026-11-26" }),
      shift: await tx.findOneByOrFail(Shift, { day: "2026-11-26" }),
      acts: await tx.countBy(AuditEntry, { action: "rota.taken-over" }),
    }));
    expect(acts).to.equal(1);
    expect(handover.takenOverBy).to.equal(shift.arrivedBy);
    const answering = await desk.services.uow.read((tx) => desk.services.rota.onDuty(tx, "publicity", desk.services.clock.now()));
    expect(answering).to.deep.equal([shift.arrivedBy]);
  });

  it("of two who change the same day one counts, and the other is told that it changed", async () => {
    await open();
    const planner = await actorOf(desk.services, "pub.head");
    const wish = (userid: string) => ({ desk: "publicity" as const, day: "2026-11-26", userid, standInUserid: null, reason: "出差" });
    const said = await Promise.allSettled(["ed.1", "ed.2"].map((userid, index) => both[index]!.rota.planning.set(planner, wish(userid))));
    const won = said.filter(({ status }) => status === "fulfilled").length;
    const { version } = await desk.services.uow.read((tx) => tx.findOneByOrFail(Shift, { day: "2026-11-26" }));
    // one after the other is two changes, at the same moment it is one; never a change that nobody sees
    expect(version - 1).to.equal(won);
    for (const each of said) if (each.status === "rejected") expect(each.reason).to.include({ code: "rota.changed-meanwhile" });
  });
});
