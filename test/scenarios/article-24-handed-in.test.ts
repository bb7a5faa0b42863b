import { expect } from "chai";
import { systemActor } from "../../server/audit/record.js";
import { loadActor } from "../../server/identity/actor.js";
import { Desk } from "../support/desk.js";
import { incidentCalls, REPORT } from "../support/incidents.js";

const INPUT = {
  title: "留言一小时未报",
  description: "网友留言可能引发舆情，一小时内没有上报",
  links: ["https://weibo.com/1/2"],
  files: [],
  discoveredAt: new Date("2026-11-24T08:00:00+08:00"),
  occurredAt: null,
  unitId: "media",
};

describe("article 24 › another part of the program reports in its own transaction (R15-04, R14-10)", function () {
  this.timeout(30_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  it("by itself: both desks are asked, and nobody is thanked", async () => {
    const { uow, incidents } = desk.services;
    const id = await uow.run((tx) => incidents.reporting.report(tx, { ...systemActor("留言时限"), via: "system", unitId: "media" }, INPUT));
    expect(await desk.news()).to.deep.equal({
      "pub.1": ["研判定级：留言一小时未报"],
      "data.1": ["研判定级：留言一小时未报"],
      "media.head": ["本部门上报舆情：留言一小时未报"],
    });
    expect((await incidentCalls(desk).view("pub.1", id)).reporter).to.include({ name: "系统", post: "留言时限" });
  });

  it("in somebody's name: what fails afterwards takes the report back with it, number and all", async () => {
    const { uow, incidents } = desk.services;
    const reported = uow.run(async (tx) => {
      const actor = await loadActor(tx, "school.ed", "page", "2026-11-24");
      if (!actor) throw new Error("nobody");
      await incidents.reporting.report(tx, actor, INPUT);
      throw new Error("the caller fails");
    });
    expect(await reported.catch(String)).to.contain("the caller fails");
    expect(await desk.news()).to.deep.equal({});
    expect((await incidentCalls(desk).report("school.ed", REPORT)).number).to.equal("舆2026-00001");
  });
});
