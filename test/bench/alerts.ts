import { join } from "node:path";
import { systemActor } from "../../server/audit/record.js";
import { compose, type Services } from "../../server/compose.js";
import { openDataSource } from "../../server/data-source.js";
import { readEnv } from "../../server/env.js";
import { loadActor, type Actor } from "../../server/identity/actor.js";
import { localDay } from "../../server/kernel/local-time.js";
import { openLog } from "../../server/operations/log.js";
import { testClock } from "../support/clock.js";
import { withSecretariat } from "../support/leaders.js";
import { startAlertmanager, type Alertmanager } from "./alertmanager.js";
import type { Engine } from "./engines.js";
import { machineNow, startFakeWecom, type FakeWecom } from "./fake-wecom.js";
import { median } from "./figures.js";

const ROUNDS = 9;
/** Storms whose median counts, on both sides: the first one measures the compiler. */
const STORMS = 5;
const CROWD = 500;
/** `message/send` calls that one red alert to five hundred people may take at most. */
const FAN_OUT_MOST = 5;

/** The organisation of the tests with so many more members of 书记班子: whoever a red alert reaches. */
const crowded = (): ReturnType<typeof withSecretariat> => {
  const organisation = withSecretariat();
  const [like] = organisation.people;
  if (!like) throw new Error("nobody to copy");
  const crowd = Array.from({ length: CROWD }, (_, number) => ({ ...like, userid: `crowd.${number}`, name: `值守${number}岗` }));
  organisation.people.push(...crowd);
  organisation.offices.secretariat.push(...crowd.map(({ userid }) => userid));
  return organisation;
};

interface Opened {
  services: Services;
  actor: Actor;
}

const opened = async (engine: Engine, fake: FakeWecom, organisation: ReturnType<typeof withSecretariat>) => {
  const database = await engine.fresh();
  const env = readEnv({
    ...{ DATABASE_URL: database.url, FILES_DIR: join(database.folder, "files"), AUDIT_HEAD_FILE: join(database.folder, "head.json") },
    ...{ WECOM_CORP_ID: "ww1", WECOM_AGENT_ID: "1000002", WECOM_SECRET: "secret", WECOM_TOKEN: "token", WECOM_AES_KEY: "a".repeat(43) },
    ...{ WECOM_API_BASE: fake.url, SESSION_SECRET: "s".repeat(40), CLOCK: "adjustable", LOG_LEVEL: "silent" },
  });
  const dataSource = await openDataSource(database.url);
  await dataSource.runMigrations();
  const services = compose(env, dataSource, openLog("silent"), testClock());
  await services.editions.catchUp();
  await services.calendars.seed();
  await services.organisation.importFile(organisation, systemActor("测试"));
  const today = localDay(services.clock.now());
  const actor = await services.uow.read((tx) => loadActor(tx, "pub.1", "page", today));
  if (!actor) throw new Error("nobody to raise an alert");
  services.dispatcher.start();
  const close = async (): Promise<void> => {
    await services.close();
    await database.drop();
  };
  return { services, actor, close };
};

/** Reports something and lets the cards about it go out. */
const reported = async ({ services, actor }: Opened, number: number): Promise<string> => {
  const discoveredAt = services.clock.now();
  const words = { title: `事件 ${number}`, description: "评论区讨论较多", links: [], files: [], occurredAt: null, unitId: "media" };
  const id = await services.incidents.report(actor, { ...words, discoveredAt });
  await services.dispatcher.drain();
  return id;
};

const raise = ({ services, actor }: Opened, id: string): Promise<void> =>
  services.incidents.levels.set(actor, id, { level: "red", reason: "登上热搜", via: "page", askedAt: services.clock.now() });

/** Milliseconds from raising a red alert to the first `message/send` about it. */
const firstSend = async (fake: FakeWecom, work: () => Promise<unknown>): Promise<number> => {
  await fake.reset();
  const startedAt = machineNow();
  const [[first]] = await Promise.all([fake.arrived(1), work()]);
  return (first?.at ?? Number.NaN) - startedAt;
};

const perSecond = async (fake: FakeWecom, count: number, work: () => Promise<unknown>): Promise<number> => {
  await fake.reset();
  const startedAt = machineNow();
  const [sent] = await Promise.all([fake.arrived(count), work()]);
  return count / (((sent.at(-1)?.at ?? Number.NaN) - startedAt) / 1000);
};

/** The median of several storms, each of other alerts. */
const stormRate = async (fake: FakeWecom, count: number, storm: (name: string) => Promise<unknown>): Promise<number> => {
  const rates: number[] = [];
  for (let round = 0; round < STORMS; round += 1) rates.push(await perSecond(fake, count, () => storm(`警报 ${round}`)));
  return median(rates);
};

const many = (desk: Opened, name: string, count: number): Promise<void> =>
  desk.services.uow.run(async (tx) => {
    for (let number = 0; number < count; number += 1) {
      const key = `${name}.${number}`;
      const notice = { kind: "text" as const, title: key, text: key };
      await desk.services.outbox.notice(tx, { key, subject: { type: "drill", id: key }, to: [`crowd.${number}`], lane: 0, notice });
    }
  });

const theirs = async (manager: Alertmanager, fake: FakeWecom, count: number) => {
  const first: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1)
    first.push(await firstSend(fake, () => manager.raise([{ name: `红色警报 ${round}`, user: "lead.top" }])));
  const alerts = (name: string) => Array.from({ length: count }, (_, number) => ({ name: `${name}.${number}`, user: `crowd.${number}` }));
  return { first: median(first), rate: await stormRate(fake, count, (name) => manager.raise(alerts(name))) };
};

/** How many calls one red alert to five hundred people takes: those of the fan-out, and all. */
const fanOut = async (engine: Engine, fake: FakeWecom) => {
  const desk = await opened(engine, fake, crowded());
  const id = await reported(desk, 0);
  await fake.reset();
  await raise(desk, id);
  await desk.services.dispatcher.drain();
  const sent = await fake.arrived(0);
  const reached = new Set(sent.flatMap(({ to }) => to)).size;
  const calls = sent.filter(({ to }) => to.some((userid) => userid.startsWith("crowd."))).length;
  await desk.close();
  return { reached, fanOutCalls: calls, fanOutMost: FAN_OUT_MOST, callsInAll: sent.length };
};

/**
 * A red alert from being raised to the first `message/send`, and `count` alerts each to a person of their own per second, held against Prometheus
 * Alertmanager in the same run with the same WeCom on the other side; and how many calls a red alert to five hundred people takes.
 */
export const benchAlerts = async (engine: Engine, count: number): Promise<object> => {
  const fake = await startFakeWecom();
  const manager = await startAlertmanager(fake.url);
  if (!manager) {
    await fake.close();
    return { skipped: "prometheus-alertmanager is not installed: apt-get install prometheus-alertmanager" };
  }
  const desk = await opened(engine, fake, withSecretariat());
  const first: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const id = await reported(desk, round);
    first.push(await firstSend(fake, () => raise(desk, id)));
    await desk.services.dispatcher.drain();
  }
  const rate = await stormRate(fake, count, async (name) => {
    await many(desk, name, count);
    await desk.services.dispatcher.drain();
  });
  await desk.close();
  const other = await theirs(manager, fake, count);
  await manager.stop();
  const reach = await fanOut(engine, fake);
  await fake.close();
  const firsts = { firstSendMs: median(first), alertmanagerFirstMs: other.first, firstRatio: other.first / median(first) };
  return { ...firsts, perSecond: rate, alertmanagerPerSecond: other.rate, rateRatio: rate / other.rate, floor: 1, ...reach };
};
