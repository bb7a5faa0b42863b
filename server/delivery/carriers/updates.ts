import { IsNull, MoreThan } from "typeorm";
import { Deadline } from "../../../entities/deadline.js";
import { ResponseCode, type OutboxMessage } from "../../../entities/outbox-message.js";
import type { Clock } from "../../kernel/clock.js";
import { changeRows, rowThere } from "../../kernel/rows.js";
import type { Tx } from "../../kernel/unit-of-work.js";
import type { SettingValues } from "../../regulation/settings.js";
import type { UpdateOutcome, WecomClient } from "../../wecom/client.js";
import type { Carrier, Claimed, Flight, Grounded, Landed } from "../carrier.js";
import { again, delivered, dropped } from "../marks.js";
import type { Rendering } from "../rendering.js";

const HOUR_MS = 3_600_000;

/** Brings sent copies of cards up to date, by `message/update_template_card`; each code is good for one call. */
export class Updates implements Carrier<UpdateOutcome & { codeId: string }> {
  readonly kinds = ["update"] as const;

  constructor(
    private readonly clock: Clock,
    private readonly settings: SettingValues,
    private readonly client: Pick<WecomClient, "updateCard">,
    private readonly rendering: Rendering,
  ) {}

  async depart(tx: Tx, claimed: readonly Claimed[]): Promise<(Flight<UpdateOutcome & { codeId: string }> | Grounded)[]> {
    const departed = [];
    for (const one of claimed) departed.push(await this.#one(tx, one));
    return departed;
  }

  isFact({ kind }: UpdateOutcome): boolean {
    return kind === "accepted";
  }

  /** Where a copy cannot be changed the state is right all the same and the next tap explains. */
  async settle(tx: Tx, landed: readonly Landed<UpdateOutcome & { codeId: string }>[]): Promise<void> {
    const now = this.clock.now();
    for (const { message, outcome } of landed) {
      if (outcome.kind === "retry") {
        await again(tx, message, now, outcome);
        continue;
      }
      await changeRows(tx, ResponseCode, { id: outcome.codeId }, { usedAt: now });
      await (outcome.kind === "accepted" ? delivered(tx, message, now) : dropped(tx, message, outcome.reason));
    }
  }

  /** A tap's own code goes first; the send-time code is kept for a card that nobody has tapped. */
  async #one(tx: Tx, { message, waiting }: Claimed): Promise<Flight<UpdateOutcome & { codeId: string }> | Grounded> {
    const code = await this.#goodCode(tx, message);
    if (!code) {
      await dropped(tx, message, "卡片已不能再更新，下次点按时说明");
      return { message, result: "dropped" };
    }
    const card = await this.rendering.current(tx, await rowThere(tx, Deadline, { id: message.deadlineId ?? "" }));
    const call = async () => ({
      ...(await this.client.updateCard({ responseCode: code.code, userids: waiting, card })),
      codeId: code.id,
    });
    return { message, call };
  }

  /** The code that this update took on an earlier try, else one that it takes now: what another update has taken is spent. */
  async #goodCode(tx: Tx, message: OutboxMessage): Promise<ResponseCode | null> {
    const oldest = new Date(this.clock.now().getTime() - this.settings.value("card.updatableHours") * HOUR_MS);
    const where = { messageId: message.updateOf ?? "", usedAt: IsNull(), receivedAt: MoreThan(oldest) };
    const codes = await tx.find(ResponseCode, { where, order: { origin: "DESC", receivedAt: "DESC" } });
    const own = codes.find(({ takenFor }) => takenFor === message.id);
    if (own) return own;
    for (const code of codes.filter(({ takenFor }) => takenFor === null))
      if ((await changeRows(tx, ResponseCode, { id: code.id, takenFor: null }, { takenFor: message.id })) === 1) return code;
    return null;
  }
}
