import { expect } from "chai";
import { writeFile } from "node:fs/promises";
import { MoreThan } from "typeorm";
import { dailiesOf, JOBS } from "../../cron/jobs.js";
import { AuditEntry } from "../../entities/audit-entry.js";
import { GapRound } from "../../entities/gap-news.js";
import { SentHead, Verification } from "../../entities/seal.js";
import { systemActor } from "../../server/audit/record.js";
import { localMoment } from "../../server/kernel/local-time.js";
import { Desk } from "../support/desk.js";
import { ORGANISATION } from "../support/organisation.js";

/** Acts on record once the desk is open: four years of the calendar, the register, who reviews, who holds passwords. */
const IMPORTED = 7;

describe("the record › what proves it outside the database (stories §2.4)", function () {
  this.timeout(30_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open({ at: "2025-12-01T09:00:00+08:00" });
  });
  afterEach(() => desk.close());

  const acts = async (count: number): Promise<void> => {
    const act = { action: "test.done", subject: { type: "test", id: "t" }, actor: systemActor("测试"), via: "system" as const };
    await desk.services.uow.run((tx) => {
      for (let index = 0; index < count; index += 1) desk.services.audit.record(tx, act);
      return Promise.resolve();
    });
    await desk.services.headFile.settled();
  };
  const sql = (text: string): Promise<unknown> => desk.services.uow.run((tx) => tx.query(text));
  const unguarded = async (): Promise<void> => {
    await sql("DROP TRIGGER audit_entry_refuses_update");
    await sql("DROP TRIGGER audit_entry_refuses_delete");
  };
  const job = (name: string) => JOBS.find((each) => each.name === name);
  const sendHeads = async (): Promise<void> => {
    for (const run of [1, 2])
      await job("record.send-heads")
        ?.run(desk.services)
        .catch((error: unknown) => expect.fail(`${run}: ${String(error)}`));
  };
  const entry = (seq: number) => desk.services.uow.read((tx) => tx.findOneByOrFail(AuditEntry, { seq }));
  const verifications = () => desk.services.uow.read((tx) => tx.find(Verification, { order: { startedAt: "ASC", id: "ASC" } }));
  const verifyAtNight = (): Promise<unknown> => job("record.verify")?.run(desk.services) ?? expect.fail("no such job");

  it("goes to the discipline office once a day, as a text that can be typed back, and to nobody else", async () => {
    await acts(3);
    await sendHeads();
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2025-12-02T08:34:00+08:00");
    await sendHeads();
    expect(await desk.news()).to.deep.equal({});
    await desk.to("2025-12-02T08:36:00+08:00");
    await acts(2);
    await sendHeads();
    const news = await desk.news();
    expect(news).to.have.keys("disc.1");
    const [text = ""] = news["disc.1"] ?? [];
    const last = IMPORTED + 3;
    expect(text).to.contain("记录链头 · 12月1日\n").and.to.contain(`当日记录 ${last} 条，累计 ${last} 条`);
    expect(text).to.contain(`\n${last}:${(await entry(last)).hash.slice(0, 16)}\n`);
    await desk.advance("PT2H");
    await sendHeads();
    expect(await desk.news()).to.deep.equal({});
  });

  it("is made up for the days on which it was not sent, each once; days without any act need none", async () => {
    await acts(1);
    await desk.to("2025-12-03T10:00:00+08:00");
    await acts(3);
    await desk.to("2025-12-05T10:00:00+08:00");
    await sendHeads();
    const texts = (await desk.news())["disc.1"] ?? [];
    const heads = texts.map((text) => text.split("\n").slice(0, 2).join(" "));
    expect(heads).to.deep.equal([
      `记录链头 · 12月1日（补发） 当日记录 ${IMPORTED + 1} 条，累计 ${IMPORTED + 1} 条`,
      `记录链头 · 12月3日（补发） 当日记录 3 条，累计 ${IMPORTED + 4} 条`,
      `记录链头 · 12月4日 当日没有新的记录，累计 ${IMPORTED + 4} 条`,
    ]);
    await desk.to("2026-01-10T10:00:00+08:00");
    await sendHeads();
    expect((await desk.news())["disc.1"]?.length).to.equal(1);
    expect(await desk.services.uow.read((tx) => tx.count(SentHead))).to.equal(11);
  });

  it("is sent once by two processes at the same moment", async () => {
    await desk.to("2025-12-02T10:00:00+08:00");
    const { sentHeads } = desk.services;
    await Promise.all([sentHeads.sendDue(), sentHeads.sendDue(), sentHeads.sendDue()]);
    expect((await desk.news())["disc.1"]?.length).to.equal(1);
  });

  it("goes to the head of publicity where nobody holds the discipline office", async () => {
    await sql("DELETE FROM appointment WHERE role = 'discipline'");
    await desk.to("2025-12-02T10:00:00+08:00");
    await sendHeads();
    expect(await desk.news()).to.have.keys("pub.head");
  });

  it("stays owed while nobody holds either office, with a word on 运行状态, and is made up once somebody does", async () => {
    await sql("DELETE FROM appointment WHERE role IN ('discipline', 'publicityHead')");
    await acts(1);
    await desk.to("2025-12-03T10:00:00+08:00");
    await sendHeads();
    expect(await desk.news()).to.deep.equal({});
    expect(await desk.services.uow.read((tx) => tx.count(SentHead))).to.equal(0);
    const found = (await desk.services.watchdog.problems()).filter(({ kind }) => kind === "vacant").map(({ words }) => words);
    expect(found).to.have.length(1);
    expect(found[0]).to.match(/^没有人担任.+：12月1日起的每日记录链头还没有发出/);
    await desk.services.organisation.importFile(ORGANISATION, systemActor("测试"));
    await sendHeads();
    expect((await desk.news())["disc.1"]?.map((text) => text.split("\n")[0])).to.deep.equal([
      "记录链头 · 12月1日（补发）",
      "记录链头 · 12月2日",
    ]);
    expect((await desk.services.watchdog.problems()).filter(({ kind }) => kind === "vacant")).to.deep.equal([]);
  });

  it("comes of itself where the adjustable clock is walked over days, each at its hour and beside the morning's gaps", async () => {
    const { clockwork } = desk.services;
    clockwork?.follow(dailiesOf(desk.services));
    await desk.to("2025-12-04T12:00:00+08:00");
    const heads = await desk.services.uow.read((tx) => tx.find(SentHead, { order: { day: "ASC" } }));
    expect(heads.map(({ day, sentAt }) => `${day} ${localMoment(sentAt)}`)).to.deep.equal([
      "2025-12-01 12月2日 08:35",
      "2025-12-02 12月3日 08:35",
      "2025-12-03 12月4日 08:35",
    ]);
    const rounds = await desk.services.uow.read((tx) => tx.find(GapRound, { order: { day: "ASC" } }));
    expect(rounds.map(({ day, toldAt }) => `${day} ${localMoment(toldAt).split(" ")[1]}`)).to.deep.equal([
      "2025-12-02 08:30",
      "2025-12-03 08:30",
      "2025-12-04 08:30",
    ]);
  });

  it("shows a tail that was cut together with every head that the machine kept", async () => {
    await acts(5);
    await desk.to("2025-12-02T10:00:00+08:00");
    await sendHeads();
    const [, , line = ""] = ((await desk.news())["disc.1"]?.[0] ?? "").split("\n");
    const { inspection } = desk.services.audit;
    const typed = { seq: Number(line.split(":")[0]), hash: line.split(":")[1] ?? "" };
    expect(await inspection.against(typed)).to.equal(null);
    await unguarded();
    await sql("DELETE FROM audit_entry WHERE seq > 2");
    await sql(`UPDATE audit_head SET seq = 2, hash = '${(await entry(2)).hash}'`);
    await sql(`DELETE FROM sent_head`);
    await desk.services.headFile.settled();
    await writeFile(desk.services.env.auditHeadFile, JSON.stringify({ seq: 2, hash: (await entry(2)).hash }));
    expect((await desk.services.audit.verify()).broken).to.equal(null);
    expect(await inspection.against(typed)).to.equal(`记录中没有第 ${typed.seq} 条`);
    await acts(IMPORTED + 5);
    expect(await inspection.against(typed)).to.equal(`第 ${typed.seq} 条与您输入的链头不一致`);
  });

  it("shows the cut by the heads that were sent, where the file was forged with it", async () => {
    await acts(5);
    await desk.to("2025-12-02T10:00:00+08:00");
    await sendHeads();
    await unguarded();
    await sql("DELETE FROM audit_entry WHERE seq > 2");
    await sql(`UPDATE audit_head SET seq = 2, hash = '${(await entry(2)).hash}'`);
    await desk.services.headFile.settled();
    await writeFile(desk.services.env.auditHeadFile, JSON.stringify({ seq: 2, hash: (await entry(2)).hash }));
    expect((await desk.services.audit.verify()).broken?.why).to.contain(
      `发给机关纪委的12月1日链头是第 ${IMPORTED + 5} 条，库内只到第 2 条`,
    );
  });

  it("is looked through each night, and a break is told once to administrators and the discipline office", async () => {
    await acts(3);
    await verifyAtNight();
    expect(await desk.news()).to.deep.equal({});
    await unguarded();
    await sql("UPDATE audit_entry SET actorName = '别人' WHERE seq = 2");
    await verifyAtNight();
    expect(await desk.news()).to.deep.equal({ "pub.1": ["记录链不完整"], "disc.1": ["记录链不完整"] });
    await desk.advance("P1D");
    await verifyAtNight();
    expect(await desk.news()).to.deep.equal({});
    await sql("UPDATE audit_entry SET actorName = '系统' WHERE seq = 2");
    await sql("UPDATE audit_entry SET via = 'card' WHERE seq = 1");
    await desk.advance("P1D");
    await verifyAtNight();
    expect(await desk.news()).to.have.keys("pub.1", "disc.1");
    const found = (await verifications()).map(({ brokenSeq }) => brokenSeq);
    expect(found).to.deep.equal([null, 2, 2, 1]);
  });

  it("is looked at once for the nights that the moved clock passes, at their hour, and not again by the same night", async () => {
    desk.services.clockwork?.follow(dailiesOf(desk.services, JOBS));
    await verifyAtNight();
    await desk.to("2025-12-01T23:00:00+08:00");
    expect(await verifications()).to.have.length(1);
    await desk.to("2025-12-03T12:00:00+08:00");
    await desk.services.seal.checkDue();
    const nights = (await verifications()).slice(1).map(({ startedAt }) => localMoment(startedAt));
    expect(nights).to.deep.equal(["12月2日 03:11", "12月3日 03:11"]);
  });

  it("is not walked twice at the same time, and the walk of a process that died holds up no other", async () => {
    await acts(1500);
    const { seal } = desk.services;
    await Promise.all([seal.checkByItself(), seal.checkByItself()]);
    expect(await verifications()).to.have.length(1);
    await desk.services.uow.run((tx) => tx.query("UPDATE verification SET finishedAt = NULL"));
    await seal.checkByItself();
    expect(await verifications()).to.have.length(1);
    await desk.services.uow.run((tx) => tx.update(Verification, { total: MoreThan(0) }, { aliveAt: new Date(Date.now() - 61_000) }));
    await seal.checkByItself();
    expect(await verifications()).to.have.length(2);
  });
});
