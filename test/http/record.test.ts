import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import type { HeadComparison, Problem, RecordPage, SealView } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { ORGANISATION } from "../support/organisation.js";

describe("the record as people read it (stories §2.4)", function () {
  this.timeout(40_000);
  let desk: Desk;
  let draftId: string;
  before(async () => {
    desk = await Desk.open({ at: "2025-12-01T09:00:00+08:00" });
    draftId = (await desk.submitted("开学第一课")).id;
    await desk.judge("first.1", draftId, "pass");
    await desk.judge("ed.1", draftId, "pass", {}, 403);
    await desk.to("2025-12-03T09:00:00+08:00");
    for (const { userid } of ORGANISATION.people) desk.logOut(userid);
    await desk.judge("second.1", draftId, "pass");
    await desk.news();
  });
  after(() => desk.close());

  const page = (query = ""): Promise<RecordPage> => desk.as("disc.1").get<RecordPage>(`/api/audit${query}`);
  const sentences = async (query: string): Promise<string[]> => (await page(query)).items.map(({ sentence }) => sentence);

  it("is open to administrators, the discipline office and the head of publicity", async () => {
    for (const userid of ["pub.1", "disc.1", "pub.head"]) await desk.as(userid).get("/api/audit");
    for (const userid of ["lead.top", "ed.1", "media.head", "outside.1"]) await desk.as(userid).get("/api/audit", 403);
    for (const userid of ["ed.1", "lead.vice"]) await desk.as(userid).post("/api/audit/verification", {}, 403);
  });

  it("tells every act in a sentence, newest first, with what it is about", async () => {
    const { items, next } = await page();
    expect(items[0]?.sentence).to.match(/登录$/);
    expect(items.map(({ seq }) => seq)).to.deep.equal([...items.map(({ seq }) => seq)].sort((one, other) => other - one));
    const passed = items.find(({ action }) => action === "review.passed");
    expect(passed?.subject).to.deep.equal({ type: "draft", id: draftId, title: "开学第一课" });
    expect(passed?.sentence).to.equal("二审责任人乙岗 通过了二审（未打开全文）".replace("乙岗", "甲岗"));
    expect(items.map(({ sentence }) => sentence).join()).to.contain("导入了组织信息：人员新增 20");
    expect(next).to.equal(null);
  });

  it("is sought by subject, person, article, day, and by what was refused", async () => {
    expect(await sentences(`?subject=draft:${draftId}&refused=true`)).to.have.length(1);
    expect((await sentences("?refused=true"))[0]).to.contain("责任编辑甲岗 的操作未生效");
    expect(await sentences("?person=second.1")).to.have.members(["二审责任人甲岗 通过了二审（未打开全文）", "二审责任人甲岗 登录"]);
    expect(await sentences(`?person=${encodeURIComponent("初审负责人甲岗")}&article=11`)).to.have.length(1);
    const third = await page("?day=2025-12-03");
    expect(third.items.length).to.be.greaterThan(1);
    for (const { at } of third.items) expect(at).to.match(/^2025-12-03/);
    const first = await sentences("?day=2025-12-01");
    expect(first.join()).to.contain("写了稿件").and.not.to.contain("通过了二审");
    const work = await sentences("?logins=false");
    expect(work.filter((sentence) => sentence.endsWith("登录"))).to.deep.equal([]);
    expect(work[0]).to.contain("通过了二审");
    expect(await sentences("?day=2025-11-30")).to.deep.equal([]);
    expect(await sentences("?person=nobody")).to.deep.equal([]);
  });

  it("says in Chinese what is wrong with a question", async () => {
    for (const query of ["?day=2025-02-30", "?article=30", "?before=x", "?subject=draft", "?wanted=1", "?refused=yes"]) {
      const problem = await desk.as("disc.1").get<Problem>(`/api/audit${query}`, 422);
      expect(problem.detail, query).to.match(/[一-龥]/);
    }
  });

  it("comes page by page, each act once", async () => {
    const { audit, uow } = desk.services;
    const act = { subject: { type: "test", id: "t" }, actor: { userid: "x", name: "某岗", post: "测试" }, via: "page" as const };
    await uow.run((tx) => {
      for (let index = 0; index < 70; index += 1) audit.record(tx, { action: "test.done", ...act, article: "9" });
      return Promise.resolve();
    });
    const seen: number[] = [];
    for (let query = "?article=9", pages = 0; pages < 5; pages += 1) {
      const { items, next } = await page(query);
      seen.push(...items.map(({ seq }) => seq));
      if (next === null) break;
      query = `?article=9&before=${next}`;
    }
    expect(seen).to.have.length(70);
    expect(new Set(seen).size).to.equal(70);
  });

  it("is looked through on demand, and the last result stands with when and by whom", async () => {
    const view = await desk.as("disc.1").post<SealView>("/api/audit/verification", {});
    expect(view.walking).to.equal(null);
    expect(view.last).to.deep.include({ broken: null, by: { userid: "disc.1", name: "机关纪委", post: "机关纪委" } });
    expect(view.last?.entries).to.be.greaterThan(70);
    await desk.services.headFile.settled();
    const after = await desk.as("pub.head").get<SealView>("/api/audit/verification");
    expect(after.outside).to.equal(after.head);
    expect(await desk.news()).to.deep.equal({});
    expect((await sentences("?person=disc.1"))[0]).to.contain("机关纪委 核对了记录链：完整");
  });

  it("lists the heads that were sent, and says whether it still holds one that somebody kept", async () => {
    await desk.services.sentHeads.sendDue();
    const letters = (await desk.news())["disc.1"] ?? [];
    const { sent } = await desk.as("disc.1").get<SealView>("/api/audit/verification");
    expect(sent.map(({ day }) => day)).to.deep.equal(["2025-12-02", "2025-12-01"]);
    const [line = ""] = letters.map((letter) => letter.split("\n")[2]);
    const compare = (head: string, status = 200) => desk.as("disc.1").post<HeadComparison & Problem>("/api/audit/heads", { head }, status);
    expect((await compare(` ${line.toUpperCase()} `)).against).to.equal(null);
    expect((await compare(`1:${"0".repeat(16)}`)).against).to.equal("第 1 条与您输入的链头不一致");
    expect((await compare(`99999:${"0".repeat(16)}`)).against).to.equal("记录中没有第 99999 条");
    expect((await compare("昨天的", 422)).detail).to.contain("序号:指纹");
    expect((await sentences("?person=disc.1"))[0]).to.contain("核对了一个保存的链头 99999:0000000000000000：记录中没有第 99999 条");
  });

  it("shows a break in one glance, with where", async () => {
    const { uow } = desk.services;
    const sql = (text: string): Promise<unknown> => uow.run((tx) => tx.query(text));
    const { actorName } = await uow.read((tx) => tx.findOneByOrFail(AuditEntry, { seq: 5 }));
    await sql("DROP TRIGGER audit_entry_refuses_update");
    await sql("UPDATE audit_entry SET actorName = '别人' WHERE seq = 5");
    const view = await desk.as("pub.1").post<SealView>("/api/audit/verification", {});
    expect(view.last?.broken).to.deep.equal({ seq: 5, why: "第 5 条的内容被改动过" });
    expect(await desk.news()).to.deep.equal({ "pub.1": ["记录链不完整"], "disc.1": ["记录链不完整"] });
    await sql(`UPDATE audit_entry SET actorName = '${actorName}' WHERE seq = 5`);
    expect((await desk.as("pub.1").post<SealView>("/api/audit/verification", {})).last?.broken).to.equal(null);
  });
});
