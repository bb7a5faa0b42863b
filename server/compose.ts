import type { DataSource } from "typeorm";
import { Unit } from "../entities/unit.js";
import { HeadFile } from "./audit/head-file.js";
import { AuditRecord } from "./audit/record.js";
import { RecordPages } from "./audit/pages.js";
import { Seal } from "./audit/seal.js";
import { SealDesk } from "./audit/seal-desk.js";
import { recordTeller } from "./audit/sentences.js";
import { SentHeads } from "./audit/sent-heads.js";
import { calendarDomain } from "./calendar/domain.js";
import { liveCalendar } from "./calendar/live.js";
import { Recount } from "./calendar/recount.js";
import { Calendars } from "./calendar/service.js";
import { YearWatch } from "./calendar/watch.js";
import { Leases } from "./clockwork/leases.js";
import { Story } from "./audit/story.js";
import { Clockwork } from "./clockwork/service.js";
import { Ladder } from "./deadlines/ladder.js";
import { DutyRegister } from "./deadlines/register.js";
import { Deadlines } from "./deadlines/service.js";
import { Speech } from "./deadlines/speech.js";
import { Todo } from "./deadlines/todo.js";
import { AddressBook } from "./contacts/address-book.js";
import { ContactEvents } from "./contacts/events.js";
import { People } from "./contacts/people.js";
import { contactsTeller } from "./contacts/sentences.js";
import { ContactsWalk } from "./contacts/walk.js";
import { Leavers } from "./deadlines/leavers.js";
import { commandsOf } from "./delivery/commands.js";
import { Outbox } from "./delivery/outbox.js";
import { Presses } from "./delivery/presses.js";
import { Reception } from "./delivery/reception.js";
import { Rendering } from "./delivery/rendering.js";
import { SharedTokens } from "./delivery/shared-tokens.js";
import { openWorker } from "./delivery/worker.js";
import type { Domain, Foundation, OpenDomain } from "./domain.js";
import type { Env } from "./env.js";
import { Files } from "./files/service.js";
import { Idempotency } from "./http/idempotency.js";
import type { Actor } from "./identity/actor.js";
import { identityTeller } from "./identity/sentences.js";
import { Sessions } from "./identity/sessions.js";
import type { IncidentsDesk } from "./incidents/desk.js";
import { incidentsDomain } from "./incidents/domain.js";
import { Incidents } from "./incidents/service.js";
import type { LivestreamDesk } from "./livestream/desk.js";
import { livestreamDomain } from "./livestream/domain.js";
import { Livestreams } from "./livestream/service.js";
import { AdjustableClock, systemClock, type Clock } from "./kernel/clock.js";
import { Editions } from "./kernel/editions.js";
import { Pulse } from "./kernel/pulse.js";
import { UnitOfWork } from "./kernel/unit-of-work.js";
import { Measures } from "./measures/service.js";
import { WatchReader } from "./operations/facts.js";
import { SweepWatch } from "./operations/health.js";
import { Heartbeat } from "./operations/heartbeat.js";
import { JobWatch } from "./operations/job-watch.js";
import { Letters } from "./operations/letters.js";
import type { Logger } from "./operations/log.js";
import { openMetrics } from "./operations/metrics.js";
import { Mending } from "./operations/mending.js";
import { Presence } from "./operations/presence.js";
import { program } from "./operations/program.js";
import { operationsTeller } from "./operations/sentences.js";
import { Operations } from "./operations/service.js";
import { Watchdog } from "./operations/watchdog.js";
import { organisationDomain } from "./organisation/domain.js";
import { GapNews } from "./organisation/gap-news.js";
import { Organisation } from "./organisation/service.js";
import { reviewDomain } from "./review/domain.js";
import { Review } from "./review/service.js";
import type { RotaDesk } from "./rota/desk.js";
import { rotaDomain } from "./rota/domain.js";
import { Rota } from "./rota/service.js";
import { subscriptionTeller } from "./subscription/sentences.js";
import { Subscriptions } from "./subscription/service.js";
import { LiveSettings } from "./settings/live.js";
import { settingsDomain } from "./settings/domain.js";
import { Settings } from "./settings/service.js";
import { openWecom } from "./wecom/opening.js";
import { tokenKey } from "./wecom/token.js";

