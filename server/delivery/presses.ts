import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import { OutboxMessage } from "../../entities/outbox-message.js";
import { Person } from "../../entities/person.js";
import type { AuditRecord } from "../audit/record.js";
import { loadActor, namesOf } from "../identity/actor.js";
import type { Clock } from "../kernel/clock.js";
import { localDay } from "../kernel/local-time.js";
import { rowsWhere, rowThere, rowWhere } from "../kernel/rows.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { CardPress } from "../wecom/events.js";
import type { PassiveReply } from "../wecom/routes.js";
import type { Outbox } from "./outbox.js";
import type { Rendering } from "./rendering.js";
import { keepCodes } from "./settlement.js";
import { isTrial, RECEIVED_TRIAL } from "./trial.js";

/** The deadline of a card, and whether this person has a copy of it. */
const PRESSED =
  "SELECT m.deadlineId AS deadlineId, r.userid AS holder FROM outbox_message m " +
  "LEFT JOIN recipient r ON r.messageId = m.id AND r.userid = ? WHERE m.id = ? AND m.kind = 'duty'";

/**
 * A button coming back: task id and key become one service verb, checked again against the server's state. The card itself decides nothing: a tap
 * that is stale, foreign or not allowed changes nothing and is told so.
 */
export class Presses {
  constructor(
    private readonly clock: Clock,
    private readonly outbox: Outbox,
    private readonly rendering: Rendering,
    private readonly audit: AuditRecord,
  ) {}

  /** Decides a press within the callback's transaction and says how the presser's own card looks afterwards. */
  async press(tx: Tx, event: CardPress): Promise<PassiveReply> {
    if (isTrial(event)) return { kind: "card", card: RECEIVED_TRIAL };
    const [copy] = await tx.query<{ deadlineId: string | null; holder: string | null }[]>(PRESSED, [event.fromUser, event.taskId]);
    if (!copy?.deadlineId) return this.#say(tx, event, "没有找到这张卡片对应的事项，请发送「待办」查看最新待办。");
    if (copy.holder === null) {
      return this.#say(tx, event, "这张卡片不是发给您的，未作任何处理。请发送「待办」查看您自己的待办。");
    }
    await keepCodes(tx, [{ messageId: event.taskId, code: event.responseCode, origin: "tap" }], this.clock.now());
    const deadline = await rowThere(tx, Deadline, { id: copy.deadlineId });
    const actor = await loadActor(tx, event.fromUser, "card", localDay(this.clock.now()));
    if (!actor) {
      await this.#tooLate(tx, event, deadline);
      return this.#say(tx, event, "您的账号已停用，未作任何处理。请联系宣传部。");
    }
    const { presses } = this.rendering.partOf(deadline);
    const [key = "", ...shown] = event.eventKey.split(":");
    const press = Object.hasOwn(presses, key) ? presses[key] : undefined;
    if (!press) return this.#say(tx, event, "这个按钮已不再使用，请发送「待办」打开最新的卡片。");
    const refusal = await press(tx, actor, deadline, { selected: event.selected, shown: shown.join(":") });
    // what the verb closed is closed in the row at hand; else somebody may have closed it meanwhile, which only a question of its own tells
    const after = deadline.state === "open" ? await tx.findOneByOrFail(Deadline, { id: deadline.id }) : deadline;
    if (after.state !== "open") return { kind: "card", card: await this.rendering.current(tx, after) };
    if (refusal === null) return { kind: "none" };
    return this.#say(tx, event, `${refusal.kind === "forbidden" ? await this.#movedOn(tx, after, actor.userid) : ""}${refusal.detail}`);
  }

  /** Whose an open duty is now, for somebody from whose hands it went; empty where it is theirs. */
  async #movedOn(tx: Tx, { id, duty }: Deadline, userid: string): Promise<string> {
    const asked = await rowsWhere(tx, DeadlineHolder, { deadlineId: id });
    const owing = asked.filter(({ releasedAt }) => releasedAt === null).map((holder) => holder.userid);
    if (owing.length === 0 || owing.includes(userid) || !asked.some((holder) => holder.userid === userid)) return "";
    const name = await namesOf(tx, owing);
    return `「${this.rendering.titleOf(duty)}」已转交 ${owing.map((each) => name(each).name).join("、")} 办理，您这次点击没有生效。`;
  }

  /** Puts an update of the presser's own copy on the way, where the answer to the press itself could not carry it. */
  async redraw(tx: Tx, event: CardPress): Promise<void> {
    const message = await rowWhere(tx, OutboxMessage, { id: event.taskId, kind: "duty" });
    if (!message?.deadlineId) return;
    const deadline = await rowThere(tx, Deadline, { id: message.deadlineId });
    await this.outbox.updateCopies(tx, deadline, message.id, [event.fromUser]);
  }

  /** Says something to whoever wrote or tapped, as a message of its own; once per callback. */
  async say(tx: Tx, event: { dedupeKey: string; fromUser: string }, about: string, text: string): Promise<void> {
    const notice = { kind: "text" as const, title: text.slice(0, 30), text };
    const subject = { type: "callback", id: about.slice(0, 36) };
    await this.outbox.notice(tx, { key: `said:${event.dedupeKey}`, subject, to: [event.fromUser], lane: 2, notice });
  }

  /** What somebody tapped who has left decides nothing, and is on record. */
  async #tooLate(tx: Tx, event: CardPress, { subjectType, subjectId, duty }: Deadline): Promise<void> {
    const name = (await rowWhere(tx, Person, { userid: event.fromUser }))?.name ?? event.fromUser;
    this.audit.record(tx, {
      action: "delivery.tapped-after-leaving",
      subject: { type: subjectType, id: subjectId },
      actor: { userid: event.fromUser, name, post: "已离任" },
      via: "card",
      article: "18",
      refused: true,
      facts: { duty, key: event.eventKey },
    });
  }

  /** The answer comes as a message of its own: whether a card press may be answered by text at once is unconfirmed [90241]. */
  async #say(tx: Tx, event: CardPress, text: string): Promise<PassiveReply> {
    await this.say(tx, event, event.taskId, text);
    return { kind: "none" };
  }
}
