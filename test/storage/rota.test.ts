import { expect } from "chai";
import { Person } from "../../entities/person.js";
import { Handover, Shift, type Desk as DutyDesk } from "../../entities/shift.js";
import { newId } from "../../server/kernel/ids.js";
import { Desk } from "../support/desk.js";

describe("article 16 › rota.onDuty", function () {
  this.timeout(40_000);
  let desk: Desk;
  before(async () => {
    desk = await Desk.open({ at: "2026-09-30T09:00:00+08:00" });
    await plan("publicity", "2026-09-30", "ed.1", "ed.2");
    await plan("publicity", "2026-10-01", "first.1", "first.2");
    await plan("publicity", "2026-10-02", "first.1", null);
    await plan("publicity", "2026-10-04", "second.1", null, "draft");
  });
  after(() => desk.close());

  const plan = (on: DutyDesk, day: string, userid: string, standInUserid: string | null, state: Shift["state"] = "published") =>
    desk.services.uow.run((tx) => tx.insert(Shift, { id: newId(), desk: on, day, userid, standInUserid, state, version: 1 }));
  const onDuty = (moment: string, which: DutyDesk = "publicity"): Promise<string[]> =>
    desk.services.uow.read((tx) => desk.services.rota.onDuty(tx, which, new Date(`${moment}:00+08:00`)));

  it("over midnight and National Day: until the next person has taken over the former answers first", async () => {
    expect(await onDuty("2026-09-30T08:29")).to.deep.equal(["pub.1"]);
    expect(await onDuty("2026-09-30T08:30")).to.deep.equal(["ed.1"]);
    expect(await onDuty("2026-10-01T00:00")).to.deep.equal(["ed.1"]);
    expect(await onDuty("2026-10-01T08:29")).to.deep.equal(["ed.1"]);
    expect(await onDuty("2026-10-01T08:30")).to.deep.equal(["ed.1", "first.1"]);
    const takenOverAt = new Date("2026-10-01T08:41:00+08:00");
    const handover = {
      id: newId(),
      desk: "publicity" as const,
      day: "2026-10-01",
      fromUserid: "ed.1",
      takenOverAt,
      takenOverBy: "first.1",
    };
    await desk.services.uow.run((tx) => tx.insert(Handover, handover));
    expect(await onDuty("2026-10-01T08:40")).to.deep.equal(["ed.1", "first.1"]);
    expect(await onDuty("2026-10-01T08:41")).to.deep.equal(["first.1"]);
  });

  it("the same person for two days has nothing to hand over", async () => {
    expect(await onDuty("2026-10-02T08:30")).to.deep.equal(["first.1"]);
  });

  it("where the rota has no entry, or a draft only, the office answers, after whoever had the desk before", async () => {
    expect(await onDuty("2026-10-03T09:00")).to.deep.equal(["first.1", "pub.1"]);
    expect(await onDuty("2026-10-04T09:00")).to.deep.equal(["pub.1"]);
    expect(await onDuty("2026-10-01T09:00", "dataCentre")).to.deep.equal(["data.1"]);
  });

  it("the stand-in answers for somebody who left", async () => {
    await desk.services.uow.run((tx) => tx.update(Person, { userid: "ed.1" }, { leavesOn: "2026-09-30" }));
    expect(await onDuty("2026-09-30T23:59")).to.deep.equal(["ed.1"]);
    expect(await onDuty("2026-10-01T00:00")).to.deep.equal(["ed.2"]);
    await desk.services.uow.run((tx) => tx.update(Person, { userid: "ed.1" }, { leavesOn: null }));
  });

  it("beside somebody whom WeCom did not reach the stand-in answers, until something reaches them again", async () => {
    await plan("dataCentre", "2026-09-30", "first.1", "second.1");
    desk.sandbox.faults.unreachable = ["first.1"];
    await desk.submitted("开学第一课");
    await desk.settle();
    expect(await onDuty("2026-09-30T10:00", "dataCentre")).to.deep.equal(["first.1", "second.1"]);
    desk.sandbox.faults.unreachable = [];
    await desk.submitted("开学第二课");
    await desk.settle();
    expect(await onDuty("2026-09-30T10:00", "dataCentre")).to.deep.equal(["first.1"]);
  });
});
