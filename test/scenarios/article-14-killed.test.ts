import { expect } from "chai";
import { Deadline } from "../../entities/deadline.js";
import type { LiveBoard } from "../../server/http/contract.js";
import type { AdjustableClock } from "../../server/kernel/clock.js";
import { Desk } from "../support/desk.js";
import { openPatrolled, tap } from "../support/livestreams.js";
import { secondProgram } from "../support/second-program.js";

const DAY = "2026-12-04T";
/** Just after something is due while only ed.2 checks in: the ladder of the first round, the second round, and two rounds past the planned end. */
const MOMENTS = ["15:20:05", "15:23:05", "15:25:05", "15:30:05", "15:35:05", "15:40:05", "15:43:05", "16:00:05", "16:03:05", "16:20:05"];

/** What a start takes at most. */
const STARTING_MS = 5000;

/** A livestream on Friday 4 December from 15:00 to 16:00 that runs over, patrolled by ed.2 (组长) and office.1, who falls silent after 开播. */
describe("article 14 › the program is killed while a livestream runs", function () {
  this.timeout(90_000);
  let desk: Desk;
  let id: string;
  afterEach(() => desk.close());

  const now = (): Date => desk.services.clock.now();
  const to = async (clock: string): Promise<void> => {
    await desk.to(`${DAY}${clock}+08:00`);
    for (const userid of ["ed.2", "office.1", "pub.1"]) desk.logOut(userid);
  };
  const checksIn = (userid: string, kind: "arrival" | "start" | "round") =>
    desk.as(userid).post(`/api/livestreams/${id}/check-ins`, tap(kind, now()), 201);
  const running = async (): Promise<void> => {
    ({ desk, id } = await openPatrolled());
    for (const [clock, kind] of [
      ["14:30:00", "arrival"],
      ["15:00:00", "start"],
    ] as const) {
      await to(clock);
      for (const userid of ["ed.2", "office.1"]) await checksIn(userid, kind);
    }
    await desk.news();
  };
  /** Killed, and started again on what it left, so many seconds later; nothing was done meanwhile. */
  const restarted = async (seconds: number): Promise<void> => {
    const at = new Date(now().getTime() + seconds * 1000);
    const offsetMs = String((desk.services.clock as AdjustableClock).offsetTo(at));
    await desk.services.uow.run((tx) => tx.update("clock_offset", { id: "clock" }, { offsetMs }));
    await desk.close({ keep: true });
    desk = await Desk.open({ at: new Date(at.getTime() + STARTING_MS).toISOString(), database: desk.database });
  };
  const plan = async (): Promise<string[]> =>
    (await desk.as("pub.1").get<LiveBoard>(`/api/livestreams/${id}/board`)).members.flatMap(({ person, expected }) =>
      expected.map(({ title, state, at }) => `${person.userid} ${title} ${at.slice(11, 16)} ${state}`),
    );
  const rung = (): number => ["ed.2", "office.1", "disc.1"].reduce((sum, userid) => sum + desk.sandbox.calls(userid).length, 0);

  /** Everything that arrived and rang, moment by moment. */
  const lived = async (killed: boolean): Promise<unknown[]> => {
    await running();
    const story: unknown[] = [];
    for (const clock of MOMENTS) {
      await to(clock);
      const rangBefore = rung();
      if (["15:20:05", "15:40:05", "16:00:05", "16:20:05"].includes(clock)) await checksIn("ed.2", "round");
      story.push({ clock, news: await desk.news(), rang: killed ? rangBefore : null });
      if (killed) await restarted(2);
    }
    story.push(await plan());
    return story;
  };
  const withoutRings = (story: unknown[]): unknown[] =>
    story.map((each) => (Array.isArray(each) ? each : { ...(each as object), rang: null }));

  it("R14-07, R14-09 after every step: expected check-ins, the missed ladder and the overrun go on as without, each phone gets the same", async () => {
    const undisturbed = await lived(false);
    await desk.close();
    const told = JSON.stringify(undisturbed);
    for (const words of ["巡查打卡：五四云课堂", "巡查漏打卡 10 分钟", "第 3 轮巡查 16:00"]) expect(told).to.contain(words);
    const killed = await lived(true);
    expect(withoutRings(killed)).to.deep.equal(withoutRings(undisturbed));
    expect(killed.flatMap((each) => (each as { rang?: number }).rang ?? [])).to.include(1);
  });

  it("R14-09 down for twenty-five minutes: what fell due meanwhile is missed in its order and marked late, and each person is chased for the last one only, once", async () => {
    await running();
    await to("15:19:00");
    await restarted(25 * 60);
    const news = await desk.news();
    const card = ["巡查打卡：五四云课堂"];
    expect(news).to.deep.equal({ "ed.2": card, "office.1": card });
    expect((await plan()).filter((row) => row.includes("轮巡查"))).to.deep.equal([
      "ed.2 第 1 轮巡查 15:20 missed",
      "ed.2 第 2 轮巡查 15:40 missed",
      "office.1 第 1 轮巡查 15:20 missed",
      "office.1 第 2 轮巡查 15:40 missed",
    ]);
    const [{ expected }] = (await desk.as("pub.1").get<LiveBoard>(`/api/livestreams/${id}/board`)).members as [
      LiveBoard["members"][number],
    ];
    expect(expected.flatMap(({ missedAt }) => missedAt?.slice(11, 16) ?? [])).to.deep.equal(["15:44", "15:44"]);
    await checksIn("ed.2", "round");
    await to("15:45:30");
    const later = await desk.news();
    expect(Object.keys(later).sort()).to.deep.equal(["disc.1", "ed.2", "office.1"]);
    await restarted(1);
    expect(await desk.news()).to.deep.equal({});
  });

  it("R14-09 two programs at the same moment: every step of the missed ladder is taken once", async () => {
    await running();
    const other = await secondProgram(desk);
    const programs = [desk.services, other];
    for (const clock of ["15:20:05", "15:23:05", "15:25:05"]) {
      await to(clock);
      await other.clockwork?.adopt();
      // two programs at the same moment are MySQL's; a SQLite file has one
      if (desk.database.engine === "mysql") await Promise.all(programs.map((program) => program.tick()));
      else for (const program of programs) await program.tick();
    }
    await other.close();
    const card = "巡查打卡：五四云课堂";
    expect(await desk.news()).to.deep.equal({ "ed.2": [card, card, card], "office.1": [card, card], "disc.1": [card, card] });
    expect(rung()).to.equal(2);
    const duties = await desk.services.uow.read((tx) => tx.findBy(Deadline, { duty: "patrolCheckIn", state: "open" }));
    expect(duties).to.have.length(2);
  });
});
