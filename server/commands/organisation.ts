import { writeFile } from "node:fs/promises";
import type { RecordedActor } from "../audit/record.js";
import { compose, type Services } from "../compose.js";
import { bringUpToDate, openDataSource } from "../data-source.js";
import { readEnv } from "../env.js";
import { isEmbedded } from "../kernel/engine.js";
import { openLog } from "../operations/log.js";
import { linesOf } from "../organisation/file.js";
import { readOrganisationFile } from "../organisation/read-file.js";
import { CHANGE_KINDS } from "../organisation/rules/changes.js";
import type { Gap, Organisation } from "../organisation/service.js";
import { organisationTemplate, organisationWorkbook } from "../organisation/workbook/write.js";

const USAGE = `用法：
  npm run organisation -- template 文件.xlsx   写出空白的组织信息表，供填写
  npm run organisation -- export 文件.xlsx     写出现有的组织信息（文件名以 .json 结尾则写成 JSON），供核对和更正
  npm run organisation -- import 文件          导入 .xlsx 或 .json：单位、人员、账号和岗位（全部写入，或一条不写）
  npm run organisation -- check                列出会影响工作的缺口`;

const OPERATOR: RecordedActor = { userid: "system:command", name: "系统维护人员", post: "命令行" };

const say = (...lines: string[]): unknown => process.stdout.write(`${lines.join("\n")}\n`);
const complain = (...lines: string[]): unknown => process.stderr.write(`${lines.join("\n")}\n`);

const opened = async (): Promise<Services> => {
  const env = readEnv();
  const dataSource = await openDataSource(env.databaseUrl);
  if (isEmbedded(dataSource)) await bringUpToDate(dataSource);
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

const importFrom = async (organisation: Organisation, path: string): Promise<void> => {
  const source = await readOrganisationFile(path);
  const { listed, changes, gaps } = await organisation.importing.take(source, { actor: OPERATOR, via: "command" });
  const { units, people, accounts } = listed;
  const counts = CHANGE_KINDS.map((kind) => changes.filter((change) => change.kind === kind).length);
  say(
    `已导入：单位 ${units} 个，人员 ${people} 人，账号 ${accounts} 个；新增 ${counts[0]} 项，变更 ${counts[1]} 项，停用 ${counts[2]} 项。`,
  );
  say(...gapLines(gaps));
};

/** Never over a file that is there, and readable to its owner alone: it holds personal data. */
const writeNew = async (path: string, content: Buffer | string): Promise<void> => {
  await writeFile(path, content, { flag: "wx", mode: 0o600 }).catch((error: NodeJS.ErrnoException) => {
    throw new Error(error.code === "EEXIST" ? `文件已经存在，请换一个文件名：${path}` : `写不出文件：${path}（${error.message}）`);
  });
  say(`已写出：${path}`);
};

const exportTo = async (organisation: Organisation, path: string): Promise<void> => {
  const file = await organisation.export(OPERATOR, "command");
  await writeNew(path, path.toLowerCase().endsWith(".json") ? `${JSON.stringify(file, null, 2)}\n` : await organisationWorkbook(file));
};

/** What each verb does, and whether it names a file. */
const VERBS: Readonly<Record<string, { file: boolean; run: (organisation: Organisation, path: string) => Promise<unknown> }>> = {
  import: { file: true, run: importFrom },
  export: { file: true, run: exportTo },
  check: { file: false, run: async (organisation) => say(...gapLines(await organisation.check())) },
};

const run = async ([verb = "", path, ...rest]: readonly string[]): Promise<number> => {
  if (verb === "template" && path !== undefined && rest.length === 0) {
    await writeNew(path, await organisationTemplate());
    return 0;
  }
  const known = Object.hasOwn(VERBS, verb) ? VERBS[verb] : undefined;
  if (!known || rest.length > 0 || (path !== undefined) !== known.file) {
    complain(USAGE);
    return 1;
  }
  const { organisation, close } = await opened();
  try {
    await known.run(organisation, path ?? "");
    return 0;
  } finally {
    await close();
  }
};

process.exitCode = await run(process.argv.slice(2)).catch((error: unknown) => {
  complain(...linesOf(error));
  return 1;
});
