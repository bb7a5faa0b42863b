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
const IN_AIR = 64;
const KEPT_FOR_ALERTS = 8;
/** Of a backlog so many leave together at least, so that they cost one transaction; what is new leaves at once. */
const TOGETHER = 16;
/** What stopping waits for a silent WeCom; the messages in the air then come back by their lease. */
const PARTING_MS = 2000;
const POLL_MS = 1000;

/** What was claimed in one turn, and what became of it. */
interface Launch {
  claimed: readonly Claimed[];
  departed: readonly (Flight | Grounded)[];
}

/** The worker that carries the outbox to WeCom: claims what is due, has it made ready from fresh state, sends several at once, and settles each. */
export class Dispatcher {
  readonly #carriers = new Map<MessageKind, Carrier>();
  readonly #inAir = new Map<string, readonly string[]>();
  readonly #landed: Landed[] = [];
  #running: Promise<number> | null = null;
  /** something may be new */
  #asked = false;
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

  /** Sends what waits for a moment that a wrong clock had reckoned. */
  async putRight(): Promise<void> {
    if ((await this.uow.run((tx) => this.claims.putRight(tx))) > 0) this.nudge();
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
    this.#asked = true;
    this.#wake();
    this.#running ??= this.#work().finally(() => (this.#running = null));
    return this.#running;
  }

  async #work(): Promise<number> {
    for (let settled = 0; ;) {
      // what has come back meanwhile is written down together
      if (this.#inAir.size > 0) await new Promise((resolve) => setImmediate(resolve));
      const landed = this.#landed.splice(0);
      for (const { message } of landed) this.#inAir.delete(message.id);
      const launches = this.#launches();
      if (landed.length > 0 || launches) settled += await this.#turn(landed, launches);
      else if (this.#inAir.size === 0) return settled;
      else await new Promise<void>((resolve) => (this.#wake = resolve));
    }
  }

  #launches(): boolean {
    const places = IN_AIR - this.#inAir.size;
    if (this.#stopping || places <= 0) return false;
    return this.#asked || (this.#more && (places >= TOGETHER || this.#inAir.size === 0));
  }

  /** Settles what has landed and sends off what is due, in one transaction; in several where one of the messages will not have it. */
  async #turn(landed: readonly Landed[], launches: boolean): Promise<number> {
    let launch: Launch = { claimed: [], departed: [] };
    const together = async (tx: Tx): Promise<void> => {
      await this.#settle(tx, landed);
      if (launches) launch = await this.#launch(tx);
    };
    await this.uow.run(together).catch(async () => {
      await this.#settleEach(landed);
      if (launches) launch = await this.#launchEach();
    });
    for (const { message, outcome } of landed) {
      this.#asked ||= this.#carrierOf(message).comesBack?.(outcome) ?? false;
      this.#tell(message, outcome);
    }
    const grounded = launch.departed.filter((one): one is Grounded => !("call" in one));
    for (const { message, result } of grounded) this.#tell(message, { kind: result });
    for (const one of launch.departed) if ("call" in one) this.#fly(one, launch.claimed);
    return landed.length + grounded.length;
  }

  async #launch(tx: Tx): Promise<Launch> {
    const claimed = await this.#claim(tx);
    return { claimed, departed: await this.#depart(tx, claimed) };
  }

  async #launchEach(): Promise<Launch> {
    const claimed = await this.uow.run((tx) => this.#claim(tx));
    const departed: (Flight | Grounded)[] = [];
    for (const one of claimed) {
      const alone = this.uow.run((tx) => this.#depart(tx, [one]));
      departed.push(...(await alone.catch((error: unknown) => (this.log.failed(error, `message ${one.message.id}`), []))));
    }
    return { claimed, departed };
  }

  async #claim(tx: Tx): Promise<Claimed[]> {
    const places = IN_AIR - this.#inAir.size;
    const urgentOnly = places <= KEPT_FOR_ALERTS;
    // where nothing is under way the most urgent leaves by itself: it does not wait until all the others are made ready
    const most = this.#inAir.size === 0 && this.#asked ? 1 : urgentOnly ? places : places - KEPT_FOR_ALERTS;
    this.#asked = false;
    const { claimed, more } = await this.claims.take(tx, { most, urgentOnly, inAir: new Set([...this.#inAir.values()].flat()) });
    this.#more = more;
    return claimed;
  }

  async #depart(tx: Tx, claimed: readonly Claimed[]): Promise<(Flight | Grounded)[]> {
    const departed: (Flight | Grounded)[] = [];
    for (const [carrier, some] of byCarrier(claimed, (one) => this.#carrierOf(one.message)))
      departed.push(...(await carrier.depart(tx, some)));
    return departed;
  }

  #fly({ message, call }: Flight, claimed: readonly Claimed[]): void {
    this.#inAir.set(message.id, placesOf(claimed.find((one) => one.message.id === message.id) ?? { message, waiting: [] }));
    const lands = (outcome: Outcome | null): void => {
      if (outcome) this.#landed.push({ message, outcome });
      else this.#inAir.delete(message.id);
      this.#wake();
    };
    call().then(lands, (error: unknown) => {
      this.log.failed(error, `message ${message.id}`);
      lands(null);
    });
  }

  /** Writes down what has come back by now. */
  async #settle(tx: Tx, landed: readonly Landed[]): Promise<void> {
    if (landed.length === 0) return;
    const facts = landed.map(({ message, outcome }) => ({ message, fact: this.#carrierOf(message).isFact(outcome) }));
    const counting = await this.claims.counting(tx, facts);
    const ours = landed.filter(({ message }) => counting.has(message.id));
    for (const [carrier, some] of byCarrier(ours, (one) => this.#carrierOf(one.message))) await carrier.settle(tx, some);
  }

  async #settleEach(landed: readonly Landed[]): Promise<void> {
    for (const one of landed) {
      const alone = this.uow.run((tx) => this.#settle(tx, [one]));
      await alone.catch((error: unknown) => this.log.failed(error, `message ${one.message.id}`));
    }
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
