import { compose } from "../compose.js";
import { openDataSource } from "../data-source.js";
import { readEnv } from "../env.js";
import { openLog } from "../operations/log.js";

const env = readEnv();
const services = compose(env, await openDataSource(env.databaseUrl), openLog("silent"));
const report = await services.audit.verify();
if (report.broken) {
  process.stdout.write(`记录链不完整：${report.broken.why}（第 ${report.broken.seq} 条）。请立即保全数据库和备份，并告知机关纪委。\n`);
  process.exitCode = 1;
} else {
  process.stdout.write(`记录链完整：共 ${report.entries} 条，链头 ${report.head.hash.slice(0, 16)}…，与库外保存的链头一致。\n`);
}
await services.close();
