import type { MessageKind, OutboxMessage } from "../../entities/outbox-message.js";
import type { Clock } from "../kernel/clock.js";
import type { Tx, UnitOfWork } from "../kernel/unit-of-work.js";
import type { Carrier, Claimed, Flight, Grounded, Landed, Outcome } from "./carrier.js";
import { placesOf, type Claims } from "./claims.js";

/** What a worker tells about its work; `result` is the outcome's kind. */
export interface DispatchLog {
  sent(fields: { messageId: string; kind: string; result: string; reason?: string | undefined; waitedMs: number }): void;
  failed(error: unknown, where: string): void;
}

/** Calls to WeCom in the air at once, some of them kept for alerts: however slow WeCom is, those find a place. */
const IN_AIR = 24;
const KEPT_FOR_ALERTS = 6;
/** What stopping waits for a silent WeCom; the messages in the air then come back by their lease. */
const PARTING_MS = 2000;
const POLL_MS = 1000;

/** The worker that carries the outbox to WeCom: claims what is due, has it made ready from fresh state, sends several at once, and settles each. */
export class Dispatcher {
  readonly #carriers = new Map<MessageKind, Carrier>();
  readonly #inAir = new Map<string, readonly string[]>();
  readonly #landed: Landed[] = [];
  #running: Promise<number> | null = null;
  #again = false;
  /** something was due that found no place in the air */
  #more = false;
  #stopping = false;
  #timer: NodeJS.Timeout | null = null;
  #parted: Promise<unknown> | null = null;
  #wake: () => void = () => undefined;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
    private readonly claims: Claims,
    carriers: readonly Carrier[],
    private readonly log: DispatchLog,
  ) {
    for (const carrier of carriers) for (const kind of carrier.kinds) this.#carriers.set(kind, carrier);
  }

  /** Polls each second until stopped; nudges make it work at once. */
  start(): void {
    this.#stopping = false;
    this.#parted = null;
    this.#timer ??= setInterval(() => this.nudge(), POLL_MS).unref();
  }

  /** Frees what a process that is gone had in hand, without waiting for its lease. Only where no other process can be sending: the embedded database. */
  async takeOver(): Promise<void> {
    await this.uow.run((tx) => this.claims.takeOver(tx));
  }

  /** Stops polling, claims nothing more and waits for what is in the air. */
  async stop(): Promise<void> {
    if (this.#timer) clearInterval(this.#timer);
    this.#timer = null;
    this.#stopping = true;
    this.#wake();
    this.#parted ??= Promise.race([
      this.#running?.catch(() => undefined),
      new Promise((resolve) => setTimeout(resolve, PARTING_MS).unref()),
    ]);
    await this.#parted;
  }

  /** Something may be due: looks now, or once more if it is looking already. Does nothing while not started. */
  nudge(): void {
    if (!this.#timer) return;
    this.drain().catch((error: unknown) => this.log.failed(error, "dispatcher"));
  }

  /** Sends everything that is due by now; returns how many messages were settled. */
  drain(): Promise<number> {
    this.#again = true;
    this.#wake();
    this.#running ??= this.#work().finally(() => (this.#running = null));
    return this.#running;
  }

  async #work(): Promise<number> {
    for (let settled = 0; ;) {
      settled += await this.#settle();
      const looks = this.#again && !this.#stopping;
      this.#again = false;
      if (looks) settled += await this.#launch();
      if (this.#again || this.#landed.length > 0) continue;
      if (this.#inAir.size === 0) return settled;
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  /** Sends off what is due and finds a place in the air; returns how many were settled without a call. */
  async #launch(): Promise<number> {
    const places = IN_AIR - this.#inAir.size;
    if (places <= 0) return 0;
    const urgentOnly = places <= KEPT_FOR_ALERTS;
    const inAir = new Set([...this.#inAir.values()].flat());
    const wanted = { most: urgentOnly ? places : places - KEPT_FOR_ALERTS, urgentOnly, inAir };
    let claimed: Claimed[] = [];
    const take = async (tx: Tx): Promise<void> => {
      ({ claimed, more: this.#more } = await this.claims.take(tx, wanted));
    };
    const departed = await this.uow
      .run(async (tx) => {
        await take(tx);
        return this.#depart(tx, claimed);
      })
      .catch(async () => {
        // one of them cannot be made ready: the others go without it
        await this.uow.run(take);
        return this.#departEach(claimed);
      });
    const flights = departed.filter((one) => "call" in one);
    for (const flight of flights) this.#fly(flight, claimed);
    for (const one of departed) if (!("call" in one)) this.#tell(one.message, { kind: one.result });
    // what is in the air looks again when it lands
    if (this.#more && flights.length < claimed.length) this.#again = true;
    return departed.length - flights.length;
  }

  async #depart(tx: Tx, claimed: readonly Claimed[]): Promise<(Flight | Grounded)[]> {
    const departed: (Flight | Grounded)[] = [];
    for (const [carrier, some] of byCarrier(claimed, (one) => this.#carrierOf(one.message)))
      departed.push(...(await carrier.depart(tx, some)));
    return departed;
  }

  async #departEach(claimed: readonly Claimed[]): Promise<(Flight | Grounded)[]> {
    const departed: (Flight | Grounded)[] = [];
    for (const one of claimed) {
      const alone = this.uow.run((tx) => this.#depart(tx, [one]));
      departed.push(...(await alone.catch((error: unknown) => (this.log.failed(error, `message ${one.message.id}`), []))));
    }
    return departed;
  }

  #fly({ message, call }: Flight, claimed: readonly Claimed[]): void {
    this.#inAir.set(message.id, placesOf(claimed.find((one) => one.message.id === message.id) ?? { message, waiting: [] }));
    const lands = (outcome: Outcome | null): void => {
      if (outcome) this.#landed.push({ message, outcome });
      else this.#inAir.delete(message.id);
      this.#again ||= this.#more;
      this.#wake();
    };
    call().then(lands, (error: unknown) => {
      this.log.failed(error, `message ${message.id}`);
      lands(null);
    });
  }

  /** Writes down what has come back by now, all in one transaction, or each by itself where that fails. */
  async #settle(): Promise<number> {
    const landed = this.#landed.splice(0);
    if (landed.length === 0) return 0;
    try {
      await this.uow.run((tx) => this.#write(tx, landed));
    } catch {
      for (const one of landed)
        await this.uow.run((tx) => this.#write(tx, [one])).catch((error: unknown) => this.log.failed(error, `message ${one.message.id}`));
    }
    for (const { message, outcome } of landed) {
      this.#inAir.delete(message.id);
      this.#tell(message, outcome);
    }
    return landed.length;
  }

  async #write(tx: Tx, landed: readonly Landed[]): Promise<void> {
    const facts = landed.map(({ message, outcome }) => ({ message, fact: this.#carrierOf(message).isFact(outcome) }));
    const counting = await this.claims.counting(tx, facts);
    const ours = landed.filter(({ message }) => counting.has(message.id));
    for (const [carrier, some] of byCarrier(ours, (one) => this.#carrierOf(one.message))) await carrier.settle(tx, some);
  }

  #carrierOf({ kind }: OutboxMessage): Carrier {
    const carrier = this.#carriers.get(kind);
    if (!carrier) throw new Error(`nobody carries a ${kind}`);
    return carrier;
  }

  #tell(message: OutboxMessage, { kind: result, reason }: Outcome): void {
    const waitedMs = this.clock.now().getTime() - message.createdAt.getTime();
    this.log.sent({ messageId: message.id, kind: message.kind, result, reason, waitedMs });
  }
}

/** Neighbours of one carrier together, in the order they came. */
const byCarrier = <T>(all: readonly T[], carrierOf: (one: T) => Carrier): [Carrier, T[]][] => {
  const groups: [Carrier, T[]][] = [];
  for (const one of all) {
    const carrier = carrierOf(one);
    const last = groups.at(-1);
    if (last?.[0] === carrier) last[1].push(one);
    else groups.push([carrier, [one]]);
  }
  return groups;
};
