import type { MessageKind, OutboxMessage } from "../../entities/outbox-message.js";
import type { Tx } from "../kernel/unit-of-work.js";

/** A message that this worker holds, with those who still wait for it. */
export interface Claimed {
  message: OutboxMessage;
  waiting: readonly string[];
}

/** What came of one call to WeCom; `kind` is the outcome's own. */
export interface Outcome {
  kind: string;
  /** Chinese, where it did not succeed */
  reason?: string;
}

/** One call to WeCom, ready to be made, however long WeCom takes. */
export interface Flight<O extends Outcome = Outcome> {
  message: OutboxMessage;
  call: () => Promise<O>;
}

/** No call is made now: the message is settled or waits for its place, and the row says so already. */
export interface Grounded {
  message: OutboxMessage;
  result: "dropped" | "later" | "refused" | "done";
}

export interface Landed<O extends Outcome = Outcome> {
  message: OutboxMessage;
  outcome: O;
}

/**
 * Knows one way to people. A message is made ready in the transaction that claims it, called outside any transaction, and settled in another one; in
 * both several messages may come together, so that a crowd of them costs few statements.
 */
export interface Carrier<O extends Outcome = Outcome> {
  readonly kinds: readonly MessageKind[];
  /** Makes each ready, from fresh state. Throws nothing that lies in a message; what throws is tried again alone. */
  depart(tx: Tx, claimed: readonly Claimed[]): Promise<(Flight<O> | Grounded)[]>;
  /** True: it is true whoever holds the message by now, because WeCom did it. All else only its holder may write down. */
  isFact(outcome: O): boolean;
  /** True: the message has a further call to make at once. Absent: none has. */
  comesBack?(outcome: O): boolean;
  /** Writes down what WeCom said. */
  settle(tx: Tx, landed: readonly Landed<O>[]): Promise<void>;
}
