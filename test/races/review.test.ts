import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import { Verdict } from "../../entities/verdict.js";
import { compose } from "../../server/compose.js";
import { openDataSource } from "../../server/data-source.js";
import { budgetOf } from "../../server/delivery/pace.js";
import type { DraftView } from "../../server/http/contract.js";
import { openLog } from "../../server/operations/log.js";
import { SETTING_DEFAULTS } from "../../server/regulation/settings.js";
import { testClock } from "../support/clock.js";
import { Desk } from "../support/desk.js";

describe("article 11 › at the same moment", function () {
  this.timeout(90_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const verdicts = () => desk.services.uow.read((tx) => tx.find(Verdict));
  const passes = () => desk.services.uow.read((tx) => tx.findBy(AuditEntry, { action: "review.passed" }));

  it("twenty taps by two reviewers are one decision, and each gets an answer that names who decided", async () => {
    await desk.submitted("开学第一课");
    await desk.settle();
    const { taskId } = desk.card("first.1", "初审：");
    const taps = Array.from({ length: 20 }, (_, index) =>
      desk.sandbox.raw({ userid: index % 2 ? "first.1" : "first.2", taskId, key: "pass" }),
    );
    const outcomes = await Promise.all(taps);
    const decided = (await verdicts()).filter((verdict) => verdict.verdict !== "objection");
    expect(decided).to.have.length(1);
    expect(await passes()).to.have.length(1);
    for (const { status, reply } of outcomes) {
      expect(status).to.equal(200);
      expect(JSON.stringify(reply)).to.contain(`已由 ${decided[0]?.byName ?? ""}`);
    }
    const news = await desk.news();
    expect(news["second.1"]).to.deep.equal(["二审：开学第一课"]);
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("pass and 退回 at once: one of them counts, the other is refused or stands as an objection", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await desk.submitted(`稿件 ${round}`);
      await desk.settle();
      const { taskId } = desk.card("first.1", `初审：稿件 ${round}`);
      await Promise.all([
        desk.sandbox.raw({ userid: "first.1", taskId, key: "pass" }),
        desk.sandbox.raw({ userid: "first.2", taskId, key: "sendBack", selected: { gate: ["legal"] } }),
      ]);
      const given = (await verdicts()).filter((verdict) => verdict.draftId === id);
      expect(given.filter((verdict) => verdict.verdict !== "objection")).to.have.length(1);
      const { status, stage } = await desk.as("pub.1").get<DraftView>(`/api/drafts/${id}`);
      expect(given.some((verdict) => verdict.verdict === "pass") ? ["inReview", "second"] : ["draft", null]).to.deep.equal([status, stage]);
    }
  });

  it("a pass and a change at once: the pass is on the old version, or there is none, and never on words nobody read", async () => {
    for (let round = 0; round < 5; round += 1) {
      const { id } = await desk.submitted(`稿件 ${round}`);
      const call = async (userid: string, path: string, body: object): Promise<number> => {
        const headers = { Authorization: `Bearer ${await desk.token(userid)}`, "Content-Type": "application/json" };
        return (await fetch(`${desk.url}/api/drafts/${id}/${path}`, { method: "POST", headers, body: JSON.stringify(body) })).status;
      };
      const statuses = await Promise.all([
        call("first.1", "verdicts", { revision: 1, verdict: "pass" }),
        call("ed.1", "revisions", { revision: 1, body: `改过 ${round}` }),
      ]);
      for (const status of statuses) expect([200, 409]).to.include(status);
      const draft = await desk.as("pub.1").get<DraftView>(`/api/drafts/${id}`);
      for (const verdict of draft.verdicts) expect(verdict.revision).to.equal(1);
      if (draft.revision === 2) expect(draft.stage).to.equal("first");
    }
  });

  it("a publication registered three times at once is one, and the others learn that it is there", async () => {
    const { id } = await desk.submitted("开学第一课");
    for (const userid of ["first.1", "second.1", "media.head"]) await desk.judge(userid, id, "pass");
    await desk.advance("PT1H");
    const headers = { Authorization: `Bearer ${await desk.token("ed.1")}`, "Content-Type": "application/json" };
    const body = JSON.stringify({ url: "https://example.org/post/1", publishedAt: "2026-11-24T09:30:00+08:00" });
    const register = async (): Promise<number> =>
      (await fetch(`${desk.url}/api/drafts/${id}/publication`, { method: "POST", headers, body })).status;
    expect((await Promise.all([register(), register(), register()])).sort()).to.deep.equal([200, 409, 409]);
    expect(await desk.services.uow.read((tx) => tx.countBy(AuditEntry, { action: "review.published" }))).to.equal(1);
  });

  it("a hundred random taps over ten drafts leave one decision per level, and a whole record", async () => {
    const ids = [];
    for (let index = 0; index < 10; index += 1) ids.push((await desk.submitted(`稿件 ${index}`)).id);
    await desk.settle();
    const cards = ["first.1", "first.2"].flatMap((userid) =>
      desk.sandbox.chat(userid).flatMap((message) => (message.taskId === undefined ? [] : [{ userid, taskId: message.taskId }])),
    );
    const taps = Array.from({ length: 100 }, (_, index) => {
      const card = cards[(index * 7) % cards.length] ?? { userid: "first.1", taskId: "none" };
      return desk.sandbox.raw({ ...card, key: index % 3 === 0 ? "sendBack" : "pass", selected: { gate: ["content"] } });
    });
    for (const { status } of await Promise.all(taps)) expect(status).to.equal(200);
    const decided = (await verdicts()).filter((verdict) => verdict.verdict !== "objection");
    expect(decided.map((verdict) => verdict.draftId).sort()).to.deep.equal([...ids].sort());
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  it("two programs on one database send every card once", async function () {
    if (desk.database.engine === "sqlite") {
      console.log("      skipped: several processes are for MySQL; npm run test:mysql runs this");
      return this.skip();
    }
    const other = compose(desk.services.env, await openDataSource(desk.database.url), openLog("silent"), testClock());
    try {
      await other.clockwork?.adopt();
      // as many as a person's minute has places for in this lane, so that none of them is bundled
      const cards = budgetOf(3, SETTING_DEFAULTS.value("delivery.perMemberPerMinute"));
      for (let index = 0; index < cards; index += 1) await desk.submitted(`稿件 ${index}`);
      desk.sandbox.clearJournal();
      await Promise.all([desk.services.dispatcher.drain(), other.dispatcher.drain()]);
      const sends = desk.sandbox.journal.filter((entry) => entry.path.endsWith("/message/send"));
      expect(sends).to.have.length(cards);
      expect(desk.sandbox.chat("first.1")).to.have.length(cards);
    } finally {
      await other.close();
    }
  });
});
