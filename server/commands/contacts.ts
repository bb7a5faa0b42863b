import { compose } from "../compose.js";
import type { Walked } from "../contacts/walk.js";
import { openDataSource } from "../data-source.js";
import { readEnv } from "../env.js";
import { openLog } from "../operations/log.js";

const USAGE = `用法：
  npm run contacts                  现在核对一次企业微信通讯录
  npm run contacts -- --believe 人数  核对因一次少了太多人而停止时，确认这些人确已离任后再执行`;

/** How many missing people a person has confirmed; null where the arguments are nothing of the kind. */
const believedOf = (args: readonly string[]): number | null => {
  if (args.length === 0) return 0;
  const [flag, count, ...rest] = args;
  return flag === "--believe" && /^[1-9]\d{0,4}$/.test(count ?? "") && rest.length === 0 ? Number(count) : null;
};

const wordsOf = (walked: Walked): string => {
  switch (walked.result) {
    case "done": {
      const parts = [`离任 ${walked.left.length} 人`, `恢复 ${walked.back.length} 人`, `改名 ${walked.named.length} 人`];
      const who = [...walked.left, ...walked.back, ...walked.named];
      return `通讯录核对完成：在册 ${walked.known} 人，${parts.join("，")}${who.length === 0 ? "" : `（${who.join("、")}）`}。`;
    }
    case "stopped":
      return [
        `通讯录核对已停止：在册 ${walked.known} 人中有 ${walked.missing.length} 人看不到，没有处理任何人。`,
        `看不到的成员账号：${walked.missing.join("、")}`,
        `请先检查应用的可见范围。确认这些人都已离任的，执行 npm run contacts -- --believe ${walked.missing.length}`,
      ].join("\n");
    case "failed":
      return `通讯录没有读全，没有改动任何人：${walked.reason}`;
  }
};

const walk = async (believed: number): Promise<number> => {
  const env = readEnv();
  const services = compose(env, await openDataSource(env.databaseUrl), openLog("silent"));
  try {
    await services.clockwork?.adopt();
    await services.editions.catchUp();
    const walked = await services.contactsWalk.walk(believed);
    process.stdout.write(`${wordsOf(walked)}\n`);
    return walked.result === "done" ? 0 : 1;
  } finally {
    await services.close();
  }
};

const believed = believedOf(process.argv.slice(2));
if (believed === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 1;
} else {
  process.exitCode = await walk(believed);
}
