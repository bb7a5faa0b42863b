import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { textOf, xmlToJson } from "../../server/sandbox/xml.js";
import { APP, type Bench, buttonCard, cardTo, replyTo, startBench } from "./fake-app.js";

type Json = Record<string, unknown>;

describe("the sandbox: members come, change and go", () => {
  let bench: Bench;
  let token: string;
  beforeEach(async () => {
    bench = await startBench();
    token = await bench.token();
  });
  afterEach(() => bench.stop());

  const get = (path: string) => bench.api(`/cgi-bin/${path}`, undefined, token);
  const send = (touser: string) =>
    bench.api("/cgi-bin/message/send", { touser, msgtype: "text", agentid: APP.agentId, text: { content: "您好" } }, token);
  /** What the app heard since it was last asked, and what the contacts callback did. */
  const heard = () => bench.app.received.splice(0).map((event) => [textOf(event, "Event"), textOf(event, "FromUserName")]);
  const contacts = () => bench.app.contacts.splice(0).map((event) => xmlToJson(event) as Json);
  const ids = async (departmentId: number) =>
    ((await get(`user/simplelist?department_id=${departmentId}`)).userlist as { userid: string }[]).map(({ userid }) => userid);

  it("tells the app alone of who goes out of its range and comes back", async () => {
    await bench.sandbox.changeMember("lead.1", { inRange: false });
    expect(heard()).to.deep.equal([["unsubscribe", "Lead.1"]]);
    expect(await ids(2)).to.deep.equal(["cadre.1"]);
    expect((await get("user/get?userid=lead.1")).errcode).to.equal(60111);
    expect(await send("lead.1|cadre.1")).to.deep.include({ errcode: 0, invaliduser: "lead.1" });
    await bench.sandbox.changeMember("lead.1", { inRange: true });
    await bench.sandbox.changeMember("lead.1", { inRange: true });
    expect(heard()).to.deep.equal([["subscribe", "Lead.1"]]);
    expect(contacts()).to.deep.equal([]);
  });

  it("tells the app of who is disabled, still lists him with status 2, and lets his phone do nothing", async () => {
    await bench.api("/cgi-bin/message/send", cardTo("lead.1", buttonCard("t1")), token);
    await bench.sandbox.changeMember("lead.1", { status: 2 });
    expect(heard()).to.deep.equal([["unsubscribe", "Lead.1"]]);
    expect((await get("user/get?userid=lead.1")).status).to.equal(2);
    const details = (await get("user/list?department_id=2")).userlist as Json[];
    expect(details.map(({ userid, status }) => [userid, status])).to.deep.equal([
      ["Lead.1", 2],
      ["cadre.1", 1],
    ]);
    expect((await send("lead.1")).errcode).to.equal(81013);
    const tapped = await bench.sandbox.press("lead.1", "t1", "pass").catch((error: Error) => error.message);
    expect(tapped).to.contain("已停用");
    await bench.sandbox.changeMember("lead.1", { inRange: false });
    await bench.sandbox.changeMember("lead.1", { status: 1 });
    expect(heard()).to.deep.equal([]);
    await bench.sandbox.changeMember("lead.1", { inRange: true });
    expect(heard()).to.deep.equal([["subscribe", "Lead.1"]]);
    await bench.sandbox.changeMember("lead.1", { status: 4 });
    expect([heard(), (await send("lead.1")).errcode]).to.deep.equal([[["unsubscribe", "Lead.1"]], 81013]);
  });

  it("tells nobody of a new name, which is read the next time", async () => {
    await bench.sandbox.changeMember("lead.1", { name: "初审负责人（代）" });
    expect([heard(), contacts()]).to.deep.equal([[], []]);
    expect((await get("user/get?userid=lead.1")).name).to.equal("初审负责人（代）");
  });

  it("tells the contacts callback alone of another department, with ids only and without an agent", async () => {
    await bench.sandbox.changeMember("lead.1", { departmentId: 3 });
    expect(contacts()).to.deep.equal([
      {
        ToUserName: APP.corpId,
        FromUserName: "sys",
        CreateTime: "1790000000",
        MsgType: "event",
        Event: "change_contact",
        ChangeType: "update_user",
        UserID: "Lead.1",
        Department: "3",
      },
    ]);
    expect(bench.app.contactEnvelopes[0]).not.to.contain("AgentID");
    expect(heard()).to.deep.equal([]);
    expect(await ids(3)).to.deep.equal(["Lead.1", "pub.1"]);
  });

  it("tells both of who joins and who leaves, and takes him out of groups, phones and logins", async () => {
    const { id } = bench.sandbox.formGroup({ name: "值班群", members: ["lead.1", "cadre.1", "pub.1"] });
    await bench.sandbox.removeMember("lead.1");
    expect(heard()).to.deep.equal([["unsubscribe", "Lead.1"]]);
    expect(contacts().map(({ ChangeType, UserID }) => [ChangeType, UserID])).to.deep.equal([["delete_user", "Lead.1"]]);
    expect((await get("user/get?userid=lead.1")).errcode).to.equal(60111);
    expect((await send("lead.1")).errcode).to.equal(81013);
    expect(bench.sandbox.groups().find((group) => group.id === id)).to.include({ owner: "cadre.1" });
    expect(() => bench.sandbox.code("lead.1")).to.throw("没有这个成员");
    await bench.sandbox.addMember({ userid: "new.1", name: "责任编辑", departmentId: 2 });
    expect(heard()).to.deep.equal([["subscribe", "new.1"]]);
    expect(contacts().map(({ ChangeType, UserID, Department }) => [ChangeType, UserID, Department])).to.deep.equal([
      ["create_user", "new.1", "2"],
    ]);
    expect((await send("new.1")).errcode).to.equal(0);
    expect(bench.sandbox.members().map(({ userid }) => userid)).to.deep.equal(["cadre.1", "pub.1", "new.1"]);
  });

  it("says nothing of contacts where no such callback is configured", async () => {
    const plain = await startBench({ contacts: undefined });
    await plain.sandbox.changeMember("lead.1", { departmentId: 3 });
    await plain.sandbox.removeMember("lead.1");
    expect(plain.app.contacts).to.deep.equal([]);
    expect(await plain.sandbox.verifyContactsUrl().catch((error: Error) => error.message)).to.equal("没有配置通讯录回调");
    await plain.stop();
  });

  it("sends any other contact event by hand, and verifies the contacts callback by its own token", async () => {
    await bench.sandbox.raiseContact({ ChangeType: "update_party", Id: "17", ParentId: "3" });
    expect(contacts()[0]).to.deep.include({ ChangeType: "update_party", Id: "17", ParentId: "3" });
    expect(await bench.sandbox.verifyContactsUrl()).to.include({ ok: true });
  });

  it("shows no reply to an event that takes none", async () => {
    bench.app.reply = (event) => replyTo(event, "<MsgType>text</MsgType><Content>再见</Content>");
    await bench.sandbox.changeMember("lead.1", { inRange: false });
    expect(bench.sandbox.chat("lead.1")).to.deep.equal([]);
    await bench.sandbox.changeMember("lead.1", { inRange: true });
    expect(bench.sandbox.chat("lead.1").map(({ text }) => text)).to.deep.equal(["再见"]);
  });

  it("shows departments by id, one by one, and with a narrow range only those with somebody in it", async () => {
    const simple = async () => ((await get("department/simplelist")).department_id as { id: number }[]).map(({ id }) => id);
    expect(await simple()).to.deep.equal([1, 2, 3]);
    expect((await get("department/get?id=3")).department).to.deep.include({ id: 3, name: "宣传部", parentid: 1 });
    expect((await get("department/list?id=2")).department).to.have.length(1);
    bench.sandbox.faults.narrowRange = true;
    await bench.sandbox.changeMember("pub.1", { inRange: false });
    expect(await simple()).to.deep.equal([2]);
    expect((await get("department/list?id=3")).errcode).to.equal(60123);
  });

  it("refuses what needs the contacts-sync secret, and knows no tags", async () => {
    const listed = await bench.api("/cgi-bin/user/list_id", { limit: 100 }, token);
    expect([listed.errcode, (await get("tag/get?tagid=1")).errcode]).to.deep.equal([48002, 40068]);
  });

  it("lets the page change a member and say who left", async () => {
    const post = async (path: string, body: Json = {}) => {
      const response = await fetch(`${bench.sandbox.url}/desk/members/${path}`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify(body),
      });
      return response.status;
    };
    expect(await post("lead.1", { status: 2, name: "初审负责人（一）", nonsense: 1 })).to.equal(200);
    expect(bench.sandbox.members()[0]).to.include({ status: 2, name: "初审负责人（一）", inRange: true });
    const code = await fetch(`${bench.sandbox.url}/desk/codes`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ userid: "lead.1" }),
    });
    expect(code.status).to.equal(409);
    expect([await post("lead.1", { name: " " }), await post("nobody", {})]).to.deep.equal([409, 404]);
    expect(await post("lead.1/leaving")).to.equal(200);
    const overview = (await (await fetch(`${bench.sandbox.url}/desk/overview`)).json()) as { people: { userid: string }[] };
    expect(overview.people.map(({ userid }) => userid)).to.deep.equal(["cadre.1", "pub.1"]);
  });

  it("remembers it all over a restart", async () => {
    const folder = await mkdtemp(join(tmpdir(), "sandbox-"));
    const stateFile = join(folder, "sandbox.json");
    const before = await startBench({ stateFile });
    await before.sandbox.changeMember("lead.1", { inRange: false });
    await before.sandbox.changeMember("lead.1", { name: "改名" });
    await before.sandbox.removeMember("pub.1");
    await before.sandbox.addMember({ userid: "new.1", name: "责任编辑", departmentId: 2 });
    await before.sandbox.changeMember("new.1", { status: 2 });
    const members = before.sandbox.members();
    await before.stop();
    const after = await startBench({ stateFile });
    expect(after.sandbox.members()).to.deep.equal(members);
    await after.stop();
    await rm(folder, { recursive: true });
  });
});
