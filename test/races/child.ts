import { startJobs } from "../../cron/main.js";
import { Counter } from "../../entities/housekeeping.js";
import { compose } from "../../server/compose.js";
import { openDataSource } from "../../server/data-source.js";
import { readEnv } from "../../server/env.js";
import { newId } from "../../server/kernel/ids.js";
import { openLog } from "../../server/operations/log.js";

/** One process of several with a job each second for as long as its argument says, in milliseconds: every run leaves a row. */
const env = readEnv();
const services = compose(env, await openDataSource(env.databaseUrl), openLog("error"));
const run = (): Promise<unknown> => services.uow.run((tx) => tx.insert(Counter, { name: newId(), value: process.pid }));
const jobs = startJobs(services, [{ name: "probe", title: "探针", schedule: "* * * * * *", run }]);
await new Promise((resolve) => setTimeout(resolve, Number(process.argv[2])));
await jobs.stop();
await services.close();
