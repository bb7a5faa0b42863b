import type { DataSource } from "typeorm";
import { HeadFile } from "../audit/head-file.js";
import { AuditRecord } from "../audit/record.js";
import { Story } from "../audit/story.js";
import { liveCalendar } from "../calendar/live.js";
import { DutyRegister } from "../deadlines/register.js";
import { Deadlines } from "../deadlines/service.js";
import { Outbox } from "../delivery/outbox.js";
import { SharedTokens } from "../delivery/shared-tokens.js";
import type { Foundation } from "../domain.js";
import type { Env } from "../env.js";
import { Files } from "../files/service.js";
import { Sessions } from "../identity/sessions.js";
import { systemClock, type AdjustableClock, type Clock } from "../kernel/clock.js";
import { Editions } from "../kernel/editions.js";
import { Pulse } from "../kernel/pulse.js";
import { UnitOfWork } from "../kernel/unit-of-work.js";
import type { Logger } from "../operations/log.js";
import { openMetrics } from "../operations/metrics.js";
import { LiveSettings } from "../settings/live.js";
import { openWecom } from "../wecom/opening.js";

/** What all else stands on: database, clock, settings in force, calendar, record, outbox, deadlines, WeCom. Nothing starts by itself. */
export const layGround = (env: Env, dataSource: DataSource, log: Logger, ticking: AdjustableClock) => {
  const adjustable = env.clock === "adjustable" ? ticking : null;
  const clock: Clock = adjustable ?? systemClock;
  const metrics = openMetrics();
  const failed = (error: unknown, where: string): void => log.error({ err: error, where }, "a step failed and will be tried again");
  /** Where a page of the H5 app is. */
  const page = (name: string): string => `${env.publicUrl}/#/pages/${name}/${name}`;
  const uow = new UnitOfWork(dataSource);
  const editions = new Editions(uow);
  const following = new Pulse(
    () => editions.catchUp(),
    (error) => failed(error, "editions"),
  );
  const live = new LiveSettings(editions);
  const calendar = liveCalendar(editions, live);
  const headFile = new HeadFile(env.auditHeadFile, (error) => log.error({ err: error }, "the audit head could not be written"));
  const audit = new AuditRecord(uow, clock, headFile);
  const outbox = new Outbox(uow, clock);
  const duties = new DutyRegister();
  const deadlines = new Deadlines<string>(uow, clock, outbox, duties, live);
  const story = new Story(audit);
  const tokens = new SharedTokens(uow, env.sessionSecret);
  const client = openWecom(env.wecom, clock, tokens);
  const sessions = new Sessions(uow, clock, live, audit, env.sessionSecret, (code, via) => client.userOfCode(code, via));
  const files = new Files(uow, clock, env.filesDir, env.sessionSecret);
  const foundation: Foundation = {
    uow,
    clock,
    calendar,
    settings: live,
    deadlines,
    outbox,
    audit,
    story,
    link: (name, id) => `${page(name)}?id=${id}`,
  };
  const running = { env, log, adjustable, clock, metrics, failed, page };
  const stored = { uow, editions, following, live, calendar, headFile, audit, story, files };
  return { ...running, ...stored, outbox, duties, deadlines, tokens, client, sessions, foundation };
};

/** What `layGround` lays. */
export type Ground = ReturnType<typeof layGround>;
