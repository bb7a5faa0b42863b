import type { RecordedActor } from "../audit/record.js";
import { compose, type Services } from "../compose.js";
import { bringUpToDate, openDataSource } from "../data-source.js";
import { readEnv } from "../env.js";
import { openLog } from "../operations/log.js";
import { linesOf } from "../organisation/file.js";
import { readOrganisationFile } from "../organisation/read-file.js";
import type { Gap, Organisation } from "../organisation/service.js";

const USAGE = `用法：
  npm run organisation -- import 文件.json   导入单位、人员、账号和岗位（全部写入，或一条不写）
  npm run organisation -- check              列出会影响工作的缺口`;

const OPERATOR: RecordedActor = { userid: "system:command", name: "系统维护人员", post: "命令行" };

const say = (...lines: string[]): unknown => process.stdout.write(`${lines.join("\n")}\n`);
const complain = (...lines: string[]): unknown => process.stderr.write(`${lines.join("\n")}\n`);

const opened = async (): Promise<Services> => {
  const env = readEnv();
  const dataSource = await openDataSource(env.databaseUrl);
  if (dataSource.options.type === "better-sqlite3") await bringUpToDate(dataSource);
  else if (await dataSource.showMigrations()) throw new Error("数据库结构不是最新，请先执行 npm run migrate。");
  const services = compose(env, dataSource, openLog("silent"));
  await services.clockwork?.adopt();
  return services;
};

const gapLines = (gaps: readonly Gap[]): string[] => {
  if (gaps.length === 0) return ["没有发现缺口。"];
  const blocking = gaps.filter((gap) => gap.blocks).length;
  const line = (gap: Gap): string => `${gap.blocks ? "［影响工作］" : "［提醒］"}${gap.about}：${gap.message}（第${gap.article}条）`;
  const sorted = [...gaps.filter((gap) => gap.blocks), ...gaps.filter((gap) => !gap.blocks)];
  return [`发现 ${gaps.length} 处缺口，其中 ${blocking} 处影响工作：`, ...sorted.map(line)];
};

const importFrom = async (organisation: Organisation, input: unknown): Promise<void> => {
  const { units, people, accounts, gaps } = await organisation.importFile(input, OPERATOR);
  say(`已导入：单位 ${units} 个，人员 ${people} 人，账号 ${accounts} 个。`, ...gapLines(gaps));
};

const run = async (args: readonly string[]): Promise<number> => {
  const [verb, path, ...rest] = args;
  const known = (verb === "import" && path !== undefined && rest.length === 0) || (verb === "check" && path === undefined);
  if (!known) {
    complain(USAGE);
    return 1;
  }
  const input = path === undefined ? undefined : await readOrganisationFile(path);
  const { organisation, close } = await opened();
  try {
    if (verb === "import") await importFrom(organisation, input);
    else say(...gapLines(await organisation.check()));
    return 0;
  } finally {
    await close();
  }
};

process.exitCode = await run(process.argv.slice(2)).catch((error: unknown) => {
  complain(...linesOf(error));
  return 1;
});
