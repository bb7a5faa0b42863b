import { expect } from "chai";
import type { AdjustableClock } from "../../server/kernel/clock.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

const START = "2026-09-30T23:40:00+08:00";
/** Minutes after the alert, each just after something is due on the ladder of a level. */
const MOMENTS = {
  yellow: [0.5, 500.1, 11_180.1],
  orange: [0.5, 20.1, 21.9, 44, 150.1, 180.1, 900],
  red: [0.5, 3.1, 5.1, 8.1, 13.2, 15.1, 20.1, 50.1, 60.1, 720.1, 1410.1, 1440.1, 2880.1],
} as const;

const at = (minutes: number): string => new Date(Date.parse(START) + minutes * 60_000).toISOString();

describe("article 24 › over midnight and National Day, killed between any two steps, nothing is lost and nothing doubled", function () {
  this.timeout(300_000);

  const phones = (desk: Desk): void => {
    for (const userid of ["lead.top", "lead.vice", "lead.3", "lead.4", "pub.head", "media.head", "pub.1"])
      desk.sandbox.setPhone(userid, "ringsOut");
  };

  const open = async (database?: Desk["database"], now = START): Promise<Desk> => {
    const desk = await Desk.open({ at: now, organisation: withSecretariat(), ...(database ? { database } : {}) });
    phones(desk);
    return desk;
  };

  const reopened = async (desk: Desk): Promise<Desk> => {
    const now = new Date(desk.services.clock.now().getTime() + 2500).toISOString();
    await desk.close({ keep: true });
    return open(desk.database, now);
  };

  /** Takes the steps that are due at a moment and sends nothing of it. */
  const stepOnly = async (desk: Desk, moment: string): Promise<void> => {
    const clock = desk.services.clock as AdjustableClock;
    const offsetMs = clock.offsetTo(new Date(moment));
    await desk.services.uow.run((tx) => tx.update("clock_offset", { id: "clock" }, { offsetMs: String(offsetMs) }));
    clock.adopt(offsetMs);
    await desk.services.ladder.climb();
  };

  /** Everything that arrived and rang, moment by moment. */
  const lived = async (level: "yellow" | "orange" | "red", killed: boolean): Promise<Record<string, unknown>[]> => {
    let desk = await open();
    const calls = incidentCalls(desk);
    const { id } = await calls.report("school.ed", { unitId: "media", discoveredAt: START });
    await calls.act("pub.1", id, "level", { level, reason: "评论区讨论较多" });
    const story: Record<string, unknown>[] = [{ moment: 0, news: await desk.news() }];
    for (const moment of MOMENTS[level]) {
      await desk.to(at(moment));
      story.push({ moment, news: await desk.news() });
      if (killed) desk = await reopened(desk);
    }
    const view = await incidentCalls(desk).view("lead.top", id);
    story.push({ duties: view.duties.map(({ duty, state, late }) => `${duty} ${state} ${late}`) });
    await desk.close();
    return story;
  };

  for (const level of ["yellow", "orange", "red"] as const)
    it(`${level}: killed and started again after every step, each phone gets exactly what it got without`, async () => {
      const undisturbed = await lived(level, false);
      expect(JSON.stringify(undisturbed).length).to.be.greaterThan(400);
      expect(await lived(level, true)).to.deep.equal(undisturbed);
    });

  it("red: killed after each step was taken and before anything of it was sent, it is sent when the program is back", async () => {
    const desk = await open();
    const calls = incidentCalls(desk);
    const { id } = await calls.report("school.ed", { unitId: "media", discoveredAt: START });
    await calls.act("pub.1", id, "level", { level: "red", reason: "评论区讨论较多" });
    let again = await reopened(desk);
    expect((await again.news())["lead.top"]).to.deep.equal(["红色警报：某校学生集体投诉"]);
    expect(again.sandbox.calls("lead.top")).to.have.length(1);
    for (const [minutes, who] of [
      [5.1, "lead.vice"],
      [8.1, "lead.3"],
      [13.2, "lead.4"],
      [15.1, "pub.1"],
    ] as const) {
      await again.to(at(minutes - 0.3));
      await again.news();
      await stepOnly(again, at(minutes));
      again = await reopened(again);
      expect((await again.news())[who], `${minutes}`).to.deep.equal(["当面或电话报告主要领导：某校学生集体投诉"]);
    }
    await again.close();
  });
});
