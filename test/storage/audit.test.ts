import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AuditEntry } from "../../entities/audit-entry.js";
import { systemActor } from "../../server/audit/record.js";
import { Desk } from "../support/desk.js";

describe("the record (stories §2.4)", function () {
  this.timeout(30_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
    for (let index = 0; index < 4; index += 1) {
      const act = { action: `test.${index}`, subject: { type: "test", id: "t" }, actor: systemActor("测试"), via: "system" as const };
      await desk.services.uow.run((tx) => Promise.resolve(desk.services.audit.record(tx, act)));
    }
    await desk.services.headFile.settled();
  });
  afterEach(() => desk.close());

  const sql = (text: string): Promise<unknown> => desk.services.uow.run((tx) => tx.query(text));
  const broken = async (): Promise<string | undefined> => (await desk.services.audit.verify()).broken?.why;
  const unguarded = async (): Promise<void> => {
    await sql("DROP TRIGGER audit_entry_refuses_update");
    await sql("DROP TRIGGER audit_entry_refuses_delete");
  };
  const last = async (): Promise<number> => (await desk.services.audit.verify()).head.seq;

  it("is whole, and refuses to be changed or shortened", async () => {
    expect(await broken()).to.equal(undefined);
    expect(String(await sql("UPDATE audit_entry SET actor = 'x'").catch((error: unknown) => error))).to.contain("append-only");
    expect(String(await sql("DELETE FROM audit_entry").catch((error: unknown) => error))).to.contain("append-only");
  });

  it("shows a changed row", async () => {
    await unguarded();
    const seq = await last();
    await sql(`UPDATE audit_entry SET actorName = '别人' WHERE seq = ${seq - 1}`);
    expect(await broken()).to.equal(`第 ${seq - 1} 条的内容被改动过`);
  });

  it("shows a removed row", async () => {
    await unguarded();
    const seq = await last();
    await sql(`DELETE FROM audit_entry WHERE seq = ${seq - 1}`);
    expect(await broken()).to.equal(`缺少第 ${seq - 1} 条记录`);
  });

  it("shows a cut tail, also where the head in the database was cut with it", async () => {
    await unguarded();
    const seq = await last();
    const before = await desk.services.uow.read((tx) => tx.findOneByOrFail(AuditEntry, { seq: seq - 1 }));
    await sql(`DELETE FROM audit_entry WHERE seq = ${seq}`);
    expect(await broken()).to.contain("链头记到第");
    await sql(`UPDATE audit_head SET seq = ${seq - 1}, hash = '${before.hash}'`);
    expect(await broken()).to.contain("末尾被截断");
  });

  it("shows a head that was swapped", async () => {
    await writeFile(join(desk.database.folder, "audit-head.json"), JSON.stringify({ seq: await last(), hash: "f".repeat(64) }));
    expect(await broken()).to.contain("与库外保存的链头不一致");
  });

  it("is whole where the head outside lags behind, as after a crash between commit and file", async () => {
    const earlier = await desk.services.uow.read((tx) => tx.findOneByOrFail(AuditEntry, { seq: 2 }));
    await writeFile(join(desk.database.folder, "audit-head.json"), JSON.stringify({ seq: 2, hash: earlier.hash }));
    expect(await broken()).to.equal(undefined);
  });

  it("holds an act exactly if what it describes was kept", async () => {
    const seq = await last();
    await desk.services.uow
      .run((tx) => {
        desk.services.audit.record(tx, {
          action: "test.lost",
          subject: { type: "test", id: "t" },
          actor: systemActor("测试"),
          via: "system",
        });
        return Promise.reject(new Error("planted"));
      })
      .catch(() => undefined);
    expect(await last()).to.equal(seq);
  });
});
