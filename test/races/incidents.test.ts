import { expect } from "chai";
import { AuditEntry } from "../../entities/audit-entry.js";
import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import { IncidentEvidence } from "../../entities/incident-evidence.js";
import { LevelDecision } from "../../entities/level-decision.js";
import { compose } from "../../server/compose.js";
import { openDataSource } from "../../server/data-source.js";
import type { Problem } from "../../server/http/contract.js";
import { openLog } from "../../server/operations/log.js";
import { testClock } from "../support/clock.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

describe("article 24 › at the same moment", function () {
  this.timeout(120_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  beforeEach(async () => {
    desk = await Desk.open({ organisation: withSecretariat() });
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const reported = async (title: string): Promise<string> =>
    (await calls.report("school.ed", { title, links: [], unitId: "media", discoveredAt: "2026-11-24T09:00:00+08:00" })).id;
  /** A call that may be refused: its status and what it said. */
  const call = async (userid: string, id: string, path: string, body: object): Promise<{ status: number; said: Problem }> => {
    const response = await fetch(`${desk.url}/api/incidents/${id}/${path}`, {
      method: "POST",
      headers: { Authorization: `Bearer ${await desk.token(userid)}`, "Content-Type": "application/json" },
      body: JSON.stringify(body),
    });
    return { status: response.status, said: (await response.json()) as Problem };
  };
  const decisions = (incidentId: string) => desk.services.uow.read((tx) => tx.findBy(LevelDecision, { incidentId }));
  const evidence = (incidentId: string) => desk.services.uow.read((tx) => tx.findBy(IncidentEvidence, { incidentId }));

  it("the same post reported by many at once is one incident with every report, and its card goes out once", async () => {
    const names = ["school.ed", "ed.1", "ed.2", "media.head"];
    for (const userid of names) await desk.token(userid);
    for (let round = 0; round < 4; round += 1) {
      const links = [`https://weibo.com/1234/Nabcdef${round}`, `https://www.bilibili.com/video/BV17x411w7K${round + 1}`];
      const body = { title: `事件 ${round}`, links, discoveredAt: "2026-11-24T09:00:00+08:00" };
      const all = await Promise.all(
        names.map((userid, index) => calls.report(userid, { ...body, links: index % 2 === 0 ? links : [...links].reverse() })),
      );
      expect(new Set(all.map(({ id }) => id)).size).to.equal(1);
      expect((await calls.view("pub.1", all[0]?.id ?? "")).leads).to.equal(names.length);
    }
    await desk.settle();
    expect(desk.sandbox.chat("pub.1").filter(({ taskId }) => taskId !== undefined)).to.have.length(4);
  });

  it("two levels at once: one is set, the other is told by whom", async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await reported(`事件 ${round}`);
      for (const userid of ["pub.1", "pub.head"]) await desk.token(userid);
      const body = (level: string) => ({ level, reason: "评论区讨论较多", seen: null });
      const both = await Promise.all([call("pub.1", id, "level", body("yellow")), call("pub.head", id, "level", body("red"))]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
      expect(both.find(({ status }) => status === 409)?.said.detail).to.match(/级别已由 宣传部(值班|负责人)/);
      expect(await decisions(id)).to.have.length(1);
    }
  });

  it("twenty taps of 收到 by two leaders are two, and the alert is closed for both", async () => {
    const id = await reported("某校学生集体投诉");
    await calls.act("pub.1", id, "level", { level: "red", reason: "登上热搜" });
    await desk.settle();
    const { taskId } = desk.card("lead.3", "红色警报");
    const taps = Array.from({ length: 20 }, (_, index) =>
      desk.sandbox.raw({ userid: index % 2 ? "lead.3" : "lead.4", taskId, key: "acknowledge" }),
    );
    for (const { status } of await Promise.all(taps)) expect(status).to.equal(200);
    await desk.settle();
    const said = (await evidence(id)).filter((each) => each.kind === "acknowledgement").map((each) => each.byUserid);
    expect(said.sort()).to.deep.equal(["lead.3", "lead.4"]);
    for (const userid of ["lead.3", "lead.4"]) expect(desk.shows(userid, "红色警报")).to.equal("已收到");
  });

  it("a duty discharged by two at once is discharged once, and the other learns of it", async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await reported(`事件 ${round}`);
      await calls.act("pub.1", id, "level", { level: "red", reason: "登上热搜" });
      const body = { note: "启动三级预案", how: "page" };
      const both = await Promise.all([
        call("pub.head", id, "duties/startEmergencyPlan", body),
        call("media.head", id, "duties/startEmergencyPlan", body),
      ]);
      expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
      expect((await evidence(id)).filter((each) => each.kind === "discharge")).to.have.length(1);
    }
  });

  it("a lowering agreed to and the level raised at once: one of them counts, and the level is what it says", async () => {
    for (let round = 0; round < 5; round += 1) {
      const id = await reported(`事件 ${round}`);
      await calls.act("pub.1", id, "level", { level: "orange", reason: "评论区讨论较多" });
      await calls.act("pub.head", id, "lowering", { to: "yellow", reason: "已核实" });
      const [agreed, raised] = await Promise.all([
        call("lead.vice", id, "lowering/answer", { agree: true }),
        call("pub.1", id, "level", { level: "red", reason: "登上热搜", seen: "orange" }),
      ]);
      expect([agreed.status, raised.status].filter((status) => status === 200)).to.have.length(1);
      const { level } = await calls.view("pub.1", id);
      expect(level).to.equal(raised.status === 200 ? "red" : "yellow");
      const [lowering] = (await decisions(id)).filter((each) => each.kind === "lower");
      expect(lowering?.state).to.equal(raised.status === 200 ? "overtaken" : "effective");
    }
    expect((await desk.services.audit.verify()).broken).to.equal(null);
  });

  /** The duties of an incident by name, and how many owe each. */
  const duties = (incidentId: string): Promise<Map<string, { state: string; owing: number }>> =>
    desk.services.uow.read(async (tx) => {
      const entries: [string, { state: string; owing: number }][] = [];
      for (const { id, duty, state } of await tx.findBy(Deadline, { subjectId: incidentId }))
        entries.push([duty, { state, owing: await tx.countBy(DeadlineHolder, { deadlineId: id, owes: true }) }]);
      return new Map(entries);
    });

  it("收到 by everybody at the same instant closes the alert: no duty stays open that nobody owes", async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await reported(`事件 ${round}`);
      await calls.act("pub.1", id, "level", { level: "red", reason: "登上热搜" });
      const alerted = ["lead.vice", "lead.3", "lead.4", "pub.head", "data.head", "media.head"];
      for (const userid of alerted) await desk.token(userid);
      const all = await Promise.all(alerted.map((userid) => call(userid, id, "acknowledgement", {})));
      expect(all.map(({ status }) => status)).to.deep.equal(alerted.map(() => 200));
      expect((await duties(id)).get("acknowledgeAlert")).to.deep.equal({ state: "discharged", owing: 0 });
    }
  });

  it("处置意见 and the leader's 收到 at the same instant are both: ① of orange is done", async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await reported(`事件 ${round}`);
      await calls.act("pub.1", id, "level", { level: "orange", reason: "评论区讨论较多" });
      for (const userid of ["pub.head", "lead.vice"]) await desk.token(userid);
      const opinion = { note: "联系学校核实，统一口径", how: "page" };
      const both = await Promise.all([call("pub.head", id, "duties/reportOrange", opinion), call("lead.vice", id, "acknowledgement", {})]);
      expect(both.map(({ status }) => status)).to.deep.equal([200, 200]);
      expect((await duties(id)).get("reportOrange")).to.deep.equal({ state: "discharged", owing: 0 });
    }
  });

  it("reports to two superior bodies entered at the same instant are both, and the duty is done (第22条)", async () => {
    for (let round = 0; round < 6; round += 1) {
      const id = await reported(`事件 ${round}`);
      await calls.act("pub.1", id, "level", { level: "red", reason: "登上热搜" });
      const body = (to: string) => ({ to, how: "phone", content: "已报告基本情况", receipt: `已接收 ${round}` });
      for (const userid of ["pub.1", "pub.head"]) await desk.token(userid);
      const both = await Promise.all([
        call("pub.1", id, "upward-reports", body("团中央宣传部")),
        call("pub.head", id, "upward-reports", body("省委宣传部")),
      ]);
      expect(both.map(({ status }) => status)).to.deep.equal([201, 201]);
      expect((await duties(id)).get("reportSuperior")).to.deep.equal({ state: "discharged", owing: 0 });
    }
  });

  it("维持现级 by two at once is one answer, and the other is told who gave it", async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await reported(`事件 ${round}`);
      await calls.act("pub.1", id, "level", { level: "yellow", reason: "小范围讨论" });
      await calls.act("media.head", id, "proposal", { level: "orange", reason: "又有转载" });
      const body = { reason: "转载量很小" };
      const both = await Promise.all(["pub.1", "pub.head"].map((userid) => call(userid, id, "level/keeping", body)));
      expect(both.map(({ status }) => status).sort()).to.deep.equal([200, 409]);
      expect(both.find(({ status }) => status === 409)?.said.detail).to.match(/^升级申请已由 宣传部(值班|负责人) 于 .+ 答复为维持现级/);
      expect((await decisions(id)).filter(({ kind }) => kind === "keep")).to.have.length(1);
    }
  });

  it("two who ask for more at once ask the desks once, and both are heard", async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await reported(`事件 ${round}`);
      await calls.act("pub.1", id, "level", { level: "yellow", reason: "小范围讨论" });
      const body = { level: "orange", reason: "又有转载" };
      const both = await Promise.all(["media.head", "school.ed"].map((userid) => call(userid, id, "proposal", body)));
      expect(both.map(({ status }) => status)).to.deep.equal([200, 200]);
      expect((await duties(id)).get("setLevel")?.state).to.equal("open");
      expect((await decisions(id)).filter(({ kind }) => kind === "proposal")).to.have.length(2);
    }
  });

  it("two programs on one database: every step is taken once, every card and call is one", async function () {
    if (desk.database.engine === "sqlite") {
      console.log("      skipped: several processes are for MySQL; npm run test:mysql runs this");
      return this.skip();
    }
    const other = compose(desk.services.env, await openDataSource(desk.database.url), openLog("silent"), testClock());
    try {
      desk.sandbox.setPhone("lead.top", "ringsOut");
      const id = await reported("某校学生集体投诉");
      await calls.act("pub.1", id, "level", { level: "red", reason: "登上热搜" });
      for (let minutes = 0; minutes < 16; minutes += 1) {
        await desk.advance("PT1M");
        await other.clockwork?.adopt();
        await Promise.all([desk.services.tick(), other.tick()]);
      }
      const count = (userid: string, words: string): number =>
        desk.sandbox.chat(userid).filter((message) => JSON.stringify(message.card ?? {}).includes(words)).length;
      expect(count("lead.top", "红色警报：某校"), "T0, +3, +8").to.equal(3);
      expect(desk.sandbox.calls("lead.top")).to.have.length(3);
      for (const userid of ["lead.vice", "lead.3", "lead.4", "pub.head", "pub.1"])
        expect(count(userid, "当面或电话报告主要领导：某校"), userid).to.equal(1);
      const stepped = await desk.services.uow.read((tx) => tx.findBy(AuditEntry, { action: "deadline.stepped", subjectId: id }));
      expect(stepped.map(({ facts }) => (JSON.parse(facts) as { step: string }).step).sort()).to.deep.equal([
        "byHand",
        "next.1",
        "next.2",
        "others",
      ]);
    } finally {
      await other.close();
    }
  });
});
