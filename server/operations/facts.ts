import { In, LessThan } from "typeorm";
import { Deadline, DeadlineHolder } from "../../entities/deadline.js";
import { InboxEvent } from "../../entities/inbox-event.js";
import { OutboxMessage, type MessageKind } from "../../entities/outbox-message.js";
import { UnreachablePerson } from "../../entities/reach.js";
import type { DutyRegister } from "../deadlines/register.js";
import type { Notice } from "../delivery/notice.js";
import { troubleNow } from "../delivery/standing.js";
import { ROLE_NAMES } from "../identity/roles.js";
import type { Clock } from "../kernel/clock.js";
import { dayWords, localDay } from "../kernel/local-time.js";
import type { Tx } from "../kernel/unit-of-work.js";
import type { InboundEvent } from "../wecom/events.js";
import type { JobState } from "./job-watch.js";
import { keepersOf } from "./keepers.js";
import type { Letters } from "./letters.js";
import { LATE_MS, type WatchFacts } from "./rules.js";

/** As many of each kind as anybody can look at. */
const MOST = 100;

const KIND_NAMES: Readonly<Record<MessageKind, string>> = {
  duty: "待办卡片",
  notice: "知会卡片",
  update: "卡片更新",
  bundle: "待办汇总",
  call: "语音电话",
  group: "群消息",
  robot: "群机器人消息",
};

/** What a message is called before anybody has rendered it. */
export const messageTitle = (message: Pick<OutboxMessage, "kind" | "title" | "notice">): string =>
  message.title ?? (message.notice as Partial<Notice> | null)?.title ?? KIND_NAMES[message.kind];

/** The daily heads of the record that wait for somebody to send them to. */
export interface UnsentHeads {
  /** their days, oldest first; none while somebody holds the office */
  unsent(tx: Tx): Promise<readonly string[]>;
}

/** Reads what the watchdog looks at. */
export class WatchReader {
  constructor(
    private readonly clock: Clock,
    private readonly duties: DutyRegister,
    private readonly letters: Letters,
    private readonly heads: UnsentHeads,
  ) {}

  async read(tx: Tx, jobs: readonly JobState[]): Promise<WatchFacts> {
    const letters = await this.letters.open(tx);
    return {
      now: this.clock.now(),
      steps: await this.#steps(tx),
      messages: await this.#messages(tx),
      jobs: jobs.map((job) => ({ ...job, silentMinutes: Math.floor(job.silentMs / 60_000) })),
      ownerless: await this.#ownerless(tx),
      vacant: await this.#vacant(tx),
      wecom: await troubleNow(tx),
      // a card about the program's own troubles that does not arrive is on the page, and is no news for another card
      letters: letters
        .filter(({ message }) => message.subjectType !== OPERATIONS)
        .map(({ message, title, reason, dead }) => ({ id: message.id, title, reason, dead })),
      unreachable: await tx.find(UnreachablePerson, { order: { since: "ASC", id: "ASC" }, take: MOST }),
      taps: (await deadTaps(tx)).map(({ dedupeKey, what }) => ({ id: dedupeKey, what })),
    };
  }

  async #steps(tx: Tx): Promise<WatchFacts["steps"]> {
    const rows = await tx.find(Deadline, {
      where: { state: "open", nextStepAt: LessThan(this.#lateBefore()) },
      order: { nextStepAt: "ASC" },
      take: MOST,
    });
    return rows.map((row) => ({ id: row.id, title: this.#titleOf(row), lane: row.lane, dueAt: row.nextStepAt ?? row.openedAt }));
  }

  async #messages(tx: Tx): Promise<WatchFacts["messages"]> {
    const rows = await tx.find(OutboxMessage, {
      where: { state: In(["pending", "sending"]), dueAt: LessThan(this.#lateBefore()) },
      order: { dueAt: "ASC" },
      take: MOST,
    });
    return rows.map((row) => ({ id: row.id, title: messageTitle(row), lane: row.lane, dueAt: row.dueAt }));
  }

  async #ownerless(tx: Tx): Promise<WatchFacts["ownerless"]> {
    const owed = tx
      .createQueryBuilder(DeadlineHolder, "holder")
      .select("1")
      .where("holder.deadlineId = deadline.id")
      .andWhere("holder.releasedAt IS NULL");
    const rows = await tx
      .createQueryBuilder(Deadline, "deadline")
      .where("deadline.state = 'open' AND deadline.nextStepAt IS NULL")
      .andWhere(`NOT EXISTS (${owed.getQuery()})`)
      .take(MOST)
      .getMany();
    return rows.map((row) => ({ id: row.id, title: this.#titleOf(row) }));
  }

  async #vacant(tx: Tx): Promise<WatchFacts["vacant"]> {
    const { administrator, discipline, publicityHead } = ROLE_NAMES;
    const keepers = await keepersOf(tx, localDay(this.clock.now()));
    const untold = `没有人担任${administrator}，宣传部也没有值班或负责人：这里的异常还没有告诉任何人，请尽快指定${administrator}`;
    const [since] = await this.heads.unsent(tx);
    const unsent = `没有人担任${discipline}，也没有${publicityHead}：${since === undefined ? "" : dayWords(since)}起的每日记录链头还没有发出，指定后自动补发`;
    return [
      ...(keepers.length > 0 ? [] : [{ id: "keepers", words: untold }]),
      ...(since === undefined ? [] : [{ id: "witnesses", words: unsent }]),
    ];
  }

  #titleOf({ duty, article }: Deadline): string {
    return `${this.duties.row(duty)?.title ?? duty}（第${article}条）`;
  }

  #lateBefore(): Date {
    return new Date(this.clock.now().getTime() - LATE_MS);
  }
}

/** What cards about the program itself are about; they are told to those who look after it. */
export const OPERATIONS = "operations";

const UNNAMED = "企业微信的通知";

/** Whatever WeCom may tell has a name here: the type asks for it. */
const EVENT_NAMES: Readonly<Record<InboundEvent["kind"], string>> = {
  text: "发来的消息",
  cardPress: "卡片上的点按",
  subscribe: "成员加入应用的通知",
  unsubscribe: "成员离开应用的通知",
  contactChange: "通讯录变更的通知",
  livingChange: "直播状态变化的通知",
  enterAgent: "成员打开应用的通知",
  unknown: UNNAMED,
};

/** What WeCom told, in a few words. */
export const eventName = (kind: string): string => (Object.hasOwn(EVENT_NAMES, kind) ? EVENT_NAMES[kind as InboundEvent["kind"]] : UNNAMED);

/** Taps and texts that were given up, the latest first, and what each was about. */
export const deadTaps = async (tx: Tx): Promise<(InboxEvent & { what: string; pressed: OutboxMessage | null })[]> => {
  const rows = await tx.find(InboxEvent, { where: { state: "dead" }, order: { receivedAt: "DESC" }, take: MOST });
  const taskIds = rows.flatMap((row) => (row.event as { taskId?: string }).taskId ?? []);
  const cards = taskIds.length === 0 ? [] : await tx.findBy(OutboxMessage, { id: In(taskIds) });
  return rows.map((row) => {
    const pressed = cards.find((card) => card.id === (row.event as { taskId?: string }).taskId) ?? null;
    return Object.assign(row, { pressed, what: pressed ? `「${messageTitle(pressed)}」上的点按` : eventName(row.kind) });
  });
};
