import { In } from "typeorm";
import { Deadline } from "../../entities/deadline.js";
import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import type { Clock } from "../kernel/clock.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { Card, CardRow } from "../wecom/card.js";
import type { Claimed } from "./carrier.js";
import { waits } from "./marks.js";
import type { Notice } from "./notice.js";
import type { Pace } from "./pace.js";
import type { Rendering } from "./rendering.js";

/** From here on up nothing is bundled: an alert comes as itself, if need be later. */
const ORANGE = 1;
const OTHERS = 3;
const ROWS = 6;
const FREE = { owner: null, leaseUntil: null };

/** What exceeds somebody's pace: of alerts each waits for its place, all else comes as one card for the person (§2.3). */
export class Bundling {
  constructor(
    private readonly clock: Clock,
    private readonly pace: Pace,
    private readonly rendering: Rendering,
    private readonly todoLink: string,
  ) {}

  /** Takes those who are late off a message; `late` says when each has a place again. True: somebody is left to send it to now. */
  async defer(tx: Tx, { message, waiting }: Claimed, late: ReadonlyMap<string, Date>): Promise<boolean> {
    const someLeft = waiting.some((userid) => !late.has(userid));
    if (message.lane > ORANGE) {
      for (const [userid, at] of late) await this.#gather(tx, message, userid, at);
      if (!someLeft) await changeRows(tx, OutboxMessage, { id: message.id }, { state: "bundled", ...FREE });
      return someLeft;
    }
    const first = new Date(Math.min(...[...late.values()].map((at) => at.getTime())));
    if (!someLeft) await waits(tx, message, first);
    else await this.#splitOff(tx, message, [...late.keys()], first);
    return someLeft;
  }

  async #gather(tx: Tx, message: OutboxMessage, userid: string, at: Date): Promise<void> {
    const fresh = newId();
    let bundle = await this.pace.gathering(tx, userid, () => fresh);
    if (bundle !== fresh && !(await rowWhere(tx, OutboxMessage, { id: bundle, state: "pending" }))) {
      // it was dropped, e.g. while the person was away, and takes no more
      await this.pace.gathered(tx, userid, bundle);
      bundle = await this.pace.gathering(tx, userid, () => fresh);
    }
    if (bundle === fresh) await this.#open(tx, bundle, userid, at);
    await changeRows(tx, Recipient, { messageId: message.id, userid, state: "waiting" }, { state: "bundled", bundledInto: bundle });
  }

  async #open(tx: Tx, id: string, userid: string, dueAt: Date): Promise<void> {
    const state = { state: "pending" as const, attempts: 0, createdAt: this.clock.now(), dueAt };
    const about = { subjectType: "member", subjectId: id, dedupeKey: `bundle:${id}`, lane: OTHERS };
    await insertRows(tx, OutboxMessage, [{ id, kind: "bundle", ...about, ...state }]);
    await insertRows(tx, Recipient, [{ id: newId(), messageId: id, userid, state: "waiting" }]);
  }

  /** The same message once more for some of its people, later. */
  async #splitOff(tx: Tx, message: OutboxMessage, userids: readonly string[], dueAt: Date): Promise<void> {
    const id = newId();
    await insertRows(tx, OutboxMessage, [{ ...message, id, dedupeKey: `late:${id}`, state: "pending", body: null, dueAt, ...FREE }]);
    await tx.update(Recipient, { messageId: message.id, userid: In([...userids]) }, { messageId: id });
  }

  /** The card of a bundle, from what is still true of it; null: nothing is. From now on nothing more is gathered in it. */
  async card(tx: Tx, bundle: OutboxMessage, userid: string): Promise<Card | null> {
    await this.pace.gathered(tx, userid, bundle.id);
    const rows: CardRow[] = [];
    for (const message of await gatheredIn(tx, bundle.id)) {
      const spoken = await this.rendering.spoken(tx, message);
      if (spoken.kind !== "untrue") rows.push({ keyname: await articleOf(tx, message), value: spoken.title });
    }
    return rows.length === 0 ? null : bundleCard(rows, this.todoLink);
  }

  /** The person did not get the bundle: each duty in it learns so, as if its own card had failed. */
  async failed(tx: Tx, bundle: OutboxMessage, userid: string, detail: string): Promise<void> {
    for (const message of await gatheredIn(tx, bundle.id)) {
      await tx.update(Recipient, { messageId: message.id, userid }, { state: "failed", detail, failedAt: this.clock.now() });
      await this.rendering.unreachable(tx, message, [userid]);
    }
  }
}

const gatheredIn = async (tx: Tx, bundleId: string): Promise<OutboxMessage[]> => {
  const copies = await tx.findBy(Recipient, { bundledInto: bundleId, state: "bundled" });
  const ids = copies.map((copy) => copy.messageId);
  return tx.find(OutboxMessage, { where: { id: In(ids) }, order: { lane: "ASC", createdAt: "ASC", id: "ASC" } });
};

const articleOf = async (tx: Tx, message: OutboxMessage): Promise<string> => {
  const deadline = message.deadlineId === null ? null : await tx.findOneBy(Deadline, { id: message.deadlineId });
  const article = deadline?.article ?? (message.notice as Partial<Notice> | null)?.article;
  return article === undefined ? "通知" : `第${article}条`;
};

const bundleCard = (rows: readonly CardRow[], link: string): Card => ({
  source: { text: "待办汇总", colour: "grey" },
  title: `您有 ${rows.length} 项新事项`,
  subtitle: "一分钟内消息较多，合并为一张，请打开待办逐项办理",
  rows: rows.length <= ROWS ? rows : [...rows.slice(0, ROWS - 1), { keyname: "另有", value: `${rows.length - ROWS + 1} 项，在待办中` }],
  buttons: [],
  link,
});
