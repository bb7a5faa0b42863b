import type { Deadline } from "../../entities/deadline.js";
import { ChatGroup } from "../../entities/chat-group.js";
import { OutboxMessage, Recipient } from "../../entities/outbox-message.js";
import type { Clock } from "../kernel/clock.js";
import { newId } from "../kernel/ids.js";
import { changeRows, insertRows, rowsWhere, rowWhere } from "../kernel/rows.js";
import { isDuplicate, type Tx, type UnitOfWork } from "../kernel/unit-of-work.js";
import type { GroupWords } from "../wecom/groups.js";
import { RECIPIENTS_MOST } from "../wecom/message.js";
import { wantGroup, type WantedGroup } from "./group-rows.js";
import type { Notice, TextNotice } from "./notice.js";

/** A notice on its way to some people; `key` is what makes it this one notice and no second. */
export interface NewNotice {
  key: string;
  subject: { type: string; id: string };
  to: readonly string[];
  /** not sent any more once this duty is closed; absent: true whatever happens */
  deadline?: Deadline;
  lane: number;
  notice: Notice | TextNotice;
}

/** Phones that are to ring; `key` and the person are what makes each this one call and no second. */
export interface NewCall {
  key: string;
  subject: { type: string; id: string };
  userids: readonly string[];
  /** nobody is rung any more once this duty is closed, no longer theirs, or acknowledged by them; absent: they are rung whatever happens */
  deadline?: Deadline;
  lane: number;
  /** Chinese, why */
  words: string;
}

/**
 * What is owed to WeCom, written in the same transaction as the fact behind it (at-least-once towards WeCom, once in our record). After the
 * commit the local worker is nudged; polling each second is the net.
 */
export class Outbox {
  #nudge: () => void = () => undefined;

  constructor(
    private readonly uow: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** Tells whom to wake when something new is due. */
  onNews(nudge: () => void): void {
    this.#nudge = nudge;
  }

  /** The card of a deadline for those who owe it. It is rendered when sent. The same `key` twice is one card; none: each call is another. */
  async dutyCard(tx: Tx, deadline: Deadline, userids: readonly string[], key?: string): Promise<void> {
    const id = newId();
    await this.#write(
      tx,
      { id, kind: "duty", dedupeKey: key ?? `duty:${id}`, lane: deadline.lane, deadlineId: deadline.id, ...subjectOf(deadline) },
      userids,
    );
  }

  /** The card with which a step tells others of the deadline (`DutyPart.toldCard`). The same key twice is one card. */
  async toldCard(tx: Tx, deadline: Deadline, userids: readonly string[], { key, step }: { key: string; step: string }): Promise<void> {
    const message = { id: newId(), kind: "duty" as const, dedupeKey: key, lane: deadline.lane, deadlineId: deadline.id };
    if (userids.length > 0) await this.#write(tx, { ...message, ...subjectOf(deadline), notice: { step } }, userids);
  }

  /** Those who owe this deadline and for whom its card is on its way. */
  async waitingFor(tx: Tx, deadline: Deadline): Promise<ReadonlySet<string>> {
    const open = { deadlineId: deadline.id, kind: "duty" as const, notice: null, state: ["pending", "sending"] as const };
    const cards = await rowsWhere(tx, OutboxMessage, open);
    const copies = await rowsWhere(tx, Recipient, { messageId: cards.map((card) => card.id), state: "waiting" });
    return new Set(copies.map((copy) => copy.userid));
  }

  /** A notice; the same key twice is one notice. */
  async notice(tx: Tx, { key, subject, to, deadline, lane, notice }: NewNotice): Promise<void> {
    const recipients = [...new Set(to)];
    if (recipients.length === 0) return;
    await this.#write(tx, { id: newId(), kind: "notice", dedupeKey: key, lane, ...about(subject, deadline), notice }, recipients);
  }

  /** Rings people, each by a call of their own; the same key twice is one call to each. What came of it is told to the duty's domain (`called`). */
  async call(tx: Tx, { key, subject, userids, deadline, lane, words }: NewCall): Promise<void> {
    for (const userid of new Set(userids)) {
      const message = {
        id: newId(),
        kind: "call" as const,
        dedupeKey: `${key}:${userid}`,
        lane,
        ...about(subject, deadline),
        notice: { words },
      };
      await this.#write(tx, message, [userid]);
    }
  }

  /** Brings people together in the group chat about a subject, which is made where there is none. The work never depends on it. */
  async group(tx: Tx, { key, lane, ...wanted }: WantedGroup & { key: string; lane: number }): Promise<void> {
    if (!(await wantGroup(tx, wanted, this.clock.now()))) return;
    await this.#write(tx, { id: newId(), kind: "group", dedupeKey: key, lane, ...about(wanted.subject, undefined) }, []);
  }

  /** Says something in the group about a subject, after it was asked for by `group`; nothing where there is none. The same key twice is one line. */
  async inGroup(
    tx: Tx,
    { key, subject, lane, words }: { key: string; subject: NewNotice["subject"]; lane: number; words: GroupWords },
  ): Promise<void> {
    if (!(await rowWhere(tx, ChatGroup, { subjectType: subject.type, subjectId: subject.id }))) return;
    await this.#write(tx, { id: newId(), kind: "group", dedupeKey: key, lane, ...about(subject, undefined), notice: words }, []);
  }

