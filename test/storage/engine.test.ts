import { expect } from "chai";
import { execFile } from "node:child_process";
import mysql from "mysql2/promise";
import type { DataSource } from "typeorm";
import { Counter } from "../../entities/housekeeping.js";
import { InboxEvent } from "../../entities/inbox-event.js";
import { openDataSource } from "../../server/data-source.js";
import { insertRows, rowWhere } from "../../server/kernel/rows.js";
import { UnitOfWork, type Tx } from "../../server/kernel/unit-of-work.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";

const add = (tx: Tx, name: string) => tx.insert(Counter, { name, value: 1 });
const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

describe("the engine under a unit of work", function () {
  this.timeout(60_000);
  let database: FreshDatabase;
  let dataSource: DataSource;
  let uow: UnitOfWork;
  beforeEach(async () => {
    database = await freshDatabase();
    dataSource = await openDataSource(database.url);
    await dataSource.runMigrations();
    uow = new UnitOfWork(dataSource);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const names = async (): Promise<string[]> => (await uow.read((tx) => tx.find(Counter))).map((row) => row.name).sort();
  const onlyOn = (engine: FreshDatabase["engine"], context: Mocha.Context): void => {
    if (database.engine === engine) return;
    console.log(`      skipped: this fault is ${engine}'s`);
    context.skip();
  };
  const aside = async <T>(work: (connection: mysql.Connection) => Promise<T>): Promise<T> => {
    const connection = await mysql.createConnection({ uri: database.url });
    return work(connection).finally(() => connection.end());
  };

  it("keeps nothing of a unit whose COMMIT itself fails, and lets the next one through (SQLite)", async function () {
    onlyOn("sqlite", this);
    await uow.run(async (tx) => {
      await tx.query("CREATE TABLE parent (id INTEGER PRIMARY KEY)");
      await tx.query("CREATE TABLE child (parent INTEGER REFERENCES parent (id) DEFERRABLE INITIALLY DEFERRED)");
    });
    let followed = false;
    const orphan = uow.run(async (tx) => {
      uow.afterCommit(tx, () => (followed = true));
      await add(tx, "lost");
      await tx.query("INSERT INTO child (parent) VALUES (7)");
    });
    const waiting = uow.run((tx) => add(tx, "kept"));
    expect(String(await orphan.catch((error: unknown) => error))).to.match(/FOREIGN KEY/);
    await waiting;
    expect(followed).to.equal(false);
    expect(await names()).to.deep.equal(["kept"]);
  });

  it("keeps nothing of a unit whose connection is cut before its COMMIT, and gives the next one another (MySQL)", async function () {
    onlyOn("mysql", this);
    const cut = uow.run(async (tx) => {
      await add(tx, "lost");
      const [row] = await tx.query<{ id: number }[]>("SELECT CONNECTION_ID() AS id");
      await aside((connection) => connection.query(`KILL ${row?.id}`));
    });
    expect(await cut.catch((error: unknown) => error)).to.be.an("error");
    await Promise.all(Array.from({ length: 12 }, (_, index) => uow.run((tx) => add(tx, `kept ${index}`))));
    expect(await names()).to.have.length(12);
  });

  it("does a unit again that lost a deadlock (MySQL)", async function () {
    onlyOn("mysql", this);
    await uow.run(async (tx) => void (await Promise.all([add(tx, "a"), add(tx, "b")])));
    let tries = 0;
    const both = (first: string, second: string): Promise<void> =>
      uow.run(async (tx) => {
        tries += 1;
        await tx.increment(Counter, { name: first }, "value", 1);
        await pause(100);
        await tx.increment(Counter, { name: second }, "value", 1);
      });
    await Promise.all([both("a", "b"), both("b", "a")]);
    expect(tries).to.equal(3);
    expect((await uow.read((tx) => tx.find(Counter))).map((row) => row.value)).to.deep.equal([3, 3]);
  });

  it("does a unit again that waited too long for a lock, and keeps what it did once (MySQL)", async function () {
    onlyOn("mysql", this);
    await uow.run((tx) => add(tx, "a"));
    let tries = 0;
    const holding = aside(async (connection) => {
      await connection.query("START TRANSACTION");
      await connection.query("UPDATE counter SET value = value + 10 WHERE name = 'a'");
      while (tries < 2) await pause(20);
      await connection.query("COMMIT");
    });
    await pause(100);
    await uow.run(async (tx) => {
      tries += 1;
      await tx.query("SET SESSION innodb_lock_wait_timeout = 1");
      await tx.increment(Counter, { name: "a" }, "value", 1);
    });
    await holding;
    expect(tries).to.equal(2);
    expect((await uow.read((tx) => tx.find(Counter))).map((row) => row.value)).to.deep.equal([12]);
  });

  it("is known as what the server says it is, since the two describe their columns differently", async () => {
    const version = database.engine === "sqlite" ? "" : (await uow.read((tx) => tx.query<{ v: string }[]>("SELECT VERSION() AS v")))[0]?.v;
    const expected = database.engine === "sqlite" ? "better-sqlite3" : /mariadb/i.test(version ?? "") ? "mariadb" : "mysql";
    expect(dataSource.options.type).to.equal(expected);
  });

  it("has its own session settings, whatever the server's are (MySQL)", async function () {
    onlyOn("mysql", this);
    const before = await aside(async (connection) => {
      const [[row]] = await connection.query<mysql.RowDataPacket[]>("SELECT @@GLOBAL.sql_mode AS mode");
      await connection.query("SET GLOBAL sql_mode = ''");
      return String(row?.["mode"]);
    });
    const other = await openDataSource(database.url);
    const theirs = new UnitOfWork(other);
    try {
      const [row] = await theirs.read((tx) => tx.query<Record<string, string>[]>("SELECT @@time_zone AS zone"));
      const [isolation] = await theirs.read((tx) => tx.query<Record<string, string>[]>("SHOW SESSION VARIABLES LIKE '%x_isolation'"));
      expect([row?.["zone"], isolation?.["Value"]]).to.deep.equal(["+00:00", "READ-COMMITTED"]);
      const tooLong = theirs.run((tx) => add(tx, "x".repeat(41)));
      expect(String(await tooLong.catch((error: unknown) => error))).to.match(/too long/i);
      expect(await names()).to.deep.equal([]);
    } finally {
      await other.destroy();
      await aside((connection) => connection.query("SET GLOBAL sql_mode = ?", [before]));
    }
  });

  it("lets work that began inside a unit and went on after it open a unit of its own", async () => {
    let later: Promise<unknown> = Promise.resolve();
    await uow.run(async (tx) => {
      await add(tx, "first");
      later = pause(30).then(() => uow.run((own) => add(own, "later")));
    });
    await later;
    expect(await names()).to.deep.equal(["first", "later"]);
  });

  it("keeps two megabytes of JSON and the last millisecond of a day, in a zone that is not UTC", async () => {
    const event = { text: "宣".repeat(700_000), emoji: "😀😁" };
    const receivedAt = new Date("2026-11-24T15:59:59.999Z");
    const row = { dedupeKey: "big", kind: "text", fromUser: "ed.1", receivedAt, state: "done" as const, attempts: 0, event };
    const zone = process.env.TZ;
    process.env.TZ = "Asia/Shanghai";
    try {
      await uow.run((tx) => insertRows(tx, InboxEvent, [row]));
      const found = await uow.read((tx) => rowWhere(tx, InboxEvent, { dedupeKey: "big" }));
      expect(found?.receivedAt.getTime()).to.equal(receivedAt.getTime());
      expect(found?.event).to.deep.equal(event);
    } finally {
      process.env.TZ = zone;
    }
  });

  it("that is not installed is named, with what to do", async () => {
    const missing = [
      'import M from "node:module"; const load = M._load;',
      'M._load = (name, ...rest) => { if (name === "better-sqlite3") throw new Error("gone"); return load(name, ...rest); };',
    ].join(" ");
    const preload = `data:text/javascript,${encodeURIComponent(missing)}`;
    const said = await new Promise<string>((resolve) => {
      const env = { PATH: process.env.PATH, DATABASE_URL: `sqlite:${database.folder}/none.sqlite` };
      execFile(process.execPath, ["--import", "tsx", "--import", preload, "server/main.ts"], { env }, (_error, _out, words) =>
        resolve(words),
      );
    });
    expect(said).to.contain("启动失败：缺少嵌入式数据库 better-sqlite3：请执行 npm ci").and.to.contain("DATABASE_URL");
  });
});
