import { RecordPages } from "../audit/pages.js";
import { SealDesk } from "../audit/seal-desk.js";
import { Seal } from "../audit/seal.js";
import { SentHeads } from "../audit/sent-heads.js";
import { Leases } from "../clockwork/leases.js";
import { WatchReader } from "../operations/facts.js";
import { SweepWatch } from "../operations/health.js";
import { Heartbeat } from "../operations/heartbeat.js";
import { JobWatch } from "../operations/job-watch.js";
import { Letters } from "../operations/letters.js";
import { Mending } from "../operations/mending.js";
import { Presence } from "../operations/presence.js";
import { program } from "../operations/program.js";
import { Operations } from "../operations/service.js";
import { Watchdog } from "../operations/watchdog.js";
import { tokenKey } from "../wecom/token.js";
import type { Engine } from "./engine.js";
import type { Ground } from "./ground.js";

/** Who watches that all this goes on, and that the record stays whole. */
export const openWatch = (ground: Ground, { rendering, reception }: Engine) => {
  const { env, log, clock, uow, calendar, audit, outbox, duties, deadlines, headFile, tokens, foundation, page, failed } = ground;
  const seal = new Seal(foundation, page("record"));
  const leases = new Leases(uow, clock);
  const sweeps = new SweepWatch(clock, leases);
  const jobWatch = new JobWatch(clock, leases);
  const sentHeads = new SentHeads(foundation);
  const letters = new Letters(clock, rendering);
  const reader = new WatchReader(clock, duties, letters, sentHeads);
  const watchdog = new Watchdog(uow, clock, outbox, reader, jobWatch, page("operations"));
  const presence = new Presence(uow, clock, program);
  const mending = new Mending({ uow, clock, outbox, deadlines, audit, rendering, reception });
  const state = { watchdog, jobs: jobWatch, letters, presence, version: program.version };
  const operations = new Operations({ uow, clock, calendar, audit, seal, tokens, app: tokenKey(env.wecom), ...state });
  const heartbeat = new Heartbeat(
    env.heartbeatUrl,
    () => watchdog.isWell(),
    (reason) => log.warn({ reason }, "the heartbeat was not heard"),
  );
  const record = { seal, sealDesk: new SealDesk(foundation, seal, headFile, failed), recordPages: new RecordPages(foundation), sentHeads };
  return { ...record, leases, sweeps, jobWatch, letters, watchdog, presence, mending, operations, heartbeat };
};
