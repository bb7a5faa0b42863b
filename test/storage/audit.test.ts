import { expect } from "chai";
import { execFile } from "node:child_process";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { AuditEntry } from "../../entities/audit-entry.js";
import { systemActor } from "../../server/audit/record.js";
import { Desk } from "../support/desk.js";

describe("the record (stories §2.4)", function () {
  this.timeout(30_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
    for (let unit = 0; unit < 4; unit += 1) await acts(1);
  });
  afterEach(() => desk.close());

  const headPath = (): string => join(desk.database.folder, "audit-head.json");
  const acts = async (count: number): Promise<void> => {
    const act = { action: "test.done", subject: { type: "test", id: "t" }, actor: systemActor("测试"), via: "system" as const };
    await desk.services.uow.run((tx) => {
      for (let index = 0; index < count; index += 1) desk.services.audit.record(tx, act);
      return Promise.resolve();
    });
    await desk.services.headFile.settled();
  };
  const entry = (seq: number): Promise<AuditEntry> => desk.services.uow.read((tx) => tx.findOneByOrFail(AuditEntry, { seq }));

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
    const before = await entry(seq - 1);
    await sql(`DELETE FROM audit_entry WHERE seq = ${seq}`);
    expect(await broken()).to.contain("链头记到第");
    await sql(`UPDATE audit_head SET seq = ${seq - 1}, hash = '${before.hash}'`);
    expect(await broken()).to.contain("末尾被截断");
  });

  it("goes on showing the cut when as much was recorded since: the head outside is the proof and is not written over", async () => {
    await unguarded();
    const [seq, kept] = [await last(), await readFile(headPath(), "utf8")];
    await sql(`DELETE FROM audit_entry WHERE seq > ${seq - 2}`);
    await sql(`UPDATE audit_head SET seq = ${seq - 2}, hash = '${(await entry(seq - 2)).hash}'`);
    for (const count of [1, 4]) await acts(count);
    expect(await readFile(headPath(), "utf8")).to.equal(kept);
    expect(await broken()).to.equal(`第 ${seq} 条与库外保存的链头不一致`);
  });

  it("shows a row put in behind the head", async () => {
    const seq = await last();
    const before = await entry(seq - 1);
    await writeFile(headPath(), JSON.stringify({ seq: seq - 1, hash: before.hash }));
    await sql(`UPDATE audit_head SET seq = ${seq - 1}, hash = '${before.hash}'`);
    expect(await broken()).to.equal(`链头记到第 ${seq - 1} 条，其后还有不属于记录链的内容`);
  });

  it("is whole while others go on recording, over many pages", async () => {
    for (let unit = 0; unit < 3; unit += 1) await acts(400);
    const seq = await last();
    let pages = 0;
    const onPage = async (): Promise<boolean> => {
      pages += 1;
      await acts(1);
      return true;
    };
    expect(await desk.services.audit.verify({ onPage })).to.deep.include({ entries: seq, broken: null });
    expect(pages).to.be.greaterThan(5);
  });

  it("keeps every sign as it was written, in one act and in many at once", async () => {
    const words = "「引号」\"'\\ \n\t null 🚩 %_; DROP";
    const act = {
      ...{ action: "test.done", subject: { type: "test", id: "null" }, actor: { userid: "u.1", name: words, post: "值班" } },
      ...{
        via: "page" as const,
        onBehalfOf: "u.2",
        article: "11",
        revision: 3,
        contentHash: "c".repeat(64),
        refused: true,
        facts: { words },
      },
    };
    const seq = await last();
    for (const count of [1, 3, 20])
      await desk.services.uow.run((tx) => {
        for (let index = 0; index < count; index += 1) desk.services.audit.record(tx, act);
        return Promise.resolve();
      });
    await desk.services.headFile.settled();
    expect(await broken()).to.equal(undefined);
    for (const at of [1, 4, 24]) {
      const kept = await entry(seq + at);
      expect(kept).to.include({ actorName: words, subjectId: "null", onBehalfOf: "u.2", article: "11", revision: 3, refused: true });
      expect(kept.facts).to.equal(JSON.stringify({ words }));
    }
    expect(await entry(seq)).to.include({ onBehalfOf: null, article: null, revision: null, contentHash: null, refused: false });
  });

  it("says so where the head outside is torn, and leaves it as it is", async () => {
    await writeFile(headPath(), '{"seq":');
    await acts(1);
    expect(await broken()).to.equal("库外保存的链头文件读不出来");
    expect(await readFile(headPath(), "utf8")).to.equal('{"seq":');
  });

  it("is judged by npm run audit:verify: 0 whole, 1 broken", async () => {
    const verify = (...args: string[]): Promise<{ code: number; said: string }> =>
      new Promise((resolve) => {
        const { url, folder } = desk.database;
        const env = { PATH: process.env.PATH, DATABASE_URL: url, AUDIT_HEAD_FILE: headPath(), FILES_DIR: join(folder, "files") };
        const run = execFile(process.execPath, ["--import", "tsx", "server/commands/audit-verify.ts", ...args], { env }, (_error, said) =>
          resolve({ code: run.exitCode ?? -1, said }),
        );
      });
    const whole = await verify();
    expect(whole.code).to.equal(0);
    expect(whole.said).to.contain(`记录链完整：共 ${await last()} 条`);
    const kept = `3:${(await entry(3)).hash.slice(0, 16)}`;
    const held = await verify("--head", kept, "--head", `2：${(await entry(2)).hash.toUpperCase()}`);
    expect([held.code, held.said]).to.satisfy(([code, said]: [number, string]) => code === 0 && said.includes(`${kept}：记录中仍是这一条`));
    const foreign = await verify("--head", `3:${"0".repeat(16)}`);
    expect(foreign.code).to.equal(1);
    expect(foreign.said).to.contain("第 3 条与您输入的链头不一致").and.to.contain("机关纪委");
    expect((await verify("--head", "3:abc")).code).to.equal(1);
    await unguarded();
    await sql("UPDATE audit_entry SET actorName = '别人' WHERE seq = 2");
    const changed = await verify();
    expect(changed.code).to.equal(1);
    expect(changed.said).to.contain("第 2 条的内容被改动过").and.to.contain("机关纪委");
  });

  it("shows a head that was swapped", async () => {
    await writeFile(headPath(), JSON.stringify({ seq: await last(), hash: "f".repeat(64) }));
    expect(await broken()).to.contain("与库外保存的链头不一致");
  });

  it("shows a head that was swapped in the database", async () => {
    const seq = await last();
    await sql(`UPDATE audit_head SET hash = '${"f".repeat(64)}'`);
    expect(await broken()).to.equal(`第 ${seq} 条与库内的链头不一致`);
  });

  it("is whole where the head outside lags behind, as after a crash between commit and file", async () => {
    const earlier = await entry(2);
    await writeFile(headPath(), JSON.stringify({ seq: 2, hash: earlier.hash }));
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
