import { expect } from "chai";
import { databaseChecks } from "../../server/doctor/database-checks.js";
import { linesOf } from "../../server/doctor/finding.js";
import type { Ward } from "../../server/doctor/ward.js";

type Row = Record<string, unknown>;

/** What a server says of itself, by what it is asked for. */
interface Server {
  version: string;
  charset: string;
  tables: string[];
  session: Record<string, string>;
  triggers: number;
  journal: string;
}

const SOUND: Server = {
  version: "10.11.6-MariaDB-0+deb12u1",
  charset: "utf8mb4",
  tables: [],
  session: {
    time_zone: "+00:00",
    tx_isolation: "READ-COMMITTED",
    innodb_lock_wait_timeout: "5",
    sql_mode: "ONLY_FULL_GROUP_BY,STRICT_TRANS_TABLES",
  },
  triggers: 2,
  journal: "wal",
};

const answerOf = (server: Server, sql: string): Row[] => {
  if (sql.includes("version")) return [{ version: server.version }];
  if (sql.includes("SCHEMATA")) return [{ charset: server.charset }];
  if (sql.includes("TABLES ")) return server.tables.map((name) => ({ NAME: name }));
  if (sql.startsWith("SHOW")) return Object.entries(server.session).map(([name, value]) => ({ Variable_name: name, Value: value }));
  if (sql.includes("journal_mode")) return [{ journal_mode: server.journal }];
  return [{ count: server.triggers }];
};

describe("the doctor's look at a database", () => {
  const lines = async (change: Partial<Server>, databaseUrl = "mysql://desk@db/desk"): Promise<string[]> => {
    const server = { ...SOUND, ...change };
    const tx = { query: (sql: string) => Promise.resolve(answerOf(server, sql)) };
    const services = { uow: { read: (work: (within: typeof tx) => Promise<Row[]>) => work(tx) } };
    const ward = { env: { databaseUrl }, database: { kind: "open", services, isBehind: false } } as unknown as Ward;
    const found = (await Promise.all(databaseChecks.map((check) => check.run(ward)))).flat();
    return found.map((finding) => linesOf(finding)[0] ?? "");
  };

  const servers: [what: string, change: Partial<Server>, lines: string[]][] = [
    ["MariaDB as it should be", {}, ["［通过］数据库：MariaDB 10.11.6-MariaDB-0+deb12u1，utf8mb4，会话参数正确"]],
    ["MySQL as it should be", { version: "8.0.36" }, ["［通过］数据库：MySQL 8.0.36，utf8mb4，会话参数正确"]],
    ["MariaDB that is too old", { version: "10.5.23-MariaDB" }, ["［故障］数据库：服务器版本是 10.5.23-MariaDB，过旧"]],
    ["MySQL that is too old", { version: "5.7.44" }, ["［故障］数据库：服务器版本是 5.7.44，过旧"]],
    ["another charset", { charset: "latin1" }, ["［故障］数据库：库的字符集是 latin1，不是 utf8mb4，生僻字和表情存不进去"]],
    [
      "tables of another charset",
      { tables: ["draft", "person"] },
      ["［故障］数据库：有的表不是 utf8mb4，生僻字和表情存不进去：draft、person"],
    ],
    [
      "session settings that a proxy has undone",
      { session: { ...SOUND.session, time_zone: "SYSTEM", sql_mode: "" } },
      ["［故障］数据库：会话参数没有生效：time_zone=SYSTEM，sql_mode="],
    ],
  ];
  for (const [what, change, expected] of servers) {
    it(`knows ${what}`, async () => {
      expect(await lines(change)).to.deep.equal([...expected, "［通过］数据库结构：已是最新，记录表有防改触发器"]);
    });
  }

  it("misses the triggers that keep the record from being rewritten", async () => {
    expect((await lines({ triggers: 0 })).at(-1)).to.equal("［故障］数据库结构：记录表上没有防改触发器，记录可被直接改写");
  });

  it("knows an embedded database that is not in WAL", async () => {
    const url = "sqlite:data/desk.sqlite";
    expect((await lines({ version: "3.53.2" }, url))[0]).to.equal("［通过］数据库：嵌入式 SQLite 3.53.2，WAL，只适合一个进程");
    expect((await lines({ journal: "delete" }, url))[0]).to.equal("［提醒］数据库：SQLite 不在 WAL 方式");
  });
});
