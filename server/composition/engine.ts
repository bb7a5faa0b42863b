import { ContactEvents } from "../contacts/events.js";
import { People } from "../contacts/people.js";
import { Ladder } from "../deadlines/ladder.js";
import { Leavers } from "../deadlines/leavers.js";
import { Speech } from "../deadlines/speech.js";
import { Todo } from "../deadlines/todo.js";
import { commandsOf } from "../delivery/commands.js";
import { Presses } from "../delivery/presses.js";
import { Reception } from "../delivery/reception.js";
import { Rendering } from "../delivery/rendering.js";
import { openWorker } from "../delivery/worker.js";
import { Pulse } from "../kernel/pulse.js";
import type { Domains } from "./domains.js";
import type { Ground } from "./ground.js";

/** What becomes of messages every day. */
const ORDINARY: ReadonlySet<string> = new Set(["accepted", "dropped", "later", "done", "placed", "state"]);
/** The ladder is looked at each second; a step that fails is no news each second. */
const FAILED_STEP_RESTS_MS = 60_000;

/** What makes duties move: the ladder that climbs, the worker that sends, and the reception of what comes back. */
export const openEngine = (ground: Ground, { domains, livestreams }: Domains) => {
  const { env, log, clock, uow, live, metrics, failed, audit, outbox, duties, deadlines, client, foundation, page } = ground;
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
    ...{ uow, clock, settings: live, client, outbox, rendering, todoLink: page("todo") },
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
  const recordLink = page("record");
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
  return { todo, rendering, ladder, climbing, dispatcher, people, reception };
};

/** What `openEngine` opens. */
export type Engine = ReturnType<typeof openEngine>;

/** Everything that is due by now: `rounds` of the domains, `sweep` all that decides, `tick` that and the sending. Each is safe to run twice. */
export const turning = ({ editions, failed }: Ground, { domains, recount, review }: Domains, engine: Engine) => {
  const { ladder, dispatcher, reception } = engine;
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
  return { allRounds, rounds, sweep, tick };
};
