import type { DataSource } from "typeorm";
import { Unit } from "../entities/unit.js";
import { Clockwork } from "./clockwork/service.js";
import { openDomains } from "./composition/domains.js";
import { openEngine, turning } from "./composition/engine.js";
import { layGround } from "./composition/ground.js";
import { openWatch } from "./composition/watch.js";
import { AddressBook } from "./contacts/address-book.js";
import { ReachCheck } from "./contacts/reach-check.js";
import { ContactsWalk } from "./contacts/walk.js";
import type { OpenDomain } from "./domain.js";
import type { Env } from "./env.js";
import { Idempotency } from "./http/idempotency.js";
import type { Actor } from "./identity/actor.js";
import { AdjustableClock } from "./kernel/clock.js";
import { Measures } from "./measures/service.js";
import type { Logger } from "./operations/log.js";
import { GapNews } from "./organisation/gap-news.js";
import { Subscriptions } from "./subscription/service.js";

/** Everything that the program is made of. */
export type Services = ReturnType<typeof compose>;

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
  const ground = layGround(env, dataSource, log, ticking);
  const { adjustable, clock, uow, audit, live, duties, client, foundation, page } = ground;
  const opened = openDomains(ground, added);
  const engine = openEngine(ground, opened);
  const watch = openWatch(ground, engine);
  const { allRounds, ...turns } = turning(ground, opened, engine);
  const fed = opened.domains.flatMap((domain) => domain.calendar ?? []);
  return {
    ...ground,
    ...opened,
    ...engine,
    ...watch,
    ...turns,
    subscriptions: new Subscriptions(uow, clock, audit, env, fed),
    measures: new Measures(uow, clock, duties, live),
    gapNews: new GapNews(foundation, page("organisation")),
    idempotency: new Idempotency(uow, clock),
    contactsWalk: new ContactsWalk(foundation, engine.people, new AddressBook(uow, client), page("record")),
    reachCheck: new ReachCheck(
      foundation,
      client,
      async (tx) => [...(await opened.onDuty(tx, "publicity")), ...(await opened.onDuty(tx, "dataCentre"))],
      page("operations"),
    ),
    clockwork: adjustable && new Clockwork(uow, adjustable, turns.tick, allRounds),
    unitOf: (actor: Actor) => uow.read((tx) => tx.findOneByOrFail(Unit, { id: actor.unitId })),
    close: async (): Promise<void> => {
      await engine.climbing.stop();
      await ground.following.stop();
      await engine.dispatcher.stop();
      await watch.seal.stop();
      await ground.headFile.settled();
      await dataSource.destroy();
    },
  };
};
