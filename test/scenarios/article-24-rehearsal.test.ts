import { expect } from "chai";
import type { IncidentView, NewRehearsal, Problem, RehearsalResult } from "../../server/http/contract.js";
import { Desk } from "../support/desk.js";
import { incidentCalls } from "../support/incidents.js";
import { withSecretariat } from "../support/leaders.js";

const SCENE: NewRehearsal = { title: "宿舍停水引发投诉", description: "设想：凌晨多名学生发帖，半小时内上百条转发。", unitId: "media" };
const DRILL = "【演练】";

describe("article 24 › R24-15 a rehearsal climbs the same ladder and says that it is one", function () {
  this.timeout(60_000);
  let desk: Desk;
  let calls: ReturnType<typeof incidentCalls>;
  beforeEach(async () => {
    desk = await Desk.open({ organisation: withSecretariat() });
    calls = incidentCalls(desk);
  });
  afterEach(() => desk.close());

  const started = (extra: Partial<NewRehearsal> = {}): Promise<IncidentView> =>
    desk.as("pub.head").post<IncidentView>("/api/rehearsals", { ...SCENE, ...extra }, 201);

  it("is started by 宣传部 and by nobody else, and is numbered apart", async () => {
    const refused = await desk.as("media.head").post<Problem>("/api/rehearsals", SCENE, 403);
    expect(refused.detail).to.contain("演练由宣传部值班或宣传部负责人发起");
    await desk.as("pub.head").post<Problem>("/api/rehearsals", { ...SCENE, description: " " }, 422);
    expect(await desk.news()).to.deep.equal({});
    const real = await calls.report("school.ed");
    const drill = await started();
    expect([real.number, drill.number, drill.rehearsal]).to.deep.equal(["舆2026-00001", "演2026-00001", true]);
    expect(real.rehearsal).to.equal(false);
  });

  it("every card, call and group of it says 演练, up to the hand-written report", async () => {
    const { id } = await started();
    desk.sandbox.setPhone("lead.top", "ringsOut");
    await desk.press("pub.1", "研判定级", "red");
    await desk.advance("PT25H");
    for (const userid of ["pub.head", "lead.top", "pub.1"]) desk.logOut(userid);
    await calls.act("pub.head", id, "lowering", { to: "lift", reason: "演练结束" });
    await calls.act("lead.top", id, "lowering/answer", { agree: true });
    const news = await desk.news();
    expect(Object.keys(news)).to.include.members([
      "lead.top",
      "lead.vice",
      "lead.3",
      "lead.4",
      "pub.head",
      "pub.1",
      "data.1",
      "media.head",
    ]);
    const told = Object.entries(news).flatMap(([userid, titles]) => titles.map((title) => `${userid} ${title}`));
    expect(told.filter((words) => !words.includes(` ${DRILL}`))).to.deep.equal([]);
    const rung = desk.sandbox.members().flatMap(({ userid }) => desk.sandbox.calls(userid));
    expect(rung.length).to.be.greaterThan(3);
    const heard = await desk.services.uow.read((tx) => tx.query<{ words: string }[]>("SELECT words FROM voice_call"));
    expect(heard.filter(({ words }) => !words.startsWith(DRILL))).to.deep.equal([]);
    const [group] = desk.sandbox.groups();
    expect(group?.name).to.equal("【演练】红色警报 演2026-00001");
    const { items } = await desk.as("pub.1").get<{ items: { title: string }[] }>("/api/todo?scope=mine");
    for (const { title } of items) expect(title.startsWith(DRILL), title).to.equal(true);
  });

  it("the result sheet says how fast everybody answered, the slowest first; a real incident has none", async () => {
    const { id } = await started();
    desk.sandbox.setPhone("lead.top", "ringsOut");
    await desk.settle();
    await desk.advance("PT2M");
    await desk.press("pub.1", "研判定级", "red");
    await desk.advance("PT1M");
    await desk.press("lead.3", "红色警报", "acknowledge");
    await desk.advance("PT5M");
    await desk.press("lead.top", "红色警报", "acknowledge");
    const { items } = await desk.as("pub.1").get<RehearsalResult>(`/api/incidents/${id}/rehearsal`);
    const of = (userid: string) => items.find(({ person }) => person.userid === userid);
    const minutes = ["pub.1", "lead.3", "lead.top", "lead.4"].map((userid) => {
      const seconds = of(userid)?.seconds ?? null;
      return seconds === null ? null : Math.floor(seconds / 60);
    });
    expect(minutes).to.deep.equal([2, 1, 6, null]);
    expect(of("lead.top")?.calls).to.be.greaterThan(1);
    expect(items.findIndex(({ person }) => person.userid === "lead.4")).to.be.below(
      items.findIndex(({ person }) => person.userid === "lead.top"),
    );
    const real = await calls.report("school.ed");
    await desk.as("pub.1").get(`/api/incidents/${real.id}/rehearsal`, 422);
  });

  it("宣传部负责人 is reminded once when there was none for three months, and not again until the next three are over", async () => {
    const { id } = await started();
    await calls.act("pub.head", id, "level", { level: "none", reason: "演练结束" });
    await desk.to("2027-02-24T08:59:00+08:00");
    await desk.news();
    await desk.to("2027-02-24T09:00:00+08:00");
    expect((await desk.news())["pub.head"]).to.include("该组织一次舆情处置演练了");
    await desk.to("2027-03-02T09:00:00+08:00");
    expect(
      Object.values(await desk.news())
        .flat()
        .filter((title) => title.includes("演练")),
    ).to.deep.equal([]);
  });
});
