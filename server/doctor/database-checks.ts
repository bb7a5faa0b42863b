import type { Services } from "../compose.js";
import { bad, type Finding, good, warning } from "./finding.js";
import { type Check, servicesOf, type Ward } from "./ward.js";

const TITLE = "数据库";
const ADDRESS = "环境变量 DATABASE_URL";
const OLDEST = { mariadb: [10, 6], mysql: [8, 0] } as const;
const SESSION: Readonly<Record<string, RegExp>> = {
  time_zone: /^\+00:00$/,
  tx_isolation: /^READ-COMMITTED$/,
  transaction_isolation: /^READ-COMMITTED$/,
  innodb_lock_wait_timeout: /^5$/,
  sql_mode: /STRICT_TRANS_TABLES|STRICT_ALL_TABLES/,
};

type Row = Record<string, unknown>;
const ask = (services: Services, sql: string): Promise<Row[]> => services.uow.read((tx) => tx.query<Row[]>(sql));
/** The values of a row in lower-cased names: servers write the names of information_schema in either case. */
const named = (row: Row | undefined, name: string): string => {
  const value = Object.entries(row ?? {}).find(([key]) => key.toLowerCase() === name)?.[1];
  return typeof value === "string" || typeof value === "number" ? String(value) : "";
};

const isOlder = (version: string, [major, minor]: readonly [number, number]): boolean => {
  const [has = 0, hasMinor = 0] = version.split(".").map(Number);
  return has < major || (has === major && hasMinor < minor);
};

/** The library's own list of migrations holds plain letters only, whatever its charset. */
const FOREIGN_TABLES =
  "SELECT TABLE_NAME AS name FROM information_schema.TABLES " +
  "WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME <> 'migrations' AND TABLE_COLLATION NOT LIKE 'utf8mb4%'";
const SCHEMA_CHARSET = "SELECT DEFAULT_CHARACTER_SET_NAME AS charset FROM information_schema.SCHEMATA WHERE SCHEMA_NAME = DATABASE()";

const charsets = async (services: Services): Promise<Finding[]> => {
  const charset = named((await ask(services, SCHEMA_CHARSET))[0], "charset");
  const tables = (await ask(services, FOREIGN_TABLES)).map((row) => named(row, "name"));
  const lost = "不是 utf8mb4，生僻字和表情存不进去";
  const ofSchema = bad(TITLE, `库的字符集是 ${charset}，${lost}`, "执行 ALTER DATABASE 库名 CHARACTER SET utf8mb4", "数据库服务器");
  const convert = "对每张表执行 ALTER TABLE 表名 CONVERT TO CHARACTER SET utf8mb4";
  return [
    ...(charset === "utf8mb4" ? [] : [ofSchema]),
    ...(tables.length === 0 ? [] : [bad(TITLE, `有的表${lost}：${tables.join("、")}`, convert, "数据库服务器")]),
  ];
};

const server = async (services: Services): Promise<Finding[]> => {
  const version = named((await ask(services, "SELECT VERSION() AS version"))[0], "version");
  const kind = /mariadb/i.test(version) ? "mariadb" : "mysql";
  const found: Finding[] = [];
  if (isOlder(version, OLDEST[kind]))
    found.push(bad(TITLE, `服务器版本是 ${version}，过旧`, "升级到 MySQL 8.0 或 MariaDB 10.6 以上", ADDRESS));
  found.push(...(await charsets(services)));
  const names = Object.keys(SESSION).map((name) => `'${name}'`);
  const variables = await ask(services, `SHOW SESSION VARIABLES WHERE Variable_name IN (${names.join(", ")})`);
  const wrong = variables.filter((row) => !(SESSION[named(row, "variable_name")] ?? /^/).test(named(row, "value")));
  if (wrong.length > 0) {
    const list = wrong.map((row) => `${named(row, "variable_name")}=${named(row, "value")}`).join("，");
    const mend = "本程序每次连接都会设置会话参数；请检查中间的代理（如 ProxySQL）是否改写或复用了会话";
    found.push(bad(TITLE, `会话参数没有生效：${list}`, mend, "数据库服务器或代理"));
  }
  return found.length > 0 ? found : [good(TITLE, `${kind === "mariadb" ? "MariaDB" : "MySQL"} ${version}，utf8mb4，会话参数正确`)];
};

const embedded = async (services: Services): Promise<Finding[]> => {
  const [row] = await ask(services, "SELECT sqlite_version() AS version");
  const [mode] = await ask(services, "PRAGMA journal_mode");
  if (named(mode, "journal_mode") !== "wal")
    return [warning(TITLE, "SQLite 不在 WAL 方式", "把数据放在本机磁盘上，不要放在网络盘", ADDRESS)];
  return [good(TITLE, `嵌入式 SQLite ${named(row, "version")}，WAL，只适合一个进程`)];
};

const database = async ({ env, database: found }: Ward): Promise<Finding[]> => {
  if (found.kind === "shut") return [bad(TITLE, found.problem.replace(/。$/, ""), "核对地址、账号、密码和数据库是否已启动", ADDRESS)];
  return env.databaseUrl.startsWith("sqlite:") ? embedded(found.services) : server(found.services);
};

const TITLE_SCHEMA = "数据库结构";
const TRIGGERS = {
  sqlite: "SELECT COUNT(*) AS count FROM sqlite_master WHERE type = 'trigger'",
  server: "SELECT COUNT(*) AS count FROM information_schema.TRIGGERS WHERE TRIGGER_SCHEMA = DATABASE()",
};

const schema = async (ward: Ward): Promise<Finding[]> => {
  if (ward.database.kind === "open" && ward.database.isBehind)
    return [bad(TITLE_SCHEMA, "不是最新", "停下程序，备份，执行 npm run migrate，再启动")];
  const [row] = await ask(servicesOf(ward), ward.env.databaseUrl.startsWith("sqlite:") ? TRIGGERS.sqlite : TRIGGERS.server);
  if (Number(named(row, "count")) === 0) {
    const mend = "给数据库账号 TRIGGER 权限（MySQL 还需 log_bin_trust_function_creators=1），恢复备份或重新建库后执行 npm run migrate";
    return [bad(TITLE_SCHEMA, "记录表上没有防改触发器，记录可被直接改写", mend, "数据库服务器")];
  }
  return [good(TITLE_SCHEMA, "已是最新，记录表有防改触发器")];
};

/** The database: can it be reached, is it fit, is it up to date. */
export const databaseChecks: readonly Check[] = [
  { title: TITLE, needs: [], part: "database", run: database },
  { title: TITLE_SCHEMA, needs: ["database"], part: "database", run: schema },
];
