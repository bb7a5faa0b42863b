import { MoreThan } from "typeorm";
import { OutboxMessage, Recipient, type MessageState } from "../../entities/outbox-message.js";
import type { Clock } from "../kernel/clock.js";
import { newId } from "../kernel/ids.js";
import { changeRows, rowsUpTo, rowsWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Claimed } from "./carrier.js";

/** Longer than one message can take with all its timeouts; after it another worker may take the message. */
const LEASE_MS = 60_000;
/** Twice the longest pause between two tries, which is the longest that a message waits by itself. */
const LONGEST_WAIT_MS = 600_000;
/** What is looked through for messages that can go now; the others are for people who have one of the same lane in the air. */
const WINDOW = 96;

const ORDER = ["lane", "dueAt", "id"] as const;
const FREE = { state: "pending" as MessageState, owner: null, leaseUntil: null };

/** What one message has to itself while it is in the air: a person's lane, a phone, a card whose codes are good for one call each. */
export const placesOf = ({ message: { kind, lane, subjectId, updateOf }, waiting }: Claimed): readonly string[] => {
  if (kind === "update") return [`update ${updateOf ?? subjectId}`];
  if (kind === "call") return waiting.map((userid) => `call ${userid}`);
  return waiting.length === 0 ? [`${kind} ${subjectId}`] : waiting.map((userid) => `${lane} ${userid}`);
};

/** Who holds which message, shared by all processes: a claim is a conditional update with an owner and a lease in wall time. */
export class Claims {
  constructor(private readonly clock: Clock) {}

  /**
   * Takes what is due: the urgent lanes first, within a lane in due order, and nothing whose place is in the air, so that one person's lane keeps its
   * order. `urgentOnly` leaves lanes above 1 alone; `more`: something else is due as well.
   */
  async take(
    tx: Tx,
    wanted: { most: number; urgentOnly: boolean; inAir: ReadonlySet<string> },
  ): Promise<{ claimed: Claimed[]; more: boolean }> {
    const due = await this.#due(tx, wanted.urgentOnly);
    const chosen = due.length === 0 ? [] : await free(tx, due, wanted);
    const more = wanted.urgentOnly || due.length > chosen.length;
    if (chosen.length === 0) return { claimed: [], more };
    const owner = newId();
    const leaseUntil = this.#leaseEnd();
    for (const state of ["pending", "sending"] as const) {
      const ids = chosen.filter(({ message }) => message.state === state).map(({ message }) => message.id);
      const holder = state === "pending" ? {} : { leaseUntil: chosen.flatMap(({ message }) => message.leaseUntil ?? []) };
      if ((await changeRows(tx, OutboxMessage, { id: ids, state, ...holder }, { state: "sending", owner, leaseUntil })) === ids.length)
        continue;
      // another worker was faster with some of them
      const ours = new Set((await rowsWhere(tx, OutboxMessage, { owner })).map(({ id }) => id));
      for (const one of chosen.splice(0).filter(({ message }) => message.state !== state || ours.has(message.id))) chosen.push(one);
    }
    return {
      claimed: chosen.map(({ message, waiting }) => ({ message: { ...message, state: "sending", owner, leaseUntil }, waiting })),
      more,
    };
  }

  /** Those of the messages of which an outcome may be written down: WeCom's deeds while nobody has, all else while they are still held. */
  async counting(tx: Tx, landed: readonly { message: OutboxMessage; fact: boolean }[]): Promise<ReadonlySet<string>> {
    const leaseUntil = this.#leaseEnd();
    const counted = new Set<string>();
    for (const fact of [true, false]) {
      const messages = landed.filter((one) => one.fact === fact).map(({ message }) => message);
      const held = (some: readonly OutboxMessage[]): Promise<number> => {
        const id = some.map((message) => message.id);
        const owner = some.map((message) => message.owner ?? "");
        return changeRows(tx, OutboxMessage, fact ? { id, state: ["pending", "sending"] } : { id, owner, state: "sending" }, {
          leaseUntil,
        });
      };
      const all = (await held(messages)) === messages.length;
      for (const message of messages) if (all || (await held([message])) === 1) counted.add(message.id);
    }
    return counted;
  }

  /** Frees all that is in anybody's hand. */
  async takeOver(tx: Tx): Promise<void> {
    await changeRows(tx, OutboxMessage, { state: "sending" }, FREE);
  }

  /**
   * Makes due what seems to wait longer than any message does, and frees what seems to be held longer than anybody holds it: such moments were reckoned
   * by a clock that has been put back since. Returns how many.
   */
  async putRight(tx: Tx): Promise<number> {
    const [now, wall] = [this.clock.now(), this.clock.wallNow()];
    const beyond = (moment: Date) => MoreThan(new Date(moment.getTime() + LONGEST_WAIT_MS));
    const waiting = await tx.update(OutboxMessage, { state: "pending", dueAt: beyond(now) }, { dueAt: now });
    const held = await tx.update(OutboxMessage, { state: "sending", leaseUntil: beyond(wall) }, { leaseUntil: wall });
    return (waiting.affected ?? 0) + (held.affected ?? 0);
  }

  async #due(tx: Tx, urgentOnly: boolean): Promise<OutboxMessage[]> {
    const lanes = urgentOnly ? { lane: [0, 1] } : {};
    const within = { order: ORDER, most: WINDOW };
    const [now, wall] = [this.clock.now(), this.clock.wallNow()];
    const fresh = await rowsUpTo(tx, OutboxMessage, { state: "pending", ...lanes }, { column: "dueAt", value: now }, within);
    const left = await rowsUpTo(tx, OutboxMessage, { state: "sending", ...lanes }, { column: "leaseUntil", value: wall }, within);
    return left.length === 0 ? fresh : [...fresh, ...left].sort(byUrgency);
  }

  #leaseEnd(): Date {
    return new Date(this.clock.wallNow().getTime() + LEASE_MS);
  }
}

/** As many as are wanted of those whose places nobody has, each place once. */
const free = async (
  tx: Tx,
  due: readonly OutboxMessage[],
  { most, inAir }: { most: number; inAir: ReadonlySet<string> },
): Promise<Claimed[]> => {
  const copies = await rowsWhere(tx, Recipient, { messageId: due.map(({ id }) => id), state: "waiting" });
  const waiting = new Map<string, string[]>(due.map(({ id }) => [id, []]));
  for (const { messageId, userid } of copies) waiting.get(messageId)?.push(userid);
  const taken = new Set(inAir);
  const chosen: Claimed[] = [];
  for (const message of due) {
    if (chosen.length === most) break;
    const one = { message, waiting: waiting.get(message.id) ?? [] };
    const places = placesOf(one);
    if (!places.some((place) => taken.has(place))) chosen.push(one);
    // whoever comes later in the lane does not overtake
    for (const place of places) taken.add(place);
  }
  return chosen;
};

const byUrgency = (one: OutboxMessage, other: OutboxMessage): number =>
  one.lane - other.lane || one.dueAt.getTime() - other.dueAt.getTime() || (one.id < other.id ? -1 : 1);
