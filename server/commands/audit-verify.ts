import { headWords, readHead, type Head } from "../audit/head.js";
import { compose } from "../compose.js";
import { openDataSource } from "../data-source.js";
import { readEnv } from "../env.js";
import { openLog } from "../operations/log.js";

const USAGE = `用法：
  npm run audit:verify                            核对记录链、库内链头和库外保存的链头
  npm run audit:verify -- --head 序号:指纹        再与某天发给机关纪委的链头核对，可写多次，例如 --head 10342:a1b2c3d4e5f67890`;

/** The heads named by the arguments; null where an argument is nothing of the kind. */
const headsOf = (args: readonly string[]): Head[] | null => {
  const heads: Head[] = [];
  for (let index = 0; index < args.length; index += 2) {
    const head = args[index] === "--head" ? readHead(args[index + 1] ?? "") : null;
    if (head === null) return null;
    heads.push(head);
  }
  return heads;
};

const say = (line: string): unknown => process.stdout.write(`${line}\n`);

const verify = async (kept: readonly Head[]): Promise<number> => {
  const env = readEnv();
  const services = compose(env, await openDataSource(env.databaseUrl), openLog("silent"));
  try {
    const { broken, entries, head } = await services.audit.verify();
    if (broken) say(`记录链不完整：${broken.why}（第 ${broken.seq} 条）。请立即保全数据库和备份，并告知机关纪委。`);
    else say(`记录链完整：共 ${entries} 条，链头 ${head.hash.slice(0, 16)}…，与库外保存的链头一致。`);
    let whole = broken === null;
    for (const each of kept) {
      const against = await services.audit.inspection.against(each);
      if (against === null) say(`${headWords(each)}：记录中仍是这一条。`);
      else say(`${headWords(each)}：${against}。请先核对是否抄错；没有抄错，就是记录被改动过，请立即保全数据库和备份，并告知机关纪委。`);
      whole &&= against === null;
    }
    return whole ? 0 : 1;
  } finally {
    await services.close();
  }
};

const kept = headsOf(process.argv.slice(2));
if (kept === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 1;
} else {
  process.exitCode = await verify(kept);
}
