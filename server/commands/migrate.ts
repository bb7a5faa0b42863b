import { bringUpToDate, openDataSource } from "../data-source.js";
import { readEnv } from "../env.js";

const dataSource = await openDataSource(readEnv().databaseUrl);
const run = await bringUpToDate(dataSource);
process.stdout.write(run.length === 0 ? "数据库结构已是最新。\n" : `已更新数据库结构：${run.join("、")}\n`);
await dataSource.destroy();
