import { expect } from "chai";
import { execFile } from "node:child_process";
import { FormerUserid } from "../../entities/contacts.js";
import { JOBS } from "../../cron/jobs.js";
import type { DraftView, RecordPage } from "../../server/http/contract.js";
import type { Refusal } from "../../server/kernel/refusal.js";
import { Desk } from "../support/desk.js";
import { ORGANISATION } from "../support/organisation.js";

const TESTER = { userid: "system:test", name: "测试", post: "测试" };

describe("WeCom owns names and who is active (第18条)", function () {
  this.timeout(40_000);
  let desk: Desk;
  beforeEach(async () => {
    desk = await Desk.open();
  });
  afterEach(() => desk.close());

  const walk = async (): Promise<void> => {
    const job = JOBS.find(({ name }) => name === "contacts.walk");
    for (const run of [1, 2]) await job?.run(desk.services).catch((error: unknown) => expect.fail(`${run}: ${String(error)}`));
  };
  /** The address book changes, and no event of it arrives. */
  const silently = async (change: () => Promise<void>): Promise<void> => {
    desk.sandbox.faults.lostCallbacks = 10;
    await change();
    desk.sandbox.faults.lostCallbacks = 0;
  };
  const acts = async (action: string): Promise<string[]> => {
    const { items } = await desk.as("disc.1").get<RecordPage>("/api/audit");
    return items.filter((act) => act.action === action).map(({ sentence }) => sentence);
  };
  const posts = async (userid: string): Promise<number> =>
    Number(
      (
        await desk.services.uow.read((tx) => tx.query<{ n: unknown }[]>("SELECT COUNT(*) AS n FROM appointment WHERE userid = ?", [userid]))
      )[0]?.n,
    );
  const next = (day: string): Promise<void> => desk.to(`${day}T02:30:00+08:00`);

  it("somebody who is deleted, or told of twice, leaves once", async () => {
    desk.sandbox.deliveries = 2;
    await desk.sandbox.removeMember("first.1");
    desk.sandbox.deliveries = 1;
    await desk.sandbox.raise("first.1", { Event: "unsubscribe" });
    expect(await desk.news()).to.deep.equal({ "pub.1": ["人员已离任：初审负责人甲岗"] });
    expect(await acts("person.left")).to.deep.equal([
      "初审负责人甲岗 已离任（已从企业微信通讯录删除；收回岗位：公众号·新媒体团队 初审负责人、微博·已冻结 初审负责人）",
    ]);
    expect(await posts("first.1")).to.equal(0);
  });

  it("somebody without any post leaves without a word to anybody", async () => {
    await desk.sandbox.changeMember("outside.1", { status: 2 });
    expect(await desk.news()).to.deep.equal({});
    expect(await acts("person.left")).to.have.length(1);
  });

  it("somebody who is back is active, and holds nothing until it is given", async () => {
    await desk.sandbox.changeMember("second.1", { status: 2 });
    await desk.news();
    await desk.sandbox.changeMember("second.1", { status: 1 });
    expect(await desk.news()).to.deep.equal({ "pub.1": ["人员已恢复：二审责任人甲岗"] });
    expect(await desk.as("second.1").get<{ roles: string[] }>("/api/me")).to.deep.include({ roles: [] });
    await desk.services.organisation.importFile(ORGANISATION, TESTER);
    expect((await desk.as("second.1").get<{ roles: string[] }>("/api/me")).roles).to.include("secondReviewer");
    expect(await acts("person.returned")).to.deep.equal(["二审责任人甲岗 已恢复，没有岗位"]);
  });

  it("whose contract is over has left, and is not brought back by the address book", async () => {
    const ending = structuredClone(ORGANISATION);
    ending.people.forEach((person) => person.userid === "first.2" && Object.assign(person, { leavesOn: "2026-11-24" }));
    await desk.services.organisation.importFile(ending, TESTER);
    const job = JOBS.find(({ name }) => name === "contacts.contract-ends");
    await desk.to("2026-11-25T00:03:00+08:00");
    for (const _ of [1, 2]) await job?.run(desk.services);
    expect(await desk.news()).to.deep.equal({ "pub.1": ["人员已离任：初审负责人乙岗"] });
    await next("2026-11-25");
    await walk();
    expect(await desk.news()).to.deep.equal({});
    expect((await acts("person.left"))[0]).to.contain("初审负责人乙岗 已离任（合同期满");
  });

  it("whoever never was in the app's range has not left it", async () => {
    for (const userid of ["first.1", "second.1"]) await silently(() => desk.sandbox.changeMember(userid, { inRange: false }));
    await walk();
    await next("2026-11-25");
    await walk();
    expect(await desk.news()).to.deep.equal({});
    expect(await posts("first.1")).to.be.greaterThan(0);
  });

  it("the night's walk finds who left, was disabled, is back or is called otherwise, where no event arrived, and only once", async () => {
    await walk();
    await silently(() => desk.sandbox.removeMember("first.1"));
    await silently(() => desk.sandbox.changeMember("second.1", { status: 2 }));
    await silently(() => desk.sandbox.changeMember("ed.2", { name: "责任编辑丙岗" }));
    expect(await desk.news()).to.deep.equal({});
    await next("2026-11-25");
    await walk();
    expect(await desk.news()).to.deep.equal({ "pub.1": ["人员已离任：初审负责人甲岗", "人员已离任：二审责任人甲岗"] });
    expect(await acts("person.named")).to.deep.equal(["责任编辑乙岗 在企业微信改名为 责任编辑丙岗"]);
    await silently(() => desk.sandbox.changeMember("second.1", { status: 1 }));
    await walk();
    expect(await desk.news()).to.deep.equal({});
    await next("2026-11-26");
    await walk();
    expect(await desk.news()).to.deep.equal({ "pub.1": ["人员已恢复：二审责任人甲岗"] });
  });

  it("whoever is back, or gone, by the time the walk comes to them is left as they are", async () => {
    await walk();
    await silently(() => desk.sandbox.changeMember("second.1", { status: 2 }));
    await next("2026-11-25");
    await walk();
    await desk.news();
    await silently(() => desk.sandbox.changeMember("second.1", { status: 1 }));
    await next("2026-11-26");
    const { client } = desk.services;
    const member = client.member.bind(client);
    const asked: string[] = [];
    // the book shows first.1 as gone and second.1 as back, and a moment later neither is so
    client.member = (userid) => {
      const again = asked.includes(userid);
      asked.push(userid);
      const absent = userid === "first.1" ? !again : userid === "second.1" && again;
      return absent ? Promise.resolve({ kind: "absent" }) : member(userid);
    };
    await desk.services.contactsWalk.nightly();
    client.member = member;
    expect(await desk.news()).to.deep.equal({});
    expect(await posts("first.1")).to.be.greaterThan(0);
    expect(await acts("person.returned")).to.deep.equal([]);
  });

  it("a walk that misses everybody fires nobody: it stops, records, and asks; what a person confirms is believed", async () => {
    await walk();
    const { contactsWalk } = desk.services;
    for (const userid of ["ed.1", "ed.2", "first.1", "first.2", "second.1"])
      await silently(() => desk.sandbox.changeMember(userid, { inRange: false }));
    await next("2026-11-25");
    await walk();
    expect(await desk.news()).to.deep.equal({ "pub.1": ["通讯录核对已停止"] });
    expect(await acts("contacts.stopped")).to.deep.equal(["核对通讯录时一次少了 5 人（共 20 人），没有处理任何人"]);
    expect(await posts("first.1")).to.be.greaterThan(0);
    expect(await contactsWalk.walk(4)).to.include({ result: "stopped" });
    expect(await desk.news()).to.deep.equal({});
    const done = await contactsWalk.walk(5);
    expect(done.result === "done" && done.left).to.have.length(5);
    expect((await desk.news())["pub.1"]).to.have.length(5);
  });

  it("npm run contacts says what it found, and takes a person's word for those who are missing", async function () {
    this.timeout(120_000);
    const { env } = desk.services;
    const command = (...args: string[]): Promise<{ code: number; said: string }> =>
      new Promise((resolve) => {
        const settings = {
          PATH: process.env.PATH,
          PORT: String(env.port),
          SANDBOX_PORT: String(env.sandbox?.port),
          DATABASE_URL: env.databaseUrl,
          AUDIT_HEAD_FILE: env.auditHeadFile,
          FILES_DIR: env.filesDir,
          SESSION_SECRET: env.sessionSecret,
        };
        const run = execFile(
          process.execPath,
          ["--import", "tsx", "server/commands/contacts.ts", ...args],
          { env: settings },
          (_error, said) => resolve({ code: run.exitCode ?? -1, said }),
        );
      });
    expect(await command()).to.deep.equal({ code: 0, said: "通讯录核对完成：在册 20 人，离任 0 人，恢复 0 人，改名 0 人。\n" });
    const media = ORGANISATION.people.filter(({ unit }) => unit === "media").slice(0, 5);
    for (const { userid } of media) await silently(() => desk.sandbox.changeMember(userid, { inRange: false }));
    const stopped = await command();
    expect([stopped.code, stopped.said.split("\n").at(-2)]).to.deep.equal([
      1,
      "请先检查应用的可见范围。确认这些人都已离任的，执行 npm run contacts -- --believe 5",
    ]);
    expect((await command("--believe", "all")).code).to.equal(1);
    expect((await command("--believe", "5")).said).to.contain("离任 5 人");
    expect(await acts("person.left")).to.have.length(5);
  });

  it("a walk that WeCom does not answer to the end changes nobody, is tried again, and is told of when it goes on", async () => {
    await walk();
    await silently(() => desk.sandbox.removeMember("first.1"));
    await next("2026-11-25");
    desk.sandbox.faults.down = true;
    await walk();
    desk.sandbox.faults.down = false;
    expect(await acts("contacts.failed")).to.have.length(2);
    expect(await desk.news()).to.deep.equal({});
    desk.sandbox.faults.busy = 1;
    await desk.services.contactsWalk.nightly();
    const told = await desk.news();
    expect(told).to.deep.equal({ "pub.1": ["通讯录无法核对"] });
    await walk();
    expect(await desk.news()).to.deep.equal({ "pub.1": ["人员已离任：初审负责人甲岗"] });
  });

  it("a range that is narrowed tells the same of everybody: after a few the events are not believed either", async () => {
    for (const { userid } of ORGANISATION.people.filter(({ unit }) => unit === "media"))
      await desk.sandbox.changeMember(userid, { inRange: false });
    const left = await acts("person.left");
    expect(left).to.have.length(4);
    const news = await desk.news();
    expect(news["pub.1"]?.filter((title) => title === "通讯录核对已停止")).to.have.length(1);
    expect(Object.keys(news)).to.deep.equal(["pub.1"]);
  });

  it("a userid that is changed stays the same person, everywhere but in the record as of then", async () => {
    const mixed = structuredClone(ORGANISATION);
    mixed.accounts[0]?.roles.firstReviewers.push("ed.2");
    await desk.services.organisation.importFile(mixed, TESTER);
    const { id } = await desk.submitted("开学第一课", {}, "ed.2");
    await desk.news();
    const before = desk.card("first.1", "初审：");
    const me = () => desk.as("ed.2").get<{ person: { userid: string } }>("/api/me");
    expect((await me()).person.userid).to.equal("ed.2");
    const change = { ChangeType: "update_user", UserID: "ed.2", NewUserID: "Ed.Two", Department: "3" };
    for (const _ of [1, 2]) await desk.sandbox.raiseContact(change);
    await desk.sandbox.raiseContact({ ChangeType: "update_user", UserID: "first.1", NewUserID: "first.one", Department: "3" });
    expect(await desk.news()).to.deep.equal({});
    expect((await me()).person.userid).to.equal("ed.two");
    const draft = await desk.as("ed.2").get<DraftView>(`/api/drafts/${id}`);
    expect(draft.editor.userid).to.equal("ed.two");
    expect(draft.may).not.to.include("pass");
    // a tap that WeCom had under way comes in the old name
    await desk.sandbox.raw({ userid: "first.1", taskId: before.taskId, key: "pass" });
    const passed = await desk.as("ed.2").get<DraftView>(`/api/drafts/${id}`);
    expect(passed.verdicts.map(({ by }) => by.userid)).to.deep.equal(["first.one"]);
    expect(await acts("person.userid-changed")).to.deep.equal([
      "成员账号 first.1 在企业微信改为 first.one",
      "成员账号 ed.2 在企业微信改为 ed.two",
    ]);
    expect(await oldNames("ed.2")).to.deep.equal(["audit_entry", "former_userid", "inbox_event"]);
    // a file from before the change would make a second person of the same one
    const refused: unknown = await desk.services.organisation.importFile(mixed, TESTER).catch((error: unknown) => error);
    expect((refused as Refusal).fields?.map(({ message }) => message)).to.deep.equal([
      "成员账号 ed.2 已在企业微信改为 ed.two，请在文件中全部改用新账号",
      "成员账号 first.1 已在企业微信改为 first.one，请在文件中全部改用新账号",
    ]);
    await desk.sandbox.raiseContact({ ChangeType: "create_user", UserID: "ed.2", Department: "3" });
    expect((await desk.services.uow.read((tx) => tx.find(FormerUserid))).map(({ former }) => former)).to.deep.equal(["first.1"]);
  });

  /** The tables in which the userid still stands. */
  const oldNames = (userid: string): Promise<string[]> =>
    desk.services.uow.read(async (tx) => {
      const found: string[] = [];
      for (const { tableName, columns } of tx.dataSource.entityMetadatas) {
        const rows = await tx.query<Record<string, unknown>[]>(`SELECT * FROM ${tx.dataSource.driver.escape(tableName)}`);
        const held = rows.some((row) =>
          columns.some(({ databaseName }) => JSON.stringify(row[databaseName] ?? null).includes(`${userid}`)),
        );
        if (held) found.push(tableName);
      }
      return found.sort();
    });
});
