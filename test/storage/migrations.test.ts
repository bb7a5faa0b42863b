import { expect } from "chai";
import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { DataSource } from "typeorm";
import { useridColumns } from "../../entities/columns.js";
import { openDataSource } from "../../server/data-source.js";
import { MIGRATIONS } from "../../server/migrations/index.js";
import { freshDatabase, type FreshDatabase } from "../support/database.js";

describe("the schema", function () {
  this.timeout(60_000);
  let database: FreshDatabase;
  let dataSource: DataSource;
  beforeEach(async () => {
    database = await freshDatabase();
    dataSource = await openDataSource(database.url);
  });
  afterEach(async () => {
    await dataSource.destroy();
    await database.drop();
  });

  const tables = async (): Promise<string[]> => {
    const text = database.engine === "sqlite" ? "SELECT name FROM sqlite_master WHERE type = 'table'" : "SHOW TABLES";
    const rows = await dataSource.query<Record<string, string>[]>(text);
    return rows.flatMap((row) => Object.values(row)).filter((name) => name !== "migrations" && !name.startsWith("sqlite_"));
  };

  it("that the migrations make is the one that the entities describe, without drift", async () => {
    await dataSource.runMigrations();
    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map((query) => query.query)).to.deep.equal([]);
    expect(await tables()).to.have.length(dataSource.entityMetadatas.length);
  });

  /** Tokens of workers, what WeCom told, and the record and the former names, which keep a userid as of then. */
  const NO_USERID = ["audit_entry.onBehalfOf", "former_userid.userid", "outbox_message.owner"];

  it("declares every column that holds a userid as one, so that a changed userid is followed there (第18条)", () => {
    const called = /userids?$|by$|^owner$|^members$|^wanted$|editors$|^particulars$|^onBehalfOf$|holders?$/i;
    const undeclared = dataSource.entityMetadatas.flatMap(({ tableName, target, columns }) =>
      columns
        .filter(({ type, propertyName }) => (type === "varchar" || type === "json") && called.test(propertyName))
        .filter(({ propertyName }) => !useridColumns(target).has(propertyName))
        .map(({ propertyName }) => `${tableName}.${propertyName}`),
    );
    expect(undeclared.sort(), "declare these with Userid, UseridKey or Userids of entities/columns.ts").to.deep.equal(NO_USERID);
  });

  it("goes down to nothing, step by step, and up again", async () => {
    await dataSource.runMigrations();
    for (const _ of MIGRATIONS) await dataSource.undoLastMigration();
    expect(await tables()).to.deep.equal([]);
    expect(await dataSource.runMigrations()).to.have.length(MIGRATIONS.length);
  });

  /** What `npm run migrate` says in a process of its own. */
  const migrated = async (): Promise<string> => {
    const env = { PATH: process.env.PATH, DATABASE_URL: database.url };
    const { stdout } = await promisify(execFile)(process.execPath, ["--import", "tsx", "server/commands/migrate.ts"], { env });
    return stdout;
  };

  it("is made once by three processes that migrate at the same moment (MySQL)", async function () {
    if (database.engine === "sqlite") {
      console.log("      skipped: a SQLite file has one process; npm run test:mysql runs this");
      return this.skip();
    }
    const said = await Promise.all([migrated(), migrated(), migrated()]);
    const idle = "数据库结构已是最新。\n";
    const run = said.filter((words) => words !== idle);
    expect(run).to.have.length(1);
    for (const { name } of MIGRATIONS) expect(run[0]).to.contain(name);
    expect(await migrated()).to.equal("数据库结构已是最新。\n");
    const drift = await dataSource.driver.createSchemaBuilder().log();
    expect(drift.upQueries.map((query) => query.query)).to.deep.equal([]);
  });

  it("says in Chinese what to do when the server cannot be reached", async () => {
    const error: unknown = await openDataSource("mysql://desk:secret-word@127.0.0.1:1/desk").catch((caught: unknown) => caught);
    expect(String(error))
      .to.match(/连接不上数据库，请检查 DATABASE_URL/)
      .and.not.to.contain("secret-word");
  });
});
