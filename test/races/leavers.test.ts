import { expect } from "chai";
import type { DraftView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";

describe("races › a reviewer decides at the moment they leave (R11-18)", function () {
  this.timeout(60_000);

  it("the decision stands or the task is with the colleague, never both, never neither", async () => {
    for (let round = 0; round < 8; round += 1) {
      const desk = await Desk.open();
      const { id } = await desk.submitted("开学第一课");
      await desk.settle();
      const { taskId } = desk.card("first.1", "初审：");
      const leave = () => desk.services.uow.run((tx) => desk.services.people.leave(tx, "first.1", "unsubscribed"));
      const tap = () => desk.sandbox.raw({ userid: "first.1", taskId, key: "pass" });
      await Promise.all(round % 2 === 0 ? [tap(), leave()] : [leave(), tap()]);
      await desk.settle();
      const { stage, verdicts, task } = await desk.as("ed.1").get<DraftView>(`/api/drafts/${id}`);
      if (verdicts.length === 1) expect(stage).to.equal("second");
      else expect([stage, verdicts.length, task?.holders.map(({ userid }) => userid)]).to.deep.equal(["first", 0, ["first.2"]]);
      expect(await leave()).to.equal(false);
      expect((await desk.services.audit.verify()).broken).to.equal(null);
      await desk.close();
    }
  });

  it("left by two events and the night's walk at once, somebody leaves once", async () => {
    const desk = await Desk.open();
    await desk.services.contactsWalk.walk();
    await desk.submitted("开学第一课");
    await desk.news();
    await Promise.all([
      desk.sandbox.removeMember("first.1"),
      desk.services.contactsWalk.walk(),
      desk.sandbox.raise("first.1", { Event: "unsubscribe" }),
    ]);
    expect(await desk.news()).to.deep.equal({
      "first.2": ["初审：开学第一课"],
      "ed.1": ["办理人已离任：开学第一课"],
      "pub.1": ["人员已离任：初审负责人甲岗"],
    });
    await desk.close();
  });
});