export type Services = ReturnType<typeof compose>;

/** What becomes of messages every day. */
const ORDINARY: ReadonlySet<string> = new Set(["accepted", "dropped", "later", "done", "placed", "state"]);
/** The ladder is looked at each second; a step that fails is no news each second. */
const FAILED_STEP_RESTS_MS = 60_000;

/**
 * Puts the program together: the only place that makes services. Server, jobs, commands and tests all use it; nothing starts by itself. `added` are
 * domains beside those of the rule.
 */
export const compose = (
  env: Env,
  dataSource: DataSource,
  log: Logger,
  ticking: AdjustableClock = new AdjustableClock(),
  added: readonly OpenDomain[] = [],
) => {
  const adjustable = env.clock === "adjustable" ? ticking : null;
  const clock: Clock = adjustable ?? systemClock;
  const metrics = openMetrics();
  const failed = (error: unknown, where: string): void => log.error({ err: error, where }, "a step failed and will be tried again");
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
  const foundation: Foundation = { uow, clock, calendar, settings: live, deadlines, outbox, audit, story, link: pageLink(env) };
  const seal = new Seal(foundation, `${env.publicUrl}/#/pages/record/record`);
  const settings = new Settings(uow, clock, audit, editions);
  const recount = new Recount(foundation, duties, failed);
  const yearWatch = new YearWatch(foundation);
  const calendars = new Calendars(foundation, editions, yearWatch, recount);
  const review = new Review(foundation, (id) => files.link(id));
  const rotaDesk: RotaDesk = { ...foundation, duties };
  const rota = new Rota(rotaDesk);
  const incidentsDesk: IncidentsDesk = { ...foundation, onDuty: (tx, desk) => rota.onDuty(tx, desk, clock.now()) };
  const incidents = new Incidents(incidentsDesk, (id) => files.link(id));
  const livestreamDesk: LivestreamDesk = {
    ...foundation,
    onDuty: (tx, desk) => rota.onDuty(tx, desk, clock.now()),
    createLiving: (living) => client.createLiving(living),
  };
  const livestreams = new Livestreams(livestreamDesk);
  const organisation = new Organisation(uow, audit, clock, live);
  const domains: readonly Domain[] = [
    reviewDomain(foundation, review),
    rotaDomain(rotaDesk, rota),
    livestreamDomain(livestreamDesk, livestreams),
    incidentsDomain(incidentsDesk, incidents),
    settingsDomain(settings),
    organisationDomain(organisation, clock),
    calendarDomain(foundation, calendars, yearWatch, `${env.publicUrl}/#/pages/calendar/calendar`),
    ...added.map((open) => open(foundation)),
  ];
  for (const domain of domains) {
    duties.add(domain);
    story.add(domain);
  }
  for (const teller of [recordTeller, identityTeller, contactsTeller, subscriptionTeller, operationsTeller]) story.add(teller);
  const startedBy = domains.flatMap((domain) => domain.startedBy ?? []);
  const todo = new Todo(uow, clock, duties, startedBy);
  const rendering = new Rendering(duties, env.wecom.agentId, env.wecom.miniprogramAppId);
  const ladder = new Ladder(uow, clock, deadlines, new Speech(clock, deadlines, outbox), audit, duties, failed);
  const climbing = new Pulse(
    () => ladder.climb(FAILED_STEP_RESTS_MS),
    (error) => failed(error, "ladder"),
  );
  deadlines.onHaste(() => climbing.nudge());
  const dispatcher = openWorker({
    ...{ uow, clock, settings: live, client, outbox, rendering, todoLink: `${env.publicUrl}/#/pages/todo/todo` },
    log: {
      sent: (fields) => {
        metrics.sent(fields);
        log[ORDINARY.has(fields.result) ? "debug" : "info"](fields, "message");
      },
      failed,
    },
  });
  outbox.onNews(() => dispatcher.nudge());
  const presses = new Presses(clock, outbox, rendering, audit);
  const recordLink = `${env.publicUrl}/#/pages/record/record`;
  const people = new People(foundation, new Leavers(deadlines, duties), (userid) => `${recordLink}?subject=person:${userid}`);
  const contacts = new ContactEvents(foundation, people, recordLink);
  const command = commandsOf(
    todo,
    domains.flatMap((domain) => domain.chatWords ?? []),
  );
  const reception = new Reception(
    uow,
    clock,
    { presses, command, contacts, living: (tx, event) => livestreams.running.living(tx, event) },
    (error) => failed(error, "callback"),
  );
  const leases = new Leases(uow, clock);
  const sweeps = new SweepWatch(clock, leases);
  const jobWatch = new JobWatch(clock, leases);
  const sentHeads = new SentHeads(foundation);
  const letters = new Letters(clock, rendering);
  const reader = new WatchReader(clock, duties, letters, sentHeads);
  const watchdog = new Watchdog(uow, clock, outbox, reader, jobWatch, `${env.publicUrl}/#/pages/operations/operations`);
  const presence = new Presence(uow, clock, program);
  const mending = new Mending({ uow, clock, outbox, deadlines, audit, rendering, reception });
  const state = { watchdog, jobs: jobWatch, letters, presence, version: program.version };
  const operations = new Operations({ uow, clock, calendar, audit, seal, tokens, app: tokenKey(env.wecom), ...state });
  const allRounds = domains.flatMap((domain) => domain.rounds ?? []);
  /** One domain's rounds hold up no other's. */
  const rounds = async (): Promise<void> => {
    for (const each of allRounds) await each.sweep().catch((error: unknown) => failed(error, "rounds"));
  };
  const sweep = async (): Promise<void> => {
    await editions.catchUp();
    await recount.run();
    await rounds();
    await ladder.climb();
    await review.refill();
    await reception.workOff();
  };
  const tick = async (): Promise<void> => {
    await sweep();
    await dispatcher.drain();
    // somebody who could not be reached may have brought the next step forward
    while ((await ladder.climb()) > 0) await dispatcher.drain();
  };
  return {
    env,
    log,
    clock,
    uow,
    audit,
    editions,
    following,
    live,
    calendar,
    story,
    settings,
    calendars,
    recount,
    headFile,
    seal,
    sealDesk: new SealDesk(foundation, seal, headFile, failed),
    recordPages: new RecordPages(foundation),
    sentHeads,
    metrics,
    client,
    sessions,
    files,
    review,
    incidents,
    livestreams,
    rota,
    duties,
    domains,
    todo,
    deadlines,
    ladder,
    climbing,
    dispatcher,
    reception,
    sweeps,
    rounds,
    sweep,
    tick,
    subscriptions: new Subscriptions(
      uow,
      clock,
      audit,
      env,
      domains.flatMap((domain) => domain.calendar ?? []),
    ),
    measures: new Measures(uow, clock, duties, live),
    organisation,
    gapNews: new GapNews(foundation, `${env.publicUrl}/#/pages/organisation/organisation`),
    idempotency: new Idempotency(uow, clock),
    leases,
    jobWatch,
    letters,
    watchdog,
    operations,
    mending,
    presence,
    heartbeat: new Heartbeat(
      env.heartbeatUrl,
      () => watchdog.isWell(),
      (reason) => log.warn({ reason }, "the heartbeat was not heard"),
    ),
    people,
    contactsWalk: new ContactsWalk(foundation, people, new AddressBook(uow, client), recordLink),
    clockwork: adjustable && new Clockwork(uow, adjustable, tick, allRounds),
    unitOf: (actor: Actor) => uow.read((tx) => tx.findOneByOrFail(Unit, { id: actor.unitId })),
    close: async (): Promise<void> => {
      await climbing.stop();
      await following.stop();
      await dispatcher.stop();
      await seal.stop();
      await headFile.settled();
      await dataSource.destroy();
    },
  };
};

/** Where a card leads: the H5 page of its subject. */
const pageLink =
  (env: Env): Foundation["link"] =>
  (page, id) =>
    `${env.publicUrl}/#/pages/${page}/${page}?id=${id}`;