  /** A line of markdown by the robot of the organisation's group, where there is one. The same key twice is one line. */
  async robot(
    tx: Tx,
    { key, subject, lane, text }: { key: string; subject: NewNotice["subject"]; lane: number; text: string },
  ): Promise<void> {
    await this.#write(tx, { id: newId(), kind: "robot", dedupeKey: key, lane, ...about(subject, undefined), notice: { text } }, []);
  }

  /**
   * Brings the sent copies of a deadline's cards up to date; what is still waiting is dropped by itself when its turn comes. `except`: whose copy the
   * answer to their own tap redraws; `only`: just these people's.
   */
  async closeCards(tx: Tx, deadline: Deadline, whose: { except?: string | undefined; only?: readonly string[] }): Promise<void> {
    const copies = await tx.query<Copy[]>(COPIES, [deadline.id]);
    const due = copies.filter(
      ({ state, copyState, userid }) =>
        state === "sent" && copyState === "sent" && userid !== whose.except && (whose.only?.includes(userid) ?? true),
    );
    for (const card of new Set(due.map((copy) => copy.card))) {
      await this.updateCopies(
        tx,
        deadline,
        card,
        due.filter((copy) => copy.card === card).map((copy) => copy.userid),
      );
    }
  }

  /** Nothing that is still waiting goes to this person any more; a message that was for nobody else is dropped. */
  async withhold(tx: Tx, userid: string, why: string): Promise<void> {
    const copies = await rowsWhere(tx, Recipient, { userid, state: "waiting" });
    for (const message of await rowsWhere(tx, OutboxMessage, { id: copies.map(({ messageId }) => messageId), state: "pending" })) {
      await changeRows(tx, Recipient, { messageId: message.id, userid }, { state: "failed", detail: why });
      if (await rowWhere(tx, Recipient, { messageId: message.id, state: "waiting" })) continue;
      await changeRows(tx, OutboxMessage, { id: message.id, state: "pending" }, { state: "dropped", lastError: why });
    }
  }

  /** One update call for these people's copies of one card. */
  async updateCopies(tx: Tx, deadline: Deadline, messageId: string, userids: readonly string[]): Promise<void> {
    if (userids.length === 0) return;
    const id = newId();
    const update = {
      id,
      kind: "update" as const,
      dedupeKey: `update:${id}`,
      lane: deadline.lane,
      deadlineId: deadline.id,
      updateOf: messageId,
    };
    await this.#write(tx, { ...update, ...subjectOf(deadline) }, userids);
  }

  async #write(tx: Tx, message: Partial<OutboxMessage> & { id: string; dedupeKey: string }, userids: readonly string[]): Promise<void> {
    const now = this.clock.now();
    // one message reaches a thousand people; more are further messages
    for (let from = 0; from === 0 || from < userids.length; from += RECIPIENTS_MOST) {
      const further = from === 0 ? {} : { id: newId(), dedupeKey: `${message.dedupeKey}#${from}` };
      const row = { state: "pending" as const, createdAt: now, dueAt: now, attempts: 0, ...message, ...further };
      if (!(await inserted(tx, row))) return;
      const copies = userids.slice(from, from + RECIPIENTS_MOST);
      await insertRows(
        tx,
        Recipient,
        copies.map((userid) => ({ id: newId(), messageId: row.id, userid, state: "waiting" as const })),
      );
    }
    this.uow.afterCommit(tx, () => this.#nudge());
  }
}

interface Copy {
  card: string;
  userid: string;
  state: string;
  copyState: string;
}

/**
 * All copies of a deadline's cards in one question: it is asked with every decision. Which of them WeCom took is told apart here: asked for by their
 * state, SQLite would go through everything that was ever sent.
 */
const COPIES =
  "SELECT r.messageId AS card, r.userid AS userid, m.state AS state, r.state AS copyState FROM outbox_message m " +
  "JOIN recipient r ON r.messageId = m.id WHERE m.deadlineId = ? AND m.kind = 'duty' ORDER BY m.createdAt, m.id";

/** False: a message with this key is there already. */
const inserted = async (tx: Tx, row: Partial<OutboxMessage>): Promise<boolean> => {
  try {
    await insertRows(tx, OutboxMessage, [row]);
    return true;
  } catch (error) {
    if (isDuplicate(error)) return false;
    throw error;
  }
};

const subjectOf = (deadline: Deadline): { subjectType: string; subjectId: string } => ({
  subjectType: deadline.subjectType,
  subjectId: deadline.subjectId,
});

const about = (
  subject: { type: string; id: string },
  deadline: Deadline | undefined,
): Pick<OutboxMessage, "subjectType" | "subjectId" | "deadlineId"> => ({
  subjectType: subject.type,
  subjectId: subject.id,
  deadlineId: deadline?.id ?? null,
});
