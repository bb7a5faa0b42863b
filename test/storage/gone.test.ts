import { expect } from "chai";
import { Verdict } from "../../entities/verdict.js";
import type { DraftView, Problem } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { freshDatabase } from "../support/database.js";
import { Line } from "./line.js";

describe("article 11 › the database goes away while people work", function () {
  this.timeout(90_000);
  let desk: Desk;
  let line: Line | null;
  let id: string;
  beforeEach(async () => {
    const database = await freshDatabase();
    line = database.engine === "mysql" ? await Line.to(database.url) : null;
    desk = await Desk.open({ database: line ? { ...database, url: line.url } : database });
    ({ id } = await desk.submitted("开学第一课"));
    await desk.token("first.2");
    await desk.settle();
  });
  afterEach(async () => {
    // what hangs on a silent line ends here: closing the pool would wait for it
    line?.cut();
    line?.mend();
    await desk.close();
    await line?.close();
  });

  /** On SQLite a disk that takes nothing more stands for a server that is gone. */
  const lose = async (): Promise<void> => {
    if (line) line.cut();
    else await desk.services.uow.read((tx) => tx.query("PRAGMA query_only = 1"));
  };
  const giveBack = async (): Promise<void> => {
    if (line) line.mend();
    else await desk.services.uow.read((tx) => tx.query("PRAGMA query_only = 0"));
  };
  const pass = {
    revision: 1,
    verdict: "pass",
    gates: { political: true, legal: true, policy: true, confidentiality: true, content: true },
  };
  const given = () => desk.services.uow.read((tx) => tx.findBy(Verdict, { draftId: id }));

  it("the page hears it in Chinese and can try again; a tap is not taken, and counts once when WeCom brings it again", async () => {
    await lose();
    const problem = await desk.as("first.2").post<Problem>(`/api/drafts/${id}/verdicts`, pass, 503);
    expect(problem.detail).to.contain("数据库暂时不可用").and.to.contain("请稍后重试");
    const tap = { userid: "first.1", taskId: desk.card("first.1", "初审：").taskId, key: "pass" };
    expect((await desk.sandbox.raw(tap)).status).not.to.equal(200);
    await giveBack();
    expect(await given()).to.deep.equal([]);
    const { status, reply } = await desk.sandbox.raw(tap);
    expect(status).to.equal(200);
    expect(JSON.stringify(reply)).to.contain("已由 初审负责人甲岗");
    expect(await given()).to.have.length(1);
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("health stays, readiness fails, and the counts can still be read", async () => {
    if (!line) return;
    line.cut();
    const status = async (path: string): Promise<number> => (await fetch(`${desk.url}${path}`)).status;
    expect([await status("/healthz"), await status("/readyz"), await status("/metrics")]).to.deep.equal([200, 503, 200]);
    line.mend();
    expect(await status("/readyz")).to.equal(200);
  });

  it("that falls silent in the middle of a unit is given up, keeps no half of it, and hangs nobody for good (MySQL)", async function () {
    if (!line) {
      console.log("      skipped: SQLite has no line that could fall silent; npm run test:mysql runs this");
      return this.skip();
    }
    const { uow, organisation } = desk.services;
    const half = uow.run(async (tx) => {
      await tx.update(Verdict, { draftId: id }, { comment: null });
      await tx.query("INSERT INTO counter (name, value) VALUES ('half', 1)");
      line?.silence();
      await tx.query("INSERT INTO counter (name, value) VALUES ('other half', 1)");
    });
    const caught: unknown = await half.catch((error: unknown) => error);
    expect(caught).to.include({ code: "ETIMEDOUT" });
    line.mend();
    await Promise.all(Array.from({ length: 12 }, () => uow.run((tx) => tx.query("UPDATE counter SET value = value + 1"))));
    expect(await uow.read((tx) => tx.query("SELECT name FROM counter WHERE name LIKE '%half'"))).to.deep.equal([]);
    expect(await organisation.isEmpty()).to.equal(false);
    expect((await desk.as("first.2").post<DraftView>(`/api/drafts/${id}/verdicts`, pass)).stage).to.equal("second");
  });
});
