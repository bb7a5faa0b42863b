import { createServer, type Server } from "node:http";
import { startJobs } from "../cron/main.js";
import { createApp } from "./app.js";
import { compose, type Services } from "./compose.js";
import { bringUpToDate, openDataSource } from "./data-source.js";
import { plantDemonstration } from "./demonstration.js";
import { readEnv, type Env } from "./env.js";
import { openLog } from "./operations/log.js";
import { importAtStart } from "./organisation/first-run.js";
import { listPhones } from "./organisation/phones.js";
import { startSandbox, type Sandbox } from "./sandbox/index.js";

const CLOSE_IDLE_MS = 50;
/** What stopping waits for requests in hand; whoever is still sending by then is cut off. */
const ANSWERED_WITHIN_MS = 2500;
const STOP_WITHIN_MS = 4500;

/** Starts the program: database, organisation, sandbox where there is no WeCom, HTTP, jobs. */
const start = async (): Promise<void> => {
  const env = readEnv();
  const log = openLog(env.logLevel);
  const dataSource = await openDataSource(env.databaseUrl);
  await migrated(env, dataSource);
  const services = compose(env, dataSource, log);
  await services.clockwork?.adopt();
  await services.editions.catchUp();
  await services.calendars.seed();
  await importAtStart(services, env);
  const sandbox = env.sandbox ? await openSandbox(services, env, env.sandbox) : null;
  const server = await listen(services, env);
  if (env.databaseUrl.startsWith("sqlite:")) await services.dispatcher.takeOver();
  services.dispatcher.start();
  services.climbing.start();
  services.following.start();
  await services.presence.beat();
  const jobs = startJobs(services);
  if (sandbox) await plantDemonstration(services);
  const stop = stopper(async () => {
    await Promise.all([jobs.stop(), services.climbing.stop(), services.dispatcher.stop(), closed(server)]);
    await services.presence.leave().catch(() => undefined);
    await sandbox?.close();
    await services.close();
  });
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  announce(env, sandbox);
};

/** The embedded database is brought up to date by itself; a MySQL that is behind is never touched by a mere start. */
const migrated = async (env: Env, dataSource: Awaited<ReturnType<typeof openDataSource>>): Promise<void> => {
  if (env.databaseUrl.startsWith("sqlite:")) await bringUpToDate(dataSource);
  else if (await dataSource.showMigrations()) throw new Error("数据库结构不是最新，请先执行 npm run migrate。");
};

const openSandbox = async (services: Services, env: Env, { host, port, stateFile }: NonNullable<Env["sandbox"]>): Promise<Sandbox> => {
  const { people, departments } = await listPhones(services.organisation);
  const { corpId, agentId, secret, token, aesKey, contacts } = env.wecom;
  const callbackUrl = `http://127.0.0.1:${env.port}/wecom/callback`;
  const app = { corpId, agentId, secret, token, aesKey, callbackUrl, appUrl: env.publicUrl };
  const assistant = contacts ? { contacts: { ...contacts, callbackUrl: `${callbackUrl}/contacts` } } : {};
  return startSandbox({ host, port, ...app, ...assistant, people, departments, now: () => services.clock.now(), stateFile });
};

const listen = (services: Services, env: Env): Promise<Server> =>
  new Promise((resolve, reject) => {
    const answer = createApp(services).callback();
    const server = createServer((request, response) => void answer(request, response));
    server.once("error", (error: NodeJS.ErrnoException) =>
      reject(error.code === "EADDRINUSE" ? new Error(`端口 ${env.port} 已被占用，请关闭占用它的程序，或设置 PORT 换一个。`) : error),
    );
    server.listen(env.port, env.host, () => resolve(server));
  });

/** In-flight requests are answered, idle connections do not hold the end up, and neither does somebody who never comes to an end. */
const closed = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    const idle = setInterval(() => server.closeIdleConnections(), CLOSE_IDLE_MS);
    const late = setTimeout(() => server.closeAllConnections(), ANSWERED_WITHIN_MS);
    server.close(() => {
      clearInterval(idle);
      clearTimeout(late);
      resolve();
    });
  });

const stopper = (parting: () => Promise<void>) => (): void => {
  setTimeout(() => process.exit(1), STOP_WITHIN_MS).unref();
  parting().then(
    () => process.exit(0),
    () => process.exit(1),
  );
};

const announce = (env: Env, sandbox: Sandbox | null): void => {
  const lines = sandbox
    ? [
        "",
        "新媒体运营管理 已启动（企业微信沙箱）",
        `  企业微信沙箱（从这里开始）：${sandbox.url}`,
        `  小程序 H5 页面：            ${env.publicUrl}`,
        `  接口说明：                  ${env.publicUrl}/api/docs`,
        "",
      ]
    : ["", `新媒体运营管理 已启动：${env.publicUrl}`, ""];
  process.stdout.write(`${lines.join("\n")}\n`);
};

start().catch((error: unknown) => {
  process.stderr.write(`启动失败：${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
