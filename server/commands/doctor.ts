import { setTimeout as pause } from "node:timers/promises";
import { compose } from "../compose.js";
import { openDataSource } from "../data-source.js";
import { examine, type Trials } from "../doctor/examination.js";
import { type Finding, linesOf, summaryOf } from "../doctor/finding.js";
import type { Database } from "../doctor/ward.js";
import { readEnv, type Env } from "../env.js";
import { systemClock } from "../kernel/clock.js";
import { openLog } from "../operations/log.js";
import { askPage, WecomInspection } from "../wecom/inspection.js";

const USAGE = `用法：
  npm run doctor                     逐项检查安装，不改动任何东西，不打扰任何人
  npm run doctor -- --send 账号      另外给这个人发一张测试卡片，并等他点「收到」
  npm run doctor -- --ring 账号      另外给这个人打一个电话（会真的响铃）`;

const TIMEOUT_MS = 10_000;

const say = (...lines: string[]): unknown => process.stdout.write(`${lines.join("\n")}\n`);

/** The trials that the arguments name; null where they are nothing of the kind. */
const trialsOf = (args: readonly string[]): Trials | null => {
  const trials: Trials = {};
  for (let index = 0; index < args.length; index += 2) {
    const [name, userid] = [args[index], args[index + 1]?.trim()];
    if ((name !== "--send" && name !== "--ring") || !userid) return null;
    trials[name === "--send" ? "send" : "ring"] = userid;
  }
  return trials;
};

const opened = async (env: Env): Promise<Database> => {
  try {
    const dataSource = await openDataSource(env.databaseUrl);
    // asked first: once the services stand, the database is reached through their unit of work only
    const isBehind = await dataSource.showMigrations();
    return { kind: "open", services: compose(env, dataSource, openLog("silent")), isBehind };
  } catch (error) {
    return { kind: "shut", problem: error instanceof Error ? error.message : "打不开" };
  }
};

const run = async (trials: Trials): Promise<number> => {
  const env = readEnv();
  const database = await opened(env);
  const { apiBase, corpId, secret, agentId } = env.wecom;
  const ward = {
    env,
    database,
    wecom: new WecomInspection({ apiBase, corpId, secret, timeoutMs: TIMEOUT_MS }),
    open: (url: string, timeoutMs: number, body?: string) => askPage(url, { timeoutMs, body }),
    wallNow: () => systemClock.wallNow(),
    pause: (ms: number) => pause(ms),
    say,
  };
  say(`检查安装：企业 ${corpId}，应用 ${agentId}`, "");
  const findings: Finding[] = [];
  try {
    for await (const finding of examine(ward, trials)) {
      findings.push(finding);
      say(...linesOf(finding));
    }
  } finally {
    if (database.kind === "open") await database.services.close();
  }
  say("", summaryOf(findings));
  return findings.some(({ grade }) => grade === "bad") ? 1 : 0;
};

const trials = trialsOf(process.argv.slice(2));
if (trials === null) {
  process.stderr.write(`${USAGE}\n`);
  process.exitCode = 1;
} else {
  process.exitCode = await run(trials).catch((error: unknown) => {
    process.stderr.write(`检查没有做完：${error instanceof Error ? error.message : String(error)}\n`);
    return 1;
  });
}
