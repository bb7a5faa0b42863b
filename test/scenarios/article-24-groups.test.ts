import { expect } from "chai";
import { ChatGroup } from "../../entities/chat-group.js";
import { OutboxMessage } from "../../entities/outbox-message.js";
import { Desk } from "../support/desk.js";
import { Drill } from "../support/drill.js";

const SUBJECT = { type: "drill", id: "0198aaaa-0000-7000-8000-000000000001" };
const PEOPLE = ["lead.top", "lead.vice", "pub.head"];

describe("article 24 › R24-05 the group of an incident", function () {
  this.timeout(60_000);
  let desk: Desk;
  let drill: Drill;
  beforeEach(async () => {
    drill = new Drill();
    desk = await Desk.open({ domains: [drill.open] });
  });
  afterEach(() => desk.close());

  const wants = (key: string, userids: string[], owner = userids[0] ?? ""): Promise<void> =>
    desk.services.uow.run((tx) => drill.desk.outbox.group(tx, { key, subject: SUBJECT, name: "三号线舆情处置", owner, userids, lane: 0 }));
  const says = (key: string, text: string): Promise<void> =>
    desk.services.uow.run((tx) => drill.desk.outbox.inGroup(tx, { key, subject: SUBJECT, lane: 0, words: { kind: "markdown", text } }));
  const group = () => {
    const all = desk.sandbox.groups();
    expect(all.length, "groups").to.be.at.most(1);
    return all[0];
  };
  const lines = (): (string | undefined)[] => group()?.messages.map(({ text }) => text) ?? [];
  const asked = (path: string): number => desk.sandbox.journal.filter((entry) => entry.path.endsWith(path)).length;
  const states = async (): Promise<string[]> => {
    const rows = await desk.services.uow.read((tx) => tx.find(OutboxMessage, { where: { kind: "group" }, order: { id: "ASC" } }));
    return rows.map(({ state, lastError }) => (lastError === null ? state : `${state}：${lastError}`));
  };

  it("is made once, then spoken in, in order; the same key twice is one line, and nobody else is in it", async () => {
    await wants("g", PEOPLE);
    await wants("g", PEOPLE);
    for (const key of ["1", "2", "3", "3"]) await says(key, `第${key}句`);
    await desk.settle();
    expect([group()?.name, group()?.owner, group()?.members]).to.deep.equal(["三号线舆情处置", "lead.top", PEOPLE]);
    expect(lines()).to.deep.equal(["第1句", "第2句", "第3句"]);
    expect([asked("appchat/create"), asked("appchat/update"), asked("appchat/send")]).to.deep.equal([1, 0, 3]);
    expect(await desk.news()).to.deep.equal({});
  });

  it("takes in whoever is wanted later and lets go who is not; an owner who goes has a successor", async () => {
    await wants("g", PEOPLE);
    await desk.settle();
    await wants("more", [...PEOPLE.slice(1), "data.head"], "pub.head");
    await says("1", "交接完毕");
    await desk.settle();
    expect([group()?.owner, group()?.members.sort()]).to.deep.equal(["pub.head", ["data.head", "lead.vice", "pub.head"]]);
    expect(group()?.messages[0]?.to.sort()).to.deep.equal(["data.head", "lead.vice", "pub.head"]);
  });

  it("somebody whom WeCom cannot reach keeps nobody else out", async () => {
    desk.sandbox.faults.unreachable = ["lead.vice"];
    const notice = { kind: "text" as const, title: "t", text: "t" };
    await desk.services.uow.run((tx) => drill.desk.outbox.notice(tx, { key: "n", subject: SUBJECT, to: PEOPLE, lane: 0, notice }));
    await desk.settle();
    await wants("g", PEOPLE);
    await desk.settle();
    expect(group()?.members).to.deep.equal(["lead.top", "pub.head"]);
  });

  it("somebody who is no member of the enterprise is tried again, then said, and the work goes on without a group", async () => {
    await wants("g", [...PEOPLE, "nobody.here"]);
    await says("1", "请到会议室");
    await desk.settle();
    await desk.advance("PT3M");
    expect(asked("appchat/create")).to.equal(4);
    expect(await states()).to.have.length(2);
    for (const state of await states()) expect(state).to.contain("无效账号");
    expect((await desk.news())["pub.1"]).to.have.length(1);
  });

  it("where groups are not for this app administrators are told once; once they are, the next line makes the group", async () => {
    desk.sandbox.faults.narrowRange = true;
    await wants("g", PEOPLE);
    for (const key of ["1", "2"]) await says(key, "请到会议室");
    await desk.settle();
    expect((await states()).every((state) => state.startsWith("dead：企业微信返回 48002"))).to.equal(true);
    const news = await desk.news();
    expect(Object.keys(news)).to.deep.equal(["pub.1"]);
    expect(news["pub.1"]).to.have.length(1);
    expect(news["pub.1"]?.[0]).to.contain("事件群不可用").and.to.contain("卡片和逐级告知照常");
    desk.sandbox.faults.narrowRange = false;
    await says("3", "恢复了");
    await desk.settle();
    expect(lines()).to.deep.equal(["恢复了"]);
  });

  it("a group that people disband is said once and not made again", async () => {
    await wants("g", PEOPLE);
    await desk.settle();
    desk.sandbox.disband(group()?.id ?? "");
    for (const key of ["1", "2"]) await says(key, "还在吗");
    await desk.settle();
    expect((await desk.news())["pub.1"]).to.deep.equal([
      "「三号线舆情处置」企业微信返回 49008：群已被解散。卡片和逐级告知照常发给每个人，只是不再使用群；恢复后自动使用。",
    ]);
    await wants("again", PEOPLE);
    await desk.settle();
    expect(desk.sandbox.groups()).to.have.length(1);
    expect(await desk.services.uow.read((tx) => tx.countBy(ChatGroup, { state: "gone" }))).to.equal(1);
  });

  it("an answer that was lost makes no second group; a long line is cut within its bytes on the border of a character", async () => {
    desk.sandbox.faults.lostAnswers = 1;
    await wants("g", PEOPLE);
    await desk.settle();
    await desk.advance("PT10S");
    await says("long", "舆情".repeat(1000));
    await desk.settle();
    expect(desk.sandbox.groups()).to.have.length(1);
    const [text = ""] = lines();
    expect(Buffer.byteLength(text)).to.be.at.most(2048);
    expect(text.endsWith("…")).to.equal(true);
    expect(text).not.to.contain("�");
  });

  it("is in the view of who got what", async () => {
    await wants("g", PEOPLE);
    await says("1", "请到会议室\n第二行");
    await drill.desk.uow.run((tx) =>
      drill.desk.outbox.call(tx, { key: "c", subject: SUBJECT, userids: ["lead.top"], lane: 0, words: "请应答" }),
    );
    desk.sandbox.setPhone("lead.top", "refuses");
    await desk.settle();
    await desk.advance("PT20S");
    const { deliveries } = await drill.desk.uow.read((tx) => drill.desk.story.of(tx, SUBJECT));
    expect(deliveries.map(({ via, to, title, state, detail }) => [via, to.name, title, state, detail])).to.deep.equal([
      ["group", "三号线舆情处置", "群成员", "sent", ""],
      ["group", "三号线舆情处置", "请到会议室", "sent", ""],
      ["call", "主要领导", "请应答", "failed", "对方拒接"],
    ]);
  });
});
