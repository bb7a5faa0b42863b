import type { OutboxMessage } from "../../../entities/outbox-message.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { SendOutcome, WecomClient } from "../../wecom/client.js";
import type { Carrier, Claimed, Flight, Grounded, Landed } from "../carrier.js";
import type { Departure } from "../departure.js";
import type { Settlement } from "../settlement.js";

/** Cards and texts to members, by `message/send`. */
export class Messages implements Carrier<SendOutcome> {
  readonly kinds = ["duty", "notice", "bundle"] as const;

  constructor(
    private readonly client: Pick<WecomClient, "send">,
    private readonly departure: Departure,
    private readonly settlement: Settlement,
  ) {}

  async depart(tx: Tx, claimed: readonly Claimed[]): Promise<(Flight<SendOutcome> | Grounded)[]> {
    const departed = await this.departure.of(tx, claimed);
    return claimed.map(({ message }) => {
      const body = departed.get(message.id);
      return typeof body === "string" ? this.#flight(message, body) : { message, result: body?.kind ?? "later" };
    });
  }

  isFact({ kind }: SendOutcome): boolean {
    return kind === "accepted";
  }

  settle(tx: Tx, landed: readonly Landed<SendOutcome>[]): Promise<void> {
    return this.settlement.sent(tx, landed);
  }

  #flight(message: OutboxMessage, body: string): Flight<SendOutcome> {
    return { message, call: () => this.client.send(body) };
  }
}
