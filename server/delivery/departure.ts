import { OutboxMessage } from "../../entities/outbox-message.js";
import { changeEach } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import { recipientsOf } from "../wecom/message.js";
import type { Bundling } from "./bundling.js";
import type { Claimed } from "./carrier.js";
import { dropped, waits } from "./marks.js";
import { budgetOf, bundleBudget, type Pace } from "./pace.js";
import type { Rendered, Rendering } from "./rendering.js";

/** What becomes of a message whose turn has come: its bytes, or why nothing is sent now. `later`: somewhere else it is still on its way. */
export type Departed = string | { kind: "dropped" | "later" };

/** What is true and may go out to those people, if they have places. */
interface Ready extends Claimed {
  rendered: Rendered & { kind: "ready" };
  budget: number;
}

/** Makes messages ready to leave: still true, within everybody's pace, their bytes made once and kept. */
export class Departure {
  constructor(
    private readonly pace: Pace,
    private readonly bundling: Bundling,
    private readonly rendering: Rendering,
  ) {}

  /** Takes the places for them; whoever has none is told later. By message id. */
  async of(tx: Tx, claimed: readonly Claimed[]): Promise<ReadonlyMap<string, Departed>> {
    const departed = new Map<string, Departed>();
    const ready: Ready[] = [];
    for (const one of claimed) {
      const { message, waiting } = one;
      if (waiting.length === 0) departed.set(message.id, await this.#dropped(tx, message, "已没有需要收到的人"));
      else if (message.body !== null) departed.set(message.id, await this.#again(tx, one, message.body));
      else {
        const rendered = message.kind === "bundle" ? await this.#bundled(tx, one) : await this.rendering.render(tx, message, waiting);
        if (rendered === null) departed.set(message.id, { kind: "later" });
        else if (rendered.kind === "untrue") departed.set(message.id, await this.#dropped(tx, message, rendered.why));
        else ready.push({ ...one, rendered, budget: message.kind === "bundle" ? Infinity : budgetOf(message.lane, this.pace.perMinute) });
      }
    }
    for (const [id, body] of await this.#placed(tx, ready)) departed.set(id, body);
    return departed;
  }

  /** Those for whom everybody has a place; the others wait, or go out to some. */
  async #placed(tx: Tx, ready: readonly Ready[]): Promise<Map<string, Departed>> {
    const departed = new Map<string, Departed>();
    const leaving: Ready[] = [];
    const wanted = ready.filter(({ message }) => message.kind !== "bundle");
    const late = await this.pace.reserveAll(
      tx,
      wanted.map(({ waiting, budget }) => ({ userids: waiting, budget })),
    );
    for (const one of ready) {
      const surplus = late[wanted.indexOf(one)] ?? new Map<string, Date>();
      if (surplus.size === 0) leaving.push(one);
      else if (!(await this.bundling.defer(tx, one, surplus))) departed.set(one.message.id, { kind: "later" });
      else {
        const rest = one.waiting.filter((userid) => !surplus.has(userid));
        const rendered = await this.rendering.render(tx, one.message, rest);
        if (rendered.kind === "untrue") departed.set(one.message.id, await this.#dropped(tx, one.message, rendered.why));
        else leaving.push({ ...one, waiting: rest, rendered });
      }
    }
    const kept = leaving.map(({ message, rendered: { body, title } }) => ({ equal: { id: message.id }, changes: { body, title } }));
    await changeEach(tx, OutboxMessage, { key: "id" }, kept);
    for (const { message, rendered } of leaving) departed.set(message.id, rendered.body);
    return departed;
  }

  /** What may have gone out already goes out again byte for byte or not at all, so it is never split. */
  async #again(tx: Tx, { message, waiting }: Claimed, body: string): Promise<Departed> {
    const named = new Set(recipientsOf(body));
    const userids = waiting.filter((userid) => named.has(userid.toLowerCase()));
    const late = await this.pace.reserve(tx, userids, Math.max(this.pace.perMinute, budgetOf(message.lane, this.pace.perMinute)));
    if (late.size === 0) return body;
    await waits(tx, message, new Date(Math.max(...[...late.values()].map((at) => at.getTime()))));
    return { kind: "later" };
  }

  /** Null: the person has no place for it yet. */
  async #bundled(tx: Tx, { message, waiting }: Claimed): Promise<Rendered | null> {
    const [until] = (await this.pace.reserve(tx, waiting, bundleBudget(this.pace.perMinute))).values();
    if (until) {
      await waits(tx, message, until);
      return null;
    }
    const card = await this.bundling.card(tx, message, waiting[0] ?? "");
    return card ? this.rendering.ready(card, message.id, waiting) : { kind: "untrue", why: "合并的事项均已办结，未再发送" };
  }

  async #dropped(tx: Tx, message: OutboxMessage, why: string): Promise<Departed> {
    await dropped(tx, message, why);
    return { kind: "dropped" };
  }
}
